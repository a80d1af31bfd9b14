// The main loop. It reads as its own table of contents: settle what is open, look, decide, do one thing, prove it, again.
// Level-triggered: called at any time by anybody, it appends nothing when nothing has changed.
import { EFFECTS_PER_APPLY_MAX } from '../base/limits.ts';
import type { ErrorDetail } from '../base/errors.ts';
import { carryOut } from './carry-out.ts';
import type { Progress } from './progress.ts';
import { partsReached } from './evaluate.ts';
import { effectState } from '../journal/project.ts';
import { proveAndRecord } from './prove.ts';
import { recordWaivers } from './record-waivers.ts';
import type { Run } from './run.ts';
import { settleOpenAttempt } from './settle.ts';
import { look, Sight, survey, type Survey } from './survey.ts';
import type { Action, Outcome } from './verdict.ts';
import { verifyStep } from './verify-step.ts';

/** How far one `apply` goes. */
export interface ApplyOptions {
  /** Stop before the first action of a step that comes after this one. */
  readonly until?: string;
  /** Decide and report, but do nothing. */
  readonly dryRun?: boolean;
  /** Actions of this call; default EFFECTS_PER_APPLY_MAX. */
  readonly effectsMax?: number;
}

/** What one `apply` came to. */
export interface ApplyResult {
  readonly survey: Survey;
  readonly outcome: Outcome;
  /** What was carried out or recorded in this call, in order. */
  readonly did: readonly string[];
  /** Why it stopped, when the other side refused or failed. */
  readonly error?: ErrorDetail;
}

/** Throws only cancellation, journal faults and bugs; everything the world did is in the result. */
export async function apply(run: Run, options: ApplyOptions = {}): Promise<ApplyResult> {
  const sight = new Sight();
  const did: string[] = [];
  if (options.dryRun !== true) {
    await settleOpenAttempt(run, sight);
    await recordWaivers(run);
  }
  for (let count = 0; ; count += 1) {
    run.signal?.throwIfAborted();
    const now = await survey(run, sight);
    run.watch?.(now.decision, now.input);
    const { action, outcome } = now.decision;
    if (
      action === undefined ||
      options.dryRun === true ||
      isPast(now, action, options.until) ||
      count >= (options.effectsMax ?? EFFECTS_PER_APPLY_MAX)
    ) {
      const isMore = options.dryRun !== true && (await provePausing(run, sight, now));
      if (isMore) continue;
      return { survey: now, outcome: action === undefined ? outcome : 'more-to-do', did };
    }
    const progress = await perform(run, sight, now, action);
    forgetStep(sight, now, action.step);
    did.push(describe(action));
    if (!progress.again) {
      await provePausing(run, sight, now);
      return {
        survey: await survey(run, sight),
        outcome: progress.outcome,
        did,
        ...(progress.error && { error: progress.error }),
      };
    }
  }
}

/** Nothing that only waits for its second look is left without it when a call ends. False: there was none, or one is not proven. */
async function provePausing(run: Run, sight: Sight, { teardown }: Survey): Promise<boolean> {
  // Beside an attempt whose outcome is not known nothing is done (J2).
  if (run.journal.state.openIntended !== undefined) return false;
  const done = teardown.steps
    .flatMap(({ effects }) => effects)
    .filter(({ provenBeside, id }) => provenBeside === true && effectState(run.journal.state, id).status === 'done');
  let isMore = false;
  for (const effect of done) {
    await look(
      run,
      sight,
      effect.proof.map(({ target }) => target),
    );
    if (partsReached(effect.proof, sight.seen) !== 'reached') continue;
    if (!(await proveAndRecord(run, sight, effect)).again) return false;
    isMore = true;
  }
  return isMore;
}

async function perform(run: Run, sight: Sight, now: Survey, action: Action): Promise<Progress> {
  switch (action.do) {
    case 'carry-out':
      return carryOut(run, sight, action);
    case 'record':
    case 'prove':
      return proveAndRecord(run, sight, action.effect);
    case 'verify-step':
      return verifyStep(run, sight, now, action.step);
  }
}

/** What an action may have changed for its own step: what its guards and probes saw before is old. */
function forgetStep(sight: Sight, { teardown }: Survey, stepId: string): void {
  const step = teardown.steps.find((one) => one.id === stepId);
  if (step !== undefined) sight.forget([...step.looks, ...step.probes.map((probe) => probe.target)]);
}

function isPast({ teardown }: Survey, action: Action, until: string | undefined): boolean {
  if (until === undefined) return false;
  const order = teardown.steps.map((step) => step.id);
  return order.indexOf(action.step) > order.indexOf(until);
}

const describe = (action: Action): string =>
  action.do === 'verify-step' ? `verified ${action.step}` : `${action.do} ${action.effect.id}`;

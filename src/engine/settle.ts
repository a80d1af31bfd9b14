// Settlement of an attempt that a crash, a kill or a lost line left open: effect proven → `done`; non-effect proven →
// `failed`, free to be tried again; else it stays open, in doubt, for a person. Runs before anything else in `apply`.
import { PROOF_POLL_MS } from '../base/limits.ts';
import type { Entry } from '../journal/entry.ts';
import { LOOKED_UNCHANGED } from '../journal/project.ts';
import type { Recovery } from '../executors/port.ts';
import type { Effect } from '../teardown/step.ts';
import { observationOf, partsReached, type Left } from './evaluate.ts';
import { lookAtParts } from './prove.ts';
import { executorFor, type Run } from './run.ts';
import { survey, type Sight } from './survey.ts';

export type Settled = 'nothing-open' | 'done' | 'failed' | 'in-doubt';

export async function settleOpenAttempt(run: Run, sight: Sight): Promise<Settled> {
  const intended = run.journal.state.openIntended;
  if (intended === undefined) return 'nothing-open';
  const effect = await effectOf(run, sight, intended);
  if (effect === undefined) return 'in-doubt';
  run.progress(`settling: ${effect.title}`);
  const recovery = await recover(run, effect, intended);
  if (recovery.proves === 'not-begun') return fail(run, sight, intended, 'interrupted', recovery.why);
  const left: Left = recovery.proves === 'sent' ? { receipt: recovery.receipt.facts } : {};
  const answer = await lookUntilCertain(run, sight, effect, left);
  if (answer === 'effect') {
    const receipt = recovery.proves === 'sent' ? recovery.receipt : { facts: { settledBy: 'looking' }, evidence: [] };
    await run.journal.append({
      kind: 'done',
      body: { intended: intended.seq, effect: effect.id, receipt: receipt.facts, evidence: receipt.evidence },
    });
    return 'done';
  }
  if (answer === 'no-effect') return fail(run, sight, intended, LOOKED_UNCHANGED, whatIsLeft(effect, sight));
  return 'in-doubt';
}

/** The effect that the open entry names, as the teardown derives it now. */
async function effectOf(run: Run, sight: Sight, intended: Entry<'intended'>): Promise<Effect | undefined> {
  const { teardown } = await survey(run, sight);
  return teardown.steps.flatMap((step) => step.effects).find((effect) => effect.id === intended.body.effect);
}

async function recover(run: Run, effect: Effect, intended: Entry<'intended'>): Promise<Recovery> {
  const executor = executorFor(run, effect.command.target);
  if (executor.recover === undefined) return { proves: 'nothing' };
  return await executor.recover(effect.command, await run.journal.notes(intended.body.key));
}

async function fail(run: Run, sight: Sight, intended: Entry<'intended'>, code: string, why: string): Promise<Settled> {
  const { effect } = intended.body;
  await run.journal.append({
    kind: 'failed',
    body: { intended: intended.seq, effect, code, message: 'the attempt did not take effect', nonEffect: why },
  });
  sight.forgetAll();
  return 'failed';
}

/** Of an effect on several objects some may be gone: they are not touched again, and the rest is free to be tried again. */
function whatIsLeft({ proof, command }: Effect, { seen }: Sight): string {
  const look = observationOf(seen, command.target);
  const left = look.state === 'present' ? look.facts['left'] : undefined;
  return Array.isArray(left) && left.length < proof.length
    ? `looked: ${left.join(', ')} is as it was before, what else it was about is gone`
    : 'looked: the target is as it was before';
}

/**
 * Looks until the effect or its non-effect is certain, or its limit is over. A missed goal refutes a repeatable command
 * only when the whole settling time has passed, because a request that timed out may still be running.
 */
async function lookUntilCertain(
  run: Run,
  sight: Sight,
  effect: Effect,
  left: Left,
): Promise<'effect' | 'no-effect' | 'in-doubt'> {
  const untilMs = run.clock.nowMs() + settleWaitMs(effect);
  for (;;) {
    await lookAtParts(run, sight, [...effect.proof, ...effect.refuted]);
    const reached = partsReached(effect.proof, sight.seen, left);
    if (reached === 'reached') return 'effect';
    if (run.clock.nowMs() >= untilMs) {
      if (effect.refuted.some((part) => partsReached([part], sight.seen) === 'reached')) return 'no-effect';
      return effect.repeatable && reached === 'missed' ? 'no-effect' : 'in-doubt';
    }
    run.progress(`${effect.title}: looking whether it happened`);
    await run.clock.sleep(PROOF_POLL_MS, run.signal);
  }
}

/** Long enough for a request in flight to end, and for a device to go down. */
const SETTLE_WAIT_MS = 30_000;
/** A deletion may be slow, and lists may lag behind it; calling it undone too early would be a false record. */
const SETTLE_IRREVERSIBLE_WAIT_MS = 180_000;

function settleWaitMs(effect: Effect): number {
  if (!effect.repeatable) return effect.proofWaitMs;
  return effect.irreversible ? SETTLE_IRREVERSIBLE_WAIT_MS : SETTLE_WAIT_MS;
}

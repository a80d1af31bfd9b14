// Looks at the world: what the next undecided steps and the already verified targets need, bounded and in parallel.
// Everything else is `not-asked`. Never writes.
import { SURVEY_PARALLEL_MAX } from '../base/limits.ts';
import { errorDetail } from '../base/errors.ts';
import { targetKey, type Observation, type Target } from '../executors/port.ts';
import type { RefusalId } from '../base/refusals.ts';
import type { Finding, PolicyContext } from '../teardown/policy.ts';
import { effectState, type JournalState } from '../journal/project.ts';
import type { Effect, Step, StepId } from '../teardown/step.ts';
import { decide } from './decide.ts';
import type { DecideInput } from './decide-input.ts';
import { observationOf } from './evaluate.ts';
import { settledAtMs } from './standing.ts';
import { baseTeardown, derive, executorFor, historyOf, todayOf, type Derived, type Run } from './run.ts';
import type { Decision, StepVerdict } from './verdict.ts';

/** What has been seen in this command. Looks are shared between steps; `forget` makes the next survey look again. */
export class Sight {
  readonly seen = new Map<string, Observation>();

  forget(targets: readonly Target[]): void {
    for (const target of targets) this.seen.delete(targetKey(target));
  }
  forgetAll(): void {
    this.seen.clear();
  }
}

/** What was derived, seen and decided at one time. */
export interface Survey extends Derived {
  readonly decision: Decision;
  readonly input: DecideInput;
}

/** Discover, derive, look, judge. The same for `plan` and `apply`. */
export async function survey(run: Run, sight: Sight): Promise<Survey> {
  await look(run, sight, discoveryTargets(run));
  const derived = derive(run, sight.seen);
  for (;;) {
    const input = decideInputOf(run, sight, derived);
    const decision = decide(input);
    const missing = targetsWanted(decision, run).filter((target) => !sight.seen.has(targetKey(target)));
    if (missing.length === 0) return { ...derived, decision, input };
    await look(run, sight, missing);
  }
}

/** Reads each target once, at most `SURVEY_PARALLEL_MAX` at a time. */
export async function look(run: Run, sight: Sight, targets: readonly Target[]): Promise<void> {
  const queue = new Map(targets.map((target) => [targetKey(target), target] as const));
  for (const key of sight.seen.keys()) queue.delete(key);
  const waiting = [...queue];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      sight.seen.set(next[0], await observe(run, next[1]));
  };
  await Promise.all(Array.from({ length: Math.min(SURVEY_PARALLEL_MAX, waiting.length) }, worker));
}

/** One look; whatever goes wrong is `unknown`, except cancellation. */
export async function observe(run: Run, target: Target): Promise<Observation> {
  run.signal?.throwIfAborted();
  try {
    const context = {
      clock: run.clock,
      progress: (text: string) => run.progress(text),
      ...(run.signal === undefined ? {} : { signal: run.signal }),
    };
    return await executorFor(run, target).observe(target, context);
  } catch (error) {
    run.signal?.throwIfAborted();
    return { state: 'unknown', error: errorDetail(error), seenAtMs: run.clock.nowMs() };
  }
}

/** Discovery is needed only while something is left to list. */
function discoveryTargets(run: Run): readonly Target[] {
  return run.journal.state.closed === undefined ? run.contract.provider.discover(run.contract.content) : [];
}

export function decideInputOf(run: Run, sight: Sight, { terms, teardown }: Derived): DecideInput {
  const { state } = run.journal;
  const todayOn = todayOf(run);
  const nowMs = run.clock.nowMs();
  const findings = new Map<StepId, readonly Finding[]>();
  const past = pastOf(run);
  for (const step of teardown.steps) findings.set(step.id, findingsOf(run, sight, { terms, teardown }, step, past));
  return {
    teardown,
    terms,
    state,
    contractDigest: run.contract.digest,
    teardownDigest: baseTeardown(run.contract, todayOn).digest,
    observations: sight.seen,
    findings,
    nowMs,
    todayOn,
    ...(run.early === undefined ? {} : { early: run.early }),
  };
}

/** What the guards of every step are told of the journal: put together once for all of them. */
type Past = Pick<PolicyContext, 'history' | 'verifiedAtMs'>;

function pastOf(run: Run): Past {
  const verifiedAtMs = new Map<string, number>();
  for (const [id, effect] of run.journal.state.effects) {
    const atMs = settledAtMs(effect);
    if (atMs !== undefined) verifiedAtMs.set(id, atMs);
  }
  return { history: historyOf(run), verifiedAtMs };
}

/** The step's guards, held against what is known now. */
export function findingsOf(
  run: Run,
  sight: Sight,
  { terms, teardown }: Derived,
  step: Step,
  past: Past = pastOf(run),
): Finding[] {
  const wanted = new Set<RefusalId>(step.guards);
  const { state } = run.journal;
  const context: PolicyContext = {
    provider: teardown.provider,
    contract: run.contract.content,
    contractName: run.contract.name,
    terms,
    teardown,
    step,
    open: step.effects.filter((effect) => !hasBegun(state, effect)),
    ...past,
    lastEntryAtMs: state.lastAtMs,
    nowMs: run.clock.nowMs(),
    todayOn: todayOf(run),
    claimedBy: run.contract.claimedBy,
    observe: (target) => observationOf(sight.seen, target),
  };
  return run.policies.filter((policy) => wanted.has(policy.refusal)).flatMap((policy) => policy.check(context));
}

/** A disk that was deleted, or a FortiGate that was just reset, no longer has the identity that the guards compare. */
function hasBegun(state: JournalState, effect: Effect): boolean {
  const { status } = effectState(state, effect.id);
  return status !== 'untouched' && status !== 'failed';
}

/** What must be looked at before this decision can be trusted. */
function targetsWanted(decision: Decision, run: Run): Target[] {
  const wanted: Target[] = [];
  for (const one of decision.steps) {
    for (const { effect, standing } of one.effects) {
      // What was proven to last is looked at again: coming back is the one thing nobody else would notice.
      if (standing === 'settled' && effect.lasting && run.journal.state.closed === undefined)
        wanted.push(...effect.proof.map((part) => part.target));
    }
    if (one.due && isOpen(one) && mayLook(one)) wanted.push(...targetsOf(one, run.journal.state));
  }
  return wanted;
}

const isOpen = (one: StepVerdict): boolean => one.verdict !== 'done' && one.verdict !== 'not-needed';

/** A step that waits for a day is looked at all the same, so that `plan` shows early what would stop it — except over SSH. */
function mayLook(one: StepVerdict): boolean {
  const overSsh = one.effects.some(({ effect }) => effect.command.target.kind === 'fortigate');
  return !(overSsh && one.verdict === 'waiting-until');
}

function targetsOf({ step, effects }: StepVerdict, state: JournalState): Target[] {
  const open = effects.filter((one) => one.standing !== 'settled').map((one) => one.effect);
  return [
    ...step.looks,
    ...open.filter((effect) => !hasBegun(state, effect)).map((effect) => effect.command.target),
    ...open.flatMap((effect) => effect.proof.filter((part) => part.goal.is !== 'receipt').map((part) => part.target)),
    ...step.probes.map((probe) => probe.target),
  ];
}

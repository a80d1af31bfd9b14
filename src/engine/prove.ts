// Proof: looks at an effect's targets until every part of its goal is seen, absence twice and at least 30 s apart (J5),
// then writes `verified` — or `found`, where nothing of ours caused it. "The API accepted it" is not "it is gone".
import { faultPoint } from '../base/fault-point.ts';
import { ABSENCE_PASS_GAP_MS, PROGRESS_SILENCE_MS_MAX, PROOF_POLL_MS } from '../base/limits.ts';
import { targetKey, type Observation } from '../executors/port.ts';
import { effectState } from '../journal/project.ts';
import type { Effect, ProofPart } from '../teardown/step.ts';
import { GO_ON, type Progress } from './progress.ts';
import { firstError, goalReached, observationOf, partsReached, type Left } from './evaluate.ts';
import type { Run } from './run.ts';
import { observe, type Sight } from './survey.ts';

interface Proven {
  readonly part: string;
  readonly target: string;
  readonly proof: readonly string[];
  readonly seenAt: readonly string[];
}

/** Waits for the proof, within the effect's limit. Not proven in time: the next decision says `in-doubt`. */
export async function proveAndRecord(run: Run, sight: Sight, effect: Effect): Promise<Progress> {
  const proven = await proveParts(run, sight, effect);
  if (proven === undefined) {
    const error = firstError(effect.proof, sight.seen);
    return { again: false, outcome: error === undefined ? 'in-doubt' : 'could-not-look', ...(error && { error }) };
  }
  faultPoint('effect.before-verified');
  const { status } = effectState(run.journal.state, effect.id);
  const body = { effect: effect.id, step: effect.step, parts: proven };
  if (status === 'done') {
    const absent = effect.proof.some((part) => part.goal.is === 'absent');
    await run.journal.append({ kind: 'verified', body: absent ? { ...body, level: 'absent-in-api' } : body });
  } else await run.journal.append({ kind: 'found', body });
  faultPoint('effect.after-verified');
  return GO_ON;
}

/** All parts proven, or undefined when the limit is reached first. */
async function proveParts(run: Run, sight: Sight, effect: Effect): Promise<Proven[] | undefined> {
  const state = effectState(run.journal.state, effect.id);
  const left: Left = {
    ...(state.receipt && { receipt: state.receipt }),
    settledByPerson: state.settled?.as === 'done',
  };
  const startedMs = run.clock.nowMs();
  const passes = effect.provenBeside === true ? passesBefore(sight, effect, left, state.doneAt) : new Map();
  let saidMs = startedMs;
  for (;;) {
    await lookAtParts(run, sight, effect.proof);
    notePasses(sight, effect, left, passes);
    if (isProven(effect, left, passes)) return effect.proof.map((part) => provenPart(part, passes));
    const nowMs = run.clock.nowMs();
    // Nothing of ours is under way: a goal that is not reached any more is simply a thing to do again.
    const missed = partsReached(effect.proof, sight.seen, left) !== 'reached';
    if (missed && state.status !== 'done') return undefined;
    if (nowMs - startedMs >= effect.proofWaitMs) return undefined;
    if (nowMs - saidMs >= PROGRESS_SILENCE_MS_MAX / 2) {
      run.progress(`${effect.title}: waiting for the proof`);
      saidMs = nowMs;
    }
    faultPoint('effect.between-proofs');
    await run.clock.sleep(PROOF_POLL_MS, run.signal);
  }
}

/** The look behind the act, where others were carried out in the pause: the row begins with it. */
function passesBefore(
  { seen }: Sight,
  { proof }: Effect,
  left: Left,
  doneAt: string | undefined,
): Map<string, Observation[]> {
  const passes = new Map<string, Observation[]>();
  for (const { part, target, goal } of proof) {
    const first = observationOf(seen, target);
    const isBehind = doneAt !== undefined && 'seenAtMs' in first && first.seenAtMs >= Date.parse(doneAt);
    if (isBehind && goalReached(goal, first, left) === 'reached') passes.set(part, [first]);
  }
  return passes;
}

/** Looks at each target of the parts once. */
export async function lookAtParts(run: Run, sight: Sight, parts: readonly ProofPart[]): Promise<void> {
  const targets = parts.flatMap(({ goal, target }) =>
    goal.is === 'receipt' ? [] : [[targetKey(target), target] as const],
  );
  for (const [key, target] of new Map(targets)) sight.seen.set(key, await observe(run, target));
}

/** A pass counts only in an unbroken row: one look that shows something else starts the row again. */
function notePasses(sight: Sight, effect: Effect, left: Left, passes: Map<string, Observation[]>): void {
  for (const part of effect.proof) {
    const seen = observationOf(sight.seen, part.target);
    const reached = goalReached(part.goal, seen, left) === 'reached';
    passes.set(part.part, reached ? [...(passes.get(part.part) ?? []), seen] : []);
  }
}

function isProven(effect: Effect, left: Left, passes: ReadonlyMap<string, readonly Observation[]>): boolean {
  return effect.proof.every((part) => {
    if (part.goal.is === 'receipt') return goalReached(part.goal, { state: 'not-asked', why: '' }, left) === 'reached';
    const row = passes.get(part.part) ?? [];
    const last = row.at(-1);
    if (last?.state !== 'absent') return last !== undefined;
    const first = row.find((one) => one.state === 'absent')!;
    return first.state === 'absent' && last.seenAtMs - first.seenAtMs >= ABSENCE_PASS_GAP_MS;
  });
}

function provenPart({ part, target, goal }: ProofPart, passes: ReadonlyMap<string, readonly Observation[]>): Proven {
  const row = passes.get(part) ?? [];
  const counted = row.length > 1 ? [row[0]!, row.at(-1)!] : row;
  const last = row.at(-1);
  const proof =
    goal.is === 'receipt'
      ? ['receipt of the act']
      : last?.state === 'absent'
        ? last.proof
        : ['observed in the wanted state'];
  // A receipt is not a look: that the target was seen for another part's sake proves nothing of this one.
  const looks = goal.is === 'receipt' ? [] : counted;
  const seenAt = looks.flatMap((one) => ('seenAtMs' in one ? [new Date(one.seenAtMs).toISOString()] : []));
  return { part, target: targetKey(target), proof, seenAt };
}

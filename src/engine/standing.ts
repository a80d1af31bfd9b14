// Where one effect stands: its journal entries first, the world second. Pure. What could not be read never counts as
// done, and never as something to do.
import type { ErrorDetail } from '../base/errors.ts';
import { targetKey, type Observation } from '../executors/port.ts';
import { findApproval, type EffectState } from '../journal/project.ts';
import { effectDigest, type Effect } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';
import { firstError, goalReached, observationOf, partsReached, type Left } from './evaluate.ts';
import type { EffectVerdict, Standing } from './verdict.ts';

/** When an effect was last proven, in ms since the epoch; undefined when it is not settled. */
export function settledAtMs(known: EffectState | undefined): number | undefined {
  if (known === undefined || (known.status !== 'verified' && known.status !== 'found')) return undefined;
  const seenAt = [...(known.verified ?? known.found)!.parts].flatMap((part) => part.seenAt);
  return known.verifiedAt === undefined
    ? Math.max(0, ...seenAt.map((at) => Date.parse(at)))
    : Date.parse(known.verifiedAt);
}

/** The effect with its standing, its digest and, where one is needed, its approval. */
export function judgeEffect(input: DecideInput, effect: Effect): EffectVerdict {
  const known = input.state.effects.get(effect.id);
  const standing = standingOf(input, effect, known);
  const digest = effectDigest(effect);
  const error = standing === 'unknown' ? errorOf(input, effect) : undefined;
  const begun = known !== undefined && (known.status === 'done' || known.status === 'intended');
  const approval =
    standing === 'to-do' && effect.irreversible
      ? findApproval(input.state, effect.id, digest, input.contractDigest, input.nowMs)
      : undefined;
  return {
    effect,
    standing,
    digest,
    begun,
    ...(error === undefined ? {} : { error }),
    ...(approval === undefined
      ? {}
      : 'approvalId' in approval
        ? { approval: 'unspent' as const, approvalId: approval.approvalId }
        : { approval: approval.why }),
  };
}

function errorOf({ observations }: DecideInput, effect: Effect): ErrorDetail | undefined {
  const seen = observationOf(observations, effect.command.target);
  return firstError(effect.proof, observations) ?? (seen.state === 'unknown' ? seen.error : undefined);
}

function standingOf(input: DecideInput, effect: Effect, known: EffectState | undefined): Standing {
  const left: Left = {
    ...(known?.receipt === undefined ? {} : { receipt: known.receipt }),
    settledByPerson: known?.settled?.as === 'done',
  };
  const reached = partsReached(effect.proof, input.observations, left);
  switch (known?.status) {
    case 'verified':
    case 'found':
      return settledStanding(input, effect, known, reached);
    case 'intended':
      return 'in-doubt';
    case 'done': {
      if (reached === 'reached') return 'reached';
      // Absence can always be looked at; what no read can show (a device that never answers again) rests on a person's word.
      if (left.settledByPerson === true && restsOnWord(input, effect)) return 'settled';
      if (reached === 'unknown' || reached === 'not-asked') return reached;
      const waitedMs = input.nowMs - Date.parse(known.doneAt ?? '');
      return waitedMs < effect.proofWaitMs ? 'proving' : 'in-doubt';
    }
    case 'untouched':
    case 'failed':
    case undefined:
      if (reached !== 'missed') return reached;
      return toDoStanding(observationOf(input.observations, effect.command.target));
  }
}

/** A person's word counts for what cannot be read; it never outweighs a look that shows the contrary. */
const restsOnWord = ({ observations }: DecideInput, effect: Effect): boolean =>
  effect.proof.every(({ goal, target }) => {
    if (goal.is === 'receipt') return true;
    return goal.is !== 'absent' && goalReached(goal, observationOf(observations, target)) !== 'missed';
  });

/** What cannot be looked at, or is something else, is not acted on — also where the proof is read from another target. */
const toDoStanding = ({ state }: Observation): Standing =>
  state === 'unknown' || state === 'not-asked' || state === 'foreign' ? state : 'to-do';

/** A settled effect stays settled, unless its goal had to last and is visibly lost, or it has gone stale. */
function settledStanding(
  input: DecideInput,
  effect: Effect,
  known: EffectState,
  reached: ReturnType<typeof partsReached>,
): Standing {
  if (effect.fresh !== undefined && isStale(input, effect, known)) return 'to-do';
  if (!effect.lasting || reached !== 'missed') return 'settled';
  const absence = effect.proof.some((part) => part.goal.is === 'absent');
  if (absence) return 'returned';
  return effect.irreversible ? 'settled' : 'to-do';
}

function isStale({ state, nowMs, teardown }: DecideInput, effect: Effect, known: EffectState): boolean {
  const { forMs, untilStep } = effect.fresh!;
  const user = teardown.steps.find((step) => step.id === untilStep);
  // What was backed up from one device is used by the reset of that device; anything else by the whole step.
  const own =
    user?.effects.filter(
      (one) => one.irreversible && targetKey(one.command.target) === targetKey(effect.command.target),
    ) ?? [];
  const users = own.length > 0 ? own : (user?.effects.filter((one) => one.irreversible) ?? []);
  const begun = users.some((one) => {
    const status = state.effects.get(one.id)?.status;
    return status !== undefined && status !== 'untouched' && status !== 'failed';
  });
  if (user === undefined || user.notNeeded !== undefined || begun || state.attestations.has(untilStep)) return false;
  const provenAtMs = settledAtMs(known) ?? 0;
  // The device itself said that this backup is not of what it holds: only another one lets the step go on.
  const refused = users.some((one) => {
    const failure = state.effects.get(one.id)?.lastFailure;
    return failure?.code === 'R11' && Date.parse(failure.at) > provenAtMs;
  });
  return refused || nowMs - provenAtMs > forMs;
}

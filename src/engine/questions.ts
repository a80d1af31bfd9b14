// The questions that are asked of a step, in the order of their weight: what happened first, then what could not be
// read, then what is refused, then whose turn it is. Pure.
import { daysBetween } from '../calendar/civil-date.ts';
import type { Step } from '../teardown/step.ts';
import { type Answer, type Question, unreadableAnswer } from './answer.ts';
import type { DecideInput } from './decide-input.ts';
import { firstError, observationOf, partsReached } from './evaluate.ts';
import { finishedByPerson, personsTurn } from './person-questions.ts';
import { stillShows } from './still-shows.ts';
import type { EffectVerdict } from './verdict.ts';

/** Asked in this order; the first that answers decides. */
export const QUESTIONS: readonly Question[] = [
  notNeeded,
  returned,
  inDoubt,
  finished,
  beforeItsTurn,
  heldOrChanged,
  unreadableStep,
  tooEarly,
  refused,
  personsTurn,
  unreadableEffects,
  needsApproval,
];

function notNeeded(_: DecideInput, step: Step): Answer | undefined {
  return step.notNeeded === undefined ? undefined : { verdict: 'not-needed', sentence: step.notNeeded };
}

function returned(input: DecideInput, _: Step, __: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const back = effects.filter((one) => one.standing === 'returned');
  if (back.length === 0) return undefined;
  return {
    verdict: 'blocked',
    sentence: `${back[0]!.effect.command.target.label} was verified absent and is back`,
    reasons: back.map((one) => ({
      code: 'returned',
      sentence: `${one.effect.command.target.label} came back after it was proven absent`,
    })),
    next: `find out who built it again; then kaiyaku settle CONTRACT --entry ${entryOf(input, back[0]!)} --as not-done --reason …`,
  };
}

/** The entry that `settle` names: the latest attempt, or the find. */
function entryOf({ state }: DecideInput, { effect }: EffectVerdict): number | string {
  const known = state.effects.get(effect.id);
  return known?.intended?.seq ?? known?.foundSeq ?? '?';
}

function inDoubt(input: DecideInput, _: Step, __: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const doubtful = effects.find((one) => one.standing === 'in-doubt');
  if (doubtful === undefined) return undefined;
  return {
    verdict: 'in-doubt',
    sentence: `${doubtful.effect.title}: begun, and neither proven nor refuted`,
    reasons: [{ code: 'in-doubt', sentence: 'look at the object by hand, then say what you saw' }],
    next: `kaiyaku settle CONTRACT --entry ${entryOf(input, doubtful)} --as done|not-done --reason …`,
  };
}

/** Every effect settled, and the closing probe recorded where the step has one. */
function finished(input: DecideInput, step: Step, _: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  if (step.actor !== 'kaiyaku') return finishedByPerson(input, step);
  const { state } = input;
  if (!effects.every((one) => one.standing === 'settled')) return undefined;
  if (step.unreadable !== undefined) return undefined;
  if (step.probes.length > 0 && !state.verifiedSteps.has(step.id)) return undefined;
  if (effects.length === 0 && step.probes.length === 0) return { verdict: 'not-needed', sentence: 'nothing to do' };
  const found = step.effects.filter((one) => state.effects.get(one.id)?.status === 'found').length;
  const sentence = found === 0 ? 'done and verified' : `done and verified; ${found} found as wanted without us`;
  return { verdict: 'done', sentence };
}

function beforeItsTurn(input: DecideInput, step: Step, due: boolean): Answer | undefined {
  if (due) return undefined;
  const findings = (input.findings.get(step.id) ?? []).filter((one) => one.refusal === 'R01');
  return {
    verdict: 'blocked',
    sentence: `after ${step.after.join(', ')}`,
    reasons: [
      { code: 'R03', sentence: `not before ${step.after.join(', ')}` },
      ...findings.map((one) => ({ code: one.refusal, sentence: one.what })),
    ],
  };
}

function heldOrChanged({ state, contractDigest, teardownDigest, terms }: DecideInput): Answer | undefined {
  if (state.held !== undefined)
    return {
      verdict: 'waiting-for-person',
      sentence: `held: ${state.held.reason}`,
      reasons: [{ code: 'held', sentence: `held by ${state.held.by}: ${state.held.reason}` }],
      next: 'kaiyaku release CONTRACT --reason …',
    };
  if (state.contractDigest !== contractDigest || state.teardownDigest !== teardownDigest) {
    const what =
      state.contractDigest !== contractDigest ? 'the contract file' : 'the teardown of this version of kaiyaku';
    return {
      verdict: 'blocked',
      sentence: `${what} changed since the journal was opened or last amended`,
      reasons: [{ code: 'R15', sentence: `${what} is not the one the journal records` }],
      next: 'kaiyaku amend CONTRACT --reason …',
    };
  }
  if (terms.endsOnConflict !== undefined)
    return {
      verdict: 'blocked',
      sentence: `the provider says that it ends on ${terms.endsOnConflict.noticeOn}, expected was ${terms.endsOnConflict.computedOn}`,
      reasons: [
        {
          code: terms.endsOnConflict.rule ?? 'SF7',
          sentence: 'computed and noticed end differ; the earlier governs until somebody acknowledges it',
        },
      ],
      next: `ask the provider; then set endsOnAcknowledged: ${terms.endsOnConflict.noticeOn} in the contract and kaiyaku amend CONTRACT`,
    };
  return undefined;
}

function unreadableStep(_: DecideInput, step: Step): Answer | undefined {
  if (step.unreadable === undefined) return undefined;
  return {
    verdict: 'unreadable',
    sentence: step.unreadable.message,
    reasons: [{ code: 'R18', sentence: `could not look (${step.unreadable.code})` }],
    next: step.unreadable.next ?? 'kaiyaku plan CONTRACT',
  };
}

function tooEarly(input: DecideInput, step: Step): Answer | undefined {
  const { fromOn, why, fromAt } = step.window;
  const wantedEarly = step.anytime === true && input.early === step.id;
  if (fromAt !== undefined && input.nowMs < Date.parse(fromAt.at))
    return {
      verdict: 'waiting-until',
      sentence: `from ${inJapan(fromAt.at)} (${fromAt.why})`,
      reasons: [
        { code: 'window', sentence: `${Math.ceil((Date.parse(fromAt.at) - input.nowMs) / 1000)} seconds to go` },
      ],
      next: `kaiyaku apply CONTRACT   # at ${inJapan(fromAt.at)} or later`,
    };
  if (fromOn === undefined || input.todayOn >= fromOn || wantedEarly) return undefined;
  // An application or a reset that is begun is not called back by a window.
  const findings = (input.findings.get(step.id) ?? []).map((one) => ({ code: one.refusal, sentence: one.what }));
  return {
    verdict: 'waiting-until',
    sentence: `from ${fromOn}${why === undefined ? '' : ` (${why})`}`,
    reasons: [{ code: 'window', sentence: `${daysBetween(input.todayOn, fromOn)} days to go` }, ...findings],
    next: `kaiyaku apply CONTRACT   # on ${fromOn} or later`,
  };
}

const JAPAN_MS = 9 * 3_600_000;

/** `2026-11-27 16:05:09 JST` */
const inJapan = (at: string): string =>
  `${new Date(Date.parse(at) + JAPAN_MS).toISOString().slice(0, 19).replace('T', ' ')} JST`;

function refused(input: DecideInput, step: Step): Answer | undefined {
  const errors = (input.findings.get(step.id) ?? []).filter((one) => one.severity === 'error');
  const first = errors[0];
  if (first === undefined || (step.actor !== 'kaiyaku' && input.state.attestations.has(step.id))) return undefined;
  return {
    verdict: 'blocked',
    sentence: `${first.refusal}: ${first.what}`,
    reasons: errors.map((one) => ({ code: one.refusal, sentence: one.what })),
    next: first.next,
  };
}

function unreadableEffects(
  input: DecideInput,
  step: Step,
  _: boolean,
  effects: readonly EffectVerdict[],
): Answer | undefined {
  const next = effects.find((one) => one.standing !== 'settled');
  if (next?.standing === 'unknown') return unreadableAnswer(next.error?.message ?? next.effect.title, next.error?.next);
  if (next?.standing === 'not-asked') return unreadableAnswer(`${next.effect.command.target.label} was not looked at`);
  if (next?.standing === 'foreign')
    return {
      verdict: 'blocked',
      sentence: `R07: ${next.effect.command.target.label} is not what the contract names`,
      reasons: [{ code: 'R07', sentence: `${next.effect.command.target.label} is something else` }],
      next: 'kaiyaku plan CONTRACT',
    };
  // Guards are for what has not begun: a deletion that is done may have made its own looks unreadable.
  const allBegun = effects.length > 0 && effects.every(({ standing, begun }) => standing === 'settled' || begun);
  for (const look of allBegun ? [] : step.looks) {
    const seen = observationOf(input.observations, look);
    if (seen.state === 'unknown') return unreadableAnswer(`${look.label}: ${seen.error.message}`, seen.error.next);
    if (seen.state === 'not-asked') return unreadableAnswer(`${look.label} was not looked at`);
  }
  return next === undefined && step.probes.length > 0 ? closingProbe(input, step) : undefined;
}

function closingProbe({ observations }: DecideInput, { probes }: Step): Answer | undefined {
  const reached = partsReached(probes, observations);
  if (reached === 'reached') return undefined;
  if (reached === 'unknown' || reached === 'not-asked')
    return unreadableAnswer(firstError(probes, observations)?.message ?? 'the closing probe did not look');
  return {
    verdict: 'blocked',
    sentence: `${probes[0]!.part}: not so yet`,
    reasons: stillShows(probes, observations),
    next: 'kaiyaku plan CONTRACT',
  };
}

function needsApproval(_: DecideInput, step: Step, __: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const next = effects.find((one) => one.standing !== 'settled');
  if (next?.standing !== 'to-do' || !next.effect.irreversible || next.approval === 'unspent') return undefined;
  const changed = next.approval === 'changed';
  return {
    verdict: 'needs-approval',
    sentence: `${next.effect.title} cannot be undone; approval ${next.approval}`,
    reasons: [{ code: changed ? 'R15' : 'R16', sentence: `approval ${next.approval}: ${next.effect.id}` }],
    next: `kaiyaku approve CONTRACT --step ${step.id}`,
  };
}

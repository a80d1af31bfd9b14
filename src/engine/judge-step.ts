// The verdict on one step. Pure. The order of the questions is the order of their weight: what happened first, then what
// could not be read, then what is refused, then whose turn it is.
import type { ErrorDetail } from '../base/errors.ts';
import { daysBetween } from '../calendar/civil-date.ts';
import type { Observation } from '../executors/port.ts';
import type { EffectState, JournalState } from '../journal/project.ts';
import { findApproval } from '../journal/project.ts';
import { effectDigest, type Effect, type Step } from '../teardown/step.ts';
import type { DecideInput } from './decide.ts';
import { firstError, observationOf, partsReached, type Left } from './evaluate.ts';
import type { EffectVerdict, Mark, Reason, Standing, StepVerdict, VerdictWord } from './verdict.ts';

export function judgeStep(input: DecideInput, step: Step, due: boolean): StepVerdict {
  const effects = step.effects.map((effect) => judgeEffect(input, step, effect));
  const findings = input.findings.get(step.id) ?? [];
  const judged = firstAnswer(input, step, due, effects);
  const open = judged.verdict !== 'done' && judged.verdict !== 'not-needed';
  const marks = open ? marksOf(input, step) : [];
  const cost =
    marks.includes('overdue') || marks.includes('at-risk')
      ? input.terms.costs.find((one) => one.rule === 'SF9')
      : undefined;
  const reasons = [...(judged.reasons ?? []), ...(open ? routeReason(input, step, judged.verdict, marks) : [])];
  return {
    step,
    verdict: judged.verdict,
    sentence: judged.sentence,
    reasons,
    marks,
    effects,
    findings,
    due,
    ...(judged.next === undefined ? {} : { next: judged.next }),
    ...(cost === undefined ? {} : { costYen: cost.yen }),
  };
}

interface Answer {
  readonly verdict: VerdictWord;
  readonly sentence: string;
  readonly reasons?: readonly Reason[];
  readonly next?: string;
}

type Question = (input: DecideInput, step: Step, due: boolean, effects: readonly EffectVerdict[]) => Answer | undefined;

/** Asked in this order; the first that answers decides. */
const QUESTIONS: readonly Question[] = [
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

function firstAnswer(input: DecideInput, step: Step, due: boolean, effects: readonly EffectVerdict[]): Answer {
  for (const question of QUESTIONS) {
    const answer = question(input, step, due, effects);
    if (answer !== undefined) return answer;
  }
  const left = effects.filter((one) => one.standing !== 'settled').length;
  return {
    verdict: 'ready',
    sentence: left === 0 ? 'ready to be verified' : `ready: ${left} of ${effects.length} effects to go`,
    next: 'kaiyaku apply CONTRACT',
  };
}

function notNeeded(_: DecideInput, step: Step): Answer | undefined {
  return step.notNeeded === undefined ? undefined : { verdict: 'not-needed', sentence: step.notNeeded };
}

function returned(_: DecideInput, __: Step, ___: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const back = effects.filter((one) => one.standing === 'returned');
  if (back.length === 0) return undefined;
  return {
    verdict: 'blocked',
    sentence: `${back[0]!.effect.command.target.label} was verified absent and is back`,
    reasons: back.map((one) => ({
      code: 'returned',
      sentence: `${one.effect.command.target.label} came back after it was proven absent`,
    })),
    next: 'find out who built it again; then kaiyaku settle CONTRACT --returned EFFECT --as not-done --reason …',
  };
}

function inDoubt(input: DecideInput, _: Step, __: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const doubtful = effects.find((one) => one.standing === 'in-doubt');
  if (doubtful === undefined) return undefined;
  const intended = input.state.effects.get(doubtful.effect.id)?.intended;
  return {
    verdict: 'in-doubt',
    sentence: `${doubtful.effect.title}: begun, and neither proven nor refuted`,
    reasons: [{ code: 'in-doubt', sentence: 'look at the object by hand, then say what you saw' }],
    next: `kaiyaku settle CONTRACT --entry ${intended?.seq ?? '?'} --as done|not-done --reason …`,
  };
}

function finished(input: DecideInput, step: Step, _: boolean, effects: readonly EffectVerdict[]): Answer | undefined {
  const { state } = input;
  if (step.actor === 'kaiyaku') {
    if (!effects.every((one) => one.standing === 'settled')) return undefined;
    if (step.unreadable !== undefined) return undefined;
    const verifiedAt = state.verifiedSteps.get(step.id);
    if (step.probes.length > 0 && verifiedAt === undefined) return undefined;
    if (effects.length === 0 && step.probes.length === 0) return { verdict: 'not-needed', sentence: 'nothing to do' };
    const found = step.effects.filter((one) => state.effects.get(one.id)?.status === 'found').length;
    const sentence = found === 0 ? 'done and verified' : `done and verified; ${found} found as wanted without us`;
    return { verdict: 'done', sentence };
  }
  const attested = input.state.attestations.get(step.id);
  const missing = missingEvidence(input, step);
  if (attested === undefined || attested.length === 0 || missing.length > 0) return undefined;
  if (step.probes.length > 0 && !state.verifiedSteps.has(step.id)) return undefined;
  return { verdict: 'done', sentence: attestedSentence(input, step) };
}

function attestedSentence({ state }: DecideInput, step: Step): string {
  const facts = attestedFacts(state, step.id);
  const said = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return `attested${said.length === 0 ? '' : `: ${said.join(', ')}`}`;
}

/** All attestations of one step, the last of each field. */
export function attestedFacts(state: JournalState, step: string): Record<string, unknown> {
  return Object.assign({}, ...(state.attestations.get(step) ?? []).map((one) => one.facts)) as Record<string, unknown>;
}

function missingEvidence({ state }: DecideInput, step: Step): string[] {
  const all = state.attestations.get(step.id) ?? [];
  const facts = attestedFacts(state, step.id);
  return step.evidence
    .filter((field) => field.required)
    .filter((field) =>
      field.kind === 'file' ? !all.some((one) => one.evidence.length > 0) : facts[field.name] === undefined,
    )
    .map((field) => field.name);
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
      sentence: `the licence notice ends on ${terms.endsOnConflict.noticeOn}, computed was ${terms.endsOnConflict.computedOn}`,
      reasons: [
        {
          code: 'SF7',
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
  const { fromOn, why } = step.window;
  const wantedEarly = step.anytime === true && input.early === step.id;
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

function personsTurn(input: DecideInput, step: Step): Answer | undefined {
  if (step.actor === 'kaiyaku') return undefined;
  const { state } = input;
  const attested = state.attestations.get(step.id);
  const set = step.evidence
    .filter((field) => field.required && field.kind !== 'file')
    .map((field) => ` --set ${field.name}=…`)
    .join('');
  const file = step.evidence.some((field) => field.required && field.kind === 'file') ? ' --file FILE' : '';
  const attest = `kaiyaku attest CONTRACT ${step.id}${set}${file}`;
  if (attested !== undefined && missingEvidence(input, step).length === 0)
    return (
      probeAnswer(input, step) ?? {
        verdict: 'ready',
        sentence: 'attested; the probe agrees',
        next: 'kaiyaku apply CONTRACT',
      }
    );
  if (attested !== undefined)
    return {
      verdict: 'waiting-for-person',
      sentence: `attested, but ${missingEvidence(input, step).join(', ')} is missing`,
      next: attest,
    };
  if (state.requests.has(step.id))
    return {
      verdict: 'waiting-for-person',
      sentence: 'requested; waiting for it to be done and attested',
      next: attest,
    };
  if (step.irreversible && stepApproval(input, step) !== 'unspent')
    return {
      verdict: 'needs-approval',
      sentence: 'cannot be undone; needs an approval before its request is printed',
      reasons: [{ code: 'R16', sentence: `approval ${stepApproval(input, step)}` }],
      next: `kaiyaku approve CONTRACT --step ${step.id}`,
    };
  return {
    verdict: 'waiting-for-person',
    sentence: 'to be done by a person',
    next: `kaiyaku request CONTRACT ${step.id}`,
  };
}

/** Name under which an irreversible person's step is approved. */
export const stepApprovalId = (step: Step): string => `step/${step.id}`;

function stepApproval({ state, contractDigest, nowMs }: DecideInput, step: Step): string {
  const found = findApproval(state, stepApprovalId(step), stepDigest(step), contractDigest, nowMs);
  return 'approvalId' in found ? 'unspent' : found.why;
}

export const stepDigest = (step: Step): string => `step:${step.id}`;

function probeAnswer({ observations }: DecideInput, step: Step): Answer | undefined {
  if (step.probes.length === 0) return undefined;
  const reached = partsReached(step.probes, observations);
  if (reached === 'reached') return undefined;
  if (reached === 'unknown')
    return unreadableAnswer(firstError(step.probes, observations)?.message ?? 'the probe could not look');
  return {
    verdict: 'waiting-for-person',
    sentence: 'attested, but the probe does not see it yet',
    next: 'kaiyaku plan CONTRACT',
  };
}

const unreadableAnswer = (sentence: string, next?: string): Answer => ({
  verdict: 'unreadable',
  sentence: `could not look: ${sentence}`,
  reasons: [{ code: 'R18', sentence }],
  next: next ?? 'kaiyaku plan CONTRACT',
});

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
  for (const look of step.looks) {
    const seen = observationOf(input.observations, look);
    if (seen.state === 'unknown') return unreadableAnswer(`${look.label}: ${seen.error.message}`, seen.error.next);
    if (seen.state === 'not-asked') return unreadableAnswer(`${look.label} was not looked at`);
  }
  if (next === undefined && step.probes.length > 0) {
    const reached = partsReached(step.probes, input.observations);
    if (reached === 'unknown' || reached === 'not-asked')
      return unreadableAnswer(firstError(step.probes, input.observations)?.message ?? 'the closing probe did not look');
    if (reached !== 'reached')
      return {
        verdict: 'blocked',
        sentence: `${step.probes[0]!.part}: not so yet`,
        reasons: [{ code: 'probe', sentence: `${step.probes[0]!.target.label} still shows something` }],
        next: 'kaiyaku plan CONTRACT',
      };
  }
  return undefined;
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

/** When an effect was last proven, in ms since the epoch; undefined when it is not settled. */
export function settledAtMs(known: EffectState | undefined): number | undefined {
  if (known === undefined || (known.status !== 'verified' && known.status !== 'found')) return undefined;
  const seenAt = [...(known.verified ?? known.found)!.parts].flatMap((part) => part.seenAt);
  return known.verifiedAt === undefined
    ? Math.max(0, ...seenAt.map((at) => Date.parse(at)))
    : Date.parse(known.verifiedAt);
}

/** Where one effect stands, from its journal entries first and the world second. */
function judgeEffect(input: DecideInput, step: Step, effect: Effect): EffectVerdict {
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
      if (left.settledByPerson === true && effect.proof.every((part) => part.goal.is !== 'absent')) return 'settled';
      if (reached === 'unknown' || reached === 'not-asked') return reached;
      const waitedMs = input.nowMs - Date.parse(known.doneAt ?? '');
      return waitedMs < effect.proofWaitMs ? 'proving' : 'in-doubt';
    }
    default:
      if (reached !== 'missed') return reached;
      return toDoStanding(observationOf(input.observations, effect.command.target));
  }
}

/** What cannot be looked at is not acted on. A foreign target is for the guards to name by number. */
const toDoStanding = (seen: Observation): Standing =>
  seen.state === 'unknown' || seen.state === 'not-asked' ? seen.state : 'to-do';

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
  const begun = user?.effects.some((one) => {
    const status = one.irreversible ? state.effects.get(one.id)?.status : undefined;
    return status !== undefined && status !== 'untouched' && status !== 'failed';
  });
  if (user === undefined || user.notNeeded !== undefined || begun === true || state.attestations.has(untilStep))
    return false;
  return nowMs - (settledAtMs(known) ?? 0) > forMs;
}

function marksOf({ terms, todayOn }: DecideInput, step: Step): Mark[] {
  const until = step.window.untilOn;
  if (until !== undefined && todayOn > until) return ['overdue'];
  if (terms.governingEndsOn !== undefined && todayOn > terms.governingEndsOn) return ['overdue'];
  if (terms.atRiskFromOn !== undefined && todayOn >= terms.atRiskFromOn) return ['at-risk'];
  return [];
}

/** The order must never cause the loss it exists to prevent: say the lawful other way in time. */
function routeReason(input: DecideInput, step: Step, verdict: VerdictWord, marks: readonly Mark[]): Reason[] {
  const other = step.otherRoute;
  if (other === undefined) return [];
  const stuck =
    verdict === 'unreadable' ||
    verdict === 'in-doubt' ||
    (verdict === 'blocked' &&
      input.findings.get(step.id)?.some((one) => ['R08', 'R09', 'R10', 'R11'].includes(one.refusal)) === true);
  if (!stuck && marks.length === 0) return [];
  return [
    { code: 'route', sentence: other.sentence },
    { code: 'route', sentence: `kaiyaku approve CONTRACT --route ${other.route}` },
  ];
}

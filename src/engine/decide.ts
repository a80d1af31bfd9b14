// The decision: contract, terms, journal and observations in; a verdict a step and at most one action out. Pure: the same
// input always gives the same decision, and nothing is remembered between two calls.
import { ABSENCE_PASS_GAP_MS } from '../base/limits.ts';
import type { Step, StepId } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';
import { observationOf } from './evaluate.ts';
import { judgeStep } from './judge-step.ts';
import type { Action, Decision, EffectVerdict, Outcome, StepVerdict } from './verdict.ts';

/** A verdict a step in the teardown's order, and the one thing to do now, where there is one. */
export function decide(input: DecideInput): Decision {
  const steps: StepVerdict[] = [];
  const closed = new Set<StepId>();
  // Closed, and everything before it as well: a back-up that ran early opens nothing behind it.
  const inOrder = new Set<StepId>();
  for (const step of input.teardown.steps) {
    const due = isDue(step, inOrder, input.early);
    const verdict = judgeStep(input, step, due);
    steps.push(verdict);
    if (verdict.verdict !== 'done' && verdict.verdict !== 'not-needed') continue;
    closed.add(step.id);
    if (step.after.every((id) => inOrder.has(id))) inOrder.add(step.id);
  }
  const { state } = input;
  // An open attempt may have had its effect, also one that this teardown does not list: nothing is done beside it (J2).
  const open = state.openIntended !== undefined;
  const complete = state.closed !== undefined;
  const finished = steps.every((one) => closed.has(one.step.id));
  const action = complete || open ? undefined : finished ? closing(input) : nextAction(steps, input);
  const outcome = open ? 'in-doubt' : outcomeOf(steps, complete, action);
  return {
    steps,
    complete,
    outcome,
    ...(action === undefined ? {} : { action }),
    ...(state.openIntended === undefined
      ? {}
      : { openAttempt: { seq: state.openIntended.seq, effect: state.openIntended.body.effect } }),
  };
}

/** Every step is done, but `closed` was never written: a crash came between, or the last step was a person's. */
function closing({ state, teardown, contractDigest, teardownDigest }: DecideInput): Action | undefined {
  const last = teardown.steps.at(-1);
  const asRecorded = state.contractDigest === contractDigest && state.teardownDigest === teardownDigest;
  return last === undefined || state.held !== undefined || !asRecorded
    ? undefined
    : { do: 'verify-step', step: last.id };
}

const isDue = (step: Step, inOrder: ReadonlySet<StepId>, early: StepId | undefined): boolean =>
  step.after.every((id) => inOrder.has(id)) || (step.anytime === true && step.id === early);

/** The first effect, in order, of the first step that is ready; one that only waits for its second look lets others of its kind pass. */
function nextAction(steps: readonly StepVerdict[], input: DecideInput): Action | undefined {
  const ready = steps.find((one) => one.due && one.verdict === 'ready');
  if (ready === undefined) return undefined;
  const step = ready.step.id;
  const open = ready.effects.filter((one) => one.standing !== 'settled');
  const passing = open.find((one) => !isPausing(one, input));
  const next = passing?.effect.provenBeside === true ? passing : open[0];
  if (next === undefined) return { do: 'verify-step', step };
  const { effect, digest } = next;
  switch (next.standing) {
    case 'to-do':
      return {
        do: 'carry-out',
        step,
        effect,
        digest,
        ...(next.approvalId === undefined ? {} : { approvalId: next.approvalId }),
      };
    case 'reached':
      return { do: 'record', step, effect, as: next.begun ? 'verified' : 'found' };
    case 'proving':
      return { do: 'prove', step, effect };
    case 'settled':
    case 'in-doubt':
    case 'returned':
    case 'foreign':
    case 'unknown':
    case 'not-asked':
      return undefined;
  }
}

/** Ours, seen absent once, and not yet long enough ago to be looked at for the second time. */
function isPausing({ effect, standing, begun }: EffectVerdict, { observations, nowMs }: DecideInput): boolean {
  if (effect.provenBeside !== true || standing !== 'reached' || !begun) return false;
  return effect.proof.some(({ target }) => {
    const seen = observationOf(observations, target);
    return seen.state === 'absent' && nowMs - seen.seenAtMs < ABSENCE_PASS_GAP_MS;
  });
}

const OUTCOME_BY_VERDICT: Readonly<Record<StepVerdict['verdict'], Outcome>> = {
  'in-doubt': 'in-doubt',
  unreadable: 'could-not-look',
  blocked: 'refused',
  'needs-approval': 'waiting-for-person',
  'waiting-for-person': 'waiting-for-person',
  'waiting-until': 'waiting-until',
  ready: 'more-to-do',
  done: 'complete',
  'not-needed': 'complete',
};
const WORST_FIRST: readonly Outcome[] = [
  'in-doubt',
  'could-not-look',
  'refused',
  'more-to-do',
  'waiting-for-person',
  'waiting-until',
];

function outcomeOf(steps: readonly StepVerdict[], complete: boolean, action: Action | undefined): Outcome {
  if (complete) return 'complete';
  if (action !== undefined) return 'more-to-do';
  const open = steps.filter((one) => one.due || one.reasons.some((reason) => reason.code === 'returned'));
  const outcomes = new Set(open.map((one) => OUTCOME_BY_VERDICT[one.verdict]));
  return WORST_FIRST.find((outcome) => outcomes.has(outcome)) ?? 'refused';
}

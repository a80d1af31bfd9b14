// The deletion that Terraform is given next, as the journal alone shows it: due now, or what comes before it. Pure. What only
// a look at the world can list (an interface that is still on its router) is not known here.
import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Target } from '../../executors/port.ts';
import { membersOf } from '../../executors/sakura-api/command.ts';
import { isTerraformRemoval } from '../../executors/terraform/command.ts';
import type { Turn } from '../../teardown/plan-policy.ts';
import type { Effect } from '../../teardown/step.ts';
import { dueSteps } from '../gate/front.ts';
import type { StepVerdict } from '../verdict.ts';
import { objectKey, turnsOf, type TurnsInput } from './turns.ts';

export type ComingRemoval =
  | { readonly is: 'due'; readonly effect: Effect; readonly approval: Turn['approval'] }
  | {
      readonly is: 'none';
      /** One sentence: what comes first, or that nothing is left. */
      readonly why: string;
      /** The deletion that will be the first. */
      readonly coming?: Effect;
      /** The day before which its step does not begin, where one is known. */
      readonly notBeforeOn?: CivilDate;
    };

/** `isOwn`: not held by another Terraform state. */
export function comingRemoval(input: TurnsInput, isOwn: (effect: Effect) => boolean): ComingRemoval {
  const { steps } = input.decision;
  const removals = steps.flatMap((step) =>
    step.effects.filter(({ effect, standing }) => standing !== 'settled' && isRemoval(effect) && isOwn(effect)),
  );
  const first = removals[0];
  if (first === undefined) return { is: 'none', why: 'nothing is left that Terraform deletes' };
  const { effect } = first;
  const own = steps.find(({ step }) => step.id === effect.step)!;
  const none = (why: string): ComingRemoval => ({
    is: 'none',
    why,
    coming: effect,
    ...(own.step.window.fromOn === undefined ? {} : { notBeforeOn: own.step.window.fromOn }),
  });
  const [{ kind, id }] = membersOf(effect.command.target) as [Target];
  const turn = turnsOf(input).get(objectKey(kind, id))!;
  const front = dueSteps(input.decision)[0];
  if (front === undefined || front.verdict === 'blocked' || input.state.openIntended !== undefined)
    return none(front?.sentence ?? turn.why);
  const next = front.effects.find(({ standing }) => standing !== 'settled');
  if (next?.begun === true) return none(`${next.effect.title}: accepted already, and its proof is awaited`);
  if (next?.effect.id !== effect.id) return none(firstComes(front, next?.effect));
  return turn.is === 'due' ? { is: 'due', effect, approval: turn.approval } : none(turn.why);
}

const isRemoval = ({ command: { verb, target } }: Effect): boolean =>
  membersOf(target).every(({ kind }) => isTerraformRemoval(verb, kind));

/** What was not looked at is no reason; its turn is. */
function firstComes({ step, verdict, sentence }: StepVerdict, effect: Effect | undefined): string {
  const waits = verdict === 'waiting-until' || verdict === 'waiting-for-person' || verdict === 'in-doubt';
  const what = effect === undefined || effect.step !== step.id ? step.title : effect.title;
  return `${what} (${step.id}) comes first${waits ? `: ${sentence}` : ''}`;
}

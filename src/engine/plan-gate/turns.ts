// Whose turn it is, object by object: the decision's steps and standings, read for a plan that somebody else may apply.
// Pure. What was not looked at is due only where the caller says that nobody looked on purpose (`check` is offline).
import { findApproval, type JournalState } from '../../journal/project.ts';
import { membersOf } from '../../executors/sakura-api/command.ts';
import { TERRAFORM_KINDS } from '../../executors/terraform/command.ts';
import type { Turn } from '../../teardown/plan-policy.ts';
import type { Decision, EffectVerdict, StepVerdict } from '../verdict.ts';

/** What turns are read from. */
export interface TurnsInput {
  readonly decision: Decision;
  readonly state: JournalState;
  readonly contractDigest: string;
  readonly nowMs: number;
  /** The decision rests on a survey of the world; false: on the journal alone. */
  readonly looked: boolean;
}

/** `kind:id` of an object. */
export const objectKey = (kind: string, id: string): string => `${kind}:${id}`;

/** Effects of a step run in these phases; within one of them Terraform orders by reference. */
type Phase = 0 | 1 | 2;
const POWER: Phase = 0;
const DETACH: Phase = 1;
const DELETE: Phase = 2;

function phaseOf({ effect }: EffectVerdict): Phase {
  switch (effect.command.verb) {
    case 'delete':
      return DELETE;
    case 'clear-ptr':
    case 'disconnect':
      return DETACH;
    default:
      return POWER;
  }
}

/** Turns of everything that Terraform could do, by `objectKey`. */
export function turnsOf(input: TurnsInput): Map<string, Turn> {
  const turns = new Map<string, Turn>();
  for (const one of input.decision.steps) {
    const closed = whyClosed(input, one);
    const unproven = unprovenByPhase(one);
    for (const effect of one.effects) {
      const phase = phaseOf(effect);
      if (phase === POWER) continue;
      const turn: Turn = {
        step: one.step.id,
        effect: effect.effect,
        stage: phase === DELETE ? 'delete' : 'detach',
        ...standingOf(input, one, effect, closed ?? firstBefore(unproven, phase)),
        approval: approvalOf(input, effect),
      };
      for (const { kind, id } of membersOf(effect.effect.command.target))
        if (TERRAFORM_KINDS.has(kind)) turns.set(objectKey(kind, id), turn);
    }
  }
  return turns;
}

function standingOf(
  input: TurnsInput,
  one: StepVerdict,
  effect: EffectVerdict,
  before: string | undefined,
): Pick<Turn, 'is' | 'why'> {
  if (effect.standing === 'settled') return { is: 'settled', why: `${effect.effect.title}: proven already` };
  const why =
    WHY_NOT[effect.standing]?.(effect) ??
    before ??
    (effect.standing === 'not-asked' && input.looked ? 'it was not looked at' : undefined);
  return why === undefined ? { is: 'due', why: one.sentence } : { is: 'later', why };
}

/** The first effect of each phase that is not proven. */
function unprovenByPhase({ effects }: StepVerdict): ReadonlyMap<Phase, EffectVerdict> {
  const first = new Map<Phase, EffectVerdict>();
  for (const one of effects) if (one.standing !== 'settled' && !first.has(phaseOf(one))) first.set(phaseOf(one), one);
  return first;
}

function firstBefore(unproven: ReadonlyMap<Phase, EffectVerdict>, phase: Phase): string | undefined {
  const before =
    (phase > POWER ? unproven.get(POWER) : undefined) ?? (phase > DETACH ? unproven.get(DETACH) : undefined);
  return before === undefined ? undefined : `not before this is proven: ${before.effect.title}`;
}

const WHY_NOT: Partial<Record<EffectVerdict['standing'], (one: EffectVerdict) => string>> = {
  reached: () => 'it is so already, and only has to be recorded',
  proving: () => 'kaiyaku has begun it itself, and its proof is awaited',
  'in-doubt': () => 'kaiyaku has begun it itself, and its outcome is in doubt',
  returned: () => 'it was proven absent, and is back',
  foreign: () => 'it is not what the contract names',
  unknown: ({ error }) => `could not look: ${error?.message ?? 'no answer'}`,
};

/** Why nothing of this step may happen now; undefined when its turn has come. */
function whyClosed({ state, looked }: TurnsInput, one: StepVerdict): string | undefined {
  if (state.closed !== undefined) return `the contract is closed as ${state.closed.as}`;
  if (state.openIntended !== undefined)
    return `an attempt of kaiyaku is not settled yet: ${state.openIntended.body.effect}`;
  if (!one.due) return one.sentence;
  switch (one.verdict) {
    case 'ready':
    case 'needs-approval':
      return undefined;
    case 'unreadable':
      return !looked && isUnasked(one) ? undefined : one.sentence;
    case 'blocked':
      return isOwnersTurn(one) ? undefined : one.sentence;
    case 'done':
    case 'not-needed':
    case 'waiting-until':
    case 'waiting-for-person':
    case 'in-doubt':
      return one.sentence;
  }
}

/** Nothing failed to be read: nobody asked. */
const isUnasked = ({ step, effects }: StepVerdict): boolean =>
  step.unreadable === undefined && effects.every(({ standing }) => standing === 'settled' || standing === 'not-asked');

/** R05 keeps kaiyaku from deleting what another state owns; it is no reason against its owner's plan. */
function isOwnersTurn({ reasons, findings, effects }: StepVerdict): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const refused = reasons.filter(({ code }) => code !== 'route');
  return (
    errors.length > 0 &&
    errors.every(({ refusal }) => refusal === 'R05') &&
    refused.every(({ code }) => code === 'R05') &&
    effects.every(({ standing }) => standing !== 'unknown' && standing !== 'returned' && standing !== 'foreign')
  );
}

function approvalOf(
  { state, contractDigest, nowMs }: TurnsInput,
  { effect, digest, standing }: EffectVerdict,
): Turn['approval'] {
  if (!effect.irreversible || standing === 'settled') return 'not-needed';
  const found = findApproval(state, effect.id, digest, contractDigest, nowMs);
  return 'approvalId' in found ? 'unspent' : found.why;
}

/** Servers that the journal shows down: powered off and proven so, or gone. */
export function downServerIds({ decision }: TurnsInput): Set<string> {
  const down = new Set<string>();
  for (const { effects } of decision.steps)
    for (const { effect, standing } of effects) {
      const { verb, target } = effect.command;
      if (standing !== 'settled' || !['force-stop', 'shut-down', 'delete'].includes(verb)) continue;
      for (const { kind, id } of membersOf(target)) if (kind === 'server') down.add(id);
    }
  return down;
}

/** Ids of routers whose step is open with every server of it shown down: interfaces may come off their switches. */
export function detachableRouterIds(input: TurnsInput): Set<string> {
  const routers = new Set<string>();
  for (const one of input.decision.steps) {
    if (whyClosed(input, one) !== undefined) continue;
    if (one.effects.some((other) => phaseOf(other) === POWER && other.standing !== 'settled')) continue;
    for (const other of one.effects)
      if (phaseOf(other) === DELETE && other.standing !== 'settled' && other.effect.command.target.kind === 'router')
        routers.add(other.effect.command.target.id);
  }
  return routers;
}

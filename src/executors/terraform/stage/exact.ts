// Whether a plan is exactly what a stage is for: nothing but imports to begin with, then nothing but the one deletion. The last
// gate before that very file is applied; whatever else stands in it is refused. Pure.
import { providerError, type KaiyakuError } from '../../../base/errors.ts';
import type { TerraformChange, TerraformKind, TerraformPlan } from '../command.ts';
import { NAMED_CHANGES_MAX } from './limits.ts';

/** The object that a stage deletes. */
export interface StageObject {
  readonly kind: TerraformKind;
  readonly id: string;
  readonly zone: string;
}

/** The name of its state, a file of the stage's folder. */
export const stateFileOf = ({ kind, id }: StageObject): string => `${kind}-${id}.tfstate`;

/** Throws `stage-not-exact` (permanent): nothing has been applied. */
export function requireImportsOnly(plan: TerraformPlan, object: StageObject): void {
  const others = plan.changes.filter((change) => !isQuiet(change));
  require([...incomplete(plan, false), ...others.map(said)], `to take over ${object.kind} ${object.id}`);
}

/** As above; the plan has one deletion, of that object, and it can be applied. */
export function requireOneDeletion(plan: TerraformPlan, object: StageObject): void {
  const wanted = (change: TerraformChange) =>
    change.does === 'delete' && change.kind === object.kind && change.id === object.id && change.part !== true;
  const deletions = plan.changes.filter(wanted);
  const others = plan.changes.filter((change) => !wanted(change) && !isQuiet(change));
  const missing = deletions.length === 1 ? [] : [`${deletions.length} deletions of it, not one`];
  require([...incomplete(plan, true), ...missing, ...others.map(said)], `to delete ${object.kind} ${object.id}`);
}

/** Changes nothing at the account: at most the state comes to know the object. */
const isQuiet = ({ does, deposed }: TerraformChange): boolean => does === 'no-op' && deposed === undefined;

function incomplete(plan: TerraformPlan, mustApply: boolean): string[] {
  return [
    ...(plan.errored ? ['planning failed'] : []),
    ...(plan.complete === false ? ['it is not the whole plan'] : []),
    ...(mustApply && plan.applyable === false ? ['it cannot be applied'] : []),
    ...(plan.deferred.length > 0 ? [`put off: ${plan.deferred.join(', ')}`] : []),
    ...(plan.invocations.length > 0 ? [`it calls ${plan.invocations.join(', ')}`] : []),
  ];
}

const said = ({ address, does, deposed }: TerraformChange): string =>
  `${does} of ${address}${deposed === undefined ? '' : ' (deposed)'}`;

function require(problems: readonly string[], purpose: string): void {
  if (problems.length === 0) return;
  throw notExact(problems, purpose);
}

function notExact(problems: readonly string[], purpose: string): KaiyakuError {
  const named = problems.slice(0, NAMED_CHANGES_MAX).join('; ');
  const more = problems.length > NAMED_CHANGES_MAX ? ` and ${problems.length - NAMED_CHANGES_MAX} more` : '';
  return providerError('stage-not-exact', `Terraform’s plan ${purpose} holds more or less than that: ${named}${more}`, {
    class: 'permanent',
    why: 'only what was approved is applied, and nothing beside it',
    next: 'kaiyaku plan CONTRACT; what vanished or came back shows there',
  });
}

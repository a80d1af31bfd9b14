// Whether a plan is exactly what a stage is for: nothing but imports to begin with, then nothing but the deletions. The last
// gate before that very file is applied; whatever else stands in it is refused. Pure.
import { providerError, type KaiyakuError } from '../../../base/errors.ts';
import { PTR_RETRY, type TerraformChange, type TerraformKind, type TerraformPlan } from '../command.ts';
import { NAMED_CHANGES_MAX } from './limits.ts';

/** An object that a stage deletes. */
export interface StageObject {
  readonly kind: TerraformKind;
  readonly id: string;
  readonly zone: string;
}

/** Throws `stage-not-exact` (permanent): nothing has been applied. */
export function requireImportsOnly(plan: TerraformPlan, objects: readonly StageObject[]): void {
  const others = plan.changes.filter((change) => !isQuiet(change) && !isRetryOnly(change, objects));
  require([...incomplete(plan, false), ...others.map(said)], `to take over ${namesOf(objects)}`);
}

/** Whether all that the state will hold comes into it now: nothing was there before, so nothing in it is older than this plan. */
export const isAllImports = ({ changes, drift, prior }: TerraformPlan): boolean =>
  changes.length > 0 &&
  changes.every(({ importing }) => importing !== undefined) &&
  drift.length === 0 &&
  prior.length === changes.length;

/** As above; the plan has one deletion of each object, none of another, and it can be applied. */
export function requireDeletions(plan: TerraformPlan, objects: readonly StageObject[]): void {
  const wanted = new Map(objects.map((object) => [`${object.kind} ${object.id}`, 0]));
  const others: TerraformChange[] = [];
  for (const change of plan.changes) {
    const key = `${change.kind} ${change.id}`;
    const count = wanted.get(key);
    if (count !== undefined && change.does === 'delete' && change.part !== true) wanted.set(key, count + 1);
    else if (!isQuiet(change)) others.push(change);
  }
  const missing = [...wanted].flatMap(([key, count]) => (count === 1 ? [] : [`${count} deletions of ${key}, not one`]));
  require([...incomplete(plan, true), ...missing, ...others.map(said)], `to delete ${namesOf(objects)}`);
}

/** For progress and reports. */
export const namesOf = (objects: readonly StageObject[]): string =>
  objects.length === 1
    ? `${objects[0]!.kind} ${objects[0]!.id}`
    : `${objects.length} objects of kind ${objects[0]?.kind}`;

/** Of a reverse name that a stage is about: how often it is tried to be set. Its plan is never applied. */
const isRetryOnly = ({ does, kind, id, changed, deposed }: TerraformChange, objects: readonly StageObject[]): boolean =>
  does === 'update' &&
  deposed === undefined &&
  changed.every((name) => PTR_RETRY.has(name)) &&
  objects.some((one) => one.kind === 'ptr' && kind === 'ptr' && one.id === id);

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

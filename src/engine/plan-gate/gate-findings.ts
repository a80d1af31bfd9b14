// What the gate says of one plan: findings on the contract's text, and the plan in short. Pure.
import type { CheckedContract, GateFinding } from '../gate/finding.ts';
import { pathOfValue } from '../gate/fields.ts';
import type { Finding } from '../../teardown/policy.ts';
import type { PlanPolicyContext } from '../../teardown/plan-policy.ts';

/** Each finding beside the object that it is about, where the contract names it. An error closes the gate, whatever it fails on. */
export function gateFindings(
  content: unknown,
  { objects }: PlanPolicyContext,
  findings: readonly Finding[],
): GateFinding[] {
  const ids = new Map(
    objects.flatMap(({ change, named }) => (named === undefined ? [] : [[change.address, named.id]])),
  );
  return findings.map(({ refusal, severity, what, why, next, about }) => {
    const id = about === undefined ? undefined : (ids.get(about) ?? about.split(/[: ]/).at(-1));
    const path = id === undefined ? undefined : pathOfValue(content, new Set([id]));
    return {
      rule: refusal,
      severity,
      what,
      why,
      next,
      about: about ?? refusal,
      path: path ?? [],
      ...(severity === 'error' ? { always: true as const } : {}),
    };
  });
}

/** The plan in short, for reports. */
export function planSaid({
  stage,
  by,
  plan,
  objects,
  due,
}: PlanPolicyContext): NonNullable<CheckedContract['terraformPlan']> {
  return {
    stage,
    appliedBy: by,
    formatVersion: plan.formatVersion,
    terraformVersion: plan.terraformVersion,
    createdAt: new Date(plan.createdAtMs).toISOString(),
    changes: plan.changes.length,
    examined: objects.filter(({ named }) => named !== undefined).length,
    deletes: objects.filter(({ change }) => change.does === 'delete').length,
    due: due.map(({ named: { kind, id }, turn }) => ({ kind, id, step: turn.step })),
  };
}

/** `2 of 3 due, 12 changes, 5 of the contract`: the line under the contract's name. */
export function planSentence({ due, changes, examined, deletes }: ReturnType<typeof planSaid>): string {
  return `${due.length} due, ${deletes} deleted; ${examined} of ${changes} changes are about this contract`;
}

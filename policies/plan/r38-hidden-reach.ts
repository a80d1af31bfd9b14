// R38: what the provider does beyond what its plan shows. Source: Delete functions of sacloud/sakuracloud and
// sacloud/sakura: a router takes every additional block and its IPv6 net along, whether Terraform knows them or not.
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlannedObject, PlanPolicy, PlanPolicyContext } from '../../src/teardown/plan-policy.ts';
import { listSaid, objectSaid, textSaid, textsIn } from './said.ts';

export const hiddenReach: PlanPolicy = {
  refusal: 'R38',
  check(context) {
    const findings = context.objects
      .filter(({ change, named }) => change.does === 'delete' && named !== undefined)
      .flatMap((one) => {
        if (one.change.kind === 'router') return ofRouter(one, context);
        return one.change.kind === 'switch' ? ofSwitch(one, context) : [];
      });
    return [...findings, ...ofReverseNames(context)];
  },
};

function ofRouter({ change, named }: PlannedObject, context: PlanPolicyContext): Finding[] {
  const listed = new Set(named?.takes?.subnetIds);
  const subnets = new Map<string, string>();
  const add = (id: string | undefined, address: string, internetId: unknown) => {
    if (id !== undefined && internetId === change.id && !listed.has(id)) subnets.set(id, `${address} (${id})`);
  };
  for (const one of context.plan.prior) if (one.kind === 'subnet') add(one.id, one.address, one.values['internet_id']);
  for (const one of [...context.plan.changes, ...context.plan.drift])
    if (one.kind === 'subnet') add(one.id, one.address, one.before['internet_id'] ?? one.after['internet_id']);
  const findings: Finding[] = [];
  if (subnets.size > 0)
    findings.push(
      refused(
        `${change.address} subnets`,
        `deleting ${objectSaid(change)} takes ${listSaid([...subnets.values()])} along, which the contract does not list`,
        'the provider deletes every additional block of a router with it, whether the plan says so or not',
        'list the blocks under the router (subnets), then kaiyaku amend CONTRACT; or take them off first',
      ),
    );
  if (change.before['enable_ipv6'] === true && named?.takes?.ipv6 === false)
    findings.push(
      refused(
        `${change.address} ipv6`,
        `deleting ${objectSaid(change)} takes its IPv6 net (${textSaid(change.before['ipv6_prefix'])}) along, which the contract does not list`,
        'the provider deletes a router’s IPv6 net first, without a resource of its own in the plan',
        'list it under the router (ipv6Net), then kaiyaku amend CONTRACT',
      ),
    );
  return [...findings, ...strangers({ change }, context)];
}

function ofSwitch(one: PlannedObject, context: PlanPolicyContext): Finding[] {
  const { change } = one;
  const bridge = change.before['bridge_id'];
  const bridged =
    typeof bridge === 'string' && bridge !== ''
      ? [
          refused(
            `${change.address} bridge`,
            `deleting ${objectSaid(change)} takes it off bridge ${bridge} first`,
            'whoever is on the other side of the bridge loses what is on this switch; the plan does not say so',
            'make sure that nobody needs the bridge',
            'warning',
          ),
        ]
      : [];
  return [...bridged, ...strangers(one, context)];
}

/** Servers of somebody else that are connected to what would go. */
function strangers({ change }: Pick<PlannedObject, 'change'>, { named }: PlanPolicyContext): Finding[] {
  const own = new Set(named.filter(({ kind }) => kind === 'server').map(({ id }) => id));
  const others = textsIn(change.before['server_ids']).filter((id) => !own.has(id));
  if (others.length === 0) return [];
  return [
    refused(
      `${change.address} servers`,
      `server ${listSaid(others)} is on ${objectSaid(change)}, and the contract does not list it`,
      'it would lose its network, or Terraform would wait for it until its deadline and fail',
      'list it, or take it off first',
    ),
  ];
}

/** Said once for all of them: with many addresses it would hide everything else. */
function ofReverseNames({ objects }: PlanPolicyContext): Finding[] {
  const deleted = objects.filter(({ change, named }) => change.does === 'delete' && change.kind === 'ptr' && named);
  if (deleted.length === 0) return [];
  return [
    refused(
      'ptr',
      `Terraform will report ${listSaid(deleted.map(({ change }) => objectSaid(change)))} as destroyed even where clearing the name failed`,
      'the provider takes every error while reading the address, also a refused key, for “already gone”',
      'after the apply: kaiyaku apply CONTRACT, which reads the names back',
      'warning',
    ),
  ];
}

const refused = (
  about: string,
  what: string,
  why: string,
  next: string,
  severity: Finding['severity'] = 'error',
): Finding => ({ refusal: 'R38', severity, what, why, next, about });

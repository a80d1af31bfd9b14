// R39: a server that is not shown down is not touched: the provider would shut it down, or pull its plug, or start it again.
// Shown down means proven in the journal, by a read of the API; a plan never says it.
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlannedObject, PlanPolicy, PlanPolicyContext } from '../../src/teardown/plan-policy.ts';
import { objectSaid } from './said.ts';

export const runningServer: PlanPolicy = {
  refusal: 'R39',
  check(context) {
    return context.objects.flatMap((one) => ofServer(one, context) ?? ofDisk(one, context) ?? []);
  },
};

function ofServer({ change, named }: PlannedObject, { downServerIds }: PlanPolicyContext): Finding[] | undefined {
  if (change.kind !== 'server' || named === undefined || downServerIds.has(named.id)) return undefined;
  if (change.does === 'delete' || change.does === 'replace')
    return [
      refused(
        change.address,
        `the plan deletes ${objectSaid(change)}, which is not shown down`,
        'the provider shuts it down, or forces it off, and deletes it in one go',
      ),
    ];
  if (change.does !== 'update') return undefined;
  return [
    refused(
      change.address,
      `the plan updates ${objectSaid(change)}, which is not shown down`,
      'the provider shuts a running server down to change its interfaces, and starts it again afterwards',
    ),
  ];
}

function ofDisk({ change, named }: PlannedObject, context: PlanPolicyContext): Finding[] | undefined {
  if (change.kind !== 'disk' || named === undefined || (change.does !== 'delete' && change.does !== 'replace'))
    return undefined;
  const serverId = change.before['server_id'];
  if (typeof serverId !== 'string' || serverId === '' || context.downServerIds.has(serverId)) return undefined;
  return [
    refused(
      change.address,
      `deleting ${objectSaid(change)} forces server ${serverId} off, which is not shown down`,
      'the provider pulls the plug of the server that a disk is connected to, whatever force_shutdown says',
    ),
  ];
}

const refused = (about: string, what: string, why: string): Finding => ({
  refusal: 'R39',
  severity: 'error',
  what,
  why,
  next: 'kaiyaku apply CONTRACT   # powers it off in its turn, and proves it',
  about,
});

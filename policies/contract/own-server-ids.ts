// The ids of the contract's own servers, as the contract names them and as they are now: a plan change renews an id.
import type { PolicyContext } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export function ownServerIds(
  services: SakuraFortigateContract['services'],
  observe: PolicyContext['observe'],
): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { server } of services) {
    ids.add(server.id);
    const seen = observe({ executor: 'sakura-api', kind: 'server', zone: server.zone, id: server.id });
    const renewed = seen.state === 'present' ? seen.facts['renewedId'] : undefined;
    if (typeof renewed === 'string') ids.add(renewed);
  }
  return ids;
}

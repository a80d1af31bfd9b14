// Which steps are held against what NS and SOA say of a domain's primary DNS: pattern A, B or C (DNSパターン), R28. Pure.
import type { RefusalId } from '../../src/base/refusals.ts';
import { zoneAuthorityTarget } from '../../src/executors/dns/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { zoneOf } from '../../src/teardown/dns-proof.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import type { DomainWork } from './order.ts';
import { zoneOnServer } from './contract.ts';

const HELD: ReadonlySet<DomainWork> = new Set(['lower-ttl', 'change', 'delete']);

/** Where the contract says how to tell, or kaiyaku itself acts. */
export function patternGuard(
  { dns, server }: ClaraContract,
  work: DomainWork,
  domain: ClaraDomain,
): { guards: RefusalId[]; looks: Target[] } {
  const zone = dns?.zones.find(({ name }) => name === domain.name);
  const wanted = dns?.providerDomains !== undefined || zoneOnServer({ server }, domain) !== undefined;
  if (dns === undefined || zone === undefined || !wanted || !HELD.has(work)) return { guards: [], looks: [] };
  return { guards: ['R28'], looks: [zoneAuthorityTarget(zoneOf(zone), dns.resolvers)] };
}

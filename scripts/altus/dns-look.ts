// Where name servers are asked who still names an address before it is released (R13). Pure.
import { addressUseTarget } from '../../src/executors/dns/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { zoneOf } from '../../src/teardown/dns-proof.ts';
import type { AltusContract } from './contract.ts';

/** One look an address over every zone; none without a `dns` section. */
export function addressUses({ addresses, dns }: AltusContract): Target[] {
  if (dns === undefined) return [];
  const zones = dns.zones.map((zone) => {
    const names = (dns.names ?? []).filter((name) => name === zone.name || name.endsWith(`.${zone.name}`));
    return zoneOf(zone, names.length === 0 ? undefined : names);
  });
  return addresses.map((address) => addressUseTarget(address, { zones, resolvers: dns.resolvers }));
}

// What name servers must show before work on a zone counts: that nothing names an address any more, and that wanted rows are
// served. The same for every provider with a `dns` section. Pure.
import type { JsonObject } from '../base/canonical-json.ts';
import type { DnsSectionZone } from '../contract/dns-section.ts';
import {
  addressUseTarget,
  type DnsRow,
  type DnsServer,
  type DnsZone,
  rowsResolvedTarget,
  rowsServedTarget,
} from '../executors/dns/command.ts';
import type { ProofPart } from './step.ts';

/** What a zone is asked with. */
export interface ZoneProof {
  readonly zone: DnsSectionZone;
  readonly resolvers: readonly string[];
  /** Every name of the zone, where it is known from elsewhere: then a server need not transfer the zone. */
  readonly names?: readonly string[];
}

/**
 * Nothing in the zone names the address, on no server. Without `names` every server must transfer the zone whole; with them
 * each name is asked where it does not.
 */
export function addressGone(address: string, { zone, resolvers, names }: ZoneProof): ProofPart {
  const use = addressUseTarget(address, { zones: [zoneOf(zone, names)], resolvers });
  const whole: JsonObject = names === undefined ? { complete: true } : { notAsked: [] };
  return {
    part: `no name server of ${zone.name} names ${address}`,
    // The same address is looked for once a zone: the zone's name tells these looks apart.
    target: { ...use, zone: zone.name, label: `use of ${address} in ${zone.name}` },
    goal: { is: 'facts', equal: { mentions: [], serialsAgree: true, ...whole } },
  };
}

/** Every name server of the zone serves these rows, and its parent delegates to its NS rows among them. */
export const rowsServed = (rows: readonly DnsRow[], { zone }: ZoneProof): ProofPart => ({
  part: `every name server of ${zone.name} serves the new rows`,
  target: rowsServedTarget(zoneOf(zone), rows),
  goal: { is: 'facts', equal: { missing: [] } },
});

/** Every resolver gives these rows: what they had remembered has run out. */
export const rowsResolved = (rows: readonly DnsRow[], { zone, resolvers }: ZoneProof): ProofPart => ({
  part: `every resolver gives the new rows of ${zone.name}`,
  target: rowsResolvedTarget(zone.name, resolvers, rows),
  goal: { is: 'facts', equal: { missing: [] } },
});

/** The section's zone as the executor is asked with it. */
export function zoneOf({ name, serverNames, ...servers }: DnsSectionZone, names?: readonly string[]): DnsZone {
  const asked = (role: DnsServer['role']): DnsServer[] =>
    servers[role].map((at) => ({ role, at, ...(serverNames[at] === undefined ? {} : { name: serverNames[at] }) }));
  return {
    name,
    servers: [...asked('primary'), ...asked('secondary'), ...asked('parent')],
    ...(names === undefined ? {} : { names }),
  };
}

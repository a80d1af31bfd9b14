// What can be asked of name servers, as data. No I/O here: scripts/ builds these. Nothing here changes a zone.
import type { Target } from '../port.ts';

export const DNS = 'dns';

/** Both are read-only looks: over the servers of one zone, or over every zone for one address. */
export type DnsKind = 'zone-authority' | 'address-use';

export type ServerRole = 'primary' | 'secondary' | 'parent';

/** One server that is asked by its own address, never through a resolver. */
export interface DnsServer {
  readonly role: ServerRole;
  /** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`; port 53 unless told. */
  readonly at: string;
  /** Host name as the NS records spell it. An NS that no listed server carries counts as not asked. */
  readonly name?: string;
}

export interface DnsZone {
  readonly name: string;
  /** Primaries and secondaries of the zone, and servers of its parent (which hold delegation and glue). */
  readonly servers: readonly DnsServer[];
  /** Asked where a server refuses to transfer the zone. Full names; the apex and `*` are always asked. */
  readonly names?: readonly string[];
}

export interface AddressUseExpect {
  readonly zones: readonly DnsZone[];
  /** For targets outside of the zones. At least two: one resolver's word is not taken. */
  readonly resolvers?: readonly string[];
}

/** Who is authoritative for a zone, as parent and child say. */
export function zoneAuthorityTarget({ name, servers }: DnsZone): Target {
  return target('zone-authority', name, { servers }, `name servers of ${name}`);
}

/** Everything in the zones that names `address` (IPv4 or IPv6). */
export function addressUseTarget(address: string, expect: AddressUseExpect): Target {
  return target('address-use', address, expect, `use of ${address} in DNS`);
}

function target(kind: DnsKind, id: string, expect: object, label: string): Target {
  return { executor: DNS, kind, id, expect: JSON.parse(JSON.stringify(expect)) as Target['expect'], label };
}

/**
 * Facts of an observation. Names are in small letters without the last dot; `server` is `role address:port`.
 * - zone-authority: `parents[{server, ns[]}], children[{server, ns[], mname}], serials[{server, zone, serial}],
 *   nsAgree, serialsAgree`. A parent that answers that there is no delegation has `ns: []`.
 * - address-use: `mentions[{server, zone, name, type, data}]` (`type` `GLUE` is an address the parent hands out; server
 *   `resolver …` and zone `''` where the record lies outside of the zones); `serials[{server, zone, serial}]`,
 *   `serialsAgree`; `ttlSecondsMax`, the largest TTL of a mention (0 without one); `reads[{server, zone, by, records}]`,
 *   `by` `transfer` or `names`; `notAsked[]`, what was seen to exist and not looked into; `complete`: every zone was
 *   transferred whole from every server, and nothing is left in `notAsked`.
 * Neither is ever `absent`: nothing found is `present` with empty lists. One server that could not be asked is `unknown`.
 */
export type DnsFactsNote = never;

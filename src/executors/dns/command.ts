// What can be asked of name servers, as data. No I/O here: scripts/ builds these. Nothing here changes a zone.
import type { Target } from '../port.ts';

export const DNS = 'dns';

/** Read-only looks: over the servers of one zone, over every zone for one address, for rows that are wanted, and for a zone that is to be gone. */
export type DnsKind = 'zone-authority' | 'address-use' | 'rows-served' | 'rows-resolved' | 'zone-gone';

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
  /** What `ttlWithin` is held against. */
  readonly ttlSeconds?: number;
}

/** One row that is wanted: of an MX its host alone, of a TXT the whole text. */
export interface DnsRow {
  /** Full name, within the zone. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'MX' | 'NS' | 'CNAME' | 'TXT';
  readonly data: string;
}

/** Who is authoritative for a zone, as parent and child say. */
export function zoneAuthorityTarget({ name, servers }: DnsZone, resolvers?: readonly string[]): Target {
  return target('zone-authority', name, { servers, resolvers }, `name servers of ${name}`);
}

/** What shows that a zone is no longer served: by whom it was, and what these servers still answer for. */
export interface ZoneGoneExpect extends Omit<DnsZone, 'name'> {
  /** A zone that goes on on the same servers: one that answers for it is alive, and its refusal of the other one counts. */
  readonly knownZone: string;
}

/** Whether anybody still serves, or hands out, a zone that was deleted. */
export function zoneGoneTarget(name: string, expect: ZoneGoneExpect): Target {
  return target('zone-gone', name, expect, `end of the zone ${name}`);
}

/** Everything in the zones that names `address` (IPv4 or IPv6). */
export function addressUseTarget(address: string, expect: AddressUseExpect): Target {
  return target('address-use', address, expect, `use of ${address} in DNS`);
}

/** That every name server of the zone serves these rows. NS rows of the zone itself are asked of its parent too. */
export function rowsServedTarget({ name, servers }: DnsZone, rows: readonly DnsRow[]): Target {
  return target('rows-served', name, { servers, rows }, `new rows of ${name}`);
}

/** That every one of these resolvers gives the rows: none still remembers what was there before. */
export function rowsResolvedTarget(zone: string, resolvers: readonly string[], rows: readonly DnsRow[]): Target {
  return target('rows-resolved', zone, { resolvers, rows }, `new rows of ${zone} at resolvers`);
}

function target(kind: DnsKind, id: string, expect: object, label: string): Target {
  return { executor: DNS, kind, id, expect: JSON.parse(JSON.stringify(expect)) as Target['expect'], label };
}

/**
 * Facts of an observation. Names are in small letters without the last dot; `server` is `role address:port`.
 * - zone-authority: `parents[{server, ns[]}], children[{server, ns[], mname}], serials[{server, zone, serial}],
 *   nsAgree, serialsAgree`. A parent that answers that there is no delegation has `ns: []`. Where the target names resolvers
 *   also `hosts[{name, addresses[]}]`: every name server and primary (SOA MNAME) that was seen, with its addresses as parents,
 *   the zone itself and the resolvers give them.
 * - address-use: `mentions[{server, zone, name, type, data}]` (`type` `GLUE` is an address the parent hands out; server
 *   `resolver …` and zone `''` where the record lies outside of the zones); `serials[{server, zone, serial}]`,
 *   `serialsAgree`; `ttlSecondsMax`, the largest TTL of a mention (0 without one); `addressRecords`, how
 *   many A and AAAA records are the address itself, and `ttlWithin`, that none of them lives longer than `ttlSeconds`; `reads[{server, zone, by, records}]`,
 *   `by` `transfer` or `names`; `notAsked[]`, what was seen to exist and not looked into; `complete`: every zone was
 *   transferred whole from every server, and nothing is left in `notAsked`.
 * - rows-served, rows-resolved: `missing[{server, name, type, data}]`, every wanted row that a server does not give;
 *   `rows` and `servers`, how many there are of both.
 * - zone-gone: `delegated` (a parent still names one of the servers), `servers[{server, says}]` (`says` is `refused`, `denied`,
 *   `lame` or `serves`), `hits[{kind, name, id}]` (each delegation and each server that is left), `gone`: not delegated to them, and none of them serves it. A server that does not answer for `knownZone`
 *   is not proven alive: unknown.
 * None is ever `absent`: nothing found is `present` with empty lists. One server that could not be asked is `unknown`.
 */
export type DnsFactsNote = never;

// What the name servers of a rehearsed server hold: one server an address of the `dns` section, zones whose records name the additional
// address, the zones above with their delegations, and a stranger's zone. Pure.
import { hostOf, isOurs, type ServerDomain, type ServerEstate, type ServerZone } from './server-estate.ts';
import type { BindZone } from './named.ts';

export interface NameServer {
  /** `OWN`, or the address by which the contract names it. */
  readonly key: string;
  /** As the contract names them. */
  readonly addresses: readonly string[];
  readonly primary: readonly BindZone[];
  readonly secondary: readonly { readonly name: string; readonly fromKey: string }[];
}

/** The server that the contract is about, whichever of its addresses is asked. */
export const OWN = 'own';
export const STRANGER = 'stranger.test';
/** Of a record in every zone that names another address, and has to survive. */
export const KEPT = { label: 'elsewhere', address: '198.18.0.25' };
export const UPDATE_KEY = (zone: string): string => `${zone}-key`;

/** The contract, and what stands for its two addresses. */
export interface OnLoopback {
  readonly contract: ServerEstate;
  readonly additionalIp: string;
  readonly mainIp: string;
  /** Algorithm and secret of a zone's update key. */
  keyClause(zone: string): string | undefined;
}

interface Draft {
  readonly addresses: Set<string>;
  readonly primary: Map<string, BindZone>;
  readonly secondary: Map<string, string>;
  readonly delegations: Map<string, string[]>;
}

export function nameServersOf(place: OnLoopback): NameServer[] {
  const { contract, mainIp } = place;
  const drafts = new Map<string, Draft>();
  const at = (address: string): Draft => {
    const key = keyOf(contract, address);
    const draft = drafts.get(key) ?? {
      addresses: new Set(),
      primary: new Map(),
      secondary: new Map(),
      delegations: new Map(),
    };
    drafts.set(key, draft);
    draft.addresses.add(address);
    return draft;
  };
  for (const zone of contract.dns.zones) {
    const [first = '', ...others] = zone.primary;
    const from = keyOf(contract, first);
    at(first).primary.set(zone.name, bindZone(place, zone));
    for (const address of [...others, ...zone.secondary])
      if (keyOf(contract, address) !== from) at(address).secondary.set(zone.name, from);
      else at(address);
    for (const address of zone.parent) {
      const { delegations } = at(address);
      delegations.set(above(zone.name), [...(delegations.get(above(zone.name)) ?? []), ...delegation(place, zone)]);
    }
  }
  at(contract.mainIp).primary.set(STRANGER, {
    name: STRANGER,
    text: `@ NS ns1\nns1 A ${mainIp}\nwww A ${mainIp}`,
  });
  for (const draft of drafts.values()) addKnown(place, draft);
  return [...drafts].map(([key, draft]) => ({
    key,
    addresses: [...draft.addresses],
    primary: [...withDelegations(draft).values()],
    secondary: [...draft.secondary].map(([name, fromKey]) => ({ name, fromKey })),
  }));
}

function keyOf(estate: ServerEstate, address: string): string {
  const { additionalIp, mainIp, dns } = estate;
  const isFirstOfOurs = dns.zones.some(({ name, primary }) => primary[0] === address && isOurs(estate, name));
  return isFirstOfOurs || [additionalIp, mainIp].includes(hostOf(address)) ? OWN : address;
}

/** Shown alive by a zone that is none of the contract's. */
function addKnown({ contract, mainIp }: OnLoopback, { primary, secondary }: Draft): void {
  const { knownZone, zones } = contract.dns;
  if (knownZone === undefined || zones.some(({ name }) => name === knownZone)) return;
  if (primary.size + secondary.size > 0) primary.set(knownZone, { name: knownZone, text: `@ NS ns1\nns1 A ${mainIp}` });
}

function withDelegations({ primary, delegations }: Draft): Map<string, BindZone> {
  const zones = new Map(primary);
  for (const [name, rows] of delegations) {
    const own = zones.get(name) ?? { name, text: '@ NS ns-of-the-zone\nns-of-the-zone A 127.0.0.1' };
    zones.set(name, { ...own, text: [own.text, ...new Set(rows)].join('\n') });
  }
  return zones;
}

const above = (zone: string): string => zone.slice(zone.indexOf('.') + 1);

/** Its name servers by their names, each with its address; where the contract names none, one that nobody is asked by. */
export function hostsOf(place: OnLoopback, zone: ServerZone): [name: string, address: string][] {
  const named = [...zone.primary, ...zone.secondary].flatMap((at): [string, string][] => {
    const name = zone.serverNames[at];
    return name === undefined ? [] : [[name, addressOf(place, at)]];
  });
  return named.length > 0 ? named : [[`ns1.${zone.name}`, place.mainIp]];
}

/** What the records of the server at that address say. */
function addressOf({ contract, additionalIp, mainIp }: OnLoopback, at: string): string {
  const host = hostOf(at);
  if (host === contract.additionalIp) return additionalIp;
  return host === contract.mainIp ? mainIp : host;
}

const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

export const addressRow = (name: string, address: string): string =>
  `${name}. ${address.includes(':') ? 'AAAA' : 'A'} ${address}`;

function delegation(place: OnLoopback, zone: ServerZone): string[] {
  return hostsOf(place, zone).flatMap(([name, address]) => [
    `${zone.name}. NS ${name}.`,
    ...(isWithin(name, above(zone.name)) ? [addressRow(name, address)] : []),
  ]);
}

/** The parent's text without what it says of that zone. */
export const withoutDelegation = (text: string, zone: string): string =>
  text
    .split('\n')
    .filter((row) => !row.startsWith(`${zone}. NS `))
    .join('\n');

/** Names whose records hold the additional address. */
export const namesOf = ({ name, records }: ServerDomain): readonly string[] =>
  records.length > 0 ? records : [name, `www.${name}`];

function bindZone(place: OnLoopback, zone: ServerZone): BindZone {
  const { name } = zone;
  const { additionalIp, contract } = place;
  const updateKey = place.keyClause(name);
  const hosts = hostsOf(place, zone);
  const known = new Set(hosts.map(([host]) => host));
  const names = namesOf(contract.domains.find((one) => one.name === name)!);
  const rows = [
    ...hosts.map(([host]) => `@ NS ${host}.`),
    ...hosts.flatMap(([host, address]) => (isWithin(host, name) ? [addressRow(host, address)] : [])),
    ...names.flatMap((one) => (isWithin(one, name) && !known.has(one) ? [addressRow(one, additionalIp)] : [])),
    `@ TXT "v=spf1 ip4:${additionalIp} -all"`,
    `@ MX 10 ${KEPT.label}`,
    `${KEPT.label} A ${KEPT.address}`,
  ];
  return {
    name,
    text: [...new Set(rows)].join('\n'),
    mname: hosts[0]![0],
    ...(updateKey === undefined ? {} : { updateKey, transfer: true }),
  };
}

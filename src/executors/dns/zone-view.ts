// One zone as one server holds it: transferred whole, or, where that is refused, name by name. A server that does not hold
// the zone, or answers less than it was asked, is an error.
import { type Asking, ask } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsRecord } from './packet.ts';
import { type Reading, readWhole, type Tell } from './whole-zone.ts';
import { readSoa } from './zone-soa.ts';

export interface ZoneView {
  readonly zone: string;
  readonly server: Endpoint;
  readonly by: 'transfer' | 'names';
  readonly serial: number;
  readonly mname: string;
  /** How many were read; the records themselves were told. */
  readonly records: number;
}

/** Each is asked by itself: `ANY` is answered in part, or not at all (RFC 8482). 64 and 65 are SVCB and HTTPS. */
const TYPES = [
  'A',
  'AAAA',
  'CNAME',
  'MX',
  'TXT',
  'SRV',
  'NS',
  'PTR',
  'NAPTR',
  'DNAME',
  'SPF',
  'UNKNOWN_64',
  'UNKNOWN_65',
];

/** A zone to be read; `names` are asked only where the transfer is refused. */
export interface Wanted {
  readonly zone: string;
  readonly names: readonly string[];
}

/** Tells what the server holds of the zones; one view a zone, in their order. */
export async function viewZones(
  server: Endpoint,
  wanted: readonly Wanted[],
  reading: Reading,
  tell: Tell,
): Promise<ZoneView[]> {
  const wholes = await readWhole(
    server,
    wanted.map(({ zone }) => zone),
    reading,
    tell,
  );
  const views: ZoneView[] = [];
  for (const { zone, names } of wanted) {
    const whole = wholes.get(zone);
    if (whole === undefined) views.push(await viewByNames(server, zone, names, reading.asking, tell));
    else views.push({ zone, server, by: 'transfer', ...whole });
  }
  return views;
}

async function viewByNames(
  server: Endpoint,
  zone: string,
  names: readonly string[],
  asking: Asking,
  tell: Tell,
): Promise<ZoneView> {
  const { serial, mname } = await readSoa(server, zone, asking);
  let records = 0;
  for (const name of names)
    for (const record of await readName(server, zone, name, asking)) {
      records += 1;
      tell(zone, record);
    }
  return { zone, server, by: 'names', serial, mname, records };
}

/** Every record of one name that can carry an address or lead to one. */
export async function readName(server: Endpoint, zone: string, name: string, asking: Asking): Promise<DnsRecord[]> {
  const found = new Map<string, DnsRecord>();
  for (const type of TYPES) {
    const answer = await ask(server, { name, type }, asking);
    const delegation = answer.authorities.filter((record) => record.type === 'NS' && record.name.endsWith(`.${zone}`));
    if (!answer.authoritative && delegation.length === 0)
      throw dnsError('dns-lame', server.label, `answers without authority for ${name} ${type}`);
    const parts = answer.authoritative ? answer.answers : [...delegation, ...answer.additionals];
    for (const record of parts) if (isWithin(record.name, zone)) found.set(keyOf(record), record);
    if (!answer.authoritative || answer.rcode === 'NXDOMAIN') break;
  }
  return [...found.values()];
}

/** The name is the zone's apex or below it. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || zone === '' || name.endsWith(`.${zone}`);
}

const keyOf = ({ name, type, data }: DnsRecord): string => JSON.stringify([name, type, data]);

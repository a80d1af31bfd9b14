// One zone as one server holds it: transferred whole, or, where that is refused, name by name. A server that does not hold
// the zone, or answers less than it was asked, is an error.
import { type Asking, ask, askAuthority } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type DnsRecord, nameOf } from './packet.ts';
import { serialOf, transferZone } from './transfer.ts';

export interface ZoneView {
  readonly zone: string;
  readonly server: Endpoint;
  readonly by: 'transfer' | 'names';
  readonly serial: number;
  readonly mname: string;
  readonly records: DnsRecord[];
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

/** SOA as the server itself holds it. Throws `dns-lame` where it has none. */
export async function readSoa(
  server: Endpoint,
  zone: string,
  asking: Asking,
): Promise<{ serial: number; mname: string }> {
  const { answers } = await askAuthority(server, { name: zone, type: 'SOA' }, asking);
  const soa = answers.find(({ type, name }) => type === 'SOA' && name === zone);
  if (soa === undefined) throw dnsError('dns-lame', server.label, `has no SOA of ${zone}`);
  return { serial: serialOf(soa), mname: nameOf((soa.data as { mname: string }).mname) };
}

/** `names` are asked only where the transfer is refused. */
export async function viewZone(
  server: Endpoint,
  zone: string,
  names: readonly string[],
  asking: Asking,
): Promise<ZoneView> {
  const { serial, mname } = await readSoa(server, zone, asking);
  const transferred = await transferZone(server, zone, asking);
  if (transferred !== 'refused') {
    if (serialOf(transferred[0]!) !== serial)
      throw dnsError('dns-changed', server.label, `${zone} changed while it was read`);
    return { zone, server, by: 'transfer', serial, mname, records: transferred };
  }
  const records: DnsRecord[] = [];
  for (const name of names) records.push(...(await readName(server, zone, name, asking)));
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

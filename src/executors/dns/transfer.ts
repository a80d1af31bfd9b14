// A whole zone from one server (AXFR by TCP). It is whole only between two SOA records of the same serial; anything less
// is an error, and only a plain refusal is told apart, because then the names are asked one by one.
import { KaiyakuError } from '../../base/errors.ts';
import type { Asking } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, answerOf, type Asked, askedOf, type DnsRecord } from './packet.ts';
import { messagesByTcp } from './tcp.ts';

const REFUSALS = new Set(['REFUSED', 'NOTAUTH', 'NOTIMP', 'NOTIMPL']);

/** Every record of the zone, its SOA once; `refused` where the server does not transfer it to us. */
export async function transferZone(server: Endpoint, zone: string, asking: Asking): Promise<DnsRecord[] | 'refused'> {
  const asked = askedOf({ name: zone, type: 'AXFR' }, {});
  const records: DnsRecord[] = [];
  for await (const bytes of messagesByTcp(server, asked, asking.limits, asking.signal)) {
    const answer = readPart(bytes, asked, server, records.length > 0);
    if (records.length === 0 && REFUSALS.has(answer.rcode)) return 'refused';
    if (answer.rcode !== 'NOERROR')
      throw dnsError('dns-failed', server.label, `answers ${answer.rcode} to the transfer of ${zone}`);
    for (const record of answer.answers) records.push(record);
    if (records.length > asking.limits.recordsMax)
      throw dnsError('dns-limit', server.label, `${zone} has more than ${asking.limits.recordsMax} records`);
    if (records.length > 0 && records[0]!.type !== 'SOA')
      throw dnsError('dns-malformed', server.label, `the transfer of ${zone} does not begin with its SOA`);
    if (records.length > 1 && records.at(-1)!.type === 'SOA') return wholeZone(records, zone, server);
  }
  // Closed without a word is how some servers refuse; the sweep by names is never complete, so nothing is lost by it.
  if (records.length === 0) return 'refused';
  throw dnsError('dns-malformed', server.label, `the transfer of ${zone} broke off after ${records.length} records`);
}

/** The serial of an SOA record's data. */
export function serialOf({ data }: Pick<DnsRecord, 'data'>): number {
  return (data as { serial: number }).serial;
}

function readPart(bytes: Buffer, asked: Asked, server: Endpoint, laterPart: boolean): Answer {
  let answer: Answer | undefined;
  try {
    answer = answerOf(bytes, asked, laterPart);
  } catch (error) {
    if (error instanceof KaiyakuError) throw error;
    throw dnsError('dns-malformed', server.label, `the transfer of ${asked.name} cannot be read`, error);
  }
  if (answer === undefined)
    throw dnsError('dns-malformed', server.label, `the transfer of ${asked.name} answers another question`);
  return answer;
}

function wholeZone(records: DnsRecord[], zone: string, server: Endpoint): DnsRecord[] {
  const last = records.pop()!;
  if (serialOf(last) !== serialOf(records[0]!))
    throw dnsError('dns-changed', server.label, `${zone} changed while it was transferred`);
  return records;
}

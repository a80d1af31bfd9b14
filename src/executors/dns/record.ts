// What one record says: its data as text, the address it carries, and the names it leads to. It asks nobody.
import type { AddressMatch } from './address.ts';
import type { Lead, LeadKind } from './lead.ts';
import { type DnsRecord, nameOf } from './packet.ts';
import { spfLeads } from './spf.ts';

/** Types that the library leaves as bytes and whose first name is where they lead: SVCB and HTTPS. */
const SERVICE_BINDINGS = new Set(['UNKNOWN_64', 'UNKNOWN_65']);

/** The record itself carries the address. */
export function carries(record: DnsRecord, match: AddressMatch): boolean {
  const { type, data } = record;
  if (type === 'A' || type === 'AAAA') return match.is(String(data));
  if (type === 'PTR') return record.name === match.reverseName;
  if (type === 'TXT') return match.inText(textOf(data));
  return Buffer.isBuffer(data) && (match.inBytes(data) || match.inText(data.toString('latin1')));
}

/** Names that the record leads to, and parts of it that only a run of it could tell. */
export function leadsOf(record: DnsRecord): { leads: Lead[]; untold: string[] } {
  const { type, data } = record;
  const one = (name: unknown, kind: LeadKind = 'address') => ({
    leads: [{ name: nameOf(String(name)), kind }].filter((lead) => lead.name !== ''),
    untold: [],
  });
  switch (type) {
    case 'NS':
      return one(data);
    case 'CNAME':
      return { leads: [...one(data).leads, ...one(data, 'text').leads], untold: [] };
    case 'DNAME':
      return { leads: [], untold: [`subtree ${nameOf(String(data))}`] };
    case 'MX':
      return one((data as { exchange: string }).exchange);
    case 'SRV':
      return one((data as { target: string }).target);
    case 'NAPTR':
      return one((data as { replacement: string }).replacement);
    case 'TXT':
      return spfLeads(record.name, textOf(data));
    default:
      return Buffer.isBuffer(data) && SERVICE_BINDINGS.has(type)
        ? one(firstName(data.subarray(2)))
        : { leads: [], untold: [] };
  }
}

/** The data as a person reads it. */
export function dataText({ data }: DnsRecord): string {
  if (typeof data === 'string') return data;
  if (Array.isArray(data)) return textOf(data);
  if (Buffer.isBuffer(data)) return data.toString('hex');
  return Object.values(data as Record<string, unknown>)
    .map(String)
    .join(' ');
}

/** The strings of a TXT belong together without a gap (RFC 7208, 3.3). */
function textOf(data: unknown): string {
  return [data]
    .flat()
    .map((part) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)))
    .join('');
}

function firstName(bytes: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; at < bytes.length && bytes[at]! > 0; at += 1 + bytes[at]!)
    labels.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]!));
  return labels.join('.');
}

// FX7: which rows of a zone are to be changed, and to what: A, AAAA and SPF rows of the old address, row by row, computed from
// the zone's export. What names the address otherwise is for a person. Pure.
import type { DnsRow } from '../../src/executors/dns/command.ts';
import type { ExportedRow } from '../../src/executors/bind/command.ts';

/** One row before and after. */
export interface RowChange {
  readonly row: ExportedRow;
  readonly to: string;
}

export interface RowsToChange {
  readonly changes: readonly RowChange[];
  /** They name the old address in a way that is not replaced by rule, each with why. */
  readonly byHand: readonly { readonly row: ExportedRow; readonly why: string }[];
}

/** The addresses of the old and the new server. */
export interface Addresses {
  readonly from: string;
  readonly to: string;
}

export function rowsToChange(rows: readonly ExportedRow[], addresses: Addresses): RowsToChange {
  const changes: RowChange[] = [];
  const byHand: { row: ExportedRow; why: string }[] = [];
  for (const row of rows) {
    const to = isAddress(row) ? addressOf(row, addresses) : isSpf(row) ? spfOf(row, addresses) : undefined;
    const names = wordsOf(row.data).some((word) => isSame(word, addresses.from));
    if (to !== undefined && isAddress(row) && isV6(addresses.to) !== (row.type === 'AAAA'))
      byHand.push({ row, why: 'the new address is of the other family' });
    else if (to !== undefined) changes.push({ row, to });
    else if (names) byHand.push({ row, why: 'names the old address otherwise' });
    else if (isSpf(row) && /(?:^|\s)[+?~-]?ip[46]:\S+\/\d/i.test(row.data))
      byHand.push({ row, why: 'holds a range that the old address may lie in' });
  }
  return { changes, byHand };
}

/** What name servers have to serve once the rows are saved. */
export const wantedRows = ({ changes }: RowsToChange): DnsRow[] =>
  changes.map(({ row, to }) => ({ name: row.name, type: typeOf(row), data: to }));

/** Every name of the zone, each once. */
export const namesOf = (rows: readonly ExportedRow[]): string[] => [...new Set(rows.map(({ name }) => name))].sort();

const typeOf = ({ type }: ExportedRow): DnsRow['type'] => (type === 'SPF' ? 'TXT' : (type as DnsRow['type']));

const isAddress = ({ type }: ExportedRow): boolean => type === 'A' || type === 'AAAA';

/** Type SPF is the forgotten form of the same text (RFC 7208, 3.1): no server needs to serve it any more. */
const isSpf = ({ type, data }: ExportedRow): boolean => type === 'TXT' && /^v=spf1(?:\s|$)/i.test(data);

const addressOf = ({ data }: ExportedRow, { from, to }: Addresses): string | undefined =>
  isSame(data, from) ? to : undefined;

/** `ip4:` and `ip6:` terms of the address alone; a wider range is not this address. */
function spfOf({ data }: ExportedRow, { from, to }: Addresses): string | undefined {
  const mechanism = isV6(to) ? 'ip6' : 'ip4';
  const after = data.replaceAll(
    /(^|\s)([+?~-]?)ip[46]:([0-9a-f.:]+)(\/\d+)?(?=\s|$)/gi,
    (whole, gap: string, sign: string, address: string, length: string | undefined) => {
      const alone = length === undefined || length === '/32' || length === '/128';
      if (!alone || !isSame(address, from)) return whole;
      return `${gap}${sign}${mechanism}:${to}${length === undefined ? '' : isV6(to) ? '/128' : '/32'}`;
    },
  );
  return after === data ? undefined : after;
}

const isV6 = (address: string): boolean => address.includes(':');

/** Whole words: 203.0.113.10 is not 203.0.113.100. Of an SPF term its address alone. */
const wordsOf = (data: string): string[] =>
  data.split(/[\s"',;=()]+/).map((word) => word.replace(/^[+?~-]?ip[46]:/i, '').replace(/\/\d+$/, ''));

/** `2001:DB8::1` and `2001:db8:0::1` are one address. */
const isSame = (one: string, other: string): boolean => one === other || (isV6(one) && plain(one) === plain(other));

function plain(address: string): string {
  try {
    return new URL(`http://[${address}]/`).hostname;
  } catch {
    return address;
  }
}

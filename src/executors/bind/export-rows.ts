// The rows of a zone as a provider's panel exports it (a master file) or as it was pasted from its table (name, type, value in
// one line). What is no row of the zone is named with its line, never left out. Pure.
import { isIPv4, isIPv6 } from 'node:net';
import type { ExportedRow, ZoneExportFacts } from './command.ts';
import { EXPORT_TEXT_SHOWN_MAX } from './limits.ts';
import { directiveOf, recordOf } from './record.ts';
import { entriesOf, type Entry, type Word } from './tokens.ts';

const TYPES = new Set(
  'A AAAA NS SOA CNAME DNAME MX TXT SPF SRV PTR CAA NAPTR DS DNSKEY TLSA SSHFP HTTPS SVCB HINFO RP LOC'.split(' '),
);
const NAME = /^(?:[\p{L}\p{N}_*](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.?)+$/u;

/** Reads a whole text. Throws `Unbalanced` where quotes or parentheses do not close: then nothing of it can be told. */
export function exportedRows(text: string, zone: string): ZoneExportFacts {
  const lines = text.split('\n');
  const rows: ExportedRow[] = [];
  const unread: { line: number; text: string }[] = [];
  let origin = zone.toLowerCase();
  let owner: string | undefined;
  for (const entry of entriesOf(text)) {
    const directive = directiveOf(entry);
    if (directive === '$TTL') continue;
    const next = directive === '$ORIGIN' ? fullName(entry.words[1]?.text, origin, zone) : undefined;
    if (next !== undefined) {
      origin = next;
      continue;
    }
    if (!entry.blankOwner) owner = fullName(entry.words[0]?.text, origin, zone);
    const row = directive === undefined && owner !== undefined ? rowOf(entry, owner, lines) : undefined;
    if (row !== undefined) rows.push(row);
    else unread.push({ line: entry.line, text: (lines[entry.line - 1] ?? '').trim().slice(0, EXPORT_TEXT_SHOWN_MAX) });
  }
  return { rows, unread };
}

/** A table writes names in full without the last dot: what ends with the zone is taken as full. Undefined: not of the zone. */
function fullName(text: string | undefined, origin: string, zone: string): string | undefined {
  if (text === undefined) return undefined;
  if (text === '@') return origin;
  const name = text.toLowerCase();
  if (!NAME.test(name)) return undefined;
  const plain = name.replace(/\.$/, '');
  if (isWithin(plain, zone.toLowerCase())) return plain;
  return name.endsWith('.') ? undefined : `${plain}.${origin}`;
}

const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

function rowOf(entry: Entry, name: string, lines: readonly string[]): ExportedRow | undefined {
  const record = recordOf(entry);
  if (record === undefined || !TYPES.has(record.type) || record.data.length === 0) return undefined;
  const { type, data, line } = record;
  if (!holds(type, data)) return undefined;
  // Unquoted, a semicolon of the text would have begun a comment: part of the row would be lost.
  const bare = data.some(({ quoted }) => !quoted) && isText(type);
  if (bare && (lines[line - 1] ?? '').includes(';')) return undefined;
  return { name, type, data: isText(type) ? textOf(data) : data.map(({ text }) => text).join(' '), line };
}

const isText = (type: string): boolean => type === 'TXT' || type === 'SPF';

/** Of a quoted text the strings belong together without a gap (RFC 7208, 3.3); a pasted one has its spaces. */
const textOf = (data: readonly Word[]): string =>
  data.every(({ quoted }) => quoted)
    ? data.map(({ text }) => text.replaceAll(/\\(.)/g, '$1')).join('')
    : data.map(({ text }) => text).join(' ');

/** The data has the form of its type. */
function holds(type: string, data: readonly Word[]): boolean {
  const [first, second] = data.map(({ text }) => text);
  switch (type) {
    case 'A':
      return data.length === 1 && isIPv4(first!);
    case 'AAAA':
      return data.length === 1 && isIPv6(first!);
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return data.length === 1 && NAME.test(first!);
    case 'MX':
      // A table may show the preference beside the type, or leave it out.
      return data.length === 2 ? /^\d+$/.test(first!) && NAME.test(second!) : data.length === 1 && NAME.test(first!);
    default:
      return true;
  }
}

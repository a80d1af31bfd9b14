// The bytes of one master file that have to change so that it no longer names an address, or names it for a short time only:
// data of A and AAAA records, `ip4:` and `ip6:` terms of SPF texts, TTLs, and the serial. What cannot be changed safely is a
// problem for a person. Pure.
import type { Replacement } from '../machine/replacement.ts';
import { directiveOf, recordOf, ttlSecondsOf, type ZoneRecord } from './record.ts';
import { entriesOf, type Word } from './tokens.ts';

export interface Editing {
  readonly replacements: readonly Replacement[];
  /** Records that name the address. */
  readonly mentions: number;
  /** The largest TTL that one of these has of its own, or of `$TTL`; 0 without one. */
  readonly ttlSecondsMax: number;
  /** In the file, where it has the SOA record. */
  readonly serial?: { readonly from: number; readonly word: Word };
  /** Names of files, as they stand behind `$INCLUDE`. */
  readonly includes: readonly Word[];
  /** `line 12: …`: what a person has to change. */
  readonly problems: readonly string[];
}

/** What is to become of the records that name `address`. With neither of the two they are only found. */
export interface Change {
  readonly address: string;
  readonly to?: string;
  readonly ttlSeconds?: number;
}

/** Reads one file. Throws `Unbalanced`. */
export function editingOf(text: string, change: Change): Editing {
  const replacements: Replacement[] = [];
  const includes: Word[] = [];
  const problems: string[] = [];
  let serial: Editing['serial'];
  let defaultTtl: number | undefined;
  let [mentions, ttlSecondsMax] = [0, 0];
  for (const entry of entriesOf(text)) {
    const directive = directiveOf(entry);
    if (directive === '$INCLUDE' && entry.words[1] !== undefined) includes.push(entry.words[1]);
    if (directive === '$TTL') defaultTtl = ttlSecondsOf(entry.words[1]?.text ?? '');
    if (directive === '$GENERATE' && entry.words.some((word) => word.text.includes(networkPart(change.address))))
      problems.push(`line ${entry.line}: $GENERATE may make ${change.address}`);
    if (directive !== undefined) continue;
    const record = recordOf(entry);
    if (record === undefined) continue;
    const serialWord = record.type === 'SOA' ? record.data[2] : undefined;
    if (serialWord !== undefined && /^\d+$/.test(serialWord.text))
      serial = { from: Number(serialWord.text), word: serialWord };
    const { places, split } = placesOf(record, change.address);
    if (split) problems.push(`line ${record.line}: the term of ${change.address} is cut in two by quotes`);
    if (places.length === 0) continue;
    mentions += 1;
    const ttlSeconds = record.ttl === undefined ? defaultTtl : ttlSecondsOf(record.ttl.text);
    ttlSecondsMax = Math.max(ttlSecondsMax, ttlSeconds ?? 0);
    const { to } = change;
    if (to !== undefined) replacements.push(...places.map((place) => ({ ...place, text: to })));
    replacements.push(...shorter(record, ttlSeconds, change.ttlSeconds));
  }
  return { replacements, mentions, ttlSecondsMax, includes, problems, ...(serial === undefined ? {} : { serial }) };
}

/** A TTL of its own in place of a longer one, or before the type where the record has none. */
function shorter({ ttl, typeWord }: ZoneRecord, is: number | undefined, wanted: number | undefined): Replacement[] {
  if (wanted === undefined || (is !== undefined && is <= wanted)) return [];
  return ttl === undefined
    ? [{ start: typeWord.start, end: typeWord.start, text: `${wanted} ` }]
    : [{ start: ttl.start, end: ttl.end, text: String(wanted) }];
}

/** All but its last number: what a range would have in common with it. */
const networkPart = (address: string): string =>
  address.slice(0, Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')) + 1);

type Place = Pick<Replacement, 'start' | 'end'>;

/** Where the record names the address. `split`: also across the quotes of two strings. */
function placesOf(record: ZoneRecord, from: string): { places: Place[]; split: boolean } {
  const [address] = record.data;
  if (record.type === 'A' || record.type === 'AAAA') {
    const named = address !== undefined && isSame(address.text, from);
    return { places: named ? [{ start: address.start, end: address.end }] : [], split: false };
  }
  return spfTerms(record, from);
}

/** `2001:DB8::1` and `2001:db8:0::1` are one address. */
const isSame = (one: string, other: string): boolean => one === other || plain(one) === plain(other);

function plain(address: string): string {
  if (!address.includes(':')) return address;
  try {
    return new URL(`http://[${address}]/`).hostname;
  } catch {
    return address;
  }
}

function spfTerms({ type, data }: ZoneRecord, from: string): { places: Place[]; split: boolean } {
  const whole = data.map(({ text }) => text).join('');
  if ((type !== 'TXT' && type !== 'SPF') || !/^v=spf1(?: |$)/i.test(whole)) return { places: [], split: false };
  const places = data.flatMap((word) => termsIn(word.text, from).map((term) => placed(word, term)));
  return { places, split: termsIn(whole, from).length > places.length };
}

const placed = (word: Word, { index, length }: Term): Place => ({
  start: word.start + index,
  end: word.start + index + length,
});

interface Term {
  readonly index: number;
  readonly length: number;
}

/** Where the address itself stands behind `ip4:` or `ip6:`; a wider block is not this address. */
function termsIn(text: string, from: string): Term[] {
  return [...text.matchAll(/(?<=^|[ +?~-])(ip[46]:)([0-9a-f.:]+)(\/\d+)?(?= |$)/gi)].flatMap((match) => {
    const [, mechanism = '', address = '', length] = match;
    const alone = length === undefined || length === '/32' || length === '/128';
    return alone && isSame(address, from) ? [{ index: match.index + mechanism.length, length: address.length }] : [];
  });
}

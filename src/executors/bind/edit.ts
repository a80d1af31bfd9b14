// The bytes of one master file that have to change so that it names another address: data of A and AAAA records, `ip4:` and
// `ip6:` terms of SPF texts, and the serial. What cannot be changed safely is a problem for a person. Pure.
import { directiveOf, recordOf, type ZoneRecord } from './record.ts';
import { entriesOf, type Word } from './tokens.ts';

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Editing {
  readonly replacements: readonly Replacement[];
  /** In the file, where it has the SOA record. */
  readonly serial?: { readonly from: number; readonly word: Word };
  /** Names of files, as they stand behind `$INCLUDE`. */
  readonly includes: readonly string[];
  /** `line 12: …`: what a person has to change. */
  readonly problems: readonly string[];
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Reads one file. Throws `Unbalanced`. */
export function editingOf(text: string, move: Move): Editing {
  const replacements: Replacement[] = [];
  const includes: string[] = [];
  const problems: string[] = [];
  let serial: Editing['serial'];
  for (const entry of entriesOf(text)) {
    const directive = directiveOf(entry);
    if (directive === '$INCLUDE' && entry.words[1] !== undefined) includes.push(entry.words[1].text);
    if (directive === '$GENERATE' && entry.words.some((word) => word.text.includes(networkPart(move.from))))
      problems.push(`line ${entry.line}: $GENERATE may make ${move.from}`);
    if (directive !== undefined) continue;
    const record = recordOf(entry);
    if (record === undefined) continue;
    const serialWord = record.type === 'SOA' ? record.data[2] : undefined;
    if (serialWord !== undefined && /^\d+$/.test(serialWord.text))
      serial = { from: Number(serialWord.text), word: serialWord };
    replacements.push(...addressWords(record, move));
    const spf = spfTerms(record, move);
    replacements.push(...spf.replacements);
    if (spf.split) problems.push(`line ${record.line}: the term of ${move.from} is cut in two by quotes`);
  }
  return { replacements, includes, problems, ...(serial === undefined ? {} : { serial }) };
}

/** Later ones first, so that places before them stay. */
export function applied(text: string, replacements: readonly Replacement[]): string {
  return [...replacements]
    .sort((one, other) => other.start - one.start)
    .reduce((edited, { start, end, text: to }) => edited.slice(0, start) + to + edited.slice(end), text);
}

/** All but its last number: what a range would have in common with it. */
const networkPart = (address: string): string =>
  address.slice(0, Math.max(address.lastIndexOf('.'), address.lastIndexOf(':')) + 1);

function addressWords({ type, data }: ZoneRecord, { from, to }: Move): Replacement[] {
  const [address] = data;
  if ((type !== 'A' && type !== 'AAAA') || address === undefined || !isSame(address.text, from)) return [];
  return [{ start: address.start, end: address.end, text: to }];
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

function spfTerms({ type, data }: ZoneRecord, { from, to }: Move): { replacements: Replacement[]; split: boolean } {
  const none = { replacements: [], split: false };
  if (type !== 'TXT' && type !== 'SPF') return none;
  if (!/^v=spf1(?: |$)/i.test(data.map(({ text }) => text).join(''))) return none;
  const whole = data.map(({ text }) => text).join('');
  const replacements = data.flatMap((word) => termsIn(word.text, from).map((term) => placed(word, term, to)));
  return { replacements, split: termsIn(whole, from).length > replacements.length };
}

const placed = (word: Word, { index, length }: Term, to: string): Replacement => ({
  start: word.start + index,
  end: word.start + index + length,
  text: to,
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

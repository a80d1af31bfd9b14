// One entry of a master file as a record: its type and its data. Class and TTL stand in either order, or not at all
// (RFC 1035 §5.1); directives are told from records. Pure.
import type { Entry, Word } from './tokens.ts';

export interface ZoneRecord {
  readonly type: string;
  /** Where the type stands: a TTL may be put before it. */
  readonly typeWord: Word;
  readonly ttl?: Word;
  readonly data: readonly Word[];
  readonly line: number;
}

const CLASS = /^(?:IN|CH|HS|CS)$/i;
const TTL = /^\d+(?:[smhdw]\d+)*[smhdw]?$/i;

/** `$ORIGIN`, `$TTL`, `$INCLUDE`, `$GENERATE`; undefined for a record. */
export function directiveOf({ words }: Entry): string | undefined {
  const [first] = words;
  return first !== undefined && !first.quoted && first.text.startsWith('$') ? first.text.toUpperCase() : undefined;
}

/** Undefined where no type can be made out: the tools will say so. */
export function recordOf({ words, blankOwner, line }: Entry): ZoneRecord | undefined {
  let at = blankOwner ? 0 : 1;
  let ttl: Word | undefined;
  for (; at < words.length; at += 1) {
    const word = words[at]!;
    if (TTL.test(word.text)) ttl = word;
    else if (!CLASS.test(word.text)) break;
  }
  const typeWord = words[at];
  if (typeWord === undefined) return undefined;
  const record = { type: typeWord.text.toUpperCase(), typeWord, data: words.slice(at + 1), line };
  return ttl === undefined ? record : { ...record, ttl };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `1d`, `3h30m`, `300`; undefined for what is no TTL. */
export function ttlSecondsOf(text: string): number | undefined {
  if (!TTL.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (seconds, [, count, unit = '']) => seconds + Number(count) * UNIT_SECONDS[unit.toLowerCase()]!,
    0,
  );
}

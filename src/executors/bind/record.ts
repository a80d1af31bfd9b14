// One entry of a master file as a record: its type and its data. Class and TTL stand in either order, or not at all
// (RFC 1035 §5.1); directives are told from records. Pure.
import type { Entry, Word } from './tokens.ts';

export interface ZoneRecord {
  readonly type: string;
  readonly data: readonly Word[];
  readonly line: number;
}

const CLASS = /^(?:IN|CH|HS|CS)$/i;
const TTL = /^\d+(?:[smhdw]?\d*)*[smhdw]?$/i;

/** `$ORIGIN`, `$TTL`, `$INCLUDE`, `$GENERATE`; undefined for a record. */
export function directiveOf({ words }: Entry): string | undefined {
  const [first] = words;
  return first !== undefined && !first.quoted && first.text.startsWith('$') ? first.text.toUpperCase() : undefined;
}

/** Undefined where no type can be made out: the tools will say so. */
export function recordOf({ words, blankOwner, line }: Entry): ZoneRecord | undefined {
  let at = blankOwner ? 0 : 1;
  while (at < words.length && (CLASS.test(words[at]!.text) || TTL.test(words[at]!.text))) at += 1;
  const type = words[at];
  return type === undefined ? undefined : { type: type.text.toUpperCase(), data: words.slice(at + 1), line };
}

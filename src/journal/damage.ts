// How a damaged journal is spoken of: one code, the first bad entry, and a closed set of reasons.
import { type KaiyakuError, refusal } from '../base/errors.ts';

/** What is wrong with the first bad entry; `facts.reason` of `journal-damaged`. */
export type Damage =
  | 'empty'
  | 'too-long'
  | 'not-utf8'
  | 'not-json'
  | 'fields'
  | 'not-canonical'
  | 'hash'
  | 'seq'
  | 'prev'
  | 'kind'
  | 'body'
  | 'invariant';

/** The error that names the first bad entry; `seq` is the one that should have stood there. */
export function damaged(seq: number, line: number, reason: Damage, what: string, cause?: unknown): KaiyakuError {
  return refusal('journal-damaged', `The journal is damaged at entry ${seq} (line ${line}): ${what}.`, {
    why: 'Nothing is done on the word of a journal that somebody or something has changed (R19).',
    next: 'Compare with a copy (Git, backup), restore the file as it was, then run `kaiyaku verify`.',
    exitCode: 1,
    facts: { seq, line, reason, refusal: 'R19' },
    cause,
  });
}

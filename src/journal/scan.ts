// Bytes in, checked entries out, a chunk at a time. Pure: file-store.ts feeds it from a file, memory-store.ts and tests
// from memory. It holds at most one unfinished line, and never more of it than an entry may have.
import { isUtf8 } from 'node:buffer';
import { JOURNAL_ENTRY_BYTES_MAX } from '../base/limits.ts';
import { ChainChecker } from './chain.ts';
import { damaged } from './damage.ts';
import type { Entry } from './entry.ts';
import { isIncompleteEntry } from './tail.ts';

const NEWLINE = 0x0a;

/**
 * How the last line ends. `whole`: with its newline. `unended`: a whole, valid entry that lacks only its newline; it is
 * believed, because it may have been acknowledged. `torn`: provably incomplete, so never acknowledged; not believed.
 */
export type TailKind = 'whole' | 'unended' | 'torn';

export interface Tail {
  readonly kind: TailKind;
  /** Bytes up to and with the last believed entry. */
  readonly goodBytes: number;
  /** Bytes after them: what a writer will cut. */
  readonly tornBytes: number;
}

export class JournalScan {
  readonly checker = new ChainChecker();
  readonly #onEntry: (entry: Entry) => void;
  #pieces: Uint8Array[] = [];
  #pendingBytes = 0;
  #goodBytes = 0;
  #line = 0;

  /** `onEntry` sees each entry once it is checked and folded. */
  constructor(onEntry: (entry: Entry) => void = () => undefined) {
    this.#onEntry = onEntry;
  }

  /** Takes the next bytes; they may be overwritten afterwards. Throws `journal-damaged`. */
  push(chunk: Uint8Array): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#take(this.#joined(chunk.subarray(from, at)));
      this.#goodBytes += 1;
      from = at + 1;
    }
    if (from === chunk.length) return;
    // A copy: `slice` of a Buffer would be a view of bytes that the caller overwrites.
    this.#pieces.push(Uint8Array.from(chunk.subarray(from)));
    this.#pendingBytes += chunk.length - from;
    this.#requireLength(this.#pendingBytes);
  }

  /** Says how the journal ends. Throws `journal-damaged` when its last line is bad, or when there is no entry. */
  end(): Tail {
    const rest = this.#joined(new Uint8Array(0));
    const torn = rest.length > 0 && isIncompleteEntry(rest);
    if (rest.length > 0 && !torn) this.#take(rest);
    if (this.checker.state.entries === 0) throw damaged(0, 1, 'empty', 'it holds no entry');
    if (torn) return { kind: 'torn', goodBytes: this.#goodBytes, tornBytes: rest.length };
    return { kind: rest.length > 0 ? 'unended' : 'whole', goodBytes: this.#goodBytes, tornBytes: 0 };
  }

  #take(line: Uint8Array): void {
    this.#line += 1;
    this.#requireLength(line.length);
    // Decoding would turn bad bytes into U+FFFD, and two files that differ would read the same.
    if (!isUtf8(line)) throw damaged(this.#nextSeq(), this.#line, 'not-utf8', 'the line is not UTF-8');
    const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
    const entry = this.checker.next(text, this.#line);
    this.#goodBytes += line.length;
    this.#onEntry(entry);
  }

  #joined(last: Uint8Array): Uint8Array {
    if (this.#pieces.length === 0) return last;
    const whole = Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    this.#pendingBytes = 0;
    return whole;
  }

  #requireLength(bytes: number): void {
    if (bytes <= JOURNAL_ENTRY_BYTES_MAX) return;
    const line = this.#pendingBytes > 0 ? this.#line + 1 : this.#line;
    throw damaged(this.#nextSeq(), line, 'too-long', `it is longer than ${JOURNAL_ENTRY_BYTES_MAX} bytes`);
  }

  #nextSeq(): number {
    return this.checker.state.head.seq + 1;
  }
}

/** Scans a whole journal that is already in memory. */
export function scanJournal(bytes: Uint8Array): { readonly checker: ChainChecker; readonly tail: Tail } {
  const scan = new JournalScan();
  scan.push(bytes);
  return { checker: scan.checker, tail: scan.end() };
}

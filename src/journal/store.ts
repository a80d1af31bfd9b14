// The port of a journal's storage, one store a contract. Reading needs no lock; writing is a session, which is the lock.
// Must never create a journal except by `create`, and never report as written what is not durable.
// Every store passes test/conformance/journal-store.ts.
import type { EvidenceRef, EvidenceSink } from '../executors/port.ts';
import type { Anchor } from './anchor.ts';
import type { Remark } from './chain.ts';
import type { BodyByKind, Entry, NewEntry } from './entry.ts';
import type { Tail } from './scan.ts';
import type { JournalState } from './state.ts';

/** What the caller knows about the journal that it wants. A difference is refusal R19, exit code 1. */
export interface Expected {
  /** The id in the contract file. */
  readonly journalId?: string;
  /** A head known from elsewhere (`--anchor`); it must lie on the chain, besides the store's own anchor. */
  readonly anchor?: Anchor;
}

/** A journal read to its end. */
export interface JournalReading {
  readonly state: JournalState;
  readonly tail: Tail;
  readonly remarks: readonly Remark[];
  readonly remarkCount: number;
}

export interface ReadOptions extends Expected {
  /** Sees each entry once it is checked; what it collects is its own memory. */
  readonly onEntry?: (entry: Entry) => void;
}

/** The right to write, held until `close`. It ends with the process in any case. */
export interface JournalSession extends EvidenceSink {
  /** The fold of what is durable. The same object for the whole session: `append` changes it. */
  readonly state: JournalState;
  /** What the user should hear: a doubtful file system, a torn line that was cut. */
  readonly warnings: readonly string[];
  /**
   * Seals, checks and writes one entry; it is durable when the promise resolves. Calls are carried out in their order.
   * Throws `bug` `journal-invariant` for an entry that may not follow; refusal `R16` for an approval that has expired
   * meanwhile; user error `journal-entry-too-large`, `journal-full` or `journal-write-failed` (exit code 1). Nothing is
   * written by the first four; after the last one the session takes no more entries and the journal must be read again.
   */
  append(entry: NewEntry): Promise<Entry>;
  /** Files evidence under its hash. Throws user error `evidence-too-large`. */
  put(name: string, content: Uint8Array | string): Promise<EvidenceRef>;
  /** Appends one line to the notes of an attempt; durable when the promise resolves. */
  note(key: string, line: string): Promise<void>;
  /** Whole lines of an attempt's notes, oldest first; empty when there are none. */
  notes(key: string): Promise<readonly string[]>;
  /** Remembers the head in the anchor and gives the lock back. Further calls do nothing. */
  close(): Promise<void>;
}

export interface JournalStore {
  readonly contract: string;
  /** For messages: the folder. */
  readonly location: string;
  exists(): Promise<boolean>;
  /** Writes the first entry and keeps the lock. Throws user error `journal-exists`; `locked`; what `append` throws. */
  create(opened: Readonly<BodyByKind['opened']>, command: string): Promise<JournalSession>;
  /** Reads without a lock. Throws `R19` or `journal-damaged`; a torn last line is passed over and reported. */
  read(options?: ReadOptions): Promise<JournalReading>;
  /** Takes the lock, reads, mends a torn last line. Throws `locked` (exit code 14), and what `read` throws. */
  open(command: string, expected?: Expected): Promise<JournalSession>;
  /** Filed evidence, hashed again; undefined when there is none. Throws `evidence-damaged`. */
  readEvidence(ref: EvidenceRef): Promise<Buffer | undefined>;
}

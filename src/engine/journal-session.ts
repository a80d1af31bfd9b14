// The journal as the engine uses it: one writer, append-only, its fold always at hand. A session is opened under the lock
// (or read-only, where `append` is a bug) by wiring.ts.
import type { EvidenceSink } from '../executors/port.ts';
import type { Entry, NewEntry } from '../journal/entry.ts';
import type { JournalState } from '../journal/project.ts';

export interface JournalSession {
  /** The fold of everything appended so far; follows every append. */
  readonly state: JournalState;
  /** Durable when it resolves. Throws `journal-…` errors. */
  append(entry: NewEntry): Promise<Entry>;
  readonly evidence: EvidenceSink;
  /** Durable notes of one attempt (`ActContext.note`). */
  note(key: string, line: string): Promise<void>;
  notes(key: string): Promise<readonly string[]>;
}

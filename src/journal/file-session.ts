// Writes to one journal on disk, under its lock. The order of writes is docs/journal-format.md: bytes, fsync, only then
// the fold. After a write that failed nothing more is written: what the file holds is then known only by reading it.
import type { FileHandle } from 'node:fs/promises';
import { type KaiyakuError, systemErrorCode, userError } from '../base/errors.ts';
import { faultPoint } from '../base/fault-point.ts';
import type { EvidenceRef } from '../executors/port.ts';
import { anchorText, journalRefusal } from './anchor.ts';
import { readIfThere, replaceFile, writeAll } from './durable-file.ts';
import type { Entry, NewEntry } from './entry.ts';
import { putEvidence } from './evidence.ts';
import type { JournalFolder } from './folder.ts';
import { ANCHOR_BYTES_MAX } from './limits.ts';
import type { Lock } from './lock.ts';
import { appendNote, readNotes } from './notes.ts';
import type { Sealer } from './sealer.ts';
import type { JournalState } from './state.ts';
import type { JournalSession } from './store.ts';

export interface FileSessionParts {
  readonly folder: JournalFolder;
  readonly handle: FileHandle;
  readonly lock: Lock;
  readonly sealer: Sealer;
  /** Size of the file: where the next entry begins. */
  readonly end: number;
  readonly warnings: readonly string[];
}

export class FileSession implements JournalSession {
  readonly state: JournalState;
  readonly warnings: readonly string[];
  readonly #parts: FileSessionParts;
  #end: number;
  #state: 'usable' | 'broken' | 'closed' = 'usable';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: FileSessionParts) {
    this.#parts = parts;
    this.#end = parts.end;
    this.warnings = parts.warnings;
    this.state = parts.sealer.state;
  }

  append(entry: NewEntry): Promise<Entry> {
    return this.#inTurn(() => this.#append(entry));
  }

  put(name: string, content: Uint8Array | string): Promise<EvidenceRef> {
    return this.#inTurn(() => putEvidence(this.#parts.folder.evidence, name, content));
  }

  note(key: string, line: string): Promise<void> {
    return this.#inTurn(() => appendNote(this.#parts.folder.notes, key, line));
  }

  notes(key: string): Promise<readonly string[]> {
    return readNotes(this.#parts.folder.notes, key);
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => undefined); // whoever made that call has its error
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    const { handle, lock } = this.#parts;
    try {
      await this.#anchor();
    } catch (error) {
      throw this.#writeFailed(error);
    } finally {
      await handle.close();
      await lock.release();
    }
  }

  async #append(given: NewEntry): Promise<Entry> {
    const { handle, sealer } = this.#parts;
    const { entry, bytes } = sealer.prepare(given);
    await this.#requireUntouched();
    faultPoint('journal.before-write');
    try {
      await writeAll(handle, bytes, this.#end);
      faultPoint('journal.after-write');
      await handle.sync();
    } catch (error) {
      this.#state = 'broken';
      throw this.#writeFailed(error);
    }
    faultPoint('journal.after-fsync');
    this.#end += bytes.length;
    sealer.commit(entry);
    return entry;
  }

  // The lock keeps other kaiyakus out; a restore, a checkout or an editor does not ask for it.
  async #requireUntouched(): Promise<void> {
    const { size, nlink } = await this.#parts.handle.stat();
    if (nlink > 0 && size === this.#end) return;
    this.#state = 'broken';
    throw journalRefusal(
      'changed-underneath',
      this.#parts.folder.path,
      nlink === 0
        ? 'its file was deleted or replaced during this run'
        : `its file was changed during this run (${size} bytes, not ${this.#end})`,
      'Find out what else writes to this folder, then run `kaiyaku verify`.',
    );
  }

  async #anchor(): Promise<void> {
    const { folder } = this.#parts;
    const text = anchorText(this.state);
    const before = await readIfThere(folder.anchor, ANCHOR_BYTES_MAX);
    if (before?.toString('utf8') !== text) await replaceFile(folder.anchor, Buffer.from(text));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn
      .catch(() => undefined) // it was told to the caller whose turn it was
      .then(() => {
        this.#requireUsable();
        return work();
      });
    this.#turn = turn;
    return turn;
  }

  #requireUsable(): void {
    if (this.#state === 'usable') return;
    throw userError('journal-session-over', `The journal session is ${this.#state}.`, {
      why:
        this.#state === 'broken' ? 'An earlier write failed, so what the file holds is not known.' : 'It was closed.',
      next: 'Run the command again.',
      exitCode: 1,
    });
  }

  #writeFailed(error: unknown): KaiyakuError {
    return userError('journal-write-failed', `The journal ${this.#parts.folder.path} could not be written.`, {
      why: systemErrorCode(error) ?? String(error),
      next: 'Mend the disk (space, permissions), then run the command again; it reads the journal afresh.',
      exitCode: 1,
      facts: { systemCode: systemErrorCode(error) },
      cause: error,
    });
  }
}

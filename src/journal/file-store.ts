// The journal on a local disk: `<journal-dir>/<contract>/journal.jsonl` and what lies beside it. Opens and creates;
// file-session.ts writes. Must never create anything for a journal that does not exist, except by `create`.
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { bugError, userError } from '../base/errors.ts';
import { faultPoint } from '../base/fault-point.ts';
import type { EvidenceRef } from '../executors/port.ts';
import { makeFolder, replaceFile, writeAll } from './durable-file.ts';
import type { BodyByKind } from './entry.ts';
import { readEvidence } from './evidence.ts';
import { FileSession } from './file-session.ts';
import { isFile, type JournalFolder, journalFolder } from './folder.ts';
import { journalIoError, missing, openJournalFile, readExpected } from './journal-file.ts';
import { type Lock, lockedError, takeLock, tryLock } from './lock.ts';
import { emptyState } from './project.ts';
import type { Tail } from './scan.ts';
import { Sealer } from './sealer.ts';
import type { Expected, JournalReading, JournalSession, JournalStore, ReadOptions } from './store.ts';

const INSTANTS = {
  beforeWrite: () => faultPoint('journal.before-write'),
  afterWrite: () => faultPoint('journal.after-write'),
  afterSync: () => faultPoint('journal.after-fsync'),
};

export class FileJournalStore implements JournalStore {
  readonly contract: string;
  readonly #folder: JournalFolder;
  readonly #clock: Clock;

  /** Throws user error `contract-name` for a name that cannot be a folder's. Touches no file. */
  constructor(options: { readonly journalDir: string; readonly contract: string; readonly clock: Clock }) {
    this.contract = options.contract;
    this.#folder = journalFolder(options.journalDir, options.contract);
    this.#clock = options.clock;
  }

  get location(): string {
    return this.#folder.path;
  }

  async exists(): Promise<boolean> {
    try {
      return await isFile(this.#folder.journal);
    } catch (error) {
      throw journalIoError(this.location, error);
    }
  }

  async create(opened: Readonly<BodyByKind['opened']>, command: string): Promise<JournalSession> {
    if (opened.contract !== this.contract)
      throw bugError('journal-contract', `a journal of ${this.contract} would be opened for ${opened.contract}`);
    try {
      await makeFolder(this.location);
      return await this.#locked(command, async (lock) => {
        if (await this.exists())
          throw userError('journal-exists', `The journal ${this.location} exists already.`, {
            next: 'Go on with it, or move it away if it is of another life of this contract.',
          });
        const sealer = new Sealer(emptyState(), this.#clock);
        const { entry, bytes } = sealer.prepare({ kind: 'opened', body: opened });
        await replaceFile(this.#folder.journal, bytes, INSTANTS);
        sealer.commit(entry);
        return this.#session(lock, await openJournalFile(this.#folder, 'r+'), async () => ({
          sealer,
          end: bytes.length,
          warnings: [],
        }));
      });
    } catch (error) {
      throw journalIoError(this.location, error);
    }
  }

  async read(options: ReadOptions = {}): Promise<JournalReading> {
    const handle = await openJournalFile(this.#folder, 'r');
    try {
      return await readExpected(handle, this.#folder, this.contract, options, options.onEntry);
    } finally {
      await handle.close();
    }
  }

  async open(command: string, expected: Expected = {}): Promise<JournalSession> {
    if (!(await this.exists())) throw missing(this.location);
    try {
      return await this.#locked(command, async (lock) =>
        this.#session(lock, await openJournalFile(this.#folder, 'r+'), async (handle) => {
          const { state, tail } = await readExpected(handle, this.#folder, this.contract, expected);
          const end = await mendTail(handle, tail);
          return { sealer: new Sealer(state, this.#clock), end, warnings: tailWarnings(tail) };
        }),
      );
    } catch (error) {
      throw journalIoError(this.location, error);
    }
  }

  readEvidence(ref: EvidenceRef): Promise<Buffer | undefined> {
    return readEvidence(this.#folder.evidence, ref);
  }

  async #locked(command: string, work: (lock: Lock) => Promise<JournalSession>): Promise<JournalSession> {
    const lock = await takeLock(this.#folder.lock, command, new Date(this.#clock.nowMs()).toISOString());
    try {
      return await work(lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async #session(
    lock: Lock,
    handle: FileHandle,
    begin: (handle: FileHandle) => Promise<{ sealer: Sealer; end: number; warnings: string[] }>,
  ): Promise<JournalSession> {
    try {
      // The journal itself is locked too, so that deleting the lock file lets nobody in; who holds it is then not
      // known, for the lock file at hand is our own.
      if (!(await tryLock(handle))) throw lockedError(this.location, undefined);
      const { warnings, ...rest } = await begin(handle);
      return new FileSession({
        folder: this.#folder,
        handle,
        lock,
        ...rest,
        warnings: [...lock.warnings, ...warnings],
      });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

// Only after everything that is known of the journal was compared with it: a refused journal is left as it was.
async function mendTail(handle: FileHandle, { kind, goodBytes }: Tail): Promise<number> {
  if (kind === 'whole') return goodBytes;
  if (kind === 'torn') await handle.truncate(goodBytes);
  else await writeAll(handle, Buffer.from('\n'), goodBytes);
  await handle.sync();
  return kind === 'torn' ? goodBytes : goodBytes + 1;
}

const tailWarnings = ({ kind, tornBytes }: Tail): string[] =>
  kind === 'torn' ? [`an entry whose writing had been interrupted was cut off the journal (${tornBytes} bytes)`] : [];

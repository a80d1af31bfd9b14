// The journal in memory, for rehearsals and tests: the same bytes, checks and errors as on disk, without the disk.
// Nothing of it outlives the process.
import type { Clock } from '../base/clock.ts';
import { bugError, refusal, userError } from '../base/errors.ts';
import type { EvidenceRef } from '../executors/port.ts';
import { type Anchor, AnchorWatch, journalRefusal } from './anchor.ts';
import type { BodyByKind, Entry, NewEntry } from './entry.ts';
import { evidenceRef } from './evidence.ts';
import { missing, requireIdentity } from './journal-file.ts';
import { noteLine, wholeLines } from './notes.ts';
import { emptyState } from './project.ts';
import { JournalScan } from './scan.ts';
import { Sealer } from './sealer.ts';
import type { JournalState } from './state.ts';
import type { Expected, JournalReading, JournalSession, JournalStore, ReadOptions } from './store.ts';

/** What a disk would hold. Tests may damage it. */
export interface MemoryDisk {
  journal: Buffer | undefined;
  anchor: Anchor | undefined;
  readonly evidence: Map<string, Buffer>;
  readonly notes: Map<string, Buffer>;
  /** The command that holds the lock. Whoever plays a process that died without `close` sets it to undefined. */
  holder: string | undefined;
}

export const emptyDisk = (): MemoryDisk => ({
  journal: undefined,
  anchor: undefined,
  evidence: new Map(),
  notes: new Map(),
  holder: undefined,
});

export class MemoryJournalStore implements JournalStore {
  readonly contract: string;
  readonly location: string;
  readonly disk: MemoryDisk;
  readonly #clock: Clock;

  constructor(options: { readonly contract: string; readonly clock: Clock; readonly disk?: MemoryDisk }) {
    this.contract = options.contract;
    this.location = `memory:${options.contract}`;
    this.disk = options.disk ?? emptyDisk();
    this.#clock = options.clock;
  }

  exists(): Promise<boolean> {
    return Promise.resolve(this.disk.journal !== undefined);
  }

  async create(opened: Readonly<BodyByKind['opened']>, command: string): Promise<JournalSession> {
    if (opened.contract !== this.contract)
      throw bugError('journal-contract', `a journal of ${this.contract} would be opened for ${opened.contract}`);
    this.#requireFree();
    if (this.disk.journal !== undefined)
      throw userError('journal-exists', `The journal ${this.location} exists already.`);
    const sealer = new Sealer(emptyState(), this.#clock);
    const { entry, bytes } = sealer.prepare({ kind: 'opened', body: opened });
    this.disk.journal = Buffer.from(bytes);
    sealer.commit(entry);
    this.disk.holder = command;
    return new MemorySession(this.disk, sealer, []);
  }

  async read(options: ReadOptions = {}): Promise<JournalReading> {
    const { journal, anchor } = this.disk;
    if (journal === undefined) throw missing(this.location);
    const watch = new AnchorWatch([anchor, options.anchor].filter((known) => known !== undefined));
    const scan = new JournalScan((entry) => {
      watch.see(entry);
      options.onEntry?.(entry);
    });
    scan.push(journal);
    const tail = scan.end();
    const { state, remarks, remarkCount } = scan.checker;
    const reading = { state, tail, remarks, remarkCount };
    requireIdentity(reading, this.location, this.contract, options);
    watch.require(state, this.location);
    return reading;
  }

  async open(command: string, expected: Expected = {}): Promise<JournalSession> {
    if (this.disk.journal === undefined) throw missing(this.location);
    this.#requireFree();
    const { state, tail } = await this.read(expected);
    const whole = this.disk.journal.subarray(0, tail.goodBytes);
    this.disk.journal = tail.kind === 'unended' ? Buffer.concat([whole, Buffer.from('\n')]) : whole;
    this.disk.holder = command;
    const warnings =
      tail.kind === 'torn' ? ['an entry whose writing had been interrupted was cut off the journal'] : [];
    return new MemorySession(this.disk, new Sealer(state, this.#clock), warnings);
  }

  async readEvidence(ref: EvidenceRef): Promise<Buffer | undefined> {
    const bytes = this.disk.evidence.get(ref.sha256);
    if (bytes !== undefined && evidenceRef(ref.name, bytes).ref.sha256 !== ref.sha256)
      throw refusal('evidence-damaged', `Evidence ${ref.name} (${ref.sha256}) is not what was filed.`, { exitCode: 1 });
    return bytes;
  }

  #requireFree(): void {
    if (this.disk.holder === undefined) return;
    throw refusal('locked', `The journal ${this.location} is held by \`${this.disk.holder}\`.`, {
      exitCode: 14,
      facts: { folder: this.location, holder: { command: this.disk.holder } },
    });
  }
}

class MemorySession implements JournalSession {
  readonly state: JournalState;
  readonly warnings: readonly string[];
  readonly #disk: MemoryDisk;
  readonly #sealer: Sealer;
  #size: number;
  #over: 'broken' | 'closed' | undefined;

  constructor(disk: MemoryDisk, sealer: Sealer, warnings: readonly string[]) {
    this.#disk = disk;
    this.#sealer = sealer;
    this.#size = disk.journal?.length ?? 0;
    this.warnings = warnings;
    this.state = sealer.state;
  }

  async append(given: NewEntry): Promise<Entry> {
    this.#requireUsable();
    const { entry, bytes } = this.#sealer.prepare(given);
    if (this.#disk.journal?.length !== this.#size) {
      this.#over = 'broken';
      throw journalRefusal('changed-underneath', 'in memory', 'it was changed during this run', 'Read it afresh.');
    }
    this.#disk.journal = Buffer.concat([this.#disk.journal, bytes]);
    this.#size += bytes.length;
    this.#sealer.commit(entry);
    return entry;
  }

  async put(name: string, content: Uint8Array | string): Promise<EvidenceRef> {
    this.#requireUsable();
    const { ref, bytes } = evidenceRef(name, content);
    this.#disk.evidence.set(ref.sha256, Buffer.from(bytes));
    return ref;
  }

  async note(key: string, line: string): Promise<void> {
    this.#requireUsable();
    this.#disk.notes.set(key, Buffer.concat([this.#disk.notes.get(key) ?? Buffer.alloc(0), noteLine(line)]));
  }

  async notes(key: string): Promise<readonly string[]> {
    return wholeLines(this.#disk.notes.get(key) ?? Buffer.alloc(0));
  }

  async close(): Promise<void> {
    if (this.#over === 'closed') return;
    this.#over = 'closed';
    const { head, opened } = this.state;
    this.#disk.anchor = { seq: head.seq, hash: head.hash, ...(opened && { journalId: opened.journalId }) };
    this.#disk.holder = undefined;
  }

  #requireUsable(): void {
    if (this.#over === undefined) return;
    throw userError('journal-session-over', `The journal session is ${this.#over}.`, { exitCode: 1 });
  }
}

// The chain: how an entry becomes a line, and how lines are believed again. Pure: no clock, no I/O. A reader never
// skips, repairs or guesses; the first entry that is not exactly what a writer would have written stops it.
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import { JOURNAL_ENTRY_BYTES_MAX } from '../base/limits.ts';
import { bodyFault, isEntryKind } from './body-shape.ts';
import { isCanonical } from './canonical-line.ts';
import { type Damage, damaged } from './damage.ts';
import type { Entry, NewEntry } from './entry.ts';
import { invariantFault } from './invariants.ts';
import { REMARKS_MAX } from './limits.ts';
import { applyEntry, emptyState, HASH_OF_NOTHING } from './project.ts';
import type { JournalState } from './state.ts';

/** Allowed, but worth an auditor's look. */
export interface Remark {
  readonly seq: number;
  readonly remark: 'time-went-back' | 'approval-had-expired';
}

const FIELDS = ['at', 'body', 'hash', 'kind', 'prev', 'seq'];
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const quoted = (text: string): string => JSON.stringify(text);

/** The entry that follows `previous` (undefined: the first). `at` is RFC 3339, UTC, milliseconds. Checks no invariant. */
export function sealEntry(previous: Pick<Entry, 'seq' | 'hash'> | undefined, entry: NewEntry, at: string): Entry {
  const text = canonicalJson({
    seq: previous === undefined ? 0 : previous.seq + 1,
    prev: previous?.hash ?? HASH_OF_NOTHING,
    at,
    kind: entry.kind,
    body: entry.body,
  });
  // What a reader will get, not what the caller still holds and may change.
  return { ...JSON.parse(text), hash: sha256Hex(text) } as Entry;
}

/** The entry as its line, without the newline. */
export function entryLine(entry: Entry): string {
  return canonicalJson(entry);
}

// The canonical text of the entry without `hash`, cut out of its canonical line: the six names are sorted, so what
// follows `hash` is known. It spares a reader half of its work; a test holds it equal to `canonicalJson`.
function hashedText(line: string, { hash, kind, prev, seq }: Entry): string {
  const after = `"kind":${quoted(kind)},"prev":"${prev}","seq":${seq}}`;
  return line.slice(0, line.length - after.length - `"hash":"${hash}",`.length) + after;
}

type Fault = readonly [Damage, string];

/** Reads a journal line by line. `state` is the fold of everything let through so far. */
export class ChainChecker {
  readonly state: JournalState = emptyState();
  /** The first REMARKS_MAX of them. */
  readonly remarks: Remark[] = [];
  remarkCount = 0;

  /**
   * The entry of the next line (without its newline). Throws `journal-damaged` with facts {seq, line, reason}; the
   * state is then still that of the entries before.
   */
  next(line: string, lineNumber: number): Entry {
    const seq = this.state.head.seq + 1;
    const fail = ([reason, what]: Fault, cause?: unknown) => damaged(seq, lineNumber, reason, what, cause);
    // A text has at least as many bytes as code units; the exact count is asked for only where it could matter.
    if (line.length * 3 > JOURNAL_ENTRY_BYTES_MAX && Buffer.byteLength(line) > JOURNAL_ENTRY_BYTES_MAX)
      throw fail(['too-long', `it is longer than ${JOURNAL_ENTRY_BYTES_MAX} bytes`]);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw fail(['not-json', 'the line is not JSON'], cause);
    }
    const fieldsFault = entryFieldsFault(value);
    if (fieldsFault !== undefined) throw fail(['fields', fieldsFault]);
    const entry = value as Entry;
    let canonical: boolean;
    try {
      canonical = isCanonical(line, entry);
    } catch (cause) {
      throw fail(['not-canonical', 'it has no canonical form'], cause);
    }
    if (!canonical) throw fail(['not-canonical', 'the line is not in canonical form (RFC 8785)']);
    const fault = this.#placeFault(entry, line) ?? this.#meaningFault(entry);
    if (fault !== undefined) throw fail(fault);
    this.#remark(entry);
    applyEntry(this.state, entry);
    return entry;
  }

  #placeFault(entry: Entry, line: string): Fault | undefined {
    if (sha256Hex(hashedText(line, entry)) !== entry.hash) return ['hash', 'its content does not give its hash'];
    const { seq, hash } = this.state.head;
    if (entry.seq !== seq + 1) return ['seq', `entry ${entry.seq} stands where entry ${seq + 1} belongs`];
    if (entry.prev !== hash)
      return ['prev', 'it does not follow from the entry before it; one of the two was changed or replaced'];
    return undefined;
  }

  #meaningFault(entry: Entry): Fault | undefined {
    if (!isEntryKind(entry.kind))
      return ['kind', `this version of kaiyaku does not know the kind ${quoted(entry.kind)}`];
    const shape = bodyFault(entry.kind, entry.body);
    if (shape !== undefined) return ['body', shape];
    const broken = invariantFault(this.state, entry);
    return broken === undefined ? undefined : ['invariant', broken];
  }

  #remark(entry: Entry): void {
    const add = (remark: Remark['remark']) => {
      this.remarkCount += 1;
      if (this.remarks.length < REMARKS_MAX) this.remarks.push({ seq: entry.seq, remark });
    };
    if (entry.at < this.state.head.at) add('time-went-back');
    if (entry.kind !== 'intended' || entry.body.approvalId === undefined) return;
    const approval = this.state.approvals.get(entry.body.approvalId);
    if (approval !== undefined && Date.parse(entry.at) >= approval.expiresAtMs) add('approval-had-expired');
  }
}

/** The fold of whole lines, in order. Throws as `ChainChecker.next` does. */
export function verifyChain(lines: Iterable<string>): JournalState {
  const checker = new ChainChecker();
  let lineNumber = 0;
  for (const line of lines) checker.next(line, (lineNumber += 1));
  return checker.state;
}

function entryFieldsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the line is not an object';
  const names = Object.keys(value);
  if (names.length !== FIELDS.length || !FIELDS.every((name) => Object.hasOwn(value, name)))
    return `an entry has exactly the fields ${FIELDS.join(', ')}`;
  const { seq, prev, at, kind, hash } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(seq) || (seq as number) < 0) return 'seq must be a whole number';
  if (!isHash(prev)) return 'prev must be 64 hex digits';
  if (!isHash(hash)) return 'hash must be 64 hex digits';
  if (typeof at !== 'string' || !AT.test(at) || !existsInCalendar(at))
    return 'at must be an instant in UTC with milliseconds';
  return typeof kind === 'string' ? undefined : 'kind must be a text';
}

// Date.parse reads 30 February as 2 March.
const existsInCalendar = (at: string): boolean => {
  const ms = Date.parse(at);
  return !Number.isNaN(ms) && (at.slice(8, 10) <= '28' || new Date(ms).toISOString() === at);
};

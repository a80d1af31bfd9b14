// A head that was known before (J6). A chain shows edits; only an anchor shows that its tail was cut, or that the whole
// journal was written again. Pure: files and signatures are other people's.
import { refusal, userError } from '../base/errors.ts';
import type { Entry } from './entry.ts';
import type { Head, JournalState } from './state.ts';

export interface Anchor {
  readonly seq: number;
  readonly hash: string;
  /** Where it names its journal. */
  readonly journalId?: string;
}

const TEXT = /^(?:(\S{1,200}) )?(\d{1,15}):([0-9a-f]{64})$/;

/** `<seq>:<hash>`, as it is printed and as `--anchor` takes it. */
export function printedHead(head: Pick<Head, 'seq' | 'hash'>): string {
  return `${head.seq}:${head.hash}`;
}

/** The anchor file's one line, with its newline. */
export function anchorText(state: JournalState): string {
  return `${state.opened?.journalId ?? ''} ${printedHead(state.head)}\n`;
}

/** Reads `<seq>:<hash>` or `<journal id> <seq>:<hash>`. Throws user error `anchor-unreadable`. */
export function parseAnchor(text: string): Anchor {
  const [whole, journalId, seq, hash] = TEXT.exec(text.trimEnd()) ?? [];
  if (whole === undefined || seq === undefined || hash === undefined)
    throw userError('anchor-unreadable', 'An anchor must be SEQ:HASH, or JOURNAL-ID SEQ:HASH.', {
      next: 'Give it as `kaiyaku status` printed it.',
      facts: { length: text.length },
    });
  return { seq: Number(seq), hash, ...(journalId !== undefined && { journalId }) };
}

/** Watches a journal go by, and says afterwards whether every anchor lies on it. */
export class AnchorWatch {
  readonly #anchors: readonly Anchor[];
  readonly #seen = new Set<Anchor>();
  constructor(anchors: readonly Anchor[]) {
    this.#anchors = anchors;
  }

  see(entry: Entry): void {
    for (const anchor of this.#anchors)
      if (anchor.seq === entry.seq && anchor.hash === entry.hash) this.#seen.add(anchor);
  }

  /** What an anchor shows against the journal, in one clause; undefined when all of them lie on it. */
  fault(state: JournalState): string | undefined {
    for (const anchor of this.#anchors) {
      const id = state.opened?.journalId;
      if (anchor.journalId !== undefined && anchor.journalId !== id)
        return `the anchor is of journal ${anchor.journalId}, and this one is ${String(id)}`;
      if (this.#seen.has(anchor)) continue;
      return anchor.seq > state.head.seq
        ? `it ends at entry ${state.head.seq}, but entry ${anchor.seq} is known to have been written`
        : `entry ${anchor.seq} is not the one that is known to have been written`;
    }
    return undefined;
  }

  /** Throws refusal R19 (exit code 1) when an anchor does not lie on the journal. */
  require(state: JournalState, location: string): void {
    const fault = this.fault(state);
    if (fault !== undefined)
      throw journalRefusal('behind-anchor', location, fault, 'Restore the newest copy of the journal, then try again.');
  }
}

/** R19, exit code 1: nothing is done. `reason` is in `facts`, stable. */
export function journalRefusal(
  reason: 'missing' | 'another-id' | 'another-contract' | 'behind-anchor' | 'changed-underneath',
  location: string,
  what: string,
  next: string,
) {
  return refusal('R19', `The journal ${location} cannot be used: ${what}.`, {
    why: 'Without the true journal kaiyaku cannot know what was already done, approved or begun.',
    next,
    exitCode: 1,
    facts: { reason, location },
  });
}

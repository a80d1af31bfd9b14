// What every store does between `append` and its bytes: redact, refuse, seal; and fold once they are durable.
// Does no I/O, so that the stores differ only in where the bytes go.
import type { Clock } from '../base/clock.ts';
import { bugError, refusal, userError } from '../base/errors.ts';
import { JOURNAL_ENTRY_BYTES_MAX } from '../base/limits.ts';
import { bodyFault, isEntryKind } from './body-shape.ts';
import { entryLine, sealEntry } from './chain.ts';
import type { Entry, NewEntry } from './entry.ts';
import { invariantFault } from './invariants.ts';
import { JOURNAL_ENTRIES_MAX } from './limits.ts';
import { applyEntry } from './project.ts';
import { redactEntry } from './redact-body.ts';
import type { JournalState } from './state.ts';

export class Sealer {
  readonly state: JournalState;
  readonly #clock: Clock;
  constructor(state: JournalState, clock: Clock) {
    this.state = state;
    this.#clock = clock;
  }

  /** The entry that would follow, and its bytes with the newline. Throws what `JournalSession.append` says. */
  prepare(given: NewEntry): { readonly entry: Entry; readonly bytes: Uint8Array } {
    const nowMs = this.#clock.nowMs();
    if (!isEntryKind(given.kind)) throw bugError('journal-invariant', 'An entry of no known kind may not be written.');
    const redacted = redactEntry(given);
    const fault = bodyFault(redacted.kind, redacted.body) ?? invariantFault(this.state, redacted);
    if (fault !== undefined)
      throw bugError('journal-invariant', `An entry \`${given.kind}\` may not be written: ${fault}.`);
    this.#requireRoom(redacted);
    this.#requireLivingApproval(redacted, nowMs);
    const previous = this.state.entries === 0 ? undefined : this.state.head;
    const entry = sealEntry(previous, redacted, new Date(nowMs).toISOString());
    const bytes = Buffer.from(`${entryLine(entry)}\n`);
    if (bytes.length - 1 > JOURNAL_ENTRY_BYTES_MAX)
      throw userError('journal-entry-too-large', `An entry \`${entry.kind}\` of ${bytes.length} bytes is too large.`, {
        why: `An entry holds at most ${JOURNAL_ENTRY_BYTES_MAX} bytes.`,
        next: 'File what is large as evidence instead.',
        exitCode: 1,
      });
    return { entry, bytes };
  }

  /** Folds an entry whose bytes are durable. */
  commit(entry: Entry): void {
    applyEntry(this.state, entry);
  }

  // What closes an attempt is always let through: a full journal must not hide what has been done.
  #requireRoom(entry: NewEntry): void {
    if (entry.kind === 'intended' && this.state.entries >= JOURNAL_ENTRIES_MAX)
      throw userError('journal-full', `The journal holds ${this.state.entries} entries; nothing new may begin.`, {
        next: 'Find out which schedule appends so much, then close this journal as superseded and open another.',
        exitCode: 1,
      });
  }

  #requireLivingApproval(entry: NewEntry, nowMs: number): void {
    if (entry.kind !== 'intended' || entry.body.approvalId === undefined) return;
    const approval = this.state.approvals.get(entry.body.approvalId);
    if (approval === undefined || nowMs < approval.expiresAtMs) return;
    throw refusal('R16', `The approval of ${entry.body.effect} expired at ${approval.body.expiresAt}.`, {
      next: 'Run `kaiyaku plan`, then `kaiyaku approve` again.',
      facts: { approvalId: entry.body.approvalId, effect: entry.body.effect },
    });
  }
}

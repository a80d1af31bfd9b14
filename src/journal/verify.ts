// What `kaiyaku verify` says of a journal folder: everything that is wrong, as data. Changes nothing, takes no lock, and
// does not throw for damage; it throws when there is no journal or it could not be read.
import path from 'node:path';
import { type ErrorDetail, KaiyakuError } from '../base/errors.ts';
import type { EvidenceRef } from '../executors/port.ts';
import { type Anchor, AnchorWatch } from './anchor.ts';
import type { Remark } from './chain.ts';
import type { Entry } from './entry.ts';
import { type EvidenceProblem, listEvidence, verifyEvidence } from './evidence.ts';
import { type JournalFolder, partsOf } from './folder.ts';
import { journalIoError, openJournalFile, readAnchor, scanFile } from './journal-file.ts';
import { JournalScan, type Tail } from './scan.ts';
import type { Head } from './state.ts';

export interface JournalVerification {
  /** Nothing is wrong: no bad entry, every anchor on the chain, all evidence as filed. */
  readonly sound: boolean;
  /** Entries that are good, up to the first bad one. */
  readonly entries: number;
  /** Of the last good entry. */
  readonly head: Head;
  readonly journalId?: string;
  readonly contract?: string;
  readonly firstBad?: ErrorDetail;
  /** Absent when an entry is bad. */
  readonly tail?: Tail;
  /** What an anchor shows against the journal, in one clause. Not told when an entry is bad. */
  readonly anchorFault?: string;
  readonly anchors: readonly Anchor[];
  readonly remarks: readonly Remark[];
  readonly remarkCount: number;
  readonly evidence: {
    readonly named: number;
    readonly problems: readonly EvidenceProblem[];
    /** Files that no entry names: left by a crash before their entry, or put there by somebody. */
    readonly unnamed: readonly string[];
  };
}

export interface VerifyOptions {
  /** A head known from elsewhere, besides the folder's own anchor. */
  readonly anchor?: Anchor;
  /** Sees each good entry. */
  readonly onEntry?: (entry: Entry) => void;
}

/** Verifies one contract's folder. Throws R19 `missing`, `anchor-unreadable`, `journal-unreachable`. */
export async function verifyJournal(folder: string, options: VerifyOptions = {}): Promise<JournalVerification> {
  const parts = partsOf(path.resolve(folder));
  try {
    return await verifyParts(parts, options);
  } catch (error) {
    throw journalIoError(parts.path, error);
  }
}

async function verifyParts(parts: JournalFolder, options: VerifyOptions): Promise<JournalVerification> {
  const anchors = [await readAnchor(parts), options.anchor].filter((anchor) => anchor !== undefined);
  const watch = new AnchorWatch(anchors);
  const named = new Map<string, EvidenceRef>();
  const scan = new JournalScan((entry) => {
    watch.see(entry);
    options.onEntry?.(entry);
    if (entry.kind === 'done' || entry.kind === 'attested')
      for (const ref of entry.body.evidence) named.set(`${ref.sha256} ${ref.bytes}`, ref);
  });
  const { tail, firstBad } = await scanToFirstBad(parts, scan);
  const { state, remarks, remarkCount } = scan.checker;
  const anchorFault = firstBad === undefined ? watch.fault(state) : undefined;
  const problems = await verifyEvidence(parts.evidence, named.values());
  const names = new Set([...named.values()].map(({ sha256 }) => sha256));
  const unnamed = (await listEvidence(parts.evidence)).filter((name) => !names.has(name));
  return {
    sound: firstBad === undefined && anchorFault === undefined && problems.length === 0,
    entries: state.entries,
    head: state.head,
    ...(state.opened && { journalId: state.opened.journalId, contract: state.opened.contract }),
    ...(firstBad && { firstBad }),
    ...(tail && { tail }),
    ...(anchorFault !== undefined && { anchorFault }),
    anchors,
    remarks,
    remarkCount,
    evidence: { named: named.size, problems, unnamed },
  };
}

async function scanToFirstBad(
  parts: JournalFolder,
  scan: JournalScan,
): Promise<{ tail?: Tail; firstBad?: ErrorDetail }> {
  const handle = await openJournalFile(parts, 'r');
  try {
    return { tail: await scanFile(handle, scan) };
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'journal-damaged') return { firstBad: error.detail };
    throw error;
  } finally {
    await handle.close();
  }
}

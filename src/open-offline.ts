// A contract with its journal, to be judged without looking at the world: no executor is made, no secret resolved.
import type { Clock } from './base/clock.ts';
import { civilDateInJapan, type CivilDate } from './calendar/civil-date.ts';
import { baseTeardown, type Run } from './engine/run.ts';
import { FileJournalStore } from './journal/file-store.ts';
import { emptyState } from './journal/project.ts';
import { readOnlySession } from './journal/read-only-session.ts';
import type { JournalSession } from './journal/store.ts';
import type { Policy } from './teardown/policy.ts';
import { TOOL_VERSION } from './version.ts';
import { journalDirOf } from './journal/folder.ts';
import type { ReadInHand } from './contract-reader.ts';

export interface OfflineOptions {
  readonly clock: Clock;
  readonly journalDir?: string;
  readonly todayOn?: CivilDate;
}

export interface OpenedOffline {
  readonly run: Run;
  readonly hasJournal: boolean;
}

/** Throws `R19` for a journal that the contract names and that is missing or another one, `journal-damaged`. */
export async function openOffline(
  contract: ReadInHand['contract'],
  { clock, journalDir, todayOn }: OfflineOptions,
  policies: readonly Policy[],
): Promise<OpenedOffline> {
  const store = new FileJournalStore({
    journalDir: journalDirOf(contract.path, journalDir),
    contract: contract.name,
    clock,
  });
  const { journalId } = contract;
  const hasJournal = await store.exists();
  const journal =
    hasJournal || journalId !== undefined
      ? readOnlySession((await store.read(journalId === undefined ? {} : { journalId })).state)
      : unopened(contract, todayOn ?? civilDateInJapan(clock.nowMs()));
  const run: Run = {
    contract,
    clock,
    executors: new Map(),
    policies,
    journal,
    by: '',
    toolVersion: TOOL_VERSION,
    progress: () => undefined,
    ...(todayOn === undefined ? {} : { todayOn }),
  };
  return { run, hasJournal };
}

/** A contract without a journal is judged as if it were opened now. */
function unopened(contract: ReadInHand['contract'], todayOn: CivilDate): JournalSession {
  const { digest: teardownDigest } = baseTeardown(contract, todayOn);
  return readOnlySession({ ...emptyState(), contractDigest: contract.digest, teardownDigest });
}

// `status`: what has happened, from the journals alone. Loads neither the YAML reader nor the schemas: it must be fast.
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorDetail, userError } from '../../base/errors.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { civilDateInJapan } from '../../calendar/civil-day.ts';
import { FileJournalStore } from '../../journal/file-store.ts';
import { errorJson, errorText } from '../../report/error.ts';
import { statusTable, type Unreadable } from '../../report/status-table.ts';
import { statusJson, statusText, type StatusView } from '../../report/status.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT, exitCodeOfError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { journalFolders, journalPlace, type JournalPlace } from '../journal-place.ts';

export const verb: Verb = async (given, io) => {
  const wanted = await wantedJournals(given.args, textOption(given, 'journalDir'), io);
  const clock = testClockOf(io.env);
  const nowMs = clock.nowMs();
  let code: number = EXIT.ok;
  const read: (StatusView | Unreadable)[] = [];
  for (const { contract, journalDir } of wanted) {
    try {
      const { state } = await new FileJournalStore({ journalDir, contract, clock }).read();
      read.push({ contract, state, todayOn: civilDateInJapan(nowMs), nowMs });
    } catch (error) {
      const detail = errorDetail(error);
      if (detail.kind === 'bug') throw error;
      code = Math.max(code, exitCodeOfError(detail));
      read.push({ contract, error: detail });
    }
  }
  io.out(wantsJson(given) ? jsonOf(read, given.args.length) : textOf(read, io));
  return code;
};

function jsonOf(read: readonly (StatusView | Unreadable)[], named: number): string {
  const documents = read.map((one) => ('error' in one ? errorJson(one.error, one.contract) : statusJson(one)));
  return JSON.stringify(named === 1 ? documents[0] : { contracts: documents }, null, 2);
}

/** One contract in full, several as a table; all in full with --verbose. */
function textOf(read: readonly (StatusView | Unreadable)[], { style }: Io): string {
  if (read.length > 1 && !style.verbose)
    return statusTable(
      read.flatMap((one) => ('error' in one ? [] : [one])),
      read.flatMap((one) => ('error' in one ? [one] : [])),
      style,
    );
  return read
    .map((one) => ('error' in one ? errorText(one.error, one.contract, style) : statusText(one, style)))
    .join('\n');
}

/** The contract's name is its file's stem, so its journal is found without reading the file. */
async function wantedJournals(
  words: readonly string[],
  journalDir: string | undefined,
  io: Io,
): Promise<JournalPlace[]> {
  if (words.length > 0) return words.map((word) => journalPlace(word, journalDir, io.cwd));
  const folders = journalDir === undefined ? journalFolders(io.cwd) : [resolve(io.cwd, journalDir)];
  const found = await Promise.all(folders.map(journalsIn));
  const journals = found.flat().sort((one, other) => (one.contract < other.contract ? -1 : 1));
  if (journals.length > 0) return journals;
  throw userError('no-journal', `no journal in ${folders.join(' or ')}`, {
    next: 'kaiyaku open CONTRACT, or --journal-dir DIR',
  });
}

async function journalsIn(journalDir: string): Promise<JournalPlace[]> {
  const names = await readdir(journalDir, { withFileTypes: true }).catch(() => []);
  return names.filter((one) => one.isDirectory()).map((one) => ({ contract: one.name, journalDir }));
}

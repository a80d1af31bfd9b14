// `calendar`: one calendar file for all contracts, offline. Written again, it changes only what has changed.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { sha256Hex } from '../../base/canonical-json.ts';
import { systemErrorCode, userError } from '../../base/errors.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { civilDateInJapan } from '../../calendar/civil-date.ts';
import { openDeadlines } from '../../engine/gate/deadline-findings.ts';
import { dueSteps } from '../../engine/gate/front.ts';
import { offlineSurveys, type NotSurveyed, type OfflineSurvey } from '../../offline-surveys.ts';
import { calendarEntries, type CalendarContract } from '../../report/calendar/entries.ts';
import type { CalendarEntry, WrittenEntry } from '../../report/calendar/entry.ts';
import { calendarText } from '../../report/calendar/ics.ts';
import { readCalendar } from '../../report/calendar/read-ics.ts';
import { errorJson, errorText } from '../../report/error.ts';
import { todayOption } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { contractFiles, wordsOr } from '../contract-files.ts';
import { EXIT, exitCodeOfError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { journalDirOption } from '../shared-options.ts';

export const verb: Verb = async (given, io) => {
  const output = textOption(given, 'output');
  const file = output === undefined ? undefined : resolve(io.cwd, output);
  const before = file === undefined ? [] : await entriesIn(file);
  const paths = await contractFiles(wordsOr(given.args, io.cwd), io.cwd);
  const clock = testClockOf(io.env);
  const todayOn = todayOption(textOption(given, 'today')) ?? civilDateInJapan(clock.nowMs());
  const journalDir = journalDirOption(given, io.cwd);
  const surveyed: OfflineSurvey[] = [];
  const unread: NotSurveyed[] = [];
  for await (const one of offlineSurveys(paths, {
    clock,
    todayOn,
    ...(journalDir === undefined ? {} : { journalDir }),
  })) {
    io.signal.throwIfAborted();
    if ('error' in one) unread.push(one);
    else surveyed.push(one);
  }
  // Without a contract its entries would be cancelled: better no new file than one that takes deadlines away.
  if (unread.length > 0) return reportUnread(unread, wantsJson(given), io);
  const entries = entriesOf(surveyed, io.cwd);
  const text = calendarText(entries, before, clock.nowMs());
  if (file !== undefined) await replaceFile(file, text);
  const counted = { contracts: surveyed.length, entries: entries.length };
  if (wantsJson(given))
    io.out(JSON.stringify(file === undefined ? { ...counted, calendar: text } : { file, ...counted }, null, 2));
  else if (file === undefined) io.out(text);
  else io.out(`${relative(io.cwd, file)}: ${counted.entries} entries of ${counted.contracts} contracts`);
  return EXIT.ok;
};

function entriesOf(surveyed: readonly OfflineSurvey[], cwd: string): CalendarEntry[] {
  const names = surveyed.map(({ name }) => name);
  return surveyed
    .filter(({ closed, survey }) => !closed && !survey.decision.complete)
    .flatMap(({ name, path, survey, hasJournal }) => {
      const contract: CalendarContract = {
        name,
        provider: survey.teardown.provider,
        terms: survey.terms,
        deadlines: openDeadlines(survey),
        next: hasJournal ? (dueSteps(survey.decision)[0]?.next ?? 'kaiyaku plan CONTRACT') : 'kaiyaku open CONTRACT',
      };
      const shared = names.filter((one) => one === name).length > 1;
      return calendarEntries(contract, shared ? `${name}-${sha256Hex(relative(cwd, path)).slice(0, 8)}` : name);
    });
}

function reportUnread(unread: readonly NotSurveyed[], json: boolean, io: Io): number {
  if (json) io.out(JSON.stringify({ errors: unread.map(({ name, error }) => errorJson(error, name)) }, null, 2));
  for (const { name, error } of unread) io.err(errorText(error, name, io.style));
  io.err('no calendar was written: without these contracts their deadlines would vanish from it');
  const codes = unread.map(({ error }) => exitCodeOfError(error));
  return codes.includes(EXIT.fault) ? EXIT.fault : EXIT.usage;
}

/** What the file holds until now; nothing when there is none. */
async function entriesIn(file: string): Promise<WrittenEntry[]> {
  const text = await textIn(file);
  return text === undefined ? [] : readCalendar(text, file);
}

async function textIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw cause;
    throw userError('calendar-unreadable', `the calendar ${file} could not be read`, { why: code, exitCode: 1, cause });
  }
}

/** Whoever reads the file meanwhile sees the old one or the new one, never half of one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw userError('calendar-not-written', `the calendar ${file} could not be written`, {
      why: code,
      exitCode: 1,
      cause,
    });
  }
}

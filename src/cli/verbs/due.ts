// `due`: what must happen within so many days, over many contracts, offline. Its exit code says who has to act.
import { userError } from '../../base/errors.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { civilDateInJapan } from '../../calendar/civil-date.ts';
import { dueItems } from '../../engine/gate/due.ts';
import { dueSteps } from '../../engine/gate/front.ts';
import { offlineSurveys, type OfflineSurvey } from '../../offline-surveys.ts';
import { dueJson, dueText, type DueView } from '../../report/due.ts';
import { todayOption } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { contractFiles, wordsOr } from '../contract-files.ts';
import { EXIT, exitCodeOfError } from '../exit-codes.ts';
import { journalDirOption } from '../shared-options.ts';

export const WITHIN_DAYS_MAX = 3_660;

export const verb: Verb = async (given, io) => {
  const withinDays = withinOption(textOption(given, 'within') ?? '');
  const paths = await contractFiles(wordsOr(given.args, io.cwd), io.cwd);
  const clock = testClockOf(io.env);
  const todayOn = todayOption(textOption(given, 'today')) ?? civilDateInJapan(clock.nowMs());
  const journalDir = journalDirOption(given, io.cwd);
  const items: DueView['items'][number][] = [];
  const errors: DueView['errors'][number][] = [];
  for await (const one of offlineSurveys(paths, {
    clock,
    todayOn,
    ...(journalDir === undefined ? {} : { journalDir }),
  })) {
    io.signal.throwIfAborted();
    if ('error' in one) errors.push({ contract: one.name, error: one.error });
    else if (!one.closed) items.push(...itemsOf(one, withinDays));
  }
  const view: DueView = {
    todayOn,
    withinDays,
    contracts: paths.length,
    items: items.toSorted((one, other) => one.slackDays - other.slackDays),
    errors,
    exitCode: exitCodeOf({ items, errors }),
  };
  io.out(wantsJson(given) ? JSON.stringify(dueJson(view), null, 2) : dueText(view, io.style));
  return view.exitCode;
};

function itemsOf({ name, contract, survey, hasJournal }: OfflineSurvey, withinDays: number): DueView['items'] {
  const front = dueSteps(survey.decision)[0]?.next;
  const next = hasJournal ? (front ?? 'kaiyaku plan CONTRACT') : 'kaiyaku open CONTRACT';
  const waivers = contract.provider.waivers(contract.content);
  return dueItems(survey, { withinDays, waivers, next }).map((item) => ({ contract: name, ...item }));
}

function withinOption(text: string): number {
  const days = Number(text);
  if (/^\d+$/u.test(text) && days <= WITHIN_DAYS_MAX) return days;
  throw userError('bad-days', `--within ${text} is not a number of days from 0 to ${WITHIN_DAYS_MAX}`);
}

/** Unreadable first; then what is late (13), what a person must do (11), what only time or kaiyaku will (10). */
function exitCodeOf({ items, errors }: Pick<DueView, 'items' | 'errors'>): number {
  const codes = errors.map(({ error }) => exitCodeOfError(error));
  if (codes.length > 0) return codes.includes(EXIT.fault) ? EXIT.fault : EXIT.usage;
  if (items.some(({ kind, slackDays }) => kind !== 'opens' && slackDays < 0)) return EXIT.refused;
  if (items.some(({ needsPerson }) => needsPerson)) return EXIT.waitingForPerson;
  return items.length > 0 ? EXIT.waitingForDate : EXIT.ok;
}

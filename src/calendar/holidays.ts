// National holidays of Japan (国民の祝日, with substitute and citizens' holidays), from a maintained table.
// Must never answer for a year that the table does not hold: a missing holiday would move a deadline past its limit.
import table from '@holiday-jp/holiday_jp/lib/holidays.js';
import { userError } from '../base/errors.ts';
import { type CivilDate, parseCivilDate } from './civil-date.ts';

const byDate: Readonly<Record<string, { readonly name: string; readonly name_en: string }>> = table;
const years = Object.keys(byDate).map((date) => Number(date.slice(0, 4)));

/** First and last year that the table holds. */
export const HOLIDAY_YEARS = { first: Math.min(...years), last: Math.max(...years) } as const;

/** The Japanese name of the national holiday on that day, or undefined. Throws `calendar-out-of-range`. */
export function holidayName(date: CivilDate): string | undefined {
  requireKnownYear(date);
  return Object.hasOwn(byDate, date) ? byDate[date]!.name : undefined;
}

/**
 * Whether that day is a holiday only because of an equinox: the equinox day itself, its substitute, and the citizens'
 * holiday (国民の休日) between 敬老の日 and 秋分の日. Equinox days are computed until the almanac names them.
 */
export function isEquinoxHoliday(date: CivilDate): boolean {
  const name = holidayName(date);
  return name !== undefined && restsOnEquinox(date, name);
}

function restsOnEquinox(date: CivilDate, name: string): boolean {
  return name.includes('春分') || name.includes('秋分') || (name === '休日' && date.slice(5, 7) === '09');
}

/** Every equinox holiday of the table from the first date to the second, both included. Throws `calendar-out-of-range`. */
export function equinoxHolidaysBetween(fromOn: CivilDate, toOn: CivilDate): readonly CivilDate[] {
  requireKnownYear(fromOn);
  requireKnownYear(toOn);
  return equinoxHolidays.filter((date) => fromOn <= date && date <= toOn);
}

/** The day from which the equinox holidays of a date's year are official: 1 February of the year before (暦要項). */
export function equinoxOfficialFrom(date: CivilDate): CivilDate {
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}-02-01`;
}

function requireKnownYear(date: CivilDate): void {
  const year = Number(parseCivilDate(date).slice(0, 4));
  if (year >= HOLIDAY_YEARS.first && year <= HOLIDAY_YEARS.last) return;
  throw userError('calendar-out-of-range', `the holidays of ${year} are not known`, {
    why: `the holiday table covers ${HOLIDAY_YEARS.first} to ${HOLIDAY_YEARS.last}`,
    next: 'check the dates in the contract file',
  });
}

const equinoxHolidays: readonly CivilDate[] = Object.entries(byDate)
  .filter(([date, { name }]) => restsOnEquinox(date, name))
  .map(([date]) => date);

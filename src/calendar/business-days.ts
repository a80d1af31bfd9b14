// Business days in Japan: Monday to Friday, no national holiday, none of the provider's closures.
// Pure. A walk is bounded: closures that leave no business day are an error, never an endless loop.
import { bugError, userError } from '../base/errors.ts';
import { addDays, type CivilDate, daysBetween, earlierOf, laterOf, parseCivilDate, weekdayOf } from './civil-date.ts';
import { equinoxHolidaysBetween, equinoxOfficialFrom, holidayName } from './holidays.ts';

/** Days of every year on which a provider is closed, `MM-DD`, both included; may run over the turn of the year. */
export interface Closure {
  readonly from: string;
  readonly to: string;
}

/** The usual 年末年始. A provider's own habit or a contract file may replace it. */
export const DEFAULT_CLOSURES: readonly Closure[] = [{ from: '12-29', to: '01-03' }];
/** No walk looks at more days than this; longer closures leave no business day. */
export const BUSINESS_WALK_DAYS_MAX = 400;

export function isBusinessDay(date: CivilDate, closures: readonly Closure[] = DEFAULT_CLOSURES): boolean {
  return nonBusinessReason(date, closures) === undefined;
}

/** Why that day is not a business day: `Sunday`, `勤労感謝の日`, `closed 12-29 to 01-03`; undefined when it is one. */
export function nonBusinessReason(
  date: CivilDate,
  closures: readonly Closure[] = DEFAULT_CLOSURES,
): string | undefined {
  return weekendOrClosure(date, closures) ?? holidayName(date);
}

/** The last business day ≤ date. */
export function previousOrSame(date: CivilDate, closures: readonly Closure[] = DEFAULT_CLOSURES): CivilDate {
  return walk(date, -1, closures);
}

/** The first business day ≥ date. */
export function nextOrSame(date: CivilDate, closures: readonly Closure[] = DEFAULT_CLOSURES): CivilDate {
  return walk(date, 1, closures);
}

/** The n-th business day before the date (0: the last business day ≤ date). */
export function subtractBusinessDays(
  date: CivilDate,
  count: number,
  closures: readonly Closure[] = DEFAULT_CLOSURES,
): CivilDate {
  // From a day off, the first step lands on the business day before it: that one is already one day earlier.
  let day = date;
  for (let left = count; left > 0; left -= 1) day = walk(addDays(day, -1), -1, closures);
  return walk(day, -1, closures);
}

/** The n-th business day after the date (0: the first business day ≥ date). */
export function addBusinessDays(
  date: CivilDate,
  count: number,
  closures: readonly Closure[] = DEFAULT_CLOSURES,
): CivilDate {
  let day = date;
  for (let left = count; left > 0; left -= 1) day = walk(addDays(day, 1), 1, closures);
  return walk(day, 1, closures);
}

/**
 * Whether a business-day walk between the two dates (in any order) rests on an equinox holiday that is not yet official
 * on `todayOn`: a date in year Y is provisional until 1 February of Y−1.
 */
export function isProvisional(
  one: CivilDate,
  other: CivilDate,
  todayOn: CivilDate,
  closures: readonly Closure[] = DEFAULT_CLOSURES,
): boolean {
  const last = laterOf(one, other);
  if (daysBetween(earlierOf(one, other), last) > BUSINESS_WALK_DAYS_MAX)
    throw bugError('walk-too-long', `${one} and ${other} are too far apart to be one walk`);
  // A weekend or a closure is one whatever the almanac says.
  return equinoxHolidaysBetween(earlierOf(one, other), last).some(
    (day) => todayOn < equinoxOfficialFrom(day) && weekendOrClosure(day, closures) === undefined,
  );
}

function weekendOrClosure(date: CivilDate, closures: readonly Closure[]): string | undefined {
  const weekday = weekdayOf(date);
  if (weekday === 'Saturday' || weekday === 'Sunday') return weekday;
  const closure = closures.find((range) => contains(range, parseCivilDate(date).slice(5)));
  return closure === undefined ? undefined : `closed ${closure.from} to ${closure.to}`;
}

function contains({ from, to }: Closure, monthDay: string): boolean {
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;
}

function walk(date: CivilDate, step: 1 | -1, closures: readonly Closure[]): CivilDate {
  let day = date;
  for (let seen = 0; seen < BUSINESS_WALK_DAYS_MAX; seen += 1) {
    if (isBusinessDay(day, closures)) return day;
    day = addDays(day, step);
  }
  throw userError('no-business-day', `no business day within ${BUSINESS_WALK_DAYS_MAX} days of ${date}`, {
    why: 'the closures leave none',
    next: 'correct `closures` in the contract file',
  });
}

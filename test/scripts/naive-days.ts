// Days for the oracles: `Date` in UTC only, one day at a time, and the national holidays of 2026 to 2028 written out by hand.
// Shares nothing with src/calendar, so that both can disagree.

const DAY_MS = 86_400_000;

/** Each day is written once: the oracles walk over the same days again and again. */
const TEXTS = new Map<number, string>();

export function textOf(day: number): string {
  const known = TEXTS.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  TEXTS.set(day, text);
  return text;
}

export const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS;
export const dateOf = (day: number): number => Number(textOf(day).slice(8));
export const monthOf = (day: number): string => textOf(day).slice(0, 7);

export function lastOfMonth(day: number): number {
  let last = day;
  while (monthOf(last + 1) === monthOf(day)) last += 1;
  return last;
}

export function firstOfMonth(day: number): number {
  let first = day;
  while (monthOf(first - 1) === monthOf(day)) first -= 1;
  return first;
}

export const firstOfNextMonth = (day: number): number => lastOfMonth(day) + 1;

/** The first of the month n months after the day's own. */
export function firstOfMonthAfter(day: number, months: number): number {
  let first = firstOfMonth(day);
  for (let n = 0; n < months; n += 1) first = firstOfNextMonth(first);
  return first;
}

/** The last day of a term of n months: walk to the month, look for the corresponding day, take the one before. */
export function termEnd(start: number, months: number): number {
  const first = firstOfMonthAfter(start, months);
  for (let day = first; monthOf(day) === monthOf(first); day += 1) if (dateOf(day) === dateOf(start)) return day - 1;
  return lastOfMonth(first);
}

const HOLIDAYS = new Set(
  [
    '2026: 01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
    '2027: 01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
    '2028: 01-01 01-10 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-17 08-11 09-18 09-22 10-09 11-03 11-23',
  ].flatMap((year) =>
    year
      .slice(6)
      .split(' ')
      .map((day) => `${year.slice(0, 4)}-${day}`),
  ),
);

/** Monday to Friday, no holiday, not from 29 December to 3 January. Refuses years that are not written out above. */
export function isBusinessDay(day: number): boolean {
  const text = textOf(day);
  if (text < '2026-01-01' || text > '2028-12-31') throw new Error(`the oracle knows no holidays of ${text}`);
  const weekday = new Date(day * DAY_MS).getUTCDay();
  const monthDay = text.slice(5);
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(text) && monthDay < '12-29' && monthDay > '01-03';
}

export function lastBusinessDayBy(day: number): number {
  let found = day;
  while (!isBusinessDay(found)) found -= 1;
  return found;
}

export function firstBusinessDayFrom(day: number): number {
  let found = day;
  while (!isBusinessDay(found)) found += 1;
  return found;
}

/** The day, after `count` business days before it have been passed; from a day off, the one before it is the first. */
export function businessDaysBefore(day: number, count: number): number {
  let found = day;
  for (let left = count; left > 0; left -= 1) found = lastBusinessDayBy(found - 1);
  return lastBusinessDayBy(found);
}

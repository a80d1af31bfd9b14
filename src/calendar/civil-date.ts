// Civil dates in Japan, as ISO text: they sort, digest and print as they are. Days are civil-day.ts's; the arithmetic of
// months is Temporal's, never ours. Right in any time zone of the process; must never read the clock.
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import { userError } from '../base/errors.ts';
import { type CivilDate, isCivilDate, parseCivilDate, weekdayOf } from './civil-day.ts';

export {
  addDays,
  type CivilDate,
  civilDateInJapan,
  daysBetween,
  instantInJapan,
  isCivilDate,
  parseCivilDate,
  type Weekday,
  weekdayOf,
} from './civil-day.ts';

/** `YYYY-MM`. */
export type CivilMonth = string & { readonly __brand?: 'CivilMonth' };

/** The same text when it is a month. Throws `month-invalid`. */
export function parseCivilMonth(text: string): CivilMonth {
  if (!isCivilDate(`${text}-01`))
    throw userError('month-invalid', `"${text}" is not a month`, { next: 'write it as YYYY-MM, like 2026-12' });
  return text;
}

/** `Friday 2026-12-18`: how a person reads a deadline. */
export function formatWithWeekday(date: CivilDate): string {
  return `${weekdayOf(date)} ${parseCivilDate(date)}`;
}

/** `2026/12/18`, as Japanese forms want it. */
export function formatWithSlashes(date: CivilDate): string {
  return parseCivilDate(date).replaceAll('-', '/');
}

/** `2026年12月18日`. */
export function formatJapanese(date: CivilDate): string {
  const { year, month, day } = recordOf(date);
  return `${year}年${month}月${day}日`;
}

/** The corresponding day n months before; clamped to the month's last day (31 March − 1 month = 28 or 29 February). */
export function monthsBefore(date: CivilDate, months: number): CivilDate {
  return textOf(PlainDate.subtractMonths(recordOf(date), months));
}

/** The corresponding day n months later, clamped; from a month's last day to a month's last day. */
export function monthsAfter(date: CivilDate, months: number): CivilDate {
  const later = PlainDate.addMonths(recordOf(date), months);
  return textOf(lastDayOfMonth(monthOf(date)) === date ? PlainDate.endOfMonth(later) : later);
}

/**
 * The last day of a term of n months that begins on `startedOn`: the day before the corresponding day, or the month's
 * last day where there is no corresponding day (Civil Code 143(2)). Repeated terms are counted from the first start:
 * `termEnd(start, n * k)`, so that they do not drift.
 */
export function termEnd(startedOn: CivilDate, months: number): CivilDate {
  const start = recordOf(startedOn);
  const corresponding = PlainDate.addMonths(start, months);
  return textOf(corresponding.day === start.day ? PlainDate.subtractDays(corresponding, 1) : corresponding);
}

export function monthOf(date: CivilDate): CivilMonth {
  return parseCivilDate(date).slice(0, 7);
}

export function firstDayOfMonth(month: CivilMonth): CivilDate {
  return `${parseCivilMonth(month)}-01`;
}

export function lastDayOfMonth(month: CivilMonth): CivilDate {
  return textOf(PlainDate.endOfMonth(recordOf(firstDayOfMonth(month))));
}

/** The given day of a month, like the 20th. Throws `date-invalid` when the month has no such day. */
export function dayOfMonth(month: CivilMonth, day: number): CivilDate {
  return parseCivilDate(`${parseCivilMonth(month)}-${String(day).padStart(2, '0')}`);
}

/** n months later; negative: earlier. */
export function addMonthsTo(month: CivilMonth, months: number): CivilMonth {
  return monthOf(textOf(PlainDate.addMonths(recordOf(firstDayOfMonth(month)), months)));
}

/** Months from the first to the second; negative when the second is earlier. */
export function monthsBetween(from: CivilMonth, to: CivilMonth): number {
  return PlainDate.diffMonths(recordOf(firstDayOfMonth(from)), recordOf(firstDayOfMonth(to)));
}

export function earlierOf(one: CivilDate, other: CivilDate): CivilDate {
  return one <= other ? one : other;
}

export function laterOf(one: CivilDate, other: CivilDate): CivilDate {
  return one >= other ? one : other;
}

/** Thousands of contracts name the same few days: a record that was made once is handed out again, never changed. */
const records = new Map<string, PlainDate.Record>();
const RECORDS_KEPT_MAX = 10_000;

function recordOf(text: string): PlainDate.Record {
  const known = records.get(text);
  if (known !== undefined) return known;
  if (!isCivilDate(text))
    throw userError('date-invalid', `"${text}" is not a date`, { next: 'write it as YYYY-MM-DD, like 2026-12-31' });
  const record = PlainDate.create(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
  if (records.size >= RECORDS_KEPT_MAX) records.clear();
  records.set(text, record);
  return record;
}

function textOf(record: PlainDate.Record): CivilDate {
  if (record.year < 0 || record.year > 9999)
    throw userError('date-out-of-range', 'a date outside the years 0000 to 9999 was computed');
  return PlainDate.toString(record);
}

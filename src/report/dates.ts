// Dates, spans and money as a person reads them: with the weekday, with the days left, with separators. Pure; today and
// now arrive as arguments.
import {
  civilDateInJapan,
  daysBetween,
  instantInJapan,
  isCivilDate,
  weekdayOf,
  type CivilDate,
} from '../calendar/civil-day.ts';

/** `Thu 2026-12-31`. Text that is no date comes back as it is: a journal may hold anything. */
export function dateText(date: CivilDate): string {
  return isCivilDate(date) ? `${weekdayOf(date).slice(0, 3)} ${date}` : date;
}

/** `in 39 days`, `tomorrow`, `today`, `3 days ago`. */
export function daysLeftText(todayOn: CivilDate, date: CivilDate): string {
  const days = daysBetween(todayOn, date);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`;
}

/** `Thu 2026-12-31, in 39 days`. */
export function dateWithDaysLeft(date: CivilDate, todayOn: CivilDate): string {
  return isCivilDate(date) ? `${dateText(date)}, ${daysLeftText(todayOn, date)}` : date;
}

/** `Sun 2026-12-20 to Wed 2026-12-30`, `from …`, `until …`; undefined without either. */
export function spanText(fromOn: CivilDate | undefined, untilOn: CivilDate | undefined): string | undefined {
  if (fromOn === undefined) return untilOn === undefined ? undefined : `until ${dateText(untilOn)}`;
  return untilOn === undefined ? `from ${dateText(fromOn)}` : `${dateText(fromOn)} to ${dateText(untilOn)}`;
}

/** Dates that stand alone in prose; never part of a value, an id, a path or an instant. */
const DATE_IN_PROSE = /(?<![\w:=/.-])(?<!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6} )\d{4}-\d{2}-\d{2}(?![\w:/-])/gu;

/** A sentence whose bare dates get their weekdays. */
export function withWeekdays(sentence: string): string {
  return sentence.replace(DATE_IN_PROSE, (date) => dateText(date));
}

const MINUTE_MS = 60_000;

/** `Wed 2026-12-23 18:00 JST`, to the minute. */
export function instantText(epochMs: number): string {
  const date = civilDateInJapan(epochMs);
  const minutes = Math.floor((epochMs - instantInJapan(date)) / MINUTE_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${dateText(date)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)} JST`;
}

/** `850 ms`, `12.3 s`, `4 min 10 s`, `3 h 20 min`, `41 days 2 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 48 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'days', hours % 24, 'h');
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** `in 2 days 4 h`, `20 min ago`. */
export function untilText(nowMs: number, atMs: number): string {
  return atMs >= nowMs ? `in ${durationText(atMs - nowMs)}` : `${durationText(nowMs - atMs)} ago`;
}

/** `¥55,000`. */
export function yenText(yen: number): string {
  return `${yen < 0 ? '−' : ''}¥${thousands(Math.abs(yen))}`;
}

/** `55,000`. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 effect`, `7 effects`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

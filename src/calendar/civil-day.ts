// Days in Japan, as ISO text: read, counted, and told from instants. The calendar is ECMAScript's own, always in UTC, so
// that `status` and the reports load no calendar library; months are civil-date.ts's. Must never read the clock.
import { bugError, userError } from '../base/errors.ts';

/** `YYYY-MM-DD`, a civil date in Japan (Asia/Tokyo). */
export type CivilDate = string & { readonly __brand?: 'CivilDate' };
export type Weekday = (typeof WEEKDAYS)[number];

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const DAY_MS = 86_400_000;
/**
 * Japan's time zone as its offset: without summer time since 1952, and a named zone would load all of the time zone data
 * whenever a command starts. A test holds it against Asia/Tokyo.
 */
const JAPAN = '+09:00';
const JAPAN_MS = 9 * 3_600_000;

/** Whether the text is a date that exists, written `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // 30 February is read as 2 March: only a date that comes back as it went in exists.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The same text when it is a date that exists. Throws `date-invalid`. */
export function parseCivilDate(text: string): CivilDate {
  midnightMs(text);
  return text;
}

/** Sunday to Saturday, in English. */
export function weekdayOf(date: CivilDate): Weekday {
  return WEEKDAYS[new Date(midnightMs(date)).getUTCDay()]!;
}

/** The day n days later; negative: earlier. Throws `date-out-of-range` outside of the years 0000 to 9999. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return dayAt(midnightMs(date) + days * DAY_MS);
}

/** Days from the first to the second; negative when the second is earlier. */
export function daysBetween(fromOn: CivilDate, toOn: CivilDate): number {
  return (midnightMs(toOn) - midnightMs(fromOn)) / DAY_MS;
}

/** The civil date in Japan at an instant. */
export function civilDateInJapan(epochMs: number): CivilDate {
  return dayAt(epochMs + JAPAN_MS);
}

/** The instant, in ms since the Unix epoch, of a civil date and time of day (`HH:MM`, default midnight) in Japan. */
export function instantInJapan(date: CivilDate, time = '00:00'): number {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) throw bugError('time-invalid', `"${time}" is not a time like 10:00`);
  return Date.parse(`${parseCivilDate(date)}T${time}:00${JAPAN}`);
}

/** The UTC midnight that stands for a day while it is counted with. */
function midnightMs(date: string): number {
  if (!isCivilDate(date))
    throw userError('date-invalid', `"${date}" is not a date`, { next: 'write it as YYYY-MM-DD, like 2026-12-31' });
  return Date.parse(`${date}T00:00:00Z`);
}

function dayAt(ms: number): CivilDate {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 0 || at.getUTCFullYear() > 9999)
    throw userError('date-out-of-range', 'a date outside the years 0000 to 9999 was computed');
  return at.toISOString().slice(0, 10);
}

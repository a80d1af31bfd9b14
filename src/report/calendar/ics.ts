// A calendar file (RFC 5545) that can be written again and again: an entry that says the same stays as it was, to the
// byte; one that changed gets the next SEQUENCE and a new stamp; one that is no longer wanted stays for a while as
// cancelled, so that calendars which have imported it take it away. Pure.
import { sha256Hex } from '../../base/canonical-json.ts';
import { addDays, civilDateInJapan, type CivilDate } from '../../calendar/civil-date.ts';
import type { CalendarEntry, WrittenEntry } from './entry.ts';
import { icsFile, icsText } from './ics-lines.ts';

export const PRODID = '-//kaiyaku//kaiyaku calendar 1//EN';
const DIGEST_PROPERTY = 'X-KAIYAKU-DIGEST';
/** A cancelled entry stays in the file until so many days after its stamp. */
export const CANCELLED_KEPT_DAYS = 180;

/** The next text of the file, after `before` (what it held until now). */
export function calendarText(
  entries: readonly CalendarEntry[],
  before: readonly WrittenEntry[],
  nowMs: number,
): string {
  const known = new Map(before.map((one) => [one.uid, one]));
  const wanted = entries.map((entry) => revised(entry, known.get(entry.uid), nowMs));
  const uids = new Set(wanted.map(({ uid }) => uid));
  const gone = before.filter(({ uid }) => !uids.has(uid)).flatMap((one) => cancelled(one, nowMs));
  const all = [...wanted, ...gone].toSorted((one, other) => (one.uid < other.uid ? -1 : 1));
  return icsFile([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${PRODID}`,
    'CALSCALE:GREGORIAN',
    'NAME:kaiyaku',
    'X-WR-CALNAME:kaiyaku',
    'X-WR-TIMEZONE:Asia/Tokyo',
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    ...all.flatMap(eventLines),
    'END:VCALENDAR',
  ]);
}

function revised(entry: CalendarEntry, before: WrittenEntry | undefined, nowMs: number): WrittenEntry {
  const lines = linesOf(entry);
  const digest = sha256Hex(lines.join('\n')).slice(0, 32);
  if (before !== undefined && !before.cancelled && before.digest === digest) return { ...before, lines };
  const sequence = before === undefined ? 0 : before.sequence + 1;
  return { uid: entry.uid, sequence, stampMs: wholeSecond(nowMs), cancelled: false, digest, lines };
}

/** Cancelled once, then left as it is until it is forgotten. Alarms go at once. */
function cancelled(one: WrittenEntry, nowMs: number): WrittenEntry[] {
  if (!one.cancelled)
    return [
      {
        ...one,
        cancelled: true,
        sequence: one.sequence + 1,
        stampMs: wholeSecond(nowMs),
        lines: withoutAlarms(one.lines),
      },
    ];
  const forgottenOn = addDays(civilDateInJapan(one.stampMs), CANCELLED_KEPT_DAYS);
  return civilDateInJapan(nowMs) > forgottenOn ? [] : [one];
}

const withoutAlarms = (lines: readonly string[]): string[] => {
  const from = lines.indexOf('BEGIN:VALARM');
  return from === -1 ? [...lines] : lines.slice(0, from);
};

function eventLines({ uid, sequence, stampMs, cancelled, digest, lines }: WrittenEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${icsText(uid)}`,
    `DTSTAMP:${utcText(stampMs)}`,
    `LAST-MODIFIED:${utcText(stampMs)}`,
    `SEQUENCE:${sequence}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `${DIGEST_PROPERTY}:${digest}`,
    ...lines,
    'END:VEVENT',
  ];
}

function linesOf({ on, summary, description, categories, alarmsAtMs }: CalendarEntry): string[] {
  return [
    `DTSTART;VALUE=DATE:${basicDate(on)}`,
    `DTEND;VALUE=DATE:${basicDate(addDays(on, 1))}`,
    `SUMMARY:${icsText(summary)}`,
    `DESCRIPTION:${icsText(description)}`,
    `CATEGORIES:${categories.map(icsText).join(',')}`,
    'TRANSP:TRANSPARENT',
    ...alarmsAtMs.flatMap((atMs) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${icsText(summary)}`,
      `TRIGGER;VALUE=DATE-TIME:${utcText(atMs)}`,
      'END:VALARM',
    ]),
  ];
}

const basicDate = (date: CivilDate): string => date.replaceAll('-', '');
const wholeSecond = (ms: number): number => Math.floor(ms / 1_000) * 1_000;

/** `20261231T000000Z`. */
export const utcText = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replaceAll(/[-:]/gu, '')
    .replace(/\.\d+Z$/u, 'Z');

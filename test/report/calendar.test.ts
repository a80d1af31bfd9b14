// The calendar file: read by a reader that knows only the standard, and written again and again.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KaiyakuError } from '../../src/base/errors.ts';
import type { CalendarEntry } from '../../src/report/calendar/entry.ts';
import { CANCELLED_KEPT_DAYS, calendarText } from '../../src/report/calendar/ics.ts';
import { foldedLine, icsText, unfoldedLines } from '../../src/report/calendar/ics-lines.ts';
import { readCalendar } from '../../src/report/calendar/read-ics.ts';
import { dayOf, readIcs, textOf, valueOf } from './strict-ics.ts';

const NOW_MS = Date.parse('2026-12-01T01:02:03.456Z');
const DAY_MS = 86_400_000;
const entry = (uid: string, more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid,
  on: '2026-12-18',
  summary: '[fgt-prod] SF1: 解約の受理, by the 20th; or later\\no',
  description: 'one\ntwo; three, four\\five',
  categories: ['kaiyaku', 'sakura-fortigate'],
  alarmsAtMs: [Date.parse('2026-12-17T00:00:00Z'), Date.parse('2026-12-18T00:00:00Z')],
  ...more,
});
const again = (entries: readonly CalendarEntry[], before: string, nowMs: number): string =>
  calendarText(entries, readCalendar(before, 'x.ics'), nowMs);
const eventOf = (text: string, uid: string) => readIcs(text).children.find((one) => valueOf(one, 'UID') === uid)!;

test('an entry says what it was given', () => {
  const event = eventOf(calendarText([entry('a@kaiyaku')], [], NOW_MS), 'a@kaiyaku');
  expect(textOf(event, 'SUMMARY')).toBe(entry('').summary);
  expect(textOf(event, 'DESCRIPTION')).toBe(entry('').description);
  expect(dayOf(event, 'DTSTART')).toBe('2026-12-18');
  expect(event.children.map((alarm) => valueOf(alarm, 'TRIGGER'))).toEqual(['20261217T000000Z', '20261218T000000Z']);
  expect(valueOf(event, 'DTSTAMP')).toBe('20261201T010203Z');
  expect(valueOf(event, 'SEQUENCE')).toBe('0');
});

describe('written again', () => {
  const first = calendarText([entry('a'), entry('b')], [], NOW_MS);

  test('unchanged it is the same file, whenever that is', () => {
    expect(again([entry('b'), entry('a')], first, NOW_MS + 30 * DAY_MS)).toBe(first);
  });

  test('a moved deadline moves its entry and nothing else', () => {
    const moved = again([entry('a', { on: '2026-12-21' }), entry('b')], first, NOW_MS + DAY_MS);
    const [a, b] = [eventOf(moved, 'a'), eventOf(moved, 'b')];
    expect([dayOf(a, 'DTSTART'), valueOf(a, 'SEQUENCE'), valueOf(a, 'DTSTAMP')]).toEqual([
      '2026-12-21',
      '1',
      '20261202T010203Z',
    ]);
    expect([valueOf(b, 'SEQUENCE'), valueOf(b, 'DTSTAMP')]).toEqual(['0', '20261201T010203Z']);
  });

  test('what is gone is cancelled once, silent, and forgotten after a time; what comes back is confirmed', () => {
    const gone = again([entry('b')], first, NOW_MS + DAY_MS);
    const a = eventOf(gone, 'a');
    expect([valueOf(a, 'STATUS'), valueOf(a, 'SEQUENCE'), a.children]).toEqual(['CANCELLED', '1', []]);
    expect(again([entry('b')], gone, NOW_MS + 2 * DAY_MS)).toBe(gone);
    const back = eventOf(again([entry('a'), entry('b')], gone, NOW_MS + 2 * DAY_MS), 'a');
    expect([valueOf(back, 'STATUS'), valueOf(back, 'SEQUENCE'), back.children.length]).toEqual(['CONFIRMED', '2', 2]);
    const kept = again([entry('b')], gone, NOW_MS + (CANCELLED_KEPT_DAYS + 1) * DAY_MS);
    expect(eventOf(kept, 'a')).toBeDefined();
    const forgotten = again([entry('b')], gone, NOW_MS + (CANCELLED_KEPT_DAYS + 2) * DAY_MS);
    expect(eventOf(forgotten, 'a')).toBeUndefined();
  });

  test.each([
    ['of another program', first.replace(/PRODID:.*\r\n/u, 'PRODID:-//Other//EN\r\n')],
    ['with an entry that is not ours', first.replace(/X-KAIYAKU-DIGEST:.*\r\n/u, '')],
    ['that is no calendar', 'hello'],
    ['that is empty', ''],
  ])('a file %s is left alone', (_, text) => {
    const attempt = () => readCalendar(text, 'x.ics');
    expect(attempt).toThrow(KaiyakuError);
    expect(attempt).toThrow(/x\.ics is not a calendar that kaiyaku wrote/u);
  });
});

describe('any text', () => {
  test('survives folding and escaping', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const clean = text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '');
        const file = calendarText([entry('a', { summary: `.${clean}`, description: clean })], [], NOW_MS);
        const event = eventOf(file, 'a');
        expect(textOf(event, 'SUMMARY')).toBe(`.${clean}`);
        expect(textOf(event, 'DESCRIPTION')).toBe(clean);
        // Our own reader sees the same file.
        expect(again([entry('a', { summary: `.${clean}`, description: clean })], file, NOW_MS + DAY_MS)).toBe(file);
      }),
    );
  });
  test('folded, has no line above 75 octets and unfolds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (text) => {
        const line = `X:${icsText(text)}`;
        const folded = foldedLine(line);
        for (const part of folded.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
        expect(unfoldedLines(folded)).toEqual([line]);
      }),
    );
  });
});

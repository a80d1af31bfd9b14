// Civil dates: the month arithmetic of the terms, and independence of the process's time zone.
import { type Arbitrary, assert as assertProperty, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonthsTo,
  type CivilDate,
  civilDateInJapan,
  dayOfMonth,
  daysBetween,
  formatJapanese,
  formatWithSlashes,
  formatWithWeekday,
  instantInJapan,
  isCivilDate,
  lastDayOfMonth,
  monthOf,
  monthsAfter,
  monthsBefore,
  monthsBetween,
  parseCivilDate,
  parseCivilMonth,
  termEnd,
  weekdayOf,
} from '../../src/calendar/civil-date.ts';
import { inTimeZones, TIME_ZONES_MS_MAX } from './in-time-zones.ts';

const anyDate: Arbitrary<CivilDate> = integer({ min: 0, max: 40_000 }).map((days) =>
  new Date(Date.UTC(1990, 0, 1) + days * 86_400_000).toISOString().slice(0, 10),
);

describe('reading dates', () => {
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '2026-01-01T00:00',
    '',
    '２０２６-01-01',
  ])('refuses %j', (text) => {
    expect(isCivilDate(text)).toBe(false);
    expect(() => parseCivilDate(text)).toThrowError(expect.objectContaining({ code: 'date-invalid' }));
  });

  it('takes the 29th of February in leap years only', () => {
    expect(parseCivilDate('2028-02-29')).toBe('2028-02-29');
    expect(isCivilDate('2100-02-29')).toBe(false);
    expect(isCivilDate('2000-02-29')).toBe(true);
  });

  it('refuses a month that does not exist', () => {
    expect(parseCivilMonth('2026-12')).toBe('2026-12');
    expect(() => parseCivilMonth('2026-13')).toThrowError(expect.objectContaining({ code: 'month-invalid' }));
    expect(() => dayOfMonth('2026-02', 30)).toThrowError(expect.objectContaining({ code: 'date-invalid' }));
  });

  it('refuses to leave the four-digit years', () => {
    expect(() => addDays('9999-12-31', 1)).toThrowError(expect.objectContaining({ code: 'date-out-of-range' }));
  });

  it('prints dates as people and forms want them', () => {
    expect(weekdayOf('2026-12-20')).toBe('Sunday');
    expect(formatWithWeekday('2026-12-18')).toBe('Friday 2026-12-18');
    expect(formatWithSlashes('2015-05-29')).toBe('2015/05/29');
    expect(formatJapanese('2026-02-03')).toBe('2026年2月3日');
  });
});

describe('months', () => {
  it.each([
    ['2027-03-31', 1, '2027-02-28'],
    ['2028-03-31', 1, '2028-02-29'],
    ['2028-03-30', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-01-28'],
  ])('%s − %i month = %s (clamped)', (date, months, expected) => {
    expect(monthsBefore(date, months)).toBe(expected);
  });

  it.each([
    ['2027-11-30', 3, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-31'],
    ['2028-02-28', 1, '2028-03-28'],
    ['2026-01-30', 1, '2026-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s + %i months = %s (end of month stays end of month)', (date, months, expected) => {
    expect(monthsAfter(date, months)).toBe(expected);
  });

  it.each([
    ['2025-12-15', 12, '2026-12-14'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-04-01', 12, '2027-03-31'],
    ['2026-08-30', 6, '2027-02-28'],
    ['2027-03-01', 12, '2028-02-29'],
  ])('a term from %s over %i months ends on %s (Civil Code 143(2))', (startedOn, months, expected) => {
    expect(termEnd(startedOn, months)).toBe(expected);
  });

  it('counts months and walks over the turn of the year', () => {
    expect(addMonthsTo('2026-12', 1)).toBe('2027-01');
    expect(addMonthsTo('2027-01', -1)).toBe('2026-12');
    expect(monthsBetween('2026-11', '2027-02')).toBe(3);
    expect(monthsBetween('2027-02', '2026-11')).toBe(-3);
    expect(lastDayOfMonth('2028-02')).toBe('2028-02-29');
  });

  it('agrees with a day-by-day count', { timeout: 60_000 }, () => {
    assertProperty(
      property(anyDate, integer({ min: 1, max: 130 }), (startedOn, months) => {
        // By hand: walk until the corresponding day, or until the month is over without one.
        const [year, month, day] = startedOn.split('-').map(Number) as [number, number, number];
        const zeroBased = month - 1 + months;
        const target = `${year + Math.floor(zeroBased / 12)}-${String((zeroBased % 12) + 1).padStart(2, '0')}`;
        let date = startedOn;
        while (!date.startsWith(target)) date = addDays(date, 1);
        while (Number(date.slice(8)) < day && addDays(date, 1).startsWith(target)) date = addDays(date, 1);
        const corresponding = Number(date.slice(8)) === day;
        expect(termEnd(startedOn, months)).toBe(corresponding ? addDays(date, -1) : date);
      }),
      { numRuns: 60 },
    );
  });

  it('adds and counts days the same way', () => {
    assertProperty(
      property(anyDate, integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(monthOf(date)).toBe(date.slice(0, 7));
      }),
    );
  });
});

describe('instants', () => {
  it('take the day in Japan, whatever the zone of the process', { timeout: TIME_ZONES_MS_MAX }, async () => {
    const script = `
      import { civilDateInJapan, instantInJapan, addDays, termEnd } from './src/calendar/civil-date.ts';
      console.log(JSON.stringify([
        civilDateInJapan(Date.UTC(2026, 11, 20, 14, 59, 59, 999)), civilDateInJapan(Date.UTC(2026, 11, 20, 15)),
        instantInJapan('2026-12-21'), instantInJapan('2026-12-18', '17:00'), addDays('2026-03-08', 1), termEnd('2026-10-31', 1),
      ]));`;
    const expected = [
      '2026-12-20',
      '2026-12-21',
      Date.UTC(2026, 11, 20, 15),
      Date.UTC(2026, 11, 18, 8),
      '2026-03-09',
      '2026-11-30',
    ];
    const outputs = await inTimeZones(script);
    expect(Object.keys(outputs)).toHaveLength(4);
    for (const output of Object.values(outputs)) expect(JSON.parse(output)).toEqual(expected);
  });

  it('round-trip', () => {
    assertProperty(
      property(anyDate, (date) => {
        expect(civilDateInJapan(instantInJapan(date))).toBe(date);
        expect(civilDateInJapan(instantInJapan(date) - 1)).toBe(addDays(date, -1));
      }),
    );
  });
});

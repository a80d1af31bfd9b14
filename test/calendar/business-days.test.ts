// Business days against the published holidays of three years, closures over New Year, and provisional equinox days.
import { assert as assertProperty, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isBusinessDay,
  isProvisional,
  nextOrSame,
  nonBusinessReason,
  previousOrSame,
  subtractBusinessDays,
} from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate, weekdayOf } from '../../src/calendar/civil-date.ts';
import { HOLIDAY_YEARS, holidayName, isEquinoxHoliday } from '../../src/calendar/holidays.ts';

const SAKURA = [{ from: '12-29', to: '01-04' }];
/** 国民の祝日に関する法律: the days of 2026 to 2028, written down independently of the table in use. */
const HOLIDAYS = `
2026-01-01 2026-01-12 2026-02-11 2026-02-23 2026-03-20 2026-04-29 2026-05-03 2026-05-04 2026-05-05 2026-05-06 2026-07-20
2026-08-11 2026-09-21 2026-09-22 2026-09-23 2026-10-12 2026-11-03 2026-11-23
2027-01-01 2027-01-11 2027-02-11 2027-02-23 2027-03-21 2027-03-22 2027-04-29 2027-05-03 2027-05-04 2027-05-05 2027-07-19
2027-08-11 2027-09-20 2027-09-23 2027-10-11 2027-11-03 2027-11-23
2028-01-01 2028-01-10 2028-02-11 2028-02-23 2028-03-20 2028-04-29 2028-05-03 2028-05-04 2028-05-05 2028-07-17 2028-08-11
2028-09-18 2028-09-22 2028-10-09 2028-11-03 2028-11-23`
  .trim()
  .split(/\s+/);

describe('holidays', () => {
  it('are those of the law in 2026, 2027 and 2028', () => {
    const found: CivilDate[] = [];
    for (let day = '2026-01-01'; day < '2029-01-01'; day = addDays(day, 1))
      if (holidayName(day) !== undefined) found.push(day);
    expect(found).toEqual(HOLIDAYS);
  });

  it('are refused beyond the years that the table holds', () => {
    expect(holidayName(`${HOLIDAY_YEARS.last}-12-31`)).toBeUndefined();
    for (const date of [`${HOLIDAY_YEARS.last + 1}-01-01`, `${HOLIDAY_YEARS.first - 1}-12-31`])
      expect(() => holidayName(date)).toThrowError(expect.objectContaining({ code: 'calendar-out-of-range' }));
  });

  it('know which of them rest on an equinox', () => {
    const resting = HOLIDAYS.filter(isEquinoxHoliday);
    expect(resting).toEqual([
      '2026-03-20',
      '2026-09-22',
      '2026-09-23',
      '2027-03-21',
      '2027-03-22',
      '2027-09-23',
      '2028-03-20',
      '2028-09-22',
    ]);
  });
});

describe('business days', () => {
  it.each([
    ['2026-12-18', undefined],
    ['2026-12-19', 'Saturday'],
    ['2026-12-20', 'Sunday'],
    ['2026-11-23', '勤労感謝の日'],
    ['2026-05-06', 'こどもの日 振替休日'],
    ['2026-12-29', 'closed 12-29 to 01-03'],
    ['2027-01-01', 'closed 12-29 to 01-03'],
    ['2027-01-04', undefined],
  ])('%s: %s', (date, reason) => {
    expect(nonBusinessReason(date)).toBe(reason);
    expect(isBusinessDay(date)).toBe(reason === undefined);
  });

  it('follow the provider’s closures, also over the turn of the year', () => {
    expect(isBusinessDay('2027-01-04', SAKURA)).toBe(false);
    expect(previousOrSame('2027-01-04', SAKURA)).toBe('2026-12-28');
    expect(nextOrSame('2026-12-29', SAKURA)).toBe('2027-01-05');
    expect(isBusinessDay('2026-12-29', [])).toBe(true);
  });

  it('walk in both directions and count', () => {
    expect(previousOrSame('2026-12-20')).toBe('2026-12-18');
    expect(nextOrSame('2026-11-21')).toBe('2026-11-24');
    expect(subtractBusinessDays('2026-12-18', 5)).toBe('2026-12-11');
    expect(subtractBusinessDays('2026-12-20', 0)).toBe('2026-12-18');
    expect(subtractBusinessDays('2026-12-20', 1)).toBe('2026-12-18');
    expect(subtractBusinessDays('2027-01-05', 1, SAKURA)).toBe('2026-12-28');
  });

  it('end with an error when the closures leave none', () => {
    const always = [{ from: '01-01', to: '12-31' }];
    expect(() => previousOrSame('2026-12-18', always)).toThrowError(
      expect.objectContaining({ code: 'no-business-day', kind: 'user' }),
    );
  });

  it('hold for every day: the walk lands on the nearest one and skips none', () => {
    const day = integer({ min: 0, max: 7000 }).map((n) => addDays('2020-01-01', n));
    assertProperty(
      property(day, integer({ min: 0, max: 30 }), (date, count) => {
        const back = previousOrSame(date, SAKURA);
        expect(isBusinessDay(back, SAKURA)).toBe(true);
        for (let between = addDays(back, 1); between <= date; between = addDays(between, 1))
          expect(isBusinessDay(between, SAKURA)).toBe(false);
        const earlier = subtractBusinessDays(date, count, SAKURA);
        let passed = 0;
        for (let between = earlier; between < date; between = addDays(between, 1))
          if (isBusinessDay(between, SAKURA)) passed += 1;
        expect(passed).toBe(earlier === date ? 0 : Math.max(count, 1));
        expect(['Saturday', 'Sunday']).not.toContain(weekdayOf(earlier));
      }),
      { numRuns: 200 },
    );
  });
});

describe('provisional dates', () => {
  it('rest on an equinox holiday of a year whose almanac is not yet out', () => {
    // 2028-03-20 is a Monday: walking back over it depends on it.
    expect(isProvisional('2028-03-17', '2028-03-20', '2026-11-22')).toBe(true);
    expect(isProvisional('2028-03-20', '2028-03-17', '2027-01-31')).toBe(true);
    expect(isProvisional('2028-03-17', '2028-03-20', '2027-02-01')).toBe(false);
  });

  it('do not rest on other holidays, nor on an equinox that is a weekend or closed anyway', () => {
    expect(isProvisional('2028-04-28', '2028-05-08', '2026-11-22')).toBe(false);
    expect(isProvisional('2027-03-19', '2027-03-21', '2025-11-22')).toBe(false);
    expect(isProvisional('2027-03-19', '2027-03-22', '2025-11-22')).toBe(true);
    expect(isProvisional('2028-03-17', '2028-03-20', '2026-11-22', [{ from: '03-20', to: '03-20' }])).toBe(false);
  });
});

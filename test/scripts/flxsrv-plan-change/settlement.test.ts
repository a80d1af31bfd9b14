// FX3 and FX4 by their worked examples: months side by side, new terms, bills and extensions in every reading.
import { describe, expect, it } from 'vitest';
import {
  freeDays,
  newTermEndsOn,
  newTermMonths,
  newTermStartsOn,
  openLatestOn,
  parallelUntil,
  usualOldEnd,
} from '../../../scripts/flxsrv-plan-change/new-term.ts';
import {
  balanceOf,
  extensionMonths,
  monthlyShareOf,
  monthsLeftByReading,
  monthsLeftFrom,
  monthsLeftReadings,
  rangeOf,
  settle,
  settlementsOf,
} from '../../../scripts/flxsrv-plan-change/settlement.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';
import { example, monthlyNew, NOVEMBER, yearlyNew, yearlyOld } from './contracts.ts';

const DATES = { openedOn: '2026-11-24', requestedOn: '2026-11-10' };

describe('FX3: side by side', () => {
  it.each([
    ['2026-11-24', '2026-12-24', '2026-12-31'],
    ['2026-11-01', '2026-12-01', '2026-12-31'],
    ['2026-11-30', '2026-12-31', '2026-12-31'],
    ['2027-01-28', '2027-02-28', '2027-02-28'],
    ['2027-01-31', '2027-02-28', '2027-02-28'],
    ['2027-02-28', '2027-03-31', '2027-03-31'],
    ['2028-01-31', '2028-02-29', '2028-02-29'],
    ['2028-02-29', '2028-03-31', '2028-03-31'],
    ['2026-12-15', '2027-01-15', '2027-01-31'],
  ])('opened %s → the old plan may end on %s, in practice on %s', (openedOn, until, usual) => {
    expect(parallelUntil(openedOn)).toBe(until);
    expect(usualOldEnd(openedOn)).toBe(usual);
  });

  it.each([
    ['2027-06-30', '2027-05-31'],
    ['2027-03-31', '2027-02-28'],
    ['2027-03-30', '2027-02-27'],
    ['2027-02-28', '2027-01-31'],
    ['2028-02-29', '2028-01-31'],
    ['2026-12-31', '2026-11-30'],
  ])('an old plan that is paid to %s is left in time when the new one opens by %s', (endsOn, openBy) => {
    expect(openLatestOn(endsOn)).toBe(openBy);
    expect(parallelUntil(openBy) <= endsOn).toBe(true);
    expect(parallelUntil(addDays(openBy, 1)) > endsOn).toBe(true);
  });
});

describe('FX3: the new term', () => {
  it.each([
    [0, '2027-11-30'],
    [1, '2027-12-31'],
    [3, '2028-02-29'],
    [5, '2028-04-30'],
    [8, '2028-07-31'],
  ])('opened on 2026-11-24 and %i months longer ends on %s', (extension, endsOn) => {
    const startsOn = newTermStartsOn('2026-11-24');
    expect(startsOn).toBe('2026-12-01');
    expect(newTermEndsOn(startsOn, 12, extension)).toBe(endsOn);
  });

  it('is free to the end of the month of the opening', () => {
    expect([freeDays('2026-11-24'), freeDays('2026-11-01'), freeDays('2026-11-30')]).toEqual([7, 30, 1]);
    expect(newTermStartsOn('2026-12-31')).toBe('2027-01-01');
  });

  it('is a year from a yearly plan or for a yearly one, and a month from monthly to monthly', () => {
    expect(newTermMonths(example('yearly-to-monthly'))).toBe(12);
    expect(newTermMonths(example('yearly-to-yearly'))).toBe(12);
    expect(newTermMonths(example('monthly-to-monthly'))).toBe(1);
    expect(newTermMonths(example('monthly-to-monthly', { newPlan: yearlyNew(17_820) }))).toBe(12);
  });
});

describe('FX4: one settlement', () => {
  it.each([
    // old yearly, months left, new price, new yearly, balance, bill, months longer
    [17_820, 5, 17_820, 17_820, 10_395, 10_395, 0],
    [17_820, 7, 1_836, 22_032, -8_559, 0, 5],
    [17_820, 7, 22_032, 22_032, 11_637, 11_637, 0],
    [32_400, 7, 17_820, 17_820, -1_080, 0, 1],
    [10_000, 7, 17_820, 17_820, 11_982, 11_982, 0],
    [17_820, 12, 17_820, 17_820, 0, 0, 0],
    [38_880, 11, 17_820, 17_820, -17_820, 0, 12],
    [35_640, 9, 18_150, 18_150, -8_580, 0, 6],
    [17_820, 5, 1_836, 22_032, -5_589, 0, 4],
    [32_400, 0, 17_820, 17_820, 17_820, 17_820, 0],
  ])(
    'old %i, %i months left, new %i (a year %i) → %i, so %i yen and %i months longer',
    (old, left, yen, yearly, ...want) => {
      const {
        balanceYen,
        billYen,
        extensionMonths: longer,
      } = settle(old, { months: left, counted: ['as counted'] }, { yen, yearly });
      expect([balanceYen, billYen, longer]).toEqual(want);
      expect(balanceOf(yen, old, left)).toBe(want[0]);
    },
  );

  it('shows its formula, with every rounding', () => {
    const of = (old: number, months: number, yen: number, yearly: number) =>
      settle(old, { months, counted: [] }, { yen, yearly }).formula;
    expect(of(17_820, 5, 17_820, 17_820)).toBe('17820 − ceil(17820 ÷ 12) × 5 = 17820 − 1485 × 5 = 10395');
    expect(of(32_400, 7, 17_820, 17_820)).toBe(
      '17820 − ceil(32400 ÷ 12) × 7 = 17820 − 2700 × 7 = −1080 → bill 0, and ceil(1080 ÷ ceil(17820 ÷ 12)) = ceil(1080 ÷ 1485) = 1 month longer',
    );
  });

  it('rounds a twelfth up before it is multiplied', () => {
    expect([monthlyShareOf(10_000), monthlyShareOf(18_150), monthlyShareOf(17_820), monthlyShareOf(1)]).toEqual([
      834, 1_513, 1_485, 1,
    ]);
  });

  it('follows no extension that only a mistyped price can give', () => {
    expect(extensionMonths(-1_200, 12)).toBe(1_200);
    expect(() => extensionMonths(-1_201, 12)).toThrowError(expect.objectContaining({ code: 'extension-out-of-range' }));
  });
});

describe('FX4: months left', () => {
  it('has three readings; those that come to one number stand together', () => {
    expect(monthsLeftByReading(DATES, '2027-06-30')).toEqual({
      'after-opening': 7,
      'after-parallel': 6,
      'after-request': 7,
    });
    expect(monthsLeftReadings(DATES, '2027-06-30')).toEqual([
      { months: 7, counted: ['from the month after the opening', 'from the month after the request'] },
      { months: 6, counted: ['from the month after the parallel month'] },
    ]);
    expect(
      monthsLeftReadings({ ...DATES, requestedOn: '2026-10-31' }, '2027-06-30').map(({ months }) => months),
    ).toEqual([7, 6, 8]);
  });

  it.each([
    ['2026-12', '2027-06-30', 7],
    ['2027-06', '2027-06-30', 1],
    ['2027-07', '2027-06-30', 0],
    ['2028-01', '2027-06-30', 0],
    ['2027-06', '2027-06-29', 0],
    ['2028-02', '2028-02-29', 1],
    ['2028-02', '2028-02-28', 0],
    ['2026-12', '2027-01-31', 2],
  ])('from %s to %s are %i whole months', (from, endsOn, months) => {
    expect(monthsLeftFrom(from, endsOn)).toBe(months);
  });
});

describe('FX4: every reading of a contract', () => {
  it('from yearly to monthly: three ways to count by two prices', () => {
    const contract = example('yearly-to-monthly', { dates: NOVEMBER, oldPlan: yearlyOld(17_820, '2027-06-30') });
    const all = settlementsOf(contract, { openedOn: '2026-11-24', requestedOn: '2026-10-30' });
    expect(all.map(({ billYen, extensionMonths: longer }) => [billYen, longer])).toEqual([
      [0, 5],
      [0, 4],
      [0, 6],
      [11_637, 0],
      [13_122, 0],
      [10_152, 0],
    ]);
    expect(rangeOf(all, 'billYen')).toEqual({ least: 0, most: 13_122 });
    expect(rangeOf(all, 'extensionMonths')).toEqual({ least: 0, most: 6 });
  });

  it('narrows by what the provider answered', () => {
    const contract = example('yearly-to-monthly', {
      oldPlan: yearlyOld(17_820, '2027-06-30'),
      newPlan: monthlyNew(1_836),
      agreed: { monthsLeft: 7, price: 'twelve-fees' },
    });
    expect(settlementsOf(contract, DATES)).toMatchObject([{ billYen: 11_637, extensionMonths: 0 }]);
    const one = { ...contract, agreed: { price: 'one-fee' as const } };
    expect(settlementsOf(one, DATES).map(({ extensionMonths: longer }) => longer)).toEqual([5, 4]);
  });

  it('of a monthly old plan there is none', () => {
    expect(settlementsOf(example('monthly-to-monthly'), DATES)).toEqual([]);
    expect(() => rangeOf([], 'billYen')).toThrowError(expect.objectContaining({ code: 'no-settlement' }));
  });
});

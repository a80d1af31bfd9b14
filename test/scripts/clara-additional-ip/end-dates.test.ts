// CL7, CL8 and CL10: the worked examples of the rules, and the tables of the fact sheet.
import { describe, expect, it } from 'vitest';
import {
  arriveBy,
  endByArrivalAlone,
  endReceivedOn,
  minimumTermEnd,
  missingMonths,
  windowOf,
} from '../../../scripts/clara-additional-ip/end-dates.ts';
import {
  monthsLeft,
  noPlanChange,
  planChangeCosts,
  upgradeYen,
} from '../../../scripts/clara-additional-ip/plan-change.ts';
import { DEFAULT_CLOSURES } from '../../../src/calendar/business-days.ts';
import { addDays, lastDayOfMonth } from '../../../src/calendar/civil-date.ts';
import { bare, example } from './contracts.ts';

const TODAY = '2026-11-22';
const window = (changes: Parameters<typeof bare>[0]) => windowOf(bare(changes), TODAY, DEFAULT_CLOSURES);

describe('CL7: when the form arrives', () => {
  it.each([
    // wanted, must arrive by, last business day, ends, a day late it ends
    ['2026-12', '2026-11-30', '2026-11-30', '2026-12-31', '2027-01-31'],
    ['2027-01', '2026-12-31', '2026-12-28', '2027-01-31', '2027-02-28'],
    ['2027-02', '2027-01-31', '2027-01-29', '2027-02-28', '2027-03-31'],
    ['2027-03', '2027-02-28', '2027-02-26', '2027-03-31', '2027-04-30'],
    ['2027-05', '2027-04-30', '2027-04-30', '2027-05-31', '2027-06-30'],
    ['2027-11', '2027-10-31', '2027-10-29', '2027-11-30', '2027-12-31'],
    // To and from a leap day, and over Golden Week.
    ['2028-02', '2028-01-31', '2028-01-31', '2028-02-29', '2028-03-31'],
    ['2028-03', '2028-02-29', '2028-02-29', '2028-03-31', '2028-04-30'],
    ['2027-06', '2027-05-31', '2027-05-31', '2027-06-30', '2027-07-31'],
  ])('wanted %s: by %s, so on %s; it ends on %s, a day late on %s', (endMonth, byOn, latestOn, endsOn, lateOn) => {
    expect(arriveBy(endMonth)).toBe(byOn);
    expect(window({ endMonth })).toMatchObject({ acceptByOn: byOn, applyLatestOn: latestOn, endsOn });
    expect(endReceivedOn(byOn, endMonth)).toBe(endsOn);
    expect(endReceivedOn(addDays(byOn, 1), endMonth)).toBe(lateOn);
  });

  it('within the month before, both readings give the same end', () => {
    const { acceptFromOn, acceptByOn } = window({ endMonth: '2027-02' });
    expect([acceptFromOn, acceptByOn]).toEqual(['2027-01-01', '2027-01-31']);
    for (let day = acceptFromOn; day <= acceptByOn; day = addDays(day, 1)) {
      expect(endReceivedOn(day, '2027-02')).toBe('2027-02-28');
      expect(endByArrivalAlone(day)).toBe('2027-02-28');
    }
    expect(endReceivedOn('2026-12-31', '2027-02')).toBe('2027-02-28');
    expect(endByArrivalAlone('2026-12-31')).toBe('2027-01-31');
  });

  it('opens with the month before, with the opening, or as early as Clara has confirmed', () => {
    expect(window({ endMonth: '2027-02' }).applyFromOn).toBe('2027-01-04');
    expect(window({ endMonth: '2027-05', openedOn: '2027-04-10' })).toMatchObject({
      acceptFromOn: '2027-04-10',
      applyFromOn: '2027-04-12',
    });
    expect(window({ endMonth: '2027-05', formMayArriveEarly: true }).acceptFromOn).toBe('2026-11-10');
    // A wide margin recommends no day that could end it early.
    expect(window({ endMonth: '2027-05', marginBusinessDays: 60 }).applyRecommendedOn).toBe('2027-04-01');
    expect(window({ endMonth: '2027-02' }).applyRecommendedOn).toBe('2027-01-22');
  });

  it('is provisional while an equinox holiday lies in the window', () => {
    expect(window({ endMonth: '2028-04', marginBusinessDays: 10 }).provisional).toBe(true);
    expect(window({ endMonth: '2027-04', marginBusinessDays: 10 }).provisional).toBe(false);
  });
});

describe('CL8: the minimum term', () => {
  it.each([
    ['2026-04-10', 3, '2026-07-31', '2026-06-30', 1],
    ['2026-11-10', 12, '2027-11-30', '2027-05-31', 6],
    ['2026-11-10', 6, '2027-05-31', '2027-05-31', 0],
    ['2026-01-31', 1, '2026-02-28', '2026-02-28', 0],
    ['2027-12-01', 2, '2028-02-29', '2028-01-31', 1],
    ['2026-11-10', 0, undefined, '2026-12-31', 0],
    // It cannot miss more than it has.
    ['2026-11-10', 12, '2027-11-30', '2026-11-30', 12],
  ])('opened %s for %i months: to %s; ending on %s misses %i', (openedOn, minimumTermMonths, endsOn, end, missing) => {
    const opened = { openedOn, minimumTermMonths, minimumTermEndsOn: undefined };
    expect(minimumTermEnd(opened)).toBe(endsOn);
    expect(missingMonths(opened, end)).toBe(missing);
  });

  it('of a special agreement wins', () => {
    const opened = { openedOn: '2026-11-10', minimumTermMonths: 12, minimumTermEndsOn: '2027-05-31' };
    expect(minimumTermEnd(opened)).toBe('2027-05-31');
    expect(missingMonths(opened, '2027-05-31')).toBe(0);
    expect(missingMonths(opened, '2027-03-31')).toBe(2);
  });
});

describe('CL10: a change of plan', () => {
  const change = example('provider-dns').planChange!;
  it('costs the difference for the months left, on both readings', () => {
    expect(upgradeYen(3000, 5000, 7)).toBe(14_000);
    expect(monthsLeft('2027-05-10', '2027-12-31')).toEqual({ after: 7, withIt: 8 });
    expect(monthsLeft('2027-12-31', '2027-12-31')).toEqual({ after: 0, withIt: 1 });
    expect(monthsLeft('2028-01-01', lastDayOfMonth('2027-12'))).toEqual({ after: 0, withIt: 0 });
    expect(planChangeCosts(change)).toMatchObject([
      { rule: 'CL10', yen: 14_000, months: 7, formula: '(5000 − 3000) × 7' },
      { rule: 'CL10', yen: 16_000, months: 8, formula: '(5000 − 3000) × 8' },
    ]);
  });

  it('downwards refunds nothing, and may have a fee', () => {
    const down = { ...change, oldMonthlyFee: 5000, newMonthlyFee: 3000 };
    expect(planChangeCosts(down)).toMatchObject([{ yen: 0 }]);
    expect(planChangeCosts({ ...down, downgradeFee: 10_263 })).toMatchObject([{ yen: 10_263 }]);
  });

  it('is not made for some plans, nor where the operating system is out of support', () => {
    for (const service of ['flex-mini', 'flex-mini-2', 'fps', 'vps'] as const)
      expect(noPlanChange({ service, osSupported: true })).toContain(service);
    for (const service of ['clara-cloud-flex', 'flex-mini-cube', 'flex-web', 'kusanagi-with-cube'] as const) {
      expect(noPlanChange({ service, osSupported: true })).toBeUndefined();
      expect(noPlanChange({ service, osSupported: false })).toContain('out of support');
    }
    expect(planChangeCosts({ ...change, osSupported: false })).toEqual([]);
  });
});

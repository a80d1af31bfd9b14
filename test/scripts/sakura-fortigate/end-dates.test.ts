// When a contract ends, for every day of acceptance: against a day-by-day count, in four time zones.
import { describe, expect, it } from 'vitest';
import { endOfNoTerm, endOfTerm, noTermWindow, termWindow } from '../../../scripts/sakura-fortigate/end-dates.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';
import { inTimeZones, TIME_ZONES_MS_MAX } from '../../calendar/in-time-zones.ts';

const PLAN = { startedOn: '2025-12-15', termMonths: 12, renewalMonths: 12 };

describe('SF1: without a term', () => {
  it.each([
    ['2026-11-20', '2026-11-30'],
    ['2026-11-21', '2026-12-31'],
    ['2028-02-20', '2028-02-29'],
    ['2026-12-21', '2027-01-31'],
    ['2027-01-31', '2027-02-28'],
  ])('accepted %s → ends %s', (acceptedOn, endsOn) => {
    expect(endOfNoTerm(acceptedOn)).toBe(endsOn);
  });

  it('has one window for each month, without gap or overlap', () => {
    let previous = noTermWindow('2026-01');
    for (const month of ['2026-02', '2026-03', '2026-04', '2026-05']) {
      const window = noTermWindow(month);
      expect(window.acceptFromOn).toBe(addDays(previous.acceptByOn, 1));
      previous = window;
    }
    expect(noTermWindow('2026-12')).toEqual({
      acceptFromOn: '2026-11-21',
      acceptByOn: '2026-12-20',
      endsOn: '2026-12-31',
    });
  });
});

describe('SF2: with a term', () => {
  it.each([
    ['2026-11-20', '2026-12-31'],
    ['2026-11-21', '2027-12-31'],
    ['2026-03-01', '2026-12-31'],
    ['2025-12-15', '2026-12-31'],
    ['2027-11-20', '2027-12-31'],
    ['2027-11-21', '2028-12-31'],
  ])('accepted %s → ends %s', (acceptedOn, endsOn) => {
    expect(endOfTerm(acceptedOn, PLAN)).toBe(endsOn);
  });

  it('opens on the start of use, and for later terms on the 21st of the month before the previous T', () => {
    expect(termWindow('2026-12', PLAN)).toEqual({
      acceptFromOn: '2025-12-15',
      acceptByOn: '2026-11-20',
      endsOn: '2026-12-31',
    });
    expect(termWindow('2027-12', PLAN)).toEqual({
      acceptFromOn: '2026-11-21',
      acceptByOn: '2027-11-20',
      endsOn: '2027-12-31',
    });
  });

  it('follows the notice’s end of the term, and counts renewals from there', () => {
    const plan = { ...PLAN, termEndsOn: '2027-01-14' };
    expect(termWindow('2027-01', plan).acceptByOn).toBe('2026-12-20');
    expect(endOfTerm('2026-12-21', plan)).toBe('2028-01-31');
  });

  it('does not drift over many terms from a leap day', () => {
    const plan = { startedOn: '2024-02-29', termMonths: 12, renewalMonths: 12 };
    expect(endOfTerm('2024-03-01', plan)).toBe('2025-02-28');
    expect(endOfTerm('2027-12-21', plan)).toBe('2028-02-29');
    expect(endOfTerm('2028-01-21', plan)).toBe('2029-02-28');
  });

  it('knows a term that is over before an application could be accepted', () => {
    const plan = { startedOn: '2026-12-25', termMonths: 1, renewalMonths: 1 };
    expect(endOfTerm('2026-12-25', plan)).toBe('2027-02-28');
    expect(() => termWindow('2027-01', plan)).toThrowError(expect.objectContaining({ code: 'end-month-not-a-term' }));
    expect(termWindow('2027-02', plan).acceptFromOn).toBe('2026-12-25');
  });

  it('refuses a month in which no term ends, and names the nearest', () => {
    expect(() => termWindow('2027-03', PLAN)).toThrowError(
      expect.objectContaining({
        code: 'end-month-not-a-term',
        detail: expect.objectContaining({ facts: { nearest: ['2026-12', '2027-12'] } }),
      }),
    );
    expect(() => termWindow('2026-11', PLAN)).toThrowError(
      expect.objectContaining({ detail: expect.objectContaining({ facts: { nearest: ['2026-12'] } }) }),
    );
  });
});

describe('every day of acceptance', () => {
  it('gives the end of a day-by-day count, in four time zones', { timeout: TIME_ZONES_MS_MAX }, async () => {
    const outputs = await inTimeZones(`
      import { assert, integer, property } from 'fast-check';
      import { endOfNoTerm, endOfTerm, noTermWindow, termWindow } from './scripts/sakura-fortigate/end-dates.ts';
      import { termEnd } from './src/calendar/civil-date.ts';
      import { naiveEndOfNoTerm, naiveEndOfTerm, naiveTermEnd } from './test/scripts/sakura-fortigate/oracle.ts';

      const same = (one, other, of) => { if (one !== other) throw new Error(of + ': ' + one + ', counted: ' + other); };
      const textOf = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
      const FIRST = Date.parse('2023-12-01T00:00:00Z') / 86400000;
      const day = integer({ min: FIRST, max: FIRST + 3000 });

      let count = 0;
      for (let n = FIRST; n < FIRST + 800; n += 1, count += 1) {
        const acceptedOn = textOf(n);
        const endsOn = endOfNoTerm(acceptedOn);
        same(endsOn, naiveEndOfNoTerm(acceptedOn), acceptedOn);
        const window = noTermWindow(endsOn.slice(0, 7));
        same(window.acceptFromOn <= acceptedOn && acceptedOn <= window.acceptByOn, true, 'window of ' + acceptedOn);
      }
      const months = integer({ min: 1, max: 40 });
      assert(property(day, months, months, integer({ min: 0, max: 900 }), (start, termMonths, renewalMonths, later) => {
        const startedOn = textOf(start);
        const acceptedOn = textOf(start + later);
        const plan = { startedOn, termMonths, renewalMonths };
        same(termEnd(startedOn, termMonths), naiveTermEnd(startedOn, termMonths), startedOn + '+' + termMonths);
        const endsOn = endOfTerm(acceptedOn, plan);
        same(endsOn, naiveEndOfTerm(acceptedOn, startedOn, termMonths, renewalMonths), JSON.stringify({ acceptedOn, ...plan }));
        const window = termWindow(endsOn.slice(0, 7), plan);
        same(window.acceptFromOn <= acceptedOn && acceptedOn <= window.acceptByOn, true, 'window of ' + acceptedOn);
        count += 1;
      }), { numRuns: 120, seed: 20261122 });
      console.log(count);
    `);
    expect(new Set(Object.values(outputs).map(Number))).toEqual(new Set([920]));
  });
});

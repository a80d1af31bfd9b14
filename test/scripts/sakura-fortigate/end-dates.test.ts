// When a contract ends, by the day of acceptance: windows, edges and refusals. The count by hand is in oracle.test.ts.
import { describe, expect, it } from 'vitest';
import { endOfNoTerm, endOfTerm, noTermWindow, termWindow } from '../../../scripts/sakura-fortigate/end-dates.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';

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

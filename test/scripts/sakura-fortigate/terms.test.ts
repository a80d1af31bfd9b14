// The terms of a contract on a given day: the worked examples of the rules, conflicts, costs, readings.
import { assert as assertProperty, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noticeDownloadBy,
  remedyBy,
  routeWarningFrom,
  SAKURA_CLOSURES,
  termsOf,
} from '../../../scripts/sakura-fortigate/terms.ts';
import { isBusinessDay } from '../../../src/calendar/business-days.ts';
import { addDays, addMonthsTo } from '../../../src/calendar/civil-date.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { inTimeZones, TIME_ZONES_MS_MAX } from '../../calendar/in-time-zones.ts';
import { example, noTerm, term } from './contracts.ts';

const TODAY = '2026-11-22';
/** Many runs, on a machine that others use too. */
const SLOW = { timeout: 60_000 };
const rules = (terms: Terms) => terms.deadlines.map(({ rule }) => rule);

describe('the application window', () => {
  it('of December 2026', () => {
    expect(termsOf(noTerm(), {}, TODAY).applicationWindow).toEqual({
      acceptFromOn: '2026-11-21',
      applyFromOn: '2026-11-24',
      acceptByOn: '2026-12-20',
      applyLatestOn: '2026-12-18',
      applyRecommendedOn: '2026-12-11',
      provisional: false,
      endsOn: '2026-12-31',
    });
  });

  it('of a term', () => {
    expect(termsOf(term(), {}, TODAY).applicationWindow).toMatchObject({
      acceptFromOn: '2025-12-15',
      acceptByOn: '2026-11-20',
      applyLatestOn: '2026-11-20',
      applyRecommendedOn: '2026-11-13',
      endsOn: '2026-12-31',
    });
  });

  it('follows the provider’s closures over New Year', () => {
    const window = termsOf(noTerm({ endMonth: '2027-01' }), {}, TODAY).applicationWindow!;
    expect(window).toMatchObject({ applyFromOn: '2026-12-21', acceptByOn: '2027-01-20', applyLatestOn: '2027-01-20' });
    const closed = noTerm({ endMonth: '2027-01', closures: [{ from: '12-20', to: '01-21' }] });
    expect(() => termsOf(closed, {}, TODAY)).not.toThrow();
    expect(termsOf(closed, {}, TODAY).applicationWindow).toMatchObject({ applyLatestOn: '2026-12-18' });
  });

  it('never recommends a day that would end the contract a month early', () => {
    const window = termsOf(noTerm({ marginBusinessDays: 60 }), {}, TODAY).applicationWindow!;
    expect(window.applyRecommendedOn).toBe(window.applyFromOn);
  });

  it('is provisional while it rests on an equinox that is not yet named', () => {
    const contract = noTerm({ endMonth: '2028-03' });
    // 2028-03-20 is the vernal equinox and a Monday: the last day is the Friday before it, if the almanac says so.
    expect(termsOf(contract, {}, TODAY).applicationWindow).toMatchObject({
      acceptByOn: '2028-03-20',
      applyLatestOn: '2028-03-17',
      provisional: true,
    });
    expect(termsOf(contract, {}, '2027-02-01').applicationWindow?.provisional).toBe(false);
    expect(termsOf(noTerm({ endMonth: '2028-02' }), {}, TODAY).applicationWindow?.provisional).toBe(false);
    // The first day of a window rests on one as well: 2027-03-21 is a Sunday, its substitute is the Monday.
    const april = noTerm({ endMonth: '2027-04' });
    expect(termsOf(april, {}, '2026-01-31').applicationWindow).toMatchObject({
      applyFromOn: '2027-03-23',
      provisional: true,
    });
    expect(termsOf(april, {}, '2026-02-01').applicationWindow?.provisional).toBe(false);
  });

  it('holds for every month: each day of it ends the contract in that month, and no other day does', SLOW, () => {
    assertProperty(
      property(integer({ min: 0, max: 200 }), integer({ min: 0, max: 30 }), (months, marginBusinessDays) => {
        const endMonth = addMonthsTo('2026-01', months);
        const window = termsOf(noTerm({ endMonth, marginBusinessDays }), {}, TODAY).applicationWindow!;
        const endOf = (acceptedOn: string) => termsOf(noTerm({ endMonth }), { acceptedOn }, TODAY).computedEndsOn;
        expect(endOf(window.acceptFromOn)).toBe(window.endsOn);
        expect(endOf(window.acceptByOn)).toBe(window.endsOn);
        expect(endOf(addDays(window.acceptFromOn, -1))).not.toBe(window.endsOn);
        expect(endOf(addDays(window.acceptByOn, 1))).not.toBe(window.endsOn);
        for (const day of [window.applyFromOn, window.applyRecommendedOn, window.applyLatestOn]) {
          expect(isBusinessDay(day, SAKURA_CLOSURES)).toBe(true);
          expect(window.acceptFromOn <= day && day <= window.acceptByOn).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the end date', () => {
  it('is the wanted one until something is known', () => {
    expect(termsOf(noTerm(), {}, TODAY)).toMatchObject({
      endsOn: '2026-12-31',
      endsOnSource: 'wanted',
      governingEndsOn: '2026-12-31',
    });
  });

  it('is computed from the acceptance; while there is no notice the earlier of both governs', () => {
    const early = termsOf(noTerm(), { acceptedOn: '2026-11-20' }, TODAY);
    expect(early).toMatchObject({ endsOn: '2026-11-30', endsOnSource: 'computed', governingEndsOn: '2026-11-30' });
    const late = termsOf(noTerm(), { acceptedOn: '2026-12-21' }, '2026-12-22');
    expect(late).toMatchObject({ endsOn: '2027-01-31', governingEndsOn: '2026-12-31' });
    expect(late.endsOnConflict).toBeUndefined();
  });

  it('is the notice’s; where it differs from the computed one the earlier governs until somebody acknowledges it', () => {
    const facts = { acceptedOn: '2026-12-10', noticeEndsOn: '2027-01-31' };
    expect(termsOf(noTerm(), facts, '2026-12-12')).toMatchObject({
      endsOn: '2027-01-31',
      endsOnSource: 'notice',
      computedEndsOn: '2026-12-31',
      governingEndsOn: '2026-12-31',
      endsOnConflict: { computedOn: '2026-12-31', noticeOn: '2027-01-31' },
    });
    const earlier = termsOf(noTerm(), { ...facts, noticeEndsOn: '2026-11-30' }, '2026-12-12');
    expect(earlier).toMatchObject({ endsOn: '2026-11-30', governingEndsOn: '2026-11-30' });
    expect(earlier.endsOnConflict).toBeDefined();
    const acknowledged = termsOf(noTerm({ endsOnAcknowledged: '2027-01-31' }), facts, '2026-12-12');
    expect(acknowledged).toMatchObject({ endsOn: '2027-01-31', governingEndsOn: '2027-01-31' });
    expect(acknowledged.endsOnConflict).toBeUndefined();
    // An acknowledgement is of one date, not of every other one.
    expect(termsOf(noTerm({ endsOnAcknowledged: '2027-02-28' }), facts, '2026-12-12').endsOnConflict).toBeDefined();
  });

  it('is compared with what was applied for when the day of acceptance is unknown', () => {
    const agreed = termsOf(noTerm(), { appliedOn: '2026-12-10', noticeEndsOn: '2026-12-31' }, '2026-12-12');
    expect(agreed).toMatchObject({ endsOn: '2026-12-31', endsOnSource: 'notice', governingEndsOn: '2026-12-31' });
    expect(agreed.endsOnConflict).toBeUndefined();
    const other = termsOf(noTerm(), { appliedOn: '2026-12-10', noticeEndsOn: '2027-01-31' }, '2026-12-12');
    expect(other.endsOnConflict).toEqual({ computedOn: '2026-12-31', noticeOn: '2027-01-31' });
    expect(other.governingEndsOn).toBe('2026-12-31');
  });

  it('of an archive-only product does not exist', () => {
    const terms = termsOf(example('archive-only'), {}, TODAY);
    expect(terms).toEqual({
      endsOnSource: 'none',
      deadlines: [],
      costs: [],
      assumptions: expect.arrayContaining([expect.objectContaining({ rule: 'SF3' })]) as unknown,
      teardownWindow: { fromOn: '2027-01-18' },
    });
  });
});

describe('the teardown', () => {
  it('runs from the end of the service to the day before the end', () => {
    const contract = noTerm({ serviceEndsOn: '2026-12-14' });
    const terms = termsOf(contract, { acceptedOn: '2026-12-10', noticeEndsOn: '2026-12-31' }, '2026-12-15');
    expect(terms.teardownWindow).toEqual({ fromOn: '2026-12-14', untilOn: '2026-12-30' });
    expect(terms.atRiskFromOn).toBe('2026-12-22');
    expect(terms.deadlines).toMatchObject([
      {
        rule: 'SF8',
        who: 'kaiyaku',
        fromOn: '2026-12-14',
        on: '2026-12-31',
        latestOn: '2026-12-30',
        recommendedOn: '2026-12-22',
      },
    ]);
  });

  it('has no first day of its own when the users may lose the service as soon as the notice is filed', () => {
    expect(termsOf(noTerm(), {}, TODAY).teardownWindow).toEqual({ untilOn: '2026-12-30' });
  });

  it('is at risk from 5 business days before the end', () => {
    expect(routeWarningFrom('2026-12-31')).toBe('2026-12-22');
    expect(routeWarningFrom('2027-02-28')).toBe('2027-02-19');
  });
});

describe('deadlines', () => {
  it('carry rule, limit, who, stake and the provider’s words', () => {
    const [deadline] = termsOf(noTerm(), {}, TODAY).deadlines;
    expect(deadline).toEqual({
      rule: 'SF1',
      what: 'the cancellation is accepted (受理), to end on 2026-12-31',
      who: 'customer',
      fromOn: '2026-11-21',
      applyFromOn: '2026-11-24',
      on: '2026-12-20',
      latestOn: '2026-12-18',
      recommendedOn: '2026-12-11',
      provisional: false,
      stake: 'too late: one month more, 33000 yen; too early: the contract ends a month early, irrevocably',
      citation: {
        document: 'FortiGateVMライセンス 解約概要 (2026-01-29)',
        section: '2.1.1',
        quote: '毎月20日までの解約受理の場合、当月末日',
      },
    });
  });

  it('change with what is known', () => {
    expect(rules(termsOf(noTerm(), {}, TODAY))).toEqual(['SF1', 'SF8']);
    const applied = termsOf(noTerm(), { appliedOn: '2026-12-10' }, '2026-12-11');
    expect(applied.deadlines[0]).toMatchObject({ rule: 'SF1', who: 'provider', on: '2026-12-20' });
    expect(applied.deadlines[0]).not.toHaveProperty('latestOn');
    expect(rules(termsOf(noTerm(), { acceptedOn: '2026-12-10' }, '2026-12-11'))).toEqual(['SF8']);
    expect(rules(termsOf(term(), {}, TODAY))).toEqual(['SF2', 'SF8']);
    const waiting = { acceptedOn: '2026-12-10', noticeMailedOn: '2026-12-14', warnedOn: '2027-01-15' };
    expect(rules(termsOf(noTerm(), waiting, '2026-12-14'))).toEqual(['SF7', 'SF8', 'SF10']);
  });

  it('SF7 counts seven days from the mail, SF10 to the 10th of its month', () => {
    expect(noticeDownloadBy('2026-12-14')).toBe('2026-12-20');
    expect(remedyBy('2027-01-05')).toBe('2027-01-10');
    expect(remedyBy('2027-01-10')).toBe('2027-01-10');
    expect(remedyBy('2027-01-15')).toBe('2027-01-15');
  });
});

describe('costs', () => {
  it('threaten before the acceptance and are known after a late one', () => {
    expect(termsOf(noTerm(), {}, TODAY).costs).toMatchObject([
      { rule: 'SF1', yen: 33_000, months: 1, when: 'the cancellation is accepted after 2026-12-20' },
      { rule: 'SF9', yen: 33_000, months: 1 },
    ]);
    expect(termsOf(noTerm(), { acceptedOn: '2026-12-21' }, '2026-12-22').costs).toMatchObject([
      { rule: 'SF1', yen: 33_000, months: 1, when: 'it ends on 2027-01-31 instead of 2026-12-31' },
      { rule: 'SF9' },
    ]);
  });

  it('of a term are whole terms: the renewal when late, 12 months when used on', () => {
    const contract = term({ term: { startedOn: '2025-12-15', termMonths: 12, renewalMonths: 6 } });
    expect(termsOf(contract, {}, TODAY).costs).toMatchObject([
      { rule: 'SF2', yen: 349_800, months: 6, formula: '6 × 58300' },
      { rule: 'SF9', yen: 699_600, months: 12, formula: '12 × 58300' },
    ]);
  });

  it('of use past an end inside a month are that month’s', () => {
    const contract = noTerm({ endsOnAcknowledged: '2026-12-15' });
    const terms = termsOf(contract, { acceptedOn: '2026-12-10', noticeEndsOn: '2026-12-15' }, '2026-12-20');
    expect(terms.costs.find(({ rule }) => rule === 'SF9')).toMatchObject({ months: 1, yen: 33_000 });
  });

  it.each([
    ['2026-12-31', 1],
    ['2027-01-01', 1],
    ['2027-01-31', 1],
    ['2027-02-01', 2],
    ['2027-12-31', 12],
  ])('of use that goes on until %s are %i months', (todayOn, months) => {
    const facts = { acceptedOn: '2026-12-10', noticeEndsOn: '2026-12-31' };
    const cost = termsOf(noTerm(), facts, todayOn).costs.find(({ rule }) => rule === 'SF9');
    expect(cost).toMatchObject({ months, yen: months * 33_000 });
  });
});

describe('readings of what is open', () => {
  const readings = (terms: Terms) => terms.assumptions.map(({ rule, overridableBy }) => [rule, overridableBy]);
  it('are shown, with what overrides them', () => {
    expect(readings(termsOf(noTerm(), {}, TODAY))).toEqual([
      ['SF4', 'marginBusinessDays'],
      ['SF4', undefined],
      ['SF5', undefined],
      ['SF4', 'closures'],
      ['SF8', undefined],
      ['SF10', undefined],
    ]);
    expect(readings(termsOf(term(), { acceptedOn: '2026-11-01' }, TODAY))).toEqual([
      ['SF4', 'closures'],
      ['SF8', undefined],
      ['SF2', 'term.termEndsOn'],
      ['SF2', 'term.renewalMonths'],
      ['SF10', undefined],
    ]);
    const noticed = termsOf(noTerm({ closures: [] }), { noticeEndsOn: '2026-12-31' }, TODAY);
    expect(readings(noticed)).toEqual([
      ['SF7', undefined],
      ['SF8', undefined],
      ['SF10', undefined],
    ]);
  });
});

describe('a contract that lacks what the rules need', () => {
  it.each([
    ['endMonth', noTerm({ endMonth: undefined })],
    ['term', term({ term: undefined })],
    ['serviceEndsOn', example('archive-only', { serviceEndsOn: 'when-noticed' })],
  ])('is refused: %s', (field, contract) => {
    expect(() => termsOf(contract, {}, TODAY)).toThrowError(
      expect.objectContaining({ code: 'contract-incomplete', message: `the contract names no \`${field}\`` }),
    );
  });
});

it('the same terms come out in every time zone', { timeout: TIME_ZONES_MS_MAX }, async () => {
  const contract = JSON.stringify(noTerm({ serviceEndsOn: '2026-12-14' }));
  const outputs = await inTimeZones(`
    import { termsOf } from './scripts/sakura-fortigate/terms.ts';
    console.log(JSON.stringify([
      termsOf(${contract}, {}, '2026-11-22'),
      termsOf(${contract}, { acceptedOn: '2026-12-20', noticeEndsOn: '2026-12-31' }, '2027-01-01'),
    ]));`);
  const expected = [
    termsOf(noTerm({ serviceEndsOn: '2026-12-14' }), {}, '2026-11-22'),
    termsOf(
      noTerm({ serviceEndsOn: '2026-12-14' }),
      { acceptedOn: '2026-12-20', noticeEndsOn: '2026-12-31' },
      '2027-01-01',
    ),
  ];
  for (const output of Object.values(outputs)) expect(JSON.parse(output)).toEqual(expected);
});

// The terms of a change of plan on a given day: the three cases of the source, the old plan's end, deadlines, readings.
import { describe, expect, it } from 'vitest';
import { flxsrvPlanChange } from '../../../scripts/flxsrv-plan-change/index.ts';
import type { TermsFacts } from '../../../scripts/flxsrv-plan-change/facts.ts';
import { isExpectedTerm, termsOf } from '../../../scripts/flxsrv-plan-change/terms.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { example, monthlyNew, NOVEMBER, yearlyNew, yearlyOld } from './contracts.ts';

const TODAY = '2026-11-22';
const rules = (terms: Terms) => terms.deadlines.map(({ rule }) => rule);
const costs = (terms: Terms, rule: string) => terms.costs.filter((one) => one.rule === rule);

const caseA = () => example('monthly-to-monthly', { dates: NOVEMBER, closures: undefined });
const caseB = () => example('yearly-to-monthly', { dates: NOVEMBER, oldPlan: yearlyOld(17_820, '2027-06-30') });
const caseC = () =>
  example('yearly-to-yearly', {
    dates: NOVEMBER,
    oldPlan: yearlyOld(17_820, '2027-05-31'),
    newPlan: yearlyNew(17_820),
    agreed: { monthsLeft: 5 },
  });

describe('the cases of the source', () => {
  it('A, monthly to monthly: 3,240 + 1,053 = 4,293, of which 1,053 are billed', () => {
    const terms = termsOf(caseA(), {}, TODAY);
    expect(costs(terms, 'FX3')).toEqual([
      {
        rule: 'FX3',
        yen: 1_053,
        formula: '3240 + 1053 = 4293, less the waived 3240 = 1053',
        when: 'both tickets are sent: the first bill',
      },
    ]);
    expect(costs(terms, 'FX2')).toMatchObject([{ yen: 3_240 }]);
    expect(costs(terms, 'FX4')).toEqual([]);
    expect(costs(terms, 'FX5')).toMatchObject([{ yen: 1_944, months: 1 }]);
  });

  it('B, yearly to monthly: 3,240 + 1,836 = 5,076, and what is left of the year is taken off', () => {
    const terms = termsOf(caseB(), {}, TODAY);
    expect(costs(terms, 'FX2')).toMatchObject([{ yen: 3_240 }]);
    expect(costs(terms, 'FX1')).toEqual([
      {
        rule: 'FX1',
        yen: 13_635,
        formula: '3240 + 1485 × 7',
        when: 'the provider is told only after the order: nothing is adjusted',
      },
    ]);
    expect(costs(terms, 'FX4').map(({ yen, months = 0 }) => [yen, months])).toEqual([
      [0, 5],
      [0, 4],
      [11_637, 0],
      [13_122, 0],
    ]);
    expect(costs(terms, 'FX4')[0]!.when).toBe(
      '7 months are left (from the month after the opening; from the month after the request) and the new price is one monthly fee: the new term runs from 2026-12-01 to 2028-04-30',
    );
    expect(costs(terms, 'FX5')).toMatchObject([{ yen: 17_820, months: 12 }]);
  });

  it('C, yearly to yearly without an initial fee: 17,820 less five months is 10,395', () => {
    const terms = termsOf(caseC(), {}, TODAY);
    expect(costs(terms, 'FX2')).toEqual([]);
    expect(costs(terms, 'FX1')).toMatchObject([{ yen: 7_425, formula: '1485 × 5' }]);
    expect(costs(terms, 'FX4')).toEqual([
      {
        rule: 'FX4',
        yen: 10_395,
        formula: '17820 − ceil(17820 ÷ 12) × 5 = 17820 − 1485 × 5 = 10395',
        when: '5 months are left (as the provider answered): the new term runs from 2026-12-01 to 2027-11-30',
      },
    ]);
  });

  it('nothing is at stake for whoever has neither an initial fee nor a year', () => {
    const terms = termsOf(example('monthly-to-monthly', { newPlan: monthlyNew(1_053, 0) }), {}, TODAY);
    expect(terms.costs.map(({ rule }) => rule)).toEqual(['FX3', 'FX5']);
    expect(costs(terms, 'FX3')[0]!.formula).toBe('1053');
  });
});

describe('costs follow what is known', () => {
  const told: TermsFacts = { requestedOn: '2026-11-10', answeredOn: '2026-11-12', reportedOn: '2026-11-20' };
  it('what was told in time is at stake no more', () => {
    expect(termsOf(caseB(), { answeredOn: '2026-11-12' }, TODAY).costs.map(({ rule }) => rule)).toContain('FX1');
    expect(new Set(termsOf(caseB(), told, TODAY).costs.map(({ rule }) => rule))).toEqual(new Set(['FX4', 'FX5']));
  });

  it('the invoice is the truth, with the reading that gives it', () => {
    const right = termsOf(caseB(), { ...told, invoiceYen: 11_637 }, TODAY);
    expect(costs(right, 'FX4')).toMatchObject([
      { yen: 11_637, incurred: true, formula: expect.stringContaining('11637') },
    ]);
    const other = termsOf(caseB(), { ...told, invoiceYen: 9_999 }, TODAY);
    expect(costs(other, 'FX4')).toMatchObject([{ yen: 9_999, formula: expect.stringContaining('no reading') }]);
    expect(costs(termsOf(caseA(), { ...told, invoiceYen: 1_053 }, TODAY), 'FX3')).toMatchObject([
      { yen: 1_053, incurred: true },
    ]);
  });

  it('a cancelled plan renews no more', () => {
    expect(costs(termsOf(caseB(), { ...told, cancelledOn: '2026-12-20' }, '2026-12-21'), 'FX5')).toEqual([]);
  });

  it('the month of the ticket that was sent begins its reading', () => {
    const terms = termsOf(caseB(), { requestedOn: '2026-10-30' }, TODAY);
    expect(costs(terms, 'FX4').map(({ yen, months = 0 }) => [yen, months])).toContainEqual([0, 6]);
  });
});

describe('the old plan’s end', () => {
  it('is planned a month after the opening, at the earliest possible day', () => {
    expect(termsOf(caseB(), {}, TODAY)).toMatchObject({
      endsOn: '2026-12-24',
      endsOnSource: 'wanted',
      governingEndsOn: '2026-12-24',
      teardownWindow: { fromOn: '2026-11-24', untilOn: '2026-12-23' },
      atRiskFromOn: '2026-12-17',
    });
    expect(termsOf(caseB(), { openedOn: '2026-11-25' }, '2026-11-25')).toMatchObject({
      endsOn: '2026-12-25',
      endsOnSource: 'computed',
      computedEndsOn: '2026-12-25',
    });
  });

  it('is the provider’s once it is known; later is welcome, earlier is to be acknowledged', () => {
    const facts = { openedOn: '2026-11-24', oldEndsOn: '2026-12-31' };
    expect(termsOf(caseB(), facts, '2026-11-26')).toMatchObject({
      endsOn: '2026-12-31',
      endsOnSource: 'notice',
      governingEndsOn: '2026-12-31',
      computedEndsOn: '2026-12-24',
    });
    expect(termsOf(caseB(), facts, '2026-11-26').endsOnConflict).toBeUndefined();
    const early = { ...facts, oldEndsOn: '2026-12-20' };
    expect(termsOf(caseB(), early, '2026-11-26')).toMatchObject({
      governingEndsOn: '2026-12-20',
      endsOnConflict: { computedOn: '2026-12-24', noticeOn: '2026-12-20', rule: 'FX3' },
    });
    const acknowledged = { ...caseB(), endsOnAcknowledged: '2026-12-20' };
    expect(termsOf(acknowledged, early, '2026-11-26').endsOnConflict).toBeUndefined();
    expect(termsOf({ ...caseB(), endsOnAcknowledged: '2026-12-21' }, early, '2026-11-26').endsOnConflict).toBeDefined();
  });
});

describe('deadlines', () => {
  it('carry the day, who acts, what is at stake and the provider’s words', () => {
    const [first, second, opening, unlink, move, cancelled] = termsOf(caseB(), {}, TODAY).deadlines;
    expect(first).toMatchObject({
      rule: 'FX1',
      who: 'customer',
      on: '2026-11-19',
      latestOn: '2026-11-19',
      recommendedOn: '2026-11-12',
      citation: { quote: expect.stringContaining('事後連絡では金額調整') },
    });
    expect(second).toMatchObject({ rule: 'FX2', on: '2026-11-20', metBy: ['ticket-after-order'] });
    // From 31 May, as from 30 May, a month reaches to 30 June.
    expect(opening).toMatchObject({
      rule: 'FX5',
      on: '2027-05-31',
      latestOn: '2027-05-31',
      recommendedOn: '2027-05-24',
    });
    expect(unlink).toMatchObject({ rule: 'FX7', on: '2026-12-10', latestOn: '2026-12-10' });
    expect(move).toMatchObject({ rule: 'FX6', fromOn: '2026-11-24', on: '2026-12-24', latestOn: '2026-12-23' });
    expect(cancelled).toMatchObject({ rule: 'FX5', who: 'provider', on: '2027-06-30' });
  });

  it('go when what they ask for is attested', () => {
    expect(rules(termsOf(caseB(), {}, TODAY))).toEqual(['FX1', 'FX2', 'FX5', 'FX7', 'FX6', 'FX5']);
    expect(rules(termsOf(caseB(), { answeredOn: '2026-11-12' }, TODAY))).not.toContain('FX1');
    // The ticket alone, sent but not answered, meets nothing.
    expect(rules(termsOf(caseB(), { requestedOn: '2026-11-10' }, TODAY))).toContain('FX1');
    const opened = { answeredOn: '2026-11-12', reportedOn: '2026-11-20', openedOn: '2026-11-24' };
    expect(rules(termsOf(caseB(), opened, TODAY))).toEqual(['FX7', 'FX6', 'FX5']);
    const done = { ...opened, unlinkedOn: '2026-12-01', verifiedOn: '2026-12-15', cancelledOn: '2026-12-20' };
    expect(rules(termsOf(caseB(), done, TODAY))).toEqual([]);
    expect(rules(termsOf(caseA(), {}, TODAY))).toEqual(['FX1', 'FX2', 'FX6', 'FX5']);
  });

  it('keep clear of Golden Week, of the turn of the year, and of the provider’s own closures', () => {
    const of = (openOn: string, orderOn: string, closures?: { from: string; to: string }[]) =>
      termsOf(example('yearly-to-monthly', { dates: { ...NOVEMBER, orderOn, openOn }, closures }), {}, TODAY);
    expect(of('2027-05-10', '2027-05-06').deadlines[0]).toMatchObject({ on: '2027-05-05', latestOn: '2027-04-30' });
    expect(of('2027-01-08', '2027-01-04').deadlines[0]).toMatchObject({ on: '2027-01-03', latestOn: '2026-12-28' });
    expect(of('2027-01-08', '2027-01-04', [{ from: '12-21', to: '01-03' }]).deadlines[0]).toMatchObject({
      latestOn: '2026-12-18',
    });
    // 22 March 2027 is the substitute of the equinox.
    const equinox = example('yearly-to-monthly', { dates: { ...NOVEMBER, orderOn: '2027-03-23' } });
    expect(termsOf(equinox, {}, TODAY).deadlines[0]).toMatchObject({ latestOn: '2027-03-19', provisional: false });
    expect(termsOf(equinox, {}, '2026-01-31').deadlines[0]).toMatchObject({ provisional: true });
  });
});

describe('the plan counted back', () => {
  it('names every step that is left, in the order of the teardown', () => {
    const { schedule } = termsOf(caseB(), {}, TODAY);
    const teardown = flxsrvPlanChange.teardownOf(caseB(), termsOf(caseB(), {}, TODAY), NO_HISTORY, new Map());
    expect(schedule!.map(({ step }) => step)).toEqual(
      teardown.steps.map(({ id }) => id).filter((id) => id !== 'close'),
    );
    expect(schedule!.at(-2)).toMatchObject({ step: 'verify', latestOn: '2026-12-23' });
    const left = termsOf(caseA(), { answeredOn: '2026-11-12', orderedOn: '2026-11-20' }, TODAY).schedule!;
    expect(left.map(({ step }) => step).slice(0, 2)).toEqual(['ticket-after-order', 'check-invoice']);
    expect(left.map(({ step }) => step)).not.toContain('unlink-zones');
  });
});

describe('readings of what is open', () => {
  const open = (terms: Terms) => terms.assumptions.map(({ rule, overridableBy }) => [rule, overridableBy]);
  it('are shown, with what overrides them, as long as they matter', () => {
    expect(open(termsOf(caseB(), {}, TODAY))).toEqual([
      ['FX1', 'marginBusinessDays'],
      ['FX5', 'oldPlan.endsOn'],
      ['FX2', undefined],
      ['FX3', 'dates.openOn'],
      ['FX3', 'dates.openOn'],
      ['FX4', 'agreed.monthsLeft'],
      ['FX4', 'agreed.price'],
      ['FX4', undefined],
      ['FX4', undefined],
      ['FX6', undefined],
      ['FX7', undefined],
      ['FX6', 'closures'],
    ]);
    const [range] = termsOf(caseB(), {}, TODAY).assumptions.filter(
      ({ overridableBy }) => overridableBy === 'agreed.monthsLeft',
    );
    expect(range!.reading).toContain('0 to 13,122 yen to pay, 0 to 5 months longer');
    expect(open(termsOf(caseC(), {}, TODAY)).map(([, by]) => by)).not.toContain('agreed.monthsLeft');
    const broken = example('yearly-to-monthly', { dates: NOVEMBER, oldPlan: yearlyOld(17_820, '2027-06-15') });
    expect(
      termsOf(broken, {}, TODAY)
        .assumptions.map(({ reading }) => reading)
        .join(),
    ).toContain('broken month');
  });
});

describe('the new term that the provider sets', () => {
  const facts = { openedOn: '2026-11-24', newTermStartsOn: '2026-12-01' };
  it.each([
    ['2027-11-30', true],
    ['2028-04-30', true],
    ['2028-03-31', true],
    ['2028-02-29', false],
    ['2027-12-31', false],
  ])('to %s is expected: %s', (newTermEndsOn, expected) => {
    expect(isExpectedTerm(caseB(), { ...facts, newTermEndsOn })).toBe(expected);
  });
  it('starts on the first of the next month, and runs a month from monthly to monthly', () => {
    expect(isExpectedTerm(caseB(), { ...facts, newTermStartsOn: '2026-11-24', newTermEndsOn: '2027-11-30' })).toBe(
      false,
    );
    expect(isExpectedTerm(caseA(), { ...facts, newTermEndsOn: '2026-12-31' })).toBe(true);
    expect(isExpectedTerm(caseA(), { ...facts, newTermEndsOn: '2027-11-30' })).toBe(false);
    expect(isExpectedTerm(caseA(), {})).toBe(true);
  });
});

it('what-if asks only for the day on which the provider is told', () => {
  expect(flxsrvPlanChange.whatIf!('toldOn', '2026-10-30')).toEqual({ 'ticket-before-order': { sentOn: '2026-10-30' } });
  expect(flxsrvPlanChange.whatIf!('acceptedOn', '2026-10-30')).toBeUndefined();
  expect(flxsrvPlanChange.whatIf!('receivedOn', '2026-10-30')).toBeUndefined();
});

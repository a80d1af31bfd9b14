// The terms of a transfer on a given day: windows from both sides, the end of record, deadlines, costs, readings.
import { describe, expect, it } from 'vitest';
import type { TermsFacts } from '../../../scripts/jmotto-transfer/facts.ts';
import { jmottoTransfer } from '../../../scripts/jmotto-transfer/index.ts';
import { neededUntilOn, sendLatestOf, termsOf } from '../../../scripts/jmotto-transfer/terms.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { example, whole } from './contracts.ts';

const TODAY = '2026-11-22';
const rules = (terms: Terms) => terms.deadlines.map(({ rule }) => rule);
const of = (terms: Terms, rule: string) => terms.deadlines.find((one) => one.rule === rule);

describe('JM1: the window of the form', () => {
  it('of May 2027 has both sides; it is posted before it is received', () => {
    const terms = termsOf(whole(), {}, TODAY);
    expect(terms.applicationWindow).toEqual({
      acceptFromOn: '2027-03-26',
      acceptByOn: '2027-04-25',
      applyFromOn: '2027-03-26',
      applyLatestOn: '2027-04-23',
      applyRecommendedOn: '2027-04-16',
      provisional: false,
      endsOn: '2027-05-31',
    });
    expect(sendLatestOf(whole())).toBe('2027-04-21');
    expect(terms.deadlines.filter(({ rule }) => rule === 'JM1')).toMatchObject([
      { who: 'customer', fromOn: '2027-03-26', on: '2027-04-25', latestOn: '2027-04-23' },
      { who: 'customer', on: '2027-04-21', latestOn: '2027-04-21', recommendedOn: '2027-04-14' },
    ]);
  });

  it('opens on the first business day, and follows the closures', () => {
    // 26 December is a Saturday.
    expect(termsOf(whole({ endMonth: '2027-02' }), {}, TODAY).applicationWindow).toMatchObject({
      acceptFromOn: '2026-12-26',
      applyFromOn: '2026-12-28',
    });
    const closed = whole({ endMonth: '2027-02', closures: [{ from: '12-26', to: '01-05' }] });
    expect(termsOf(closed, {}, TODAY).applicationWindow?.applyFromOn).toBe('2027-01-06');
    expect(sendLatestOf(whole({ endMonth: '2027-02', closures: [{ from: '01-15', to: '01-25' }] }))).toBe('2027-01-14');
  });

  it('never recommends a day that would end the contract a month early', () => {
    const terms = termsOf(whole({ marginBusinessDays: 60 }), {}, TODAY);
    expect(terms.applicationWindow?.applyRecommendedOn).toBe('2027-03-26');
    expect(terms.deadlines.filter(({ rule }) => rule === 'JM1')[1]?.recommendedOn).toBe('2027-03-26');
  });

  it('is provisional while it rests on an equinox that is not yet named', () => {
    const april = whole({ endMonth: '2028-04' });
    // 25 March 2028 is a Saturday; the business days before it reach past 20 March.
    expect(termsOf(april, {}, TODAY).applicationWindow?.provisional).toBe(true);
    expect(termsOf(april, {}, '2027-02-01').applicationWindow?.provisional).toBe(false);
  });
});

describe('the end', () => {
  it('is the wanted one, then the one of the receipt; sent and arrived decide nothing', () => {
    expect(termsOf(whole(), {}, TODAY)).toMatchObject({ endsOn: '2027-05-31', endsOnSource: 'wanted' });
    const posted = { sentOn: '2027-04-20', receivedOn: '2027-04-27' };
    expect(termsOf(whole(), posted, '2027-04-28')).toMatchObject({ endsOn: '2027-05-31', endsOnSource: 'wanted' });
    expect(of(termsOf(whole(), posted, '2027-04-28'), 'JM1')).toMatchObject({ who: 'provider', on: '2027-04-25' });
    expect(termsOf(whole(), { ...posted, acceptedOn: '2027-04-27' }, '2027-04-28')).toMatchObject({
      endsOn: '2027-06-30',
      endsOnSource: 'computed',
      computedEndsOn: '2027-06-30',
      governingEndsOn: '2027-05-31',
    });
    expect(termsOf(whole(), { acceptedOn: '2027-03-25' }, '2027-03-26')).toMatchObject({
      endsOn: '2027-04-30',
      governingEndsOn: '2027-04-30',
    });
  });

  it('is the provider’s own, and while it differs the earlier governs until somebody acknowledges it', () => {
    const facts = { acceptedOn: '2027-04-20', providerEndsOn: '2027-06-30' };
    expect(termsOf(whole(), facts, '2027-04-22')).toMatchObject({
      endsOn: '2027-06-30',
      endsOnSource: 'notice',
      governingEndsOn: '2027-05-31',
      endsOnConflict: { computedOn: '2027-05-31', noticeOn: '2027-06-30', rule: 'JM1' },
    });
    const acknowledged = termsOf(whole({ endsOnAcknowledged: '2027-06-30' }), facts, '2027-04-22');
    expect(acknowledged).toMatchObject({ endsOn: '2027-06-30', governingEndsOn: '2027-06-30' });
    expect(acknowledged.endsOnConflict).toBeUndefined();
    expect(termsOf(whole(), { ...facts, providerEndsOn: '2027-05-31' }, '2027-04-22').endsOnConflict).toBeUndefined();
  });
});

describe('JM9: what the old server is needed for', () => {
  it('reaches to the switch and the days side by side: planned, booked, done', () => {
    expect(termsOf(whole(), {}, TODAY).neededUntilOn).toBe('2027-05-24');
    expect(neededUntilOn(whole(), { bookedSwitchOn: '2027-05-12' })).toBe('2027-05-26');
    expect(neededUntilOn(whole(), { bookedSwitchOn: '2027-05-12', switchedOn: '2027-05-13' })).toBe('2027-05-27');
    expect(of(termsOf(whole(), {}, TODAY), 'JM9')).toMatchObject({
      on: '2027-05-17',
      latestOn: '2027-05-17',
      who: 'provider',
    });
    expect(of(termsOf(example('own-domain'), {}, TODAY), 'JM9')).toMatchObject({ on: '2027-03-10', who: 'customer' });
  });

  it('a switch that does not fit says what the months cost that would make it fit', () => {
    const late = whole({ dates: { ...whole().dates, switchOn: '2027-06-25' } });
    expect(termsOf(late, {}, TODAY).costs).toMatchObject([
      { rule: 'JM1', yen: 3_300 },
      { rule: 'JM9', yen: 6_600, months: 2, formula: '2 × 3300', when: expect.stringContaining('2027-07') },
    ]);
    expect(termsOf(whole(), {}, TODAY).costs).toMatchObject([
      { rule: 'JM1', yen: 3_300, months: 1, when: 'the withdrawal form is received after 2027-04-25' },
    ]);
    expect(termsOf(whole(), { acceptedOn: '2027-04-26' }, TODAY).costs).toMatchObject([
      { rule: 'JM1', yen: 3_300, incurred: true, when: 'it ends on 2027-06-30 instead of 2027-05-31' },
    ]);
  });
});

describe('deadlines', () => {
  it('of every rule, with the provider’s words', () => {
    const terms = termsOf(whole(), {}, TODAY);
    expect(rules(terms)).toEqual(['JM2', 'JM1', 'JM1', 'JM5', 'JM4', 'JM9', 'JM6']);
    expect(of(terms, 'JM2')).toMatchObject({ on: '2027-04-19', recommendedOn: '2027-03-29' });
    // 3 May is a holiday, and with it the whole Golden Week.
    expect(of(terms, 'JM4')).toMatchObject({ on: '2027-05-03', latestOn: '2027-04-30', metBy: ['book-switch'] });
    expect(of(terms, 'JM5')).toMatchObject({ on: '2027-10-30', latestOn: '2027-10-20' });
    expect(of(terms, 'JM6')).toMatchObject({ on: '2027-05-31', latestOn: '2027-05-30', recommendedOn: '2027-05-24' });
    for (const { citation, stake } of terms.deadlines) {
      expect(citation.quote).toMatch(/[ぁ-んァ-ン]/);
      expect(stake.length).toBeGreaterThan(10);
    }
    // The fact sheet's plan for an end with March 2027.
    expect(of(termsOf(example('own-domain'), {}, TODAY), 'JM6')?.recommendedOn).toBe('2027-03-24');
    const february = whole({ domain: { ...whole().domain, expiresOn: '2027-04-05' } });
    // 23 February is a holiday.
    expect(of(termsOf(february, {}, TODAY), 'JM5')).toMatchObject({ on: '2027-03-05', latestOn: '2027-02-22' });
  });

  it('are those of the contract: who holds what, and what ends with it', () => {
    expect(rules(termsOf(example('own-domain'), {}, TODAY))).toEqual(['JM2', 'JM1', 'JM1', 'JM9', 'JM6']);
    expect(rules(termsOf(example('with-groupware'), {}, TODAY))).toEqual([
      'JM2',
      'JM1',
      'JM1',
      'JM8',
      'JM4',
      'JM9',
      'JM6',
    ]);
    expect(of(termsOf(example('with-groupware'), {}, TODAY), 'JM8')).toMatchObject({
      on: '2027-03-21',
      latestOn: '2027-03-19',
    });
  });

  it('go when what they ask for is attested, and only by the day that their rule names', () => {
    const all: [TermsFacts, string[]][] = [
      [{ preparingFromOn: '2027-03-29' }, ['JM1', 'JM1', 'JM5', 'JM4', 'JM9', 'JM6']],
      [{ sentOn: '2027-04-01' }, ['JM2', 'JM1', 'JM5', 'JM4', 'JM9', 'JM6']],
      [{ sentOn: '2027-04-01', receivedOn: '2027-04-03' }, ['JM2', 'JM1', 'JM5', 'JM4', 'JM9', 'JM6']],
      [{ sentOn: '2027-04-01', acceptedOn: '2027-04-05' }, ['JM2', 'JM5', 'JM4', 'JM9', 'JM6']],
      [{ transferStartedOn: '2027-04-20' }, ['JM2', 'JM1', 'JM1', 'JM5', 'JM4', 'JM9', 'JM6']],
      [{ transferredOn: '2027-04-30' }, ['JM2', 'JM1', 'JM1', 'JM4', 'JM9', 'JM6']],
      [{ bookedOn: '2027-04-28' }, ['JM2', 'JM1', 'JM1', 'JM5', 'JM9', 'JM6']],
      [{ switchedOn: '2027-05-10' }, ['JM1', 'JM1', 'JM5', 'JM6']],
      [{ backedUpOn: '2027-05-01' }, ['JM2', 'JM1', 'JM1', 'JM5', 'JM4', 'JM9']],
    ];
    for (const [facts, expected] of all)
      expect([facts, rules(termsOf(whole(), facts, TODAY))]).toEqual([facts, expected]);
    expect(of(termsOf(whole(), { transferStartedOn: '2027-04-20' }, TODAY), 'JM5')).toMatchObject({
      who: 'third-party',
    });
    expect(rules(termsOf(example('with-groupware'), { groupwareSentOn: '2027-03-01' }, TODAY))).not.toContain('JM8');
  });

  it('of the booking follow the day that was booked', () => {
    const moved = whole({ dates: { ...whole().dates, switchOn: '2027-01-08' } });
    expect(of(termsOf(moved, {}, TODAY), 'JM4')).toMatchObject({ on: '2027-01-01', latestOn: '2026-12-28' });
  });
});

describe('the plan counted back', () => {
  it('names every step that is left, with the form beside the new server', () => {
    const contract = example('with-groupware');
    const terms = termsOf(contract, {}, TODAY);
    const { steps } = jmottoTransfer.teardownOf(contract, terms, NO_HISTORY, new Map());
    const left = steps.filter(({ id, notNeeded }) => notNeeded === undefined && id !== 'close');
    expect(terms.schedule!.map(({ step }) => step)).toEqual(left.map(({ id }) => id));
    const on = (step: string) => terms.schedule!.find((one) => one.step === step)!;
    expect(on('withdrawal-form')).toMatchObject({ earliestOn: '2027-02-26', latestOn: '2027-03-19' });
    expect(on('switch-dns').latestOn).toBe('2027-04-16');
    expect(on('book-switch').latestOn <= '2027-04-09').toBe(true);
    expect(on('prepare-new-server').latestOn < on('copy-data').latestOn).toBe(true);
    const done = termsOf(contract, { acceptedOn: '2027-03-10', readyOn: '2027-03-20' }, '2027-03-21').schedule!;
    expect(done.map(({ step }) => step)).not.toContain('withdrawal-form');
    expect(termsOf(example('own-domain'), {}, TODAY).schedule!.map(({ step }) => step)).toEqual([
      'prepare-new-server',
      'withdrawal-form',
      'back-up',
      'copy-data',
      'switch-dns',
      'parallel-running',
      'verify',
    ]);
  });
});

describe('readings of what is open', () => {
  const open = (terms: Terms) => terms.assumptions.map(({ rule, overridableBy }) => [rule, overridableBy]);
  it('are shown, with what overrides them, as long as they matter', () => {
    expect(open(termsOf(whole(), {}, TODAY))).toEqual([
      ['JM1', 'marginBusinessDays'],
      ['JM1', undefined],
      ['JM1', 'closures'],
      ['JM3', undefined],
      ['JM5', 'domain.expiresOn'],
      ['JM7', 'domain.dnsHere'],
      ['JM9', 'parallelDays'],
      ['JM9', undefined],
    ]);
    const [validity] = termsOf(whole(), {}, TODAY).assumptions.filter(({ rule }) => rule === 'JM5');
    expect(validity!.reading).toContain('begun by 2027-10-20; read at the start it would be 2027-10-30');
    expect(open(termsOf(example('with-groupware'), {}, TODAY)).map(([rule]) => rule)).toContain('JM8');
    const arrived = termsOf(whole(), { sentOn: '2027-04-01', receivedOn: '2027-04-03' }, TODAY);
    expect(arrived.assumptions[1]!.reading).toContain('it arrived on 2027-04-03, which meets no deadline yet');
    const accepted = termsOf(whole(), { acceptedOn: '2027-04-05' }, TODAY);
    expect(accepted.assumptions.map(({ reading }) => reading).join()).toContain('their reply names no end date yet');
  });
});

it('what-if: received is accepted here, and nobody is told by a day', () => {
  const accepted = { 'withdrawal-form': { acceptedOn: '2026-11-26' } };
  expect(jmottoTransfer.whatIf!('acceptedOn', '2026-11-26')).toEqual(accepted);
  expect(jmottoTransfer.whatIf!('receivedOn', '2026-11-26')).toEqual(accepted);
  expect(jmottoTransfer.whatIf!('toldOn', '2026-11-26')).toBeUndefined();
  const terms = jmottoTransfer.termsOf(whole({ endMonth: '2026-12' }), { ...NO_HISTORY, attested: accepted }, TODAY);
  expect(terms.endsOn).toBe('2027-01-31');
  expect(jmottoTransfer.wantedEndsOn(whole())).toBe('2027-05-31');
});

// The terms of a contract on a given day: deadlines, ends and whose word they are, costs, readings, the plan.
import { describe, expect, it } from 'vitest';
import { termsOf } from '../../../scripts/clara-additional-ip/terms.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { bare, domain, example, two } from './contracts.ts';

const TODAY = '2026-11-22';
const form = (facts: Record<string, string>) => ({ 'cancellation-form': facts });
const rows = (terms: Terms) => terms.deadlines.map(({ rule, on, latestOn }) => [rule, on, latestOn]);

describe('deadlines', () => {
  it('are the work on domains, by the last day to send the form, and the form itself', () => {
    expect(rows(termsOf(two(), {}, TODAY))).toEqual([
      ['CL1', '2027-01-29', '2027-01-28'],
      ['CL7', '2027-01-31', '2027-01-29'],
    ]);
    expect(rows(termsOf(bare(), {}, TODAY))).toEqual([['CL7', '2027-04-30', '2027-04-30']]);
  });

  it('carry rule, limit, who, stake, window, and the provider’s words', () => {
    expect(termsOf(two(), {}, TODAY).deadlines[1]).toEqual({
      rule: 'CL7',
      what: 'the cancellation form (解約申込書) has arrived, to end on 2027-02-28',
      who: 'customer',
      fromOn: '2027-01-01',
      applyFromOn: '2027-01-04',
      on: '2027-01-31',
      latestOn: '2027-01-29',
      recommendedOn: '2027-01-22',
      provisional: false,
      stake: 'too late: one month more, 550 yen',
      field: ['endMonth'],
      citation: {
        document: 'クララ よくある質問: 追加IPアドレスのご解約 (2022)',
        section: 'ご解約: 解約申込書',
        quote: '”解約希望月の前月末日までに解約申込書のご提出が必着”となります。',
      },
    });
  });

  it('of the form are met by arriving, not by sending', () => {
    const sent = termsOf(bare(), form({ sentOn: '2027-04-20' }), '2027-04-21');
    expect(sent.deadlines).toMatchObject([{ rule: 'CL7', who: 'provider', on: '2027-04-30' }]);
    expect(sent.deadlines[0]).not.toHaveProperty('latestOn');
    expect(termsOf(bare(), form({ sentOn: '2027-04-20', arrivedOn: '2027-04-20' }), '2027-04-21').deadlines).toEqual(
      [],
    );
  });
});

describe('the end', () => {
  it('is wanted, then computed from the arrival, then the provider’s own', () => {
    expect(termsOf(two(), {}, TODAY)).toMatchObject({
      endsOn: '2027-02-28',
      endsOnSource: 'wanted',
      governingEndsOn: '2027-02-28',
      teardownWindow: { untilOn: '2027-01-29' },
    });
    const late = termsOf(two(), form({ arrivedOn: '2027-02-01' }), '2027-02-02');
    expect(late).toMatchObject({ endsOn: '2027-03-31', endsOnSource: 'computed', computedEndsOn: '2027-03-31' });
    const said = termsOf(two(), form({ arrivedOn: '2027-01-29', endsOn: '2027-02-28' }), '2027-01-30');
    expect(said).toMatchObject({ endsOn: '2027-02-28', endsOnSource: 'notice' });
    expect(said.endsOnConflict).toBeUndefined();
  });

  it('no longer presses when the form has arrived', () => {
    const terms = termsOf(two(), form({ arrivedOn: '2027-01-29' }), '2027-03-15');
    expect(terms.governingEndsOn).toBeUndefined();
    expect(terms.teardownWindow).toBeUndefined();
  });

  it('stops everything while the provider’s is unexpected, until it is acknowledged', () => {
    const facts = form({ arrivedOn: '2027-01-29', endsOn: '2027-03-31' });
    expect(termsOf(two(), facts, '2027-02-01')).toMatchObject({
      endsOn: '2027-03-31',
      governingEndsOn: '2027-02-28',
      endsOnConflict: { computedOn: '2027-02-28', noticeOn: '2027-03-31' },
    });
    const known = termsOf(two({ endsOnAcknowledged: '2027-03-31' }), facts, '2027-02-01');
    expect(known.endsOnConflict).toBeUndefined();
    expect(known.costs).toMatchObject([{ rule: 'CL7', yen: 550, incurred: true }, { rule: 'CL9' }]);
  });

  it('of a form that arrived before the month before is shown on both readings', () => {
    const early = termsOf(bare(), form({ arrivedOn: '2027-03-31' }), '2027-04-01');
    expect(early.endsOn).toBe('2027-05-31');
    expect(early.assumptions.map(({ reading }) => reading).join()).toContain('it would end on 2027-04-30 already');
    const inTime = termsOf(bare(), form({ arrivedOn: '2027-04-01' }), '2027-04-01');
    expect(inTime.assumptions.map(({ reading }) => reading).join()).not.toContain('already');
  });
});

describe('costs', () => {
  it('of a late form, of the missing minimum term, of an extension', () => {
    expect(termsOf(example('provider-dns'), {}, TODAY).costs).toMatchObject([
      { rule: 'CL7', yen: 550, months: 1, formula: '1 × 550', when: 'the form arrives after 2027-05-31' },
      { rule: 'CL8', yen: 550, months: 1, when: 'it ends on 2027-06-30, before the minimum term on 2027-07-31' },
      { rule: 'CL10', yen: 14_000 },
      { rule: 'CL10', yen: 16_000 },
    ]);
    const contract = bare({ openedOn: '2026-11-10', endMonth: '2027-05' });
    expect(termsOf(contract, {}, TODAY).costs.find(({ rule }) => rule === 'CL8')).toMatchObject({
      yen: 3300,
      months: 6,
      formula: '6 × 550',
    });
    // A later end misses less.
    const late = termsOf(contract, form({ arrivedOn: '2027-05-01' }), '2027-05-02');
    expect(late.costs).toMatchObject([
      { rule: 'CL7', yen: 550, incurred: true },
      { rule: 'CL8', yen: 2750 },
      { rule: 'CL9', yen: 550 },
    ]);
  });
});

describe('the plan', () => {
  const latest = (terms: Terms) =>
    Object.fromEntries(terms.schedule!.map(({ step, latestOn }) => [step.replace(/:.*/, ''), latestOn]));

  it('of the fact sheet: effective 2027-01-31, form by 12-28', () => {
    const contract = (primaryDns: 'own-server' | 'provider') =>
      bare({ endMonth: '2027-01', domains: [domain({ primaryDns })] });
    expect(latest(termsOf(contract('own-server'), {}, TODAY))).toEqual({
      'back-up': '2026-12-17',
      // By the 20th, a Sunday.
      'lower-ttl': '2026-12-18',
      change: '2026-12-22',
      'secondary-zone': '2026-12-22',
      'mail-clients': '2026-12-22',
      verify: '2026-12-25',
      'cancellation-form': '2026-12-28',
    });
    expect(latest(termsOf(contract('provider'), {}, TODAY))).toMatchObject({
      change: '2026-12-14',
      verify: '2026-12-25',
    });
  });

  it('gives what is asked of others its time, and their part its own day once it is asked', () => {
    const contract = bare({ endMonth: '2027-01', domains: [domain({ primaryDns: 'other-company' })] });
    const asked = termsOf(contract, { 'change:example.jp': { sentOn: '2026-12-14' } }, '2026-12-14');
    expect(asked.schedule!.find(({ step }) => step.startsWith('change'))).toMatchObject({
      earliestOn: '2026-12-22',
      latestOn: '2026-12-22',
      slackDays: 0,
    });
    // Asked a day later there is none left.
    const late = termsOf(contract, { 'change:example.jp': { sentOn: '2026-12-15' } }, '2026-12-15');
    expect(late.schedule!.find(({ step }) => step.startsWith('change'))!.slackDays).toBe(-1);
  });

  it('touches no domain before its day', () => {
    const contract = bare({ endMonth: '2027-01', domains: [domain({ notBefore: '2026-12-10' })] });
    const earliest = Object.fromEntries(
      termsOf(contract, {}, TODAY).schedule!.map(({ step, earliestOn }) => [step.replace(/:.*/, ''), earliestOn]),
    );
    expect(earliest).toMatchObject({ 'back-up': '2026-11-24', 'lower-ttl': '2026-11-25', change: '2026-12-10' });
  });
});

it('says every reading that it rests on', () => {
  const rules = (terms: Terms) => [...new Set(terms.assumptions.map(({ rule }) => rule))];
  expect(rules(termsOf(example('provider-dns'), {}, TODAY))).toEqual(['CL7', 'CL3', 'CL1', 'CL10']);
  expect(rules(termsOf(bare({ minimumTermMonths: 0 }), {}, TODAY))).toEqual(['CL7', 'CL8']);
  const overridable = termsOf(two(), {}, TODAY).assumptions.flatMap(({ overridableBy }) => overridableBy ?? []);
  expect(overridable).toEqual(['formMayArriveEarly', 'closures', 'ttlDays, quietDays, leadBusinessDays']);
});

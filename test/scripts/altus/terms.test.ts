// The terms of a contract on a given day: deadlines, ends and whose word they are, costs, readings, the plan.
import { describe, expect, it } from 'vitest';
import { termsOf } from '../../../scripts/altus/terms.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { example, letters, whole } from './contracts.ts';

const TODAY = '2026-11-22';
const rows = (terms: Terms) => terms.deadlines.map(({ rule, on, latestOn }) => [rule, on, latestOn]);

describe('deadlines', () => {
  it('stand for telling, returning, each domain, other issuers, and what must be gone', () => {
    expect(rows(termsOf(whole(), {}, TODAY))).toEqual([
      ['AL1', '2027-02-27', '2027-02-26'],
      ['AL1', '2027-02-27', '2027-02-26'],
      ['AL2', '2027-05-29', '2027-05-28'],
      ['AL2', '2027-03-25', '2027-03-25'],
      ['AL3', '2027-04-20', '2027-04-20'],
      ['AL8', '2027-03-31', '2027-03-31'],
    ]);
  });

  it('carry rule, limit, who, stake, what meets them, and the provider’s words', () => {
    expect(termsOf(whole(), {}, TODAY).deadlines[0]).toEqual({
      rule: 'AL1',
      what: 'sales is told of the cancellation of G1002001, to end on 2027-03-31',
      who: 'customer',
      on: '2027-02-27',
      latestOn: '2027-02-26',
      recommendedOn: '2027-02-18',
      provisional: false,
      stake: 'too late: it ends after 2027-03-31, 48000 yen for each month',
      metBy: ['notify-sales'],
      field: ['endOn'],
      citation: {
        document: 'ALTUS Basic CMS パッケージ解約手順書 01版 (2015-11)',
        section: '1. 解約準備',
        quote: '解約を希望される期日の1ヶ月前までに弊社営業へ「CMSパッケージオプション」の解約意思をお伝え下さい。',
      },
    });
  });

  it('of telling are met by telling, not by sending', () => {
    const sent = termsOf(letters(), { 'notify-sales': { sentOn: '2027-09-10' } }, '2027-09-11');
    expect(rows(sent)[0]).toEqual(['AL1', '2027-09-21', '2027-09-21']);
    const told = termsOf(letters(), { 'notify-sales': { toldOn: '2027-09-13' } }, '2027-09-14');
    expect(told.deadlines.map(({ what }) => what)).toEqual([
      'the notice of cancellation (解約通知書) of G1003377 has arrived, filled in',
    ]);
  });

  it('of returning are met by an arrival in time; a late one stays until the provider names the end', () => {
    const told = { 'notify-sales': { toldOn: '2027-09-13' } };
    const after = (facts: Record<string, string>, todayOn = '2027-09-28') =>
      termsOf(letters(), { ...told, 'return-notice': { sentOn: '2027-09-17', ...facts } }, todayOn).deadlines;
    expect(after({})).toMatchObject([{ rule: 'AL1', who: 'provider', on: '2027-09-21' }]);
    expect(after({})[0]).not.toHaveProperty('latestOn');
    expect(after({ arrivedOn: '2027-09-21' })).toEqual([]);
    expect(after({ arrivedOn: '2027-09-22' })).toHaveLength(1);
    expect(after({ arrivedOn: '2027-09-22', endsOn: '2027-10-23' })).toEqual([]);
  });

  it('are each contract number’s own (AL7)', () => {
    const contract = example('several-contracts');
    const told = { 'notify-sales:G1005001': { toldOn: '2026-12-20' } };
    const open = termsOf(contract, told, '2026-12-21').deadlines.filter(({ rule }) => rule === 'AL1');
    expect(open.map(({ what }) => /G\d+/.exec(what)![0])).toEqual(['G1005001', 'G1005044', 'G1005044']);
  });

  it('may rest on a holiday that is not announced', () => {
    const provisional = (endOn: string) => termsOf(letters({ endOn }), {}, TODAY).deadlines[0]!.provisional;
    expect(provisional('2028-04-25')).toBe(true);
    expect(provisional('2027-04-25')).toBe(false);
  });
});

describe('the end', () => {
  it('is wanted, then computed from the day of telling, then the provider’s own', () => {
    expect(termsOf(letters(), {}, TODAY)).toMatchObject({ endsOn: '2027-10-23', endsOnSource: 'wanted' });
    const late = { 'notify-sales': { toldOn: '2027-09-24' } };
    expect(termsOf(letters(), late, '2027-09-25')).toMatchObject({
      endsOn: '2027-10-26',
      endsOnSource: 'computed',
      computedEndsOn: '2027-10-26',
      governingEndsOn: '2027-10-23',
    });
    const said = { ...late, 'return-notice': { sentOn: '2027-09-27', endsOn: '2027-10-26' } };
    const terms = termsOf(letters(), said, '2027-10-01');
    expect(terms).toMatchObject({ endsOn: '2027-10-26', endsOnSource: 'notice' });
    expect(terms.endsOnConflict).toBeUndefined();
  });

  it('stops everything while the provider’s is unexpected, until it is acknowledged', () => {
    const said = { 'notify-sales': { toldOn: '2027-02-10', endsOn: '2027-04-30' } };
    expect(termsOf(whole(), said, '2027-02-11')).toMatchObject({
      endsOn: '2027-04-30',
      governingEndsOn: '2027-03-31',
      endsOnConflict: { computedOn: '2027-03-31', noticeOn: '2027-04-30' },
    });
    const known = termsOf(whole({ endsOnAcknowledged: '2027-04-30' }), said, '2027-02-11');
    expect(known).toMatchObject({ endsOn: '2027-04-30', governingEndsOn: '2027-04-30' });
    expect(known.endsOnConflict).toBeUndefined();
    // The plan follows it.
    expect(known.schedule!.at(-1)).toMatchObject({ step: 'expunge-servers', latestOn: '2027-04-30' });
  });

  it('of several contract numbers is the last of them, and the first governs', () => {
    const contract = example('several-contracts');
    const both = {
      'notify-sales:G1005001': { toldOn: '2026-12-20', endsOn: '2027-02-03' },
      'notify-sales:G1005044': { toldOn: '2027-01-05', endsOn: '2027-02-06' },
    };
    expect(termsOf(contract, both, '2027-01-06')).toMatchObject({
      endsOn: '2027-02-06',
      governingEndsOn: '2027-02-03',
      endsOnConflict: { computedOn: '2027-02-06', noticeOn: '2027-02-03' },
    });
    // One that is not told yet leaves the end wanted.
    const { 'notify-sales:G1005044': _, ...one } = both;
    expect(termsOf(contract, one, '2027-01-06')).toMatchObject({ endsOn: '2027-02-03', endsOnSource: 'wanted' });
  });

  it('no longer presses when everything is gone', () => {
    const gone = {
      'notify-sales': { toldOn: '2027-02-10' },
      'back-up': { backedUpOn: '2027-02-10' },
      'return-notice': { sentOn: '2027-02-12', arrivedOn: '2027-02-15' },
      'cancel-domains': { appliedOn: '2027-02-16' },
      'settle-certificates': { settledOn: '2027-02-16' },
      'final-back-up': { backedUpOn: '2027-03-24' },
      'delete-plesk-licences': { deletedOn: '2027-03-25' },
      'release-addresses': { releasedOn: '2027-03-25' },
      'destroy-servers': { destroyedOn: '2027-03-25' },
    };
    expect(termsOf(whole(), gone, '2027-03-26')).toMatchObject({ governingEndsOn: '2027-03-31' });
    const terms = termsOf(whole(), { ...gone, 'expunge-servers': { expungedOn: '2027-03-26' } }, '2027-04-10');
    expect(terms.schedule).toEqual([]);
    expect(terms.governingEndsOn).toBeUndefined();
    expect(terms.deadlines.map(({ rule }) => rule)).not.toContain('AL8');
  });
});

describe('costs', () => {
  it('are those of the contract file, with their formula', () => {
    expect(termsOf(whole(), {}, TODAY).costs).toMatchObject([
      { rule: 'AL1', yen: 48_000, months: 1, formula: '1 × 48000', when: 'sales is told after 2027-02-27' },
      { rule: 'AL2', yen: 4180, when: 'example.com is cancelled after 2027-05-29' },
      { rule: 'AL8', yen: 48_000 },
    ]);
    expect(termsOf(letters(), {}, TODAY).costs).toEqual([]);
  });

  it('of an end in a later month are incurred', () => {
    const late = termsOf(whole(), { 'notify-sales': { toldOn: '2027-03-01' } }, '2027-03-02');
    expect(late.endsOn).toBe('2027-04-02');
    expect(late.costs[0]).toMatchObject({ rule: 'AL1', yen: 48_000, months: 1, incurred: true });
  });
});

describe('the plan', () => {
  const planned = (attested: Parameters<typeof termsOf>[1], todayOn: string, contract = whole()) =>
    termsOf(contract, attested, todayOn).schedule!.map(({ step, earliestOn, latestOn }) => [
      step,
      earliestOn,
      latestOn,
    ]);

  it('is counted back from the end, and taken down from the day its users may lose it', () => {
    expect(planned({}, TODAY)).toEqual([
      ['notify-sales', '2026-11-24', '2027-02-26'],
      ['back-up', '2026-11-24', '2027-02-25'],
      ['return-notice', '2026-11-25', '2027-02-26'],
      ['cancel-domains', '2026-11-25', '2027-03-25'],
      ['settle-certificates', '2026-11-25', '2027-03-29'],
      ['final-back-up', '2026-11-25', '2027-03-29'],
      ['delete-plesk-licences', '2027-03-24', '2027-03-30'],
      ['release-addresses', '2027-03-24', '2027-03-30'],
      ['destroy-servers', '2027-03-24', '2027-03-30'],
      ['expunge-servers', '2027-03-25', '2027-03-31'],
    ]);
  });

  it('has the letters earlier where a renewal comes first', () => {
    const domains = whole().domains.map((one) => ({ ...one, cancel: 'term-end' as const }));
    const contract = whole({ domains: [{ ...domains[0]!, nextRenewalOn: '2027-01-16' }] });
    expect(planned({}, TODAY, contract).slice(0, 4)).toEqual([
      ['notify-sales', '2026-11-24', '2027-01-15'],
      ['back-up', '2026-11-24', '2027-01-14'],
      ['return-notice', '2026-11-25', '2027-02-26'],
      ['cancel-domains', '2026-11-25', '2027-01-15'],
    ]);
  });
});

it('says every reading that it rests on', () => {
  const rules = (terms: Terms) => [...new Set(terms.assumptions.map(({ rule }) => rule))];
  expect(rules(termsOf(whole(), {}, TODAY))).toEqual(['AL1', 'AL2', 'AL3', 'AL5', 'AL6', 'AL8']);
  expect(rules(termsOf(letters({ closures: [] }), {}, TODAY))).toEqual(['AL1']);
  const told = termsOf(letters(), { 'notify-sales': { toldOn: '2027-09-30' } }, '2027-09-30');
  expect(told.assumptions.map(({ reading }) => reading).join()).toContain('told too late');
});

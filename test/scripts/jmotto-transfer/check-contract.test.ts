// Rules over more than one field of a contract file, and the example files, which must be valid.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkContract, contractSchema } from '../../../scripts/jmotto-transfer/check-contract.ts';
import { type JmottoTransferContract, schema } from '../../../scripts/jmotto-transfer/contract.ts';
import { contractJsonSchema } from '../../../src/contract/json-schema.ts';
import { readContract } from '../../../src/contract/read-contract.ts';
import { example, whole } from './contracts.ts';

const found = (contract: Partial<JmottoTransferContract>) =>
  checkContract(contract).map(({ code, severity = 'error', path }) => [code, severity, path.join('.')]);
const dated = (dates: Partial<JmottoTransferContract['dates']>, changes: Partial<JmottoTransferContract> = {}) =>
  whole({ dates: { ...whole().dates, ...dates }, ...changes });
const expiring = (expiresOn: string | undefined) => whole({ domain: { ...whole().domain, expiresOn } });

describe('the example files', () => {
  it.each(readdirSync('examples/jmotto-transfer'))('%s is valid, without a warning', async (name) => {
    const read = await readContract(`examples/jmotto-transfer/${name}`, { 'jmotto-transfer': contractSchema });
    expect(read.warnings).toEqual([]);
  });
});

describe('the schema', () => {
  it('describes every field of its own', () => {
    const { properties } = contractJsonSchema(contractSchema, 'jmotto-transfer');
    const bare = Object.entries(properties ?? {}).filter(([, field]) => field.description === undefined);
    expect(bare.map(([name]) => name)).toEqual(['provider', 'approvalHours']);
  });

  it.each<[string, object]>([
    ['a month that does not exist', { endMonth: '2027-13' }],
    ['a day that does not exist', { dates: { prepareOn: '2027-02-29', switchOn: '2027-03-30' } }],
    ['a time that does not exist', { dates: { ...whole().dates, switchAt: '24:00' } }],
    ['no days side by side', { parallelDays: 0 }],
    ['a groupware that is neither kept nor ended', { groupware: 'maybe' }],
    ['a name of two lines', { customer: { ...whole().customer, name: 'a\nb' } }],
    ['an AuthCode', { domain: { ...whole().domain, authCode: 'x' } }],
    ['a fee with decimals', { monthlyFee: 3300.5 }],
  ])('refuses %s', (_, changes) => {
    expect(schema.safeParse({ ...whole(), ...changes }).success).toBe(false);
  });
});

describe('dates', () => {
  it.each<[string, JmottoTransferContract, unknown[]]>([
    ['as in the example', whole(), []],
    ['switched before prepared', dated({ prepareOn: '2027-05-11' }), [['dates-contradict', 'error', 'dates.switchOn']]],
    ['three weeks of preparation', dated({ prepareOn: '2027-04-19' }), []],
    ['less than that', dated({ prepareOn: '2027-04-20' }), [['short-preparation', 'warning', 'dates.prepareOn']]],
    ['side by side to the very end', dated({ switchOn: '2027-05-17' }), []],
    ['past the end', dated({ switchOn: '2027-05-18' }), [['overlap-too-short', 'warning', 'dates.switchOn']]],
    ['switched on the first day that the form leaves', dated({ switchOn: '2027-04-12', prepareOn: '2027-03-01' }), []],
    [
      'switched before the form',
      dated({ switchOn: '2027-04-09', prepareOn: '2027-03-01' }),
      [['before-the-form', 'warning', 'dates.switchOn']],
    ],
    ['switched on a holiday', dated({ switchOn: '2027-05-05' }), [['not-a-business-day', 'warning', 'dates.switchOn']]],
  ])('%s', (_, contract, expected) => {
    expect(found(contract)).toEqual(expected);
  });

  it('whoever switches alone may do so on any day, and waits for no form', () => {
    const own = example('own-domain');
    expect(found({ ...own, dates: { prepareOn: '2026-12-20', switchOn: '2027-01-17' } })).toEqual([]);
  });

  it('that no calendar knows are shown where they stand', () => {
    expect(found(whole({ endMonth: '2099-12' }))).toEqual([['calendar-out-of-range', 'error', 'endMonth']]);
    expect(found(whole({ endMonth: '1970-02' })).map(([code]) => code)).toContain('calendar-out-of-range');
  });
});

describe('the domain', () => {
  it('that moves needs the day on which it expires', () => {
    expect(found(expiring(undefined))).toEqual([['missing-key', 'error', 'domain']]);
    expect(found(example('own-domain'))).toEqual([]);
  });

  it.each([
    // Complete by 5 April, begun by 26 March: the very first day of the form.
    ['2027-05-05', []],
    ['2027-05-04', [['renew-first', 'warning', 'domain.expiresOn']]],
  ])('that expires on %s', (expiresOn, expected) => {
    expect(found(expiring(expiresOn))).toEqual(expected);
  });
});

describe('closures', () => {
  it('that leave no day to post, or no day at all', () => {
    expect(found(whole({ closures: [{ from: '03-26', to: '04-22' }] }))).toEqual([
      ['no-day-to-post', 'warning', 'closures'],
    ]);
    expect(found(whole({ closures: [{ from: '01-01', to: '12-31' }] }))).toEqual([
      ['no-business-day', 'error', 'closures'],
    ]);
    expect(found(whole({ closures: [{ from: '02-30', to: '12-31' }] }))[0]).toEqual([
      'wrong-value',
      'error',
      'closures.0.from',
    ]);
    expect(() => found(whole({ closures: [{ from: '01-20', to: '12-31' }], marginBusinessDays: 60 }))).not.toThrow();
  });
});

it('says nothing about fields that it was not given', () => {
  const contract = whole();
  expect(found({})).toEqual([]);
  for (const key of Object.keys(contract) as (keyof JmottoTransferContract)[]) {
    const { [key]: _, ...rest } = contract;
    expect(() => checkContract(rest)).not.toThrow();
    expect(found({ [key]: contract[key] })).toEqual([]);
  }
});

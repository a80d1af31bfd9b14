// Rules over more than one field of a contract file, and the example files, which must be valid.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkContract, contractSchema } from '../../../scripts/flxsrv-plan-change/check-contract.ts';
import { type FlxsrvPlanChangeContract, PRICE_YEN_MAX, schema } from '../../../scripts/flxsrv-plan-change/contract.ts';
import { contractJsonSchema } from '../../../src/contract/json-schema.ts';
import { readContract } from '../../../src/contract/read-contract.ts';
import { example, monthlyNew, NOVEMBER, yearlyNew, yearlyOld } from './contracts.ts';

const found = (contract: Partial<FlxsrvPlanChangeContract>) =>
  checkContract(contract).map(({ code, severity = 'error', path }) => [code, severity, path.join('.')]);
const base = (changes: Partial<FlxsrvPlanChangeContract> = {}) =>
  example('yearly-to-monthly', { dates: NOVEMBER, oldPlan: yearlyOld(17_820, '2027-06-30'), ...changes });

describe('the example files', () => {
  it.each(readdirSync('examples/flxsrv-plan-change').filter((name) => name.endsWith('.yaml')))(
    '%s is valid, without a warning',
    async (name) => {
      const read = await readContract(`examples/flxsrv-plan-change/${name}`, { 'flxsrv-plan-change': contractSchema });
      expect(read.warnings).toEqual([]);
    },
  );
});

describe('the schema', () => {
  it('describes every field of its own', () => {
    const { properties } = contractJsonSchema(contractSchema, 'flxsrv-plan-change');
    const bare = Object.entries(properties ?? {}).filter(([, field]) => field.description === undefined);
    expect(bare.map(([name]) => name)).toEqual(['provider', 'approvalHours']);
  });

  it.each<[string, object]>([
    ['a yearly plan without its end', { oldPlan: { name: 'x', billing: 'yearly', yearlyPrice: 1 } }],
    ['a price of nothing', { newPlan: { name: 'x', billing: 'monthly', monthlyFee: 0 } }],
    ['a price that is a typing error', { newPlan: { name: 'x', billing: 'monthly', monthlyFee: PRICE_YEN_MAX + 1 } }],
    ['a price with decimals', { newPlan: { name: 'x', billing: 'monthly', monthlyFee: 1072.5 } }],
    ['a name of two lines', { contractName: 'a\nb' }],
    ['a name of blanks', { contractName: ' ' }],
    ['a link without its number', { domains: [{ name: 'example.jp', dnsHere: true, linked: 'VPS-2' }] }],
    ['no domain', { domains: [] }],
    ['a day that does not exist', { dates: { ...NOVEMBER, openOn: '2027-02-29' } }],
    ['a word that it does not know', { oldplan: {} }],
  ])('refuses %s', (_, changes) => {
    expect(schema.safeParse({ ...base(), ...changes }).success).toBe(false);
  });
});

describe('dates', () => {
  it.each<[string, Partial<FlxsrvPlanChangeContract['dates']>, unknown[]]>([
    ['in order', {}, []],
    ['an order before the ticket', { orderOn: '2026-11-09' }, [['dates-contradict', 'error', 'dates.orderOn']]],
    ['an opening before the order', { openOn: '2026-11-19' }, [['dates-contradict', 'error', 'dates.openOn']]],
    ['a switch before the opening', { switchOn: '2026-11-23' }, [['dates-contradict', 'error', 'dates.switchOn']]],
    ['no time for a reply', { ticketOn: '2026-11-20' }, [['no-time-for-reply', 'warning', 'dates.ticketOn']]],
    ['a switch on the last sure day', { switchOn: '2026-12-23' }, []],
    [
      'a switch after the month side by side',
      { switchOn: '2026-12-24' },
      [['outside-parallel', 'warning', 'dates.switchOn']],
    ],
  ])('%s', (_, changes, expected) => {
    expect(found(base({ dates: { ...NOVEMBER, ...changes } }))).toEqual(expected);
  });

  it('that no calendar knows are shown where they stand', () => {
    const far = { ticketOn: '2099-11-10', orderOn: '2099-11-20', openOn: '2099-11-24', switchOn: '2099-12-11' };
    expect(found(base({ dates: far, oldPlan: yearlyOld(17_820, '2100-06-30') })).map(([code]) => code)).toEqual(
      Array.from({ length: 5 }, () => 'calendar-out-of-range'),
    );
    // The plan itself lies in a known year, and what follows from it does not.
    const edge = { ticketOn: '2050-11-10', orderOn: '2050-11-20', openOn: '2050-12-20', switchOn: '2050-12-28' };
    expect(found(base({ dates: edge, oldPlan: { name: 'x', billing: 'monthly', monthlyFee: 1 } }))).toEqual([
      ['calendar-out-of-range', 'error', 'dates'],
    ]);
  });
});

describe('the old plan', () => {
  it.each<[string, FlxsrvPlanChangeContract['oldPlan'], unknown[]]>([
    ['is left in time', yearlyOld(17_820, '2026-12-31'), []],
    [
      'renews before the month is over',
      yearlyOld(17_820, '2026-11-30'),
      [['renews-before', 'warning', 'dates.openOn']],
    ],
    ['has ended already', yearlyOld(17_820, '2026-10-31'), [['dates-contradict', 'error', 'oldPlan.endsOn']]],
    [
      'is paid for more than a year',
      yearlyOld(17_820, '2027-12-31'),
      [['more-than-a-year', 'warning', 'oldPlan.endsOn']],
    ],
    ['is paid for just a year', yearlyOld(17_820, '2027-11-30'), []],
    ['ends inside a month', yearlyOld(17_820, '2027-06-15'), [['broken-month', 'warning', 'oldPlan.endsOn']]],
    ['renews by the month', { name: 'RS-1', billing: 'monthly', monthlyFee: 1_944 }, []],
    [
      'renews by the month, paid to its end',
      { name: 'x', billing: 'monthly', monthlyFee: 1, endsOn: '2026-12-15' },
      [['renews-before', 'warning', 'dates.openOn']],
    ],
  ])('%s', (_, oldPlan, expected) => {
    expect(found(base({ oldPlan }))).toEqual(expected);
  });
});

describe('the rest', () => {
  it('answers fit the plans', () => {
    expect(found(base({ agreed: { monthsLeft: 7, price: 'one-fee' } }))).toEqual([]);
    expect(found(base({ agreed: { price: 'one-fee' }, newPlan: yearlyNew(17_820) }))).toEqual([
      ['agreed-mismatch', 'error', 'agreed.price'],
    ]);
    expect(found(example('monthly-to-monthly', { agreed: { monthsLeft: 1 } }))).toEqual([
      ['agreed-mismatch', 'error', 'agreed.monthsLeft'],
    ]);
  });

  it('domains are named once, and only zones of the panel are linked', () => {
    const domains = [
      { name: 'example.jp', dnsHere: true, linked: 'none' },
      { name: 'EXAMPLE.jp', dnsHere: false, linked: '#12 x' },
    ];
    expect(found(base({ domains }))).toEqual([
      ['listed-twice', 'error', 'domains.1.name'],
      ['link-without-zone', 'error', 'domains.1.linked'],
    ]);
  });

  it('the address changes', () => {
    expect(found(base({ newServerIp: '192.0.2.10' }))).toEqual([['same-address', 'error', 'newServerIp']]);
  });

  it('prices that are no prices, and closures that leave no day', () => {
    const cheap = base({ oldPlan: yearlyOld(1_000_000, '2027-06-30'), newPlan: monthlyNew(1) });
    expect(found(cheap)).toEqual([['extension-out-of-range', 'error', 'newPlan']]);
    expect(found(base({ closures: [{ from: '01-01', to: '12-31' }] }))).toEqual([
      ['no-business-day', 'error', 'closures'],
    ]);
    expect(found(base({ closures: [{ from: '02-30', to: '12-31' }] }))[0]).toEqual([
      'wrong-value',
      'error',
      'closures.0.from',
    ]);
    // Long closures and a wide margin reach back for years, and are no fault of kaiyaku.
    expect(() => found(base({ closures: [{ from: '01-20', to: '12-31' }], marginBusinessDays: 60 }))).not.toThrow();
  });

  it('says nothing about fields that it was not given', () => {
    const whole = base();
    expect(found({})).toEqual([]);
    for (const key of Object.keys(whole) as (keyof FlxsrvPlanChangeContract)[]) {
      const { [key]: _, ...rest } = whole;
      expect(() => checkContract(rest)).not.toThrow();
      expect(found({ [key]: whole[key] })).toEqual([]);
    }
  });
});

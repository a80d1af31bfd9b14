// The order of the steps, what each waits for, what cannot be undone, and what is asked for as proof.
import { describe, expect, it } from 'vitest';
import type { FlxsrvPlanChangeContract } from '../../../scripts/flxsrv-plan-change/contract.ts';
import { flxsrvPlanChange } from '../../../scripts/flxsrv-plan-change/index.ts';
import { type History, NO_HISTORY } from '../../../src/teardown/provider.ts';
import { teardownDigest } from '../../../src/teardown/step.ts';
import { example, NOVEMBER, yearlyOld } from './contracts.ts';

const TODAY = '2026-11-22';
function teardown(contract: FlxsrvPlanChangeContract, attested: History['attested'] = {}, todayOn = TODAY) {
  const history = { ...NO_HISTORY, attested };
  return flxsrvPlanChange.teardownOf(
    contract,
    flxsrvPlanChange.termsOf(contract, history, todayOn),
    history,
    new Map(),
  );
}
const step = (id: string, ...given: Parameters<typeof teardown>) =>
  teardown(...given).steps.find((one) => one.id === id)!;
const contract = () => example('yearly-to-monthly', { dates: NOVEMBER, oldPlan: yearlyOld(17_820, '2027-06-30') });

const ORDER = [
  'ticket-before-order',
  'order',
  'ticket-after-order',
  'check-invoice',
  'pay',
  'file-new-periods',
  'unlink-zones',
  'back-up',
  'move-data',
  'switch-dns',
  'verify',
  'old-plan-cancelled',
  'close',
];

describe('the order', () => {
  it('is the provider’s, each step after the one before it, and all of them persons’', () => {
    const { steps } = teardown(contract());
    expect(steps.map(({ id }) => id)).toEqual(ORDER);
    expect(steps.map(({ after }) => after)).toEqual(ORDER.map((_, at) => (at === 0 ? [] : [ORDER[at - 1]])));
    expect(steps.every(({ effects, actor }) => effects.length === 0 && actor !== 'kaiyaku')).toBe(true);
    expect(steps.filter(({ irreversible }) => irreversible).map(({ id, guards }) => [id, guards])).toEqual([
      ['pay', ['R20', 'R27']],
    ]);
    expect(steps.find(({ id }) => id === 'old-plan-cancelled')!.actor).toBe('provider');
  });

  it('is the same whatever has happened, so that the journal’s digest holds', () => {
    const attested = {
      'ticket-before-order': { sentOn: '2026-11-10', ticketNo: 'T', repliedOn: '2026-11-12' },
      'check-invoice': { invoiceYen: 1, receivedOn: '2026-11-21' },
      'file-new-periods': { openedOn: '2026-11-24', endsOn: '2026-12-31' },
    };
    expect(teardownDigest(teardown(contract(), attested))).toBe(teardownDigest(teardown(contract())));
    expect(teardownDigest(teardown(contract(), {}, '2028-01-01'))).toBe(teardownDigest(teardown(contract())));
  });

  it('has no unlinking where no zone is linked, and no payment of nothing', () => {
    expect(step('unlink-zones', contract()).notNeeded).toBeUndefined();
    expect(step('unlink-zones', example('monthly-to-monthly')).notNeeded).toContain('FX7');
    const elsewhere = { ...contract(), domains: [{ name: 'example.jp', dnsHere: false, linked: 'none' }] };
    expect(step('unlink-zones', elsewhere).notNeeded).toContain('FX7');
    expect(step('pay', contract(), { 'check-invoice': { invoiceYen: 0 } }).notNeeded).toContain('FX4');
    const agreed = { ...contract(), agreed: { price: 'twelve-fees' as const } };
    const nothing = (more: object) => step('pay', agreed, { 'check-invoice': { invoiceYen: 0, ...more } }).notNeeded;
    // It was agreed otherwise: nothing is no gift before the provider has said so.
    expect(nothing({})).toBeUndefined();
    expect(nothing({ explanation: 'the first month is free' })).toContain('FX4');
    expect(step('pay', contract(), { 'check-invoice': { invoiceYen: 11_637 } }).notNeeded).toBeUndefined();
  });
});

describe('windows', () => {
  it('the new plan is open before the old one renews; the move lies inside the time side by side', () => {
    expect(step('pay', contract()).window).toMatchObject({ untilOn: '2027-05-31' });
    expect(step('order', example('monthly-to-monthly')).window).toEqual({});
    for (const id of ['unlink-zones', 'back-up', 'move-data', 'switch-dns', 'verify'])
      expect(step(id, contract()).window).toEqual({ fromOn: '2026-11-24', untilOn: '2026-12-23' });
    expect(step('old-plan-cancelled', contract()).window).toMatchObject({ untilOn: '2027-06-30' });
    const periods = { 'file-new-periods': { openedOn: '2026-11-25', endsOn: '2026-12-31' } };
    expect(step('verify', contract(), periods).window).toEqual({ fromOn: '2026-11-25', untilOn: '2026-12-30' });
    expect(step('close', contract(), periods).window).toMatchObject({ fromOn: '2027-01-01' });
  });
});

describe('evidence', () => {
  const required = (id: string, attested: History['attested'] = {}) =>
    step(id, contract(), attested)
      .evidence.filter((field) => field.required)
      .map(({ name }) => name);

  it('a reply is filed before the order, and an end before the move', () => {
    expect(required('ticket-before-order')).toEqual(['sentOn', 'ticketNo', 'repliedOn', 'file']);
    expect(required('file-new-periods')).toEqual(['openedOn', 'newTermStartsOn', 'newTermEndsOn', 'endsOn', 'file']);
    const ahead = step('file-new-periods', contract()).evidence.filter(({ mayLieAhead }) => mayLieAhead === true);
    expect(ahead.map(({ name }) => name)).toEqual(['newTermStartsOn', 'newTermEndsOn']);
  });

  it('an explanation is asked for only where something is not as computed', () => {
    expect(required('check-invoice', { 'check-invoice': { invoiceYen: 1 } })).not.toContain('explanation');
    const paid = (paidYen: number) =>
      required('pay', { 'check-invoice': { invoiceYen: 11_637 }, pay: { paidYen, paidOn: '2026-11-22' } });
    expect([paid(11_637), paid(14_877)].map((names) => names.includes('explanation'))).toEqual([false, true]);
  });
});

it('FX6: an old server that somebody used in the last days is explained', () => {
  const asked = (lastUsedOn: string) =>
    step('verify', contract(), { verify: { verifiedOn: '2026-12-20', lastUsedOn } }).evidence.map(({ name }) => name);
  expect(asked('2026-12-18')).toContain('explanation');
  expect(asked('2026-12-17')).not.toContain('explanation');
});

it('claims the contract by its name, and wants no end of its own', () => {
  expect(flxsrvPlanChange.claims(contract(), 'other')).toEqual(['flxsrv:#1201 VPS-2 example.jp']);
  expect(flxsrvPlanChange.wantedEndsOn(contract())).toBeUndefined();
  expect(flxsrvPlanChange.approval(contract())).toEqual({ approvers: [], hours: 72 });
  expect(flxsrvPlanChange.discover(contract())).toEqual([]);
});

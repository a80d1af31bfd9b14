// The order of the steps, domain by domain, who carries them out, what cannot be undone, and their windows.
import { describe, expect, it } from 'vitest';
import type { ClaraContract, ClaraDomain } from '../../../scripts/clara-additional-ip/contract.ts';
import { claraAdditionalIp } from '../../../scripts/clara-additional-ip/index.ts';
import { NO_HISTORY, type History } from '../../../src/teardown/provider.ts';
import { teardownDigest } from '../../../src/teardown/step.ts';
import { bare, domain, two } from './contracts.ts';

const TODAY = '2026-11-22';
function teardown(contract: ClaraContract, attested: History['attested'] = {}, todayOn = TODAY) {
  const history = { ...NO_HISTORY, attested };
  return claraAdditionalIp.teardownOf(
    contract,
    claraAdditionalIp.termsOf(contract, history, todayOn),
    history,
    new Map(),
  );
}
const of = (changes: Partial<ClaraDomain>) => teardown(bare({ domains: [domain(changes)] })).steps;
const kinds = (changes: Partial<ClaraDomain>) => of(changes).map(({ id }) => id.replace(/:.*/, ''));
const step = (id: string, ...given: Parameters<typeof teardown>) =>
  teardown(...given).steps.find((one) => one.id === id)!;

describe('the order', () => {
  it.each<[string, Partial<ClaraDomain>, string]>([
    ['move, A', {}, 'back-up lower-ttl change secondary-zone mail-clients verify'],
    ['move, B', { primaryDns: 'other-company' }, 'back-up change mail-clients verify'],
    ['move, C', { primaryDns: 'provider' }, 'back-up change mail-clients verify'],
    [
      'move, A, glue',
      { hostRegistered: true },
      'back-up lower-ttl change secondary-zone host-objects mail-clients verify',
    ],
    ['delete, A', { fate: 'delete' }, 'back-up delete secondary-zone verify'],
    ['delete, B', { fate: 'delete', primaryDns: 'other-company' }, 'back-up delete verify'],
    [
      'delete, C, glue, name given up',
      { fate: 'delete', primaryDns: 'provider', hostRegistered: true, abolish: true },
      'back-up delete host-objects abolish verify',
    ],
  ])('of a domain: %s', (_, changes, expected) => {
    expect(kinds(changes)).toEqual([...expected.split(' '), 'cancellation-form', 'close']);
  });

  it('has the domains side by side, and the form after all of them (CL1)', () => {
    const all = teardown(two()).steps;
    expect(all.filter(({ after }) => after.length === 0).map(({ id }) => id)).toEqual([
      'back-up:example.jp',
      'back-up:old-campaign.com',
    ]);
    expect(all.find(({ id }) => id === 'cancellation-form')!.after).toEqual([
      'verify:example.jp',
      'verify:old-campaign.com',
    ]);
    expect(step('cancellation-form', bare()).after).toEqual([]);
    expect(step('change:example.jp', two()).after).toEqual(['lower-ttl:example.jp']);
  });

  it('says who carries it out', () => {
    const actor = (work: string, changes: Partial<ClaraDomain>) =>
      of(changes).find(({ id }) => id.startsWith(work))!.actor;
    expect(actor('change', {})).toBe('customer');
    expect(actor('change', { primaryDns: 'other-company' })).toBe('third-party');
    expect(actor('change', { primaryDns: 'provider' })).toBe('provider');
    expect(actor('delete', { fate: 'delete', primaryDns: 'provider' })).toBe('provider');
    expect(actor('host-objects', { hostRegistered: true })).toBe('third-party');
    expect(actor('host-objects', { hostRegistered: true, registrar: 'clara' })).toBe('provider');
  });

  it('knows what cannot be undone', () => {
    const irreversible = teardown(two()).steps.filter((one) => one.irreversible);
    expect(irreversible.map(({ id, guards }) => [id, guards])).toEqual([
      ['delete:old-campaign.com', ['R20']],
      ['abolish:old-campaign.com', ['R20']],
      ['cancellation-form', ['R02', 'R20']],
    ]);
  });

  it('does not change by what happens', () => {
    const later = teardown(two(), { 'cancellation-form': { arrivedOn: '2027-02-01' } }, '2027-02-02');
    expect(teardownDigest(later)).toBe(teardownDigest(teardown(two())));
  });
});

describe('windows', () => {
  it('end with the last day of the plan; the form’s opens with the month before', () => {
    expect(step('cancellation-form', two()).window).toMatchObject({ fromOn: '2027-01-04', untilOn: '2027-01-29' });
    expect(step('delete:old-campaign.com', two()).window).toMatchObject({
      fromOn: '2027-01-08',
      untilOn: '2027-01-15',
    });
    expect(step('back-up:old-campaign.com', two()).window.fromOn).toBeUndefined();
  });

  it('close the contract when the end has passed', () => {
    expect(step('close', two()).window.fromOn).toBe('2027-03-01');
    const late = { 'cancellation-form': { arrivedOn: '2027-02-01' } };
    expect(step('close', two(), late).window.fromOn).toBe('2027-04-01');
  });
});

it('asks for three different days, and takes none for another', () => {
  const names = (id: string, contract: ClaraContract) =>
    step(id, contract).evidence.map(({ name, required }) => `${name}${required ? '!' : ''}`);
  expect(names('cancellation-form', two())).toEqual(['sentOn!', 'arrivedOn!', 'acceptedOn', 'endsOn', 'file!']);
  expect(names('change:example.jp', two())).toEqual(['changedOn!', 'file!']);
  expect(names('delete:old-campaign.com', two())).toEqual(['sentOn!', 'deletedOn!', 'file!']);
  const paid = bare({ domains: [domain({ primaryDns: 'provider' })] });
  expect(names('change:example.jp', paid)).toEqual(['sentOn!', 'changedOn!', 'feeYen', 'file!']);
});

it('answers what-if for receiving only', () => {
  expect(claraAdditionalIp.whatIf!('receivedOn', '2027-02-01')).toEqual({
    'cancellation-form': { arrivedOn: '2027-02-01' },
  });
  expect(claraAdditionalIp.whatIf!('acceptedOn', '2027-02-01')).toBeUndefined();
  expect(claraAdditionalIp.whatIf!('toldOn', '2027-02-01')).toBeUndefined();
});

it('claims the address and what is deleted with it', () => {
  expect(claraAdditionalIp.claims(two(), 'another')).toEqual(['203.0.113.77', 'old-campaign.com']);
});

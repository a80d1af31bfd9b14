// The order of the steps, what each waits for, what cannot be undone, and their windows.
import { describe, expect, it } from 'vitest';
import { altus } from '../../../scripts/altus/index.ts';
import type { AltusContract } from '../../../scripts/altus/contract.ts';
import { NO_HISTORY, type History } from '../../../src/teardown/provider.ts';
import { teardownDigest } from '../../../src/teardown/step.ts';
import { example, letters, whole } from './contracts.ts';

const TODAY = '2026-11-22';
function teardown(contract: AltusContract, attested: History['attested'] = {}, todayOn = TODAY) {
  const history = { ...NO_HISTORY, attested };
  return altus.teardownOf(contract, altus.termsOf(contract, history, todayOn), history, new Map());
}
const steps = (...given: Parameters<typeof teardown>) => teardown(...given).steps;
const step = (id: string, ...given: Parameters<typeof teardown>) => steps(...given).find((one) => one.id === id)!;

const ORDER = [
  'notify-sales',
  'back-up',
  'return-notice',
  'cancel-domains',
  'settle-certificates',
  'final-back-up',
  'delete-plesk-licences',
  'release-addresses',
  'destroy-servers',
  'expunge-servers',
  'close',
];

describe('the order', () => {
  it('is the provider’s, with a backup before the first thing that cannot be undone', () => {
    const all = steps(whole());
    expect(all.map(({ id }) => id)).toEqual(ORDER);
    const first = all.findIndex(({ irreversible }) => irreversible);
    expect(all.findIndex(({ id }) => id === 'back-up')).toBeLessThan(first);
    expect(all.filter(({ irreversible }) => irreversible).map(({ id }) => id)).toEqual([
      'return-notice',
      'cancel-domains',
      'delete-plesk-licences',
      'release-addresses',
      'destroy-servers',
      'expunge-servers',
    ]);
    for (const one of all.filter(({ irreversible }) => irreversible)) expect(one.guards).toContain('R20');
  });

  it('has every step after all that comes before it, but for a renewal that waits for no post', () => {
    const after = Object.fromEntries(steps(whole()).map((one) => [one.id, one.after]));
    expect(after).toEqual({
      'notify-sales': [],
      'back-up': [],
      'return-notice': ['notify-sales', 'back-up'],
      'cancel-domains': ['notify-sales', 'back-up'],
      'settle-certificates': ['return-notice', 'cancel-domains'],
      'final-back-up': ['settle-certificates'],
      'delete-plesk-licences': ['final-back-up'],
      'release-addresses': ['delete-plesk-licences'],
      'destroy-servers': ['release-addresses'],
      'expunge-servers': ['destroy-servers'],
      close: ['expunge-servers'],
    });
  });

  it('is not opened by steps that the contract does not have', () => {
    const all = steps(letters());
    expect(all.filter(({ notNeeded }) => notNeeded === undefined).map(({ id }) => id)).toEqual([
      'notify-sales',
      'return-notice',
      'close',
    ]);
    expect(all.at(-1)!.after).toEqual(['return-notice']);
    expect(step('return-notice', letters()).after).toEqual(['notify-sales']);
    const { certificates: _, ...rest } = whole();
    const bare = { ...rest, certificates: [] };
    expect(step('final-back-up', bare).after).toEqual(['return-notice', 'cancel-domains']);
  });

  it('has letters of their own for each contract number (AL7)', () => {
    const all = steps(example('several-contracts'));
    expect(all.map(({ id }) => id).slice(0, 6)).toEqual([
      'notify-sales:G1005001',
      'notify-sales:G1005044',
      'back-up',
      'return-notice:G1005001',
      'return-notice:G1005044',
      'cancel-domains',
    ]);
    expect(all[4]!.after).toEqual(['notify-sales:G1005044', 'back-up']);
    expect(all[5]!.after).toEqual(['notify-sales:G1005001', 'notify-sales:G1005044', 'back-up']);
  });

  it('does not change by what happens', () => {
    const told = teardown(whole(), { 'notify-sales': { toldOn: '2027-02-28' } }, '2027-03-01');
    expect(teardownDigest(told)).toBe(teardownDigest(teardown(whole())));
  });
});

describe('windows', () => {
  it('end with the last day of the plan, and open for the take-down with its users’ last day', () => {
    expect(step('notify-sales', whole()).window).toMatchObject({ untilOn: '2027-02-26' });
    expect(step('notify-sales', whole()).window.fromOn).toBeUndefined();
    expect(step('destroy-servers', whole()).window).toMatchObject({ fromOn: '2027-03-24', untilOn: '2027-03-30' });
    expect(step('destroy-servers', whole()).guards).toContain('R21');
    const { serviceEndsOn: _, ...open } = whole();
    expect(step('destroy-servers', open).window.fromOn).toBeUndefined();
  });

  it('let a destroyed server cool down, but not past the end', () => {
    const destroyed = (destroyedOn: string) =>
      step('expunge-servers', whole({ coolDownDays: 3 }), { 'destroy-servers': { destroyedOn } }, destroyedOn).window
        .fromOn;
    expect(destroyed('2027-03-24')).toBe('2027-03-27');
    expect(destroyed('2027-03-30')).toBe('2027-03-31');
  });
});

it('asks for three different days, and takes none for another', () => {
  const names = (id: string) => step(id, whole()).evidence.map(({ name, required }) => `${name}${required ? '!' : ''}`);
  expect(names('notify-sales')).toEqual(['sentOn', 'toldOn!', 'endsOn', 'file!']);
  expect(names('return-notice')).toEqual(['sentOn!', 'arrivedOn', 'acceptedOn', 'endsOn', 'file!']);
  expect(names('expunge-servers')).toEqual(['expungedOn!', 'seenBy!', 'file!']);
});

it('answers what-if for telling only, of all contract numbers at once', () => {
  expect(altus.whatIf!('toldOn', '2027-01-03')).toEqual({ 'notify-sales': { toldOn: '2027-01-03' } });
  expect(altus.whatIf!('acceptedOn', '2027-01-03')).toBeUndefined();
  expect(altus.whatIf!('receivedOn', '2027-01-03')).toBeUndefined();
  const attested = altus.whatIf!('toldOn', '2027-01-03')!;
  const terms = altus.termsOf(example('several-contracts'), { ...NO_HISTORY, attested }, TODAY);
  expect(terms.computedEndsOn).toBe('2027-02-04');
});

it('claims what ends with it, and nothing that stays', () => {
  const claims = altus.claims(whole(), 'another');
  expect(claims).toEqual(expect.arrayContaining(['G1002001', '203.0.113.10', 'KLS-0001', 'example.com', 'example.jp']));
  expect(claims).not.toContain('example.co.jp');
});

// The order of the steps, what each waits for, what is refused, and what is asked for as proof.
import { describe, expect, it } from 'vitest';
import { wrongWindow } from '../../../policies/contract/r02-wrong-window.ts';
import type { JmottoTransferContract } from '../../../scripts/jmotto-transfer/contract.ts';
import { jmottoTransfer } from '../../../scripts/jmotto-transfer/index.ts';
import type { PolicyContext } from '../../../src/teardown/policy.ts';
import { type History, NO_HISTORY } from '../../../src/teardown/provider.ts';
import { teardownDigest } from '../../../src/teardown/step.ts';
import { example, whole } from './contracts.ts';

const TODAY = '2026-11-22';
function teardown(contract: JmottoTransferContract, attested: History['attested'] = {}, todayOn = TODAY) {
  const history = { ...NO_HISTORY, attested };
  return jmottoTransfer.teardownOf(contract, jmottoTransfer.termsOf(contract, history, todayOn), history, new Map());
}
const step = (id: string, ...given: Parameters<typeof teardown>) =>
  teardown(...given).steps.find((one) => one.id === id)!;

describe('the order', () => {
  it('is the provider’s: the new server and the form side by side, then one after the other', () => {
    expect(Object.fromEntries(teardown(whole()).steps.map(({ id, after }) => [id, after]))).toEqual({
      'prepare-new-server': [],
      'withdrawal-form': [],
      'receive-zone-and-authcode': ['withdrawal-form'],
      'hand-over-to-new-host': ['prepare-new-server', 'receive-zone-and-authcode'],
      'transfer-domain': ['hand-over-to-new-host'],
      'back-up': ['transfer-domain'],
      'copy-data': ['back-up'],
      'book-switch': ['copy-data'],
      'switch-dns': ['book-switch'],
      'parallel-running': ['switch-dns'],
      verify: ['parallel-running'],
      close: ['verify'],
    });
    expect(teardown(whole()).steps.every(({ effects, actor }) => effects.length === 0 && actor !== 'kaiyaku')).toBe(
      true,
    );
  });

  it('has the groupware’s form beside the other, and before the close (JM8)', () => {
    const { steps } = teardown(example('with-groupware'));
    expect(steps.map(({ id }) => id).slice(0, 3)).toEqual(['prepare-new-server', 'withdrawal-form', 'groupware-form']);
    expect(step('groupware-form', example('with-groupware')).after).toEqual([]);
    expect(step('close', example('with-groupware')).after).toEqual(['verify', 'groupware-form']);
  });

  it('leaves out what the customer holds (JM7)', () => {
    const not = (contract: JmottoTransferContract) =>
      teardown(contract)
        .steps.filter(({ notNeeded }) => notNeeded !== undefined)
        .map(({ id }) => id);
    expect(not(whole())).toEqual([]);
    expect(not(example('with-groupware'))).toEqual(['transfer-domain']);
    expect(not(example('own-domain'))).toEqual([
      'receive-zone-and-authcode',
      'hand-over-to-new-host',
      'transfer-domain',
      'book-switch',
    ]);
    expect([step('switch-dns', whole()).actor, step('switch-dns', example('own-domain')).actor]).toEqual([
      'provider',
      'customer',
    ]);
  });

  it('is the same whatever has happened, so that the journal’s digest holds', () => {
    const attested = {
      'withdrawal-form': { sentOn: '2027-04-01', acceptedOn: '2027-04-27', endsOn: '2027-06-30' },
      'book-switch': { bookedOn: '2027-04-28', switchOn: '2027-05-12' },
    };
    expect(teardownDigest(teardown(whole(), attested))).toBe(teardownDigest(teardown(whole())));
    expect(teardownDigest(teardown(whole(), {}, '2028-01-01'))).toBe(teardownDigest(teardown(whole())));
  });

  it('guards what cannot be taken back', () => {
    const irreversible = teardown(example('with-groupware')).steps.filter((one) => one.irreversible);
    expect(irreversible.map(({ id, guards }) => [id, guards])).toEqual([
      ['withdrawal-form', ['R02', 'R20']],
      ['groupware-form', ['R02', 'R20']],
    ]);
  });
});

describe('windows', () => {
  it('of the form: from the first day that does not end it early, to the last day of posting', () => {
    expect(step('withdrawal-form', whole()).window).toMatchObject({ fromOn: '2027-03-26', untilOn: '2027-04-21' });
    expect(step('withdrawal-form', whole(), { 'withdrawal-form': { sentOn: '2027-04-01' } }).window).toEqual({});
    expect(step('groupware-form', example('with-groupware')).window).toMatchObject({ untilOn: '2027-03-19' });
  });

  it('of what follows: booked a week ahead, switched before the days side by side, closed after the end', () => {
    expect(step('transfer-domain', whole()).window).toMatchObject({ untilOn: '2027-10-20' });
    expect(step('back-up', whole()).window).toEqual({ untilOn: '2027-05-30' });
    expect(step('book-switch', whole()).window).toMatchObject({ untilOn: '2027-04-30' });
    expect(step('switch-dns', whole()).window).toMatchObject({ untilOn: '2027-05-17' });
    expect(step('parallel-running', whole()).window).toMatchObject({ fromOn: '2027-05-24' });
    const switched = { 'switch-dns': { switchedOn: '2027-05-12' } };
    expect(step('parallel-running', whole(), switched).window).toMatchObject({ fromOn: '2027-05-26' });
    expect(step('close', whole()).window).toMatchObject({ fromOn: '2027-06-01' });
  });
});

describe('evidence', () => {
  const required = (id: string, contract = whole(), attested: History['attested'] = {}) =>
    step(id, contract, attested)
      .evidence.filter((field) => field.required)
      .map(({ name }) => name);

  it('sent, arrived, received and ended are four days of the form', () => {
    expect(step('withdrawal-form', whole()).evidence.map(({ name, required: must }) => [name, must])).toEqual([
      ['sentOn', true],
      ['receivedOn', false],
      ['acceptedOn', true],
      ['endsOn', false],
      ['file', true],
    ]);
  });

  it('an AuthCode is never filed, only its day', () => {
    expect(required('receive-zone-and-authcode')).toEqual(['zoneOn', 'authCodeOn', 'file']);
    expect(required('receive-zone-and-authcode', example('with-groupware'))).toEqual(['zoneOn', 'file']);
    const codeOnly = whole({ domain: { ...whole().domain, dnsHere: false } });
    expect(required('receive-zone-and-authcode', codeOnly)).toEqual(['authCodeOn']);
    for (const { evidence } of teardown(whole()).steps)
      expect(evidence.map(({ name }) => name)).not.toContain('authCode');
  });

  it('an explanation is asked for only where something is not as the rules say', () => {
    const booked = (bookedOn: string) =>
      required('book-switch', whole(), { 'book-switch': { bookedOn, switchOn: '2027-05-10' } }).includes('explanation');
    expect([booked('2027-05-03'), booked('2027-05-04')]).toEqual([false, true]);
    const ended = (endedOn: string) =>
      required('parallel-running', whole(), {
        'switch-dns': { switchedOn: '2027-05-10' },
        'parallel-running': { endedOn },
      }).includes('explanation');
    expect([ended('2027-05-24'), ended('2027-05-23')]).toEqual([false, true]);
  });
});

describe('R02: the form is refused', () => {
  const findings = (contract: JmottoTransferContract, todayOn: string, attested: History['attested'] = {}) => {
    const history = { ...NO_HISTORY, attested };
    const terms = jmottoTransfer.termsOf(contract, history, todayOn);
    const all = teardown(contract, attested, todayOn);
    const context = { terms, teardown: all, step: all.steps[1]!, history, todayOn, contract };
    return wrongWindow.check(context as unknown as PolicyContext).map(({ what }) => what);
  };

  it.each([
    ['2027-03-25', [/window opens on 2027-03-26/]],
    ['2027-03-26', []],
    ['2027-04-23', []],
    ['2027-04-26', [/an application now ends it later|closed on/]],
  ])('on %s', (todayOn, expected) => {
    const found = findings(whole(), todayOn);
    expect(found).toHaveLength(expected.length);
    for (const [at, pattern] of expected.entries()) expect(found[at]).toMatch(pattern);
  });

  it('while the days side by side do not fit before the end (JM9)', () => {
    const on = (switchOn: string) => whole({ dates: { ...whole().dates, switchOn } });
    expect(findings(on('2027-05-17'), '2027-04-01')).toEqual([]);
    expect(findings(on('2027-05-18'), '2027-04-01')).toEqual([
      'the contract would end on 2027-05-31, while it is still needed until 2027-06-01',
    ]);
    expect(findings(whole(), '2027-04-01', { 'book-switch': { switchOn: '2027-05-20' } })).toHaveLength(1);
  });
});

it('claims the domain by its name', () => {
  expect(jmottoTransfer.claims(whole(), 'other')).toEqual(['jmotto:example.co.jp']);
  expect(jmottoTransfer.discover(whole())).toEqual([]);
});

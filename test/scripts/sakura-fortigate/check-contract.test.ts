// Rules over more than one field that need more cases than the golden files show.
import { describe, expect, it } from 'vitest';
import { checkContract, checkRaw } from '../../../scripts/sakura-fortigate/check-contract.ts';
import type { SakuraFortigateContract } from '../../../scripts/sakura-fortigate/contract.ts';
import { example, noTerm, term } from './contracts.ts';

const found = (contract: Partial<SakuraFortigateContract>) =>
  checkContract(contract).map(({ code, severity = 'error', path }) => [code, severity, path.join('.')]);

describe('dates', () => {
  it.each([
    ['2026-12-30', []],
    ['2026-12-31', [['ends-before-service', 'warning', 'serviceEndsOn']]],
    ['2027-01-01', [['ends-before-service', 'error', 'serviceEndsOn']]],
    ['when-noticed', []],
  ])('the service ends on %s', (serviceEndsOn, expected) => {
    expect(found(noTerm({ serviceEndsOn }))).toEqual(expected);
  });

  it('a term that cannot end, or that no calendar knows, is shown at endMonth', () => {
    const plan = { startedOn: '9999-12-31', termMonths: 120, renewalMonths: 12 };
    expect(found(term({ term: plan }))).toEqual([['date-out-of-range', 'error', 'endMonth']]);
    expect(found(noTerm({ endMonth: '2099-12' }))).toEqual([['calendar-out-of-range', 'error', 'endMonth']]);
    const ended = { startedOn: '2026-12-15', termMonths: 12, renewalMonths: 12, termEndsOn: '2026-12-14' };
    expect(found(term({ term: ended }))).toEqual([['dates-contradict', 'error', 'term.termEndsOn']]);
  });
});

describe('parts', () => {
  it('say nothing about fields that they were not given', () => {
    const whole = noTerm();
    expect(found({})).toEqual([]);
    for (const key of Object.keys(whole) as (keyof SakuraFortigateContract)[]) {
      const { [key]: _, ...rest } = whole;
      expect(() => checkContract(rest)).not.toThrow();
      expect(found({ [key]: whole[key] }).filter(([, severity]) => severity === 'error')).toEqual(
        key === 'plan' ? [['missing-key', 'error', 'plan']] : [],
      );
    }
  });

  it('a credential is needed only where kaiyaku resets', () => {
    const [service] = noTerm().services;
    const { password: _, ...fortigate } = service!.fortigate;
    const of = (reset: 'ssh' | 'by-person' | 'none') =>
      found(noTerm({ services: [{ ...service!, fortigate: { ...fortigate, reset } }] }));
    expect(of('ssh')).toEqual([['no-credential', 'error', 'services.0.fortigate']]);
    expect(of('by-person')).toEqual([]);
    expect(of('none')).toEqual([]);
  });

  it('plain http is for loopback only', () => {
    const of = (root: string) => found(noTerm({ api: { ...noTerm().api, root } })).map(([code]) => code);
    for (const root of [
      'http://127.0.0.1:8080/cloud/zone',
      'http://localhost/x',
      'http://[::1]:1/',
      'https://example.com/',
    ])
      expect(of(root)).toEqual([]);
    for (const root of ['http://127.0.0.1.example.com/', 'http://example.com/', 'ftp://127.0.0.1/'])
      expect(of(root)).toEqual(['insecure-api']);
  });

  it('an address with its expected reverse name is not warned of', () => {
    const { estate } = example('two-fortigates-one-router');
    const strange: SakuraFortigateContract['estate'][number] = {
      kind: 'address',
      ip: '192.0.2.1',
      zone: 'is1b',
      fate: 'delete',
      usedBy: [],
      ownedBy: 'none',
    };
    const of = (item: SakuraFortigateContract['estate'][number]) =>
      found(example('two-fortigates-one-router', { estate: [...estate, item] }));
    expect(of(strange)).toEqual([['address-outside-networks', 'warning', `estate.${estate.length}.ip`]]);
    expect(of({ ...strange, ptr: 'x.example.com' })).toEqual([]);
  });
});

describe('R12', () => {
  it.each([
    ['resetCommand', 'factoryreset keepvmlicense'],
    ['resetCommand', 'factoryreset-keep-vm-licence'],
    ['keepvmlicense', true],
    ['keepLicence', true],
  ])('has its own words: %s: %s', (key, value) => {
    expect(checkRaw({ services: [{ fortigate: { [key]: value } }] })).toMatchObject([
      { code: 'R12', path: ['services', 0, 'fortigate', key] },
    ]);
  });
  it.each([null, 'x', [], { services: null }, { services: [null, 1, { fortigate: null }] }])(
    'looks at anything: %j',
    (content) => {
      expect(checkRaw(content)).toEqual([]);
    },
  );
});

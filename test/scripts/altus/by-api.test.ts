// The steps that kaiyaku carries out where the contract has an `api`: which effects follow from what the API shows and from
// what the journal knows, and that a name is never guessed.
import { describe, expect, it } from 'vitest';
import { estateTarget } from '../../../scripts/altus/api-targets.ts';
import type { AltusContract, ApiContract } from '../../../scripts/altus/contract.ts';
import { checkContract } from '../../../scripts/altus/check-contract.ts';
import { altus } from '../../../scripts/altus/index.ts';
import { type Observation, targetKey } from '../../../src/executors/port.ts';
import { type History, NO_HISTORY } from '../../../src/teardown/provider.ts';
import { type Step, teardownDigest } from '../../../src/teardown/step.ts';
import { example } from './contracts.ts';

const contract = example('with-api') as ApiContract;
const key = targetKey(estateTarget(contract));
const present = (facts: object): Observation => ({ state: 'present', facts: facts as never, seenAtMs: 0 });

const MACHINES = [
  { id: 'm1', name: 'KLS-0901' },
  { id: 'm2', name: 'KLS-0902' },
];
const ADDRESSES = [
  {
    id: 'a1',
    address: '203.0.113.90',
    rules: [
      { kind: 'static-nat', id: 'a1' },
      { kind: 'firewall-rule', id: 'f1' },
    ],
  },
  { id: 'a2', address: '203.0.113.91', rules: [{ kind: 'port-forwarding-rule', id: 'p1' }] },
];
const estate = (more: object = {}) =>
  present({ seesDestroyed: true, machines: MACHINES, addresses: ADDRESSES, ...more });

const history = (...effects: string[]): History => ({ ...NO_HISTORY, effects, lastVerifiedOn: '2027-03-24' });

function stepIn(id: string, seen?: Observation, known: History = NO_HISTORY, of: AltusContract = contract): Step {
  const discovered = new Map(seen === undefined ? [] : [[key, seen] as const]);
  const { steps } = altus.teardownOf(of, altus.termsOf(of, known, '2027-03-24'), known, discovered);
  return steps.find((step) => step.id === id)!;
}
const effectsOf = (...given: Parameters<typeof stepIn>) => stepIn(...given).effects.map(({ id }) => id);

describe('the effects', () => {
  it('of an address: its rules, firewall first, then its static NAT, then the address', () => {
    expect(effectsOf('release-addresses', estate())).toEqual([
      'release-addresses/delete-rule:cloudstack-api:firewall-rule:f1=203.0.113.90',
      'release-addresses/disable-static-nat:cloudstack-api:static-nat:a1=203.0.113.90',
      'release-addresses/release-address:cloudstack-api:ip-address:a1=203.0.113.90',
      'release-addresses/delete-rule:cloudstack-api:port-forwarding-rule:p1=203.0.113.91',
      'release-addresses/release-address:cloudstack-api:ip-address:a2=203.0.113.91',
    ]);
  });

  it('of servers: destroyed, then expunged; last what the contract lists to be deleted', () => {
    expect(effectsOf('destroy-servers', estate())).toEqual([
      'destroy-servers/destroy:cloudstack-api:vm:m1=KLS-0901',
      'destroy-servers/destroy:cloudstack-api:vm:m2=KLS-0902',
    ]);
    expect(effectsOf('expunge-servers', estate())).toEqual([
      'expunge-servers/expunge:cloudstack-api:vm:m1=KLS-0901',
      'expunge-servers/expunge:cloudstack-api:vm:m2=KLS-0902',
      'expunge-servers/delete:cloudstack-api:volume:00000004-0000-4000-8000-000000000002',
    ]);
  });

  it('of expunging alone are proven beside each other, and what the contract lists to be deleted behind them is not', () => {
    const beside = ['release-addresses', 'destroy-servers', 'expunge-servers'].flatMap((id) =>
      stepIn(id, estate()).effects.filter(({ provenBeside }) => provenBeside === true),
    );
    expect(beside.map(({ command }) => `${command.verb} ${command.target.id}`)).toEqual(['expunge m1', 'expunge m2']);
  });

  it('are all irreversible, and only an expunged server counts as absent', () => {
    for (const id of ['release-addresses', 'destroy-servers', 'expunge-servers'])
      for (const { irreversible } of stepIn(id, estate()).effects) expect(irreversible).toBe(true);
    const goals = (id: string) => stepIn(id, estate()).effects[0]!.proof[0]!.goal;
    expect(goals('destroy-servers')).toEqual({ is: 'facts', equal: { state: 'Destroyed' }, orAbsent: true });
    expect(goals('expunge-servers')).toEqual({ is: 'absent' });
  });

  it('stay listed by the journal when the API shows nothing any more', () => {
    const gone = estate({ machines: [], addresses: [] });
    const known = history(
      'release-addresses/delete-rule:cloudstack-api:firewall-rule:f1=203.0.113.90',
      'release-addresses/release-address:cloudstack-api:ip-address:a1=203.0.113.90',
      'release-addresses/release-address:cloudstack-api:ip-address:a2=203.0.113.91',
      'destroy-servers/destroy:cloudstack-api:vm:m1=KLS-0901',
      'destroy-servers/destroy:cloudstack-api:vm:m2=KLS-0902',
    );
    expect(effectsOf('release-addresses', gone, known)).toEqual(known.effects.slice(0, 3));
    expect(effectsOf('destroy-servers', gone, known)).toEqual(known.effects.slice(3));
    const expunge = stepIn('expunge-servers', gone, known);
    expect(expunge.unreadable).toBeUndefined();
    expect(expunge.effects.slice(0, 2).map(({ command }) => command.target)).toMatchObject([
      { id: 'm1', expect: { name: 'KLS-0901' } },
      { id: 'm2', expect: { name: 'KLS-0902' } },
    ]);
  });

  it('are known by name before anybody looked, so that an amendment cannot drop one unseen', () => {
    const digest = (of: AltusContract) =>
      teardownDigest(altus.teardownOf(of, altus.termsOf(of, NO_HISTORY, '2027-03-24'), NO_HISTORY, new Map()));
    expect(effectsOf('destroy-servers')).toContain('destroy-servers/destroy:cloudstack-api:vm:KLS-0901=KLS-0901');
    expect(digest({ ...contract, servers: ['KLS-0901'] })).not.toBe(digest(contract));
  });
});

describe('a name', () => {
  it.each([
    ['that no list has', { machines: [MACHINES[0]!] }, 'name-not-found', /lists no server KLS-0902/],
    [
      'that two machines have',
      { machines: [...MACHINES, { id: 'm3', name: 'KLS-0901' }] },
      'ambiguous-name',
      /KLS-0901 stands for 2: m1, m3/,
    ],
  ])('%s stops every step, before the first effect', (_, facts, code, message) => {
    for (const id of ['release-addresses', 'destroy-servers', 'expunge-servers']) {
      const step = stepIn(id, estate(facts));
      expect(step.unreadable).toMatchObject({ code, message: expect.stringMatching(message) as unknown });
      expect(step.effects.filter(({ id: one }) => one.includes('m3'))).toEqual([]);
    }
  });

  it('that came back under another id is not taken for the one that is gone', () => {
    const known = history('expunge-servers/expunge:cloudstack-api:vm:m1=KLS-0901');
    const step = stepIn('expunge-servers', estate({ machines: [{ id: 'm9', name: 'KLS-0901' }, MACHINES[1]!] }), known);
    expect(step.unreadable?.code).toBe('ambiguous-name');
    expect(step.effects.map(({ command }) => command.target.id)).not.toContain('m9');
  });

  it('that cannot be looked up leaves the step unreadable, with the look’s own error', () => {
    const error = { code: 'unauthorized', kind: 'provider', message: 'no' } as const;
    const step = stepIn('release-addresses', { state: 'unknown', error, seenAtMs: 0 });
    expect(step).toMatchObject({ unreadable: error, effects: [] });
  });
});

describe('the day of the expunge', () => {
  const destroyed = ['destroy-servers/destroy:cloudstack-api:vm:m1=KLS-0901'];
  it('comes a cool-down after the last server was destroyed', () => {
    expect(stepIn('expunge-servers', estate(), history(...destroyed)).window.fromOn).toBe('2027-03-25');
  });
  it('is not put off by the first expunge', () => {
    const begun = history(...destroyed, 'expunge-servers/expunge:cloudstack-api:vm:m1=KLS-0901');
    expect(stepIn('expunge-servers', estate(), begun).window.fromOn).toBe('2027-03-24');
  });
});

it('a step that a later one follows is no longer planned', () => {
  const planned = (known: History) => altus.termsOf(contract, known, '2027-03-24').schedule!.map(({ step }) => step);
  expect(planned(NO_HISTORY)).toContain('release-addresses');
  const known = history('destroy-servers/destroy:cloudstack-api:vm:m1=KLS-0901');
  expect(planned(known)).not.toContain('release-addresses');
  expect(planned(known)).toContain('destroy-servers');
  const closing = { ...known, attested: { close: { goneOn: '2027-03-30' } } };
  expect(planned(closing)).not.toContain('expunge-servers');
});

describe('the contract file', () => {
  const { api } = contract;
  it.each([
    ['api-twice', { cloudstack: { endpoint: api.endpoint, zone: api.zone, apiKey: 'env:A', secretKey: 'env:B' } }],
    ['listed-twice', { api: { ...api, storage: [api.storage[0]!, api.storage[0]!] } }],
    ['keep-without-reason', { api: { ...api, storage: [{ ...api.storage[0]!, fate: 'keep' as const }] } }],
  ])('is told %s', (code, more) => {
    expect(checkContract({ ...contract, ...more }).map((one) => one.code)).toContain(code);
  });
});

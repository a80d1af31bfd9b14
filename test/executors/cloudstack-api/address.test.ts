// Addresses: rules go first, each as its own change; the source-NAT address never goes; static NAT is one of the rules.
import { afterEach, describe, expect, it } from 'vitest';
import { type Estate, ids, startEstate, targets } from './estate.ts';

let estate: Estate;
afterEach(() => estate.close());

const rulesOf = async (addressId: string) => {
  const seen = await estate.look(targets.of('rules', addressId));
  return seen.state === 'present' ? (seen.facts['rules'] as { kind: string; id: string }[]) : [];
};

describe('an address', () => {
  it('with rules is not released until each of them is gone', async () => {
    estate = await startEstate();
    await expect(estate.act('release-address', targets.ruledAddress)).rejects.toMatchObject({
      code: 'address-has-rules',
    });
    expect(estate.changes()).toEqual([]);
    const rules = await rulesOf(ids.ruledAddress);
    expect(rules.map(({ kind }) => kind)).toEqual(['firewall-rule', 'port-forwarding-rule', 'load-balancer-rule']);
    for (const { kind, id } of rules) {
      const rule = targets.of(kind as 'firewall-rule', id, { addressId: ids.ruledAddress });
      await estate.act('delete-rule', rule);
      expect(await estate.look(rule)).toMatchObject({ state: 'absent' });
    }
    expect(await rulesOf(ids.ruledAddress)).toEqual([]);
    await estate.act('release-address', targets.ruledAddress);
    expect(await estate.look(targets.ruledAddress)).toMatchObject({ state: 'absent' });
  });

  it('with static NAT counts it as a rule; disabling it takes the firewall rule along', async () => {
    estate = await startEstate();
    expect((await rulesOf(ids.staticNatAddress)).map(({ kind }) => kind)).toEqual(['firewall-rule', 'static-nat']);
    await expect(estate.act('release-address', targets.staticNatAddress)).rejects.toMatchObject({
      code: 'address-has-rules',
    });
    expect(await estate.look(targets.staticNat)).toMatchObject({ state: 'present', facts: { vmId: ids.webServer } });
    await estate.act('disable-static-nat', targets.staticNat);
    expect(await estate.look(targets.staticNat)).toMatchObject({ state: 'absent' });
    expect(await rulesOf(ids.staticNatAddress)).toEqual([]);
    await estate.act('release-address', targets.staticNatAddress);
    expect(await estate.look(targets.staticNat)).toMatchObject({ state: 'absent' });
  });

  it.each([
    ['source-nat', targets.sourceNat, {}],
    ['system-address', targets.plainAddress, { system: true }],
    ['portable-address', targets.plainAddress, { portable: true }],
  ] as const)('is never released as %s', async (code, target, patch) => {
    estate = await startEstate({
      world: (state) =>
        void (state.addresses = state.addresses.map((one) => (one.id === target.id ? { ...one, ...patch } : one))),
    });
    await expect(estate.act('release-address', target)).rejects.toMatchObject({ code, detail: { class: 'permanent' } });
    expect(estate.changes()).toEqual([]);
  });

  it('that is held again under another id is foreign, not gone', async () => {
    estate = await startEstate({
      world: (state) =>
        void (state.addresses = state.addresses.map((one) =>
          one.id === ids.plainAddress ? { ...one, id: '00000006-0000-4000-8000-000000000077' } : one,
        )),
    });
    expect(await estate.look(targets.plainAddress)).toMatchObject({ state: 'foreign', differences: [{ what: 'id' }] });
  });

  it('that a rule still names while its own list has lost it is in doubt', async () => {
    estate = await startEstate({
      world: (state) => void (state.addresses = state.addresses.filter(({ id }) => id !== ids.ruledAddress)),
    });
    expect(await estate.look(targets.ruledAddress)).toMatchObject({
      state: 'unknown',
      error: { code: 'still-listed' },
    });
  });
});

describe('storage', () => {
  it('an attached volume is detached first; a ROOT volume goes with its machine', async () => {
    estate = await startEstate();
    await expect(estate.act('delete', targets.webData)).rejects.toMatchObject({ code: 'volume-attached' });
    await expect(estate.act('delete', targets.of('volume', ids.webRoot))).rejects.toMatchObject({
      code: 'root-volume',
    });
    await estate.act('detach', targets.webData);
    await estate.act('delete', targets.webData);
    expect(await estate.look(targets.webData)).toMatchObject({ state: 'absent' });
  });

  it('a snapshot is deleted by a job', async () => {
    estate = await startEstate();
    expect((await estate.act('delete', targets.webSnapshot)).facts).toMatchObject({ call: 'deleteSnapshot' });
    expect(await estate.look(targets.webSnapshot)).toMatchObject({ state: 'absent' });
  });
});

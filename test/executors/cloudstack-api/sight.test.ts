// What a look is worth: whole lists or none, the contract's own account, lists that lag, clocks that differ, answers that
// never come. Whatever cannot be read is unknown.
import { afterEach, describe, expect, it } from 'vitest';
import { idOf } from '../../../src/executors/cloudstack-api/simulator/world.ts';
import type { CloudStackExpect } from '../../../src/executors/cloudstack-api/command.ts';
import { parseEndpoint } from '../../../src/executors/cloudstack-api/endpoint.ts';
import { type Estate, ids, startEstate, targets } from './estate.ts';

let estate: Estate | undefined;
afterEach(async () => {
  await estate?.close();
  estate = undefined;
});

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: idOf(33, n + 1),
    name: `KLS-${1000 + n}`,
    state: 'Stopped' as const,
    networkIds: [],
  }));

describe('a list', () => {
  it('is read to its end: the last of 450 is found', async () => {
    estate = await startEstate({ world: (state) => void state.machines.push(...many(450)) });
    const last = targets.of('vm', idOf(33, 450), { name: 'KLS-1449' });
    expect(await estate.look(last)).toMatchObject({ state: 'present' });
    const pages = estate.simulator.requests.filter(({ command }) => command === 'listVirtualMachines');
    expect(pages).toHaveLength(6);
  });

  it('that stays short of its count proves nothing', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'short-page', match: { command: 'listVirtualMachines', times: 'always' } });
    expect(await estate.look(targets.of('vm', ids.otherServer))).toMatchObject({
      state: 'unknown',
      error: { code: 'incomplete-list' },
    });
  });

  it('that lags shows what was, and the absence comes later', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'stale-lists', ms: 60_000, match: { command: 'disassociateIpAddress' } });
    await estate.act('release-address', targets.plainAddress);
    expect(await estate.look(targets.plainAddress)).toMatchObject({ state: 'present' });
    await estate.clock.sleep(61_000);
    expect(await estate.look(targets.plainAddress)).toMatchObject({ state: 'absent' });
  });

  it('that lags behind another one leaves the object in doubt', async () => {
    estate = await startEstate();
    estate.simulator.addFault({
      name: 'stale-lists',
      ms: 60_000,
      lists: ['listVolumes'],
      match: { command: 'destroyVirtualMachine' },
    });
    await estate.act('destroy', targets.web);
    await estate.act('expunge', targets.web);
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'still-listed' } });
  });

  it('without projects does not hide what lies in one', async () => {
    estate = await startEstate({
      world: (state) =>
        void state.volumes.push({ id: idOf(4, 50), name: 'in-project', type: 'DATADISK', vmId: null, projectId: 'p' }),
    });
    expect(await estate.look(targets.of('volume', idOf(4, 50)))).toMatchObject({ state: 'present' });
  });
});

describe('the account', () => {
  it('tells what its key may do', async () => {
    estate = await startEstate({ world: ({ capabilities }) => void (capabilities.allowuserexpungerecovervm = false) });
    expect(await estate.look(targets.account)).toMatchObject({
      state: 'present',
      facts: { name: 'cms-customer', type: 'user', mayExpunge: false, seesDestroyed: true, dateSkewMs: 0 },
    });
  });

  it('of somebody else is refused, and nothing is sent to it', async () => {
    estate = await startEstate({ account: 'another-customer' });
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'R06' } });
    expect(await estate.look(targets.of('account', 'tokyo-1', { name: 'another-customer' }))).toMatchObject({
      state: 'foreign',
      differences: [{ what: 'name', expected: 'another-customer', found: 'cms-customer' }],
    });
    await expect(estate.act('destroy', targets.web)).rejects.toMatchObject({ code: 'R06' });
    expect(estate.changes()).toEqual([]);
  });

  it('in another zone cannot be said to be empty', async () => {
    estate = await startEstate({ zone: 'osaka-1' });
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'zone-not-listed' } });
  });
});

describe('an answer', () => {
  it('that is 401 is unknown, and is not asked again and again', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'http', status: 401, match: { times: 'always' } });
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'unauthorized' } });
    expect(estate.simulator.requests).toHaveLength(1);
  });

  it('from a clock an hour apart is asked once more with the API’s own time', async () => {
    estate = await startEstate({ aheadMs: -3_600_000 });
    expect(await estate.look(targets.account)).toMatchObject({ state: 'present', facts: { dateSkewMs: 3_600_000 } });
    expect(estate.simulator.requests.map(({ status }) => status).filter((status) => status !== 200)).toEqual([401]);
  });

  it.each(['hang', 'reset'] as const)(
    'that never comes (%s) is unknown for a look',
    async (how) => {
      estate = await startEstate();
      estate.simulator.addFault({ name: 'timeout-before', how, match: { command: 'listZones', times: 'always' } });
      expect(await estate.look(targets.web)).toMatchObject({
        state: 'unknown',
        error: { code: how === 'hang' ? 'timeout' : 'connection-lost' },
      });
    },
    20_000,
  );

  it('that is lost after a change leaves its outcome unknown; it is sent once', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'timeout-after', how: 'reset', match: { command: 'destroyVirtualMachine' } });
    await expect(estate.act('destroy', targets.web)).rejects.toMatchObject({ detail: { class: 'unknown-outcome' } });
    expect(estate.changes()).toEqual(['destroyVirtualMachine']);
    await estate.clock.sleep(60_000);
    expect(await estate.look(targets.web)).toMatchObject({ facts: { state: 'Destroyed' } });
  });

  it.each([
    [429, 'retry'],
    [431, 'permanent'],
    [531, 'permanent'],
    [530, 'unknown-outcome'],
    [502, 'unknown-outcome'],
  ])('%i to a change is %s', async (status, errorClass) => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'http', status, match: { command: 'destroyVirtualMachine', times: 'always' } });
    await expect(estate.act('destroy', targets.web)).rejects.toMatchObject({ detail: { class: errorClass } });
  });

  it('cut in half is read again', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'not-json', match: { command: 'listVolumes' } });
    expect(await estate.look(targets.webData)).toMatchObject({ state: 'present' });
  });
});

describe('an endpoint', () => {
  it.each([
    ['http://cloud.example.jp/client/api', 'api-endpoint-plain-http'],
    ['https://key@cloud.example.jp/client/api', 'api-endpoint'],
    ['https://cloud.example.jp/client/api?command=x', 'api-endpoint'],
    ['cloud.example.jp', 'api-endpoint'],
  ])('%s is refused', (endpoint, code) =>
    expect(() => parseEndpoint(endpoint)).toThrow(expect.objectContaining({ code })),
  );

  it('on this machine may be plain http', () =>
    expect(parseEndpoint('http://127.0.0.1:1/client/api')).toBe('http://127.0.0.1:1/client/api'));
});

describe('the estate', () => {
  const estateOf = (expect: CloudStackExpect) => targets.of('estate', 'all', expect);
  const names = ['KLS-0001', 'KLS-0002'];

  it('is everything that bears the contract’s names, with what hangs on it', async () => {
    estate = await startEstate();
    const seen = await estate.look(estateOf({ names, addresses: ['203.0.113.1', '203.0.113.10'] }));
    expect(seen).toMatchObject({
      state: 'present',
      facts: {
        seesDestroyed: true,
        machines: [
          { id: ids.webServer, name: 'KLS-0001', state: 'Running', deleteProtected: false },
          { id: ids.databaseServer, name: 'KLS-0002', state: 'Stopped', deleteProtected: false },
        ],
        addresses: [
          { id: ids.sourceNat, sourceNat: true, rules: [] },
          {
            id: ids.staticNatAddress,
            sourceNat: false,
            rules: [
              { kind: 'firewall-rule', id: ids.staticNatFirewall },
              { kind: 'static-nat', id: ids.staticNatAddress },
            ],
          },
        ],
        storage: [
          { kind: 'volume', id: ids.webData },
          { kind: 'volume', id: ids.forgottenVolume },
          { kind: 'snapshot', id: ids.webSnapshot },
        ],
      },
    });
  });

  it('finds a snapshot of any name by its volume, leaves out what stays and what only begins alike', async () => {
    estate = await startEstate({
      world: ({ snapshots, volumes }) => {
        snapshots.push({ id: idOf(5, 2), name: 'before-upgrade', volumeId: ids.webRoot, state: 'BackedUp' });
        volumes.push({ id: idOf(4, 60), name: 'KLS-00012-data', type: 'DATADISK', vmId: null });
      },
    });
    const seen = await estate.look(estateOf({ names, ids: [ids.webData, ids.webSnapshot] }));
    expect(seen).toMatchObject({
      facts: {
        storage: [
          { kind: 'volume', id: ids.forgottenVolume },
          { kind: 'snapshot', id: idOf(5, 2) },
        ],
      },
    });
  });

  it('shows two machines of one name as two', async () => {
    estate = await startEstate({
      world: ({ machines }) => void machines.push({ ...machines[0]!, id: idOf(3, 40), state: 'Stopped' }),
    });
    const seen = await estate.look(estateOf({ names: ['KLS-0001'] }));
    expect(seen).toMatchObject({ facts: { machines: [{ id: ids.webServer }, { id: idOf(3, 40) }] } });
  });

  it('says when the key is not able to see destroyed machines', async () => {
    estate = await startEstate({
      world: ({ capabilities, machines }) => {
        capabilities.allowuserviewdestroyedvm = false;
        machines[0]!.state = 'Destroyed';
      },
    });
    const seen = await estate.look(estateOf({ names: ['KLS-0001'] }));
    expect(seen).toMatchObject({ state: 'present', facts: { seesDestroyed: false, machines: [] } });
  });
});

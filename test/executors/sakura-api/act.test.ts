// One command, one call: to the right account, the right object, once; and what a failure means for the effect.
import { afterEach, describe, expect, test } from 'vitest';
import type { SakuraVerb } from '../../../src/executors/sakura-api/command.ts';
import { classify } from '../../../src/executors/common/classify.ts';
import { bugError, providerError, refusal, userError } from '../../../src/base/errors.ts';
import type { Target } from '../../../src/executors/port.ts';
import { type Estate, ids, lookUntil, NO_ID, startEstate, targets } from './estate.ts';
import { failure } from './scripted-api.ts';

const open: Estate[] = [];
afterEach(async () => {
  for (const estate of open.splice(0)) await estate.close();
});
async function start(options?: Parameters<typeof startEstate>[0]): Promise<Estate> {
  const estate = await startEstate(options);
  open.push(estate);
  return estate;
}
/** The server is off, so that the API lets it be taken apart. */
async function startOff(options?: Parameters<typeof startEstate>[0]): Promise<Estate> {
  const estate = await start(options);
  estate.simulator.setServerPower('is1b', ids.server, 'down');
  return estate;
}

const { of } = targets;
const WAN = '203.0.113.4';

describe('the call of each verb', () => {
  test.each<[SakuraVerb, Target, string]>([
    ['shut-down', targets.server, `DELETE is1b/server/${ids.server}/power`],
    ['force-stop', targets.server, `DELETE is1b/server/${ids.server}/power`],
    ['clear-ptr', targets.ptr, `PUT is1b/ipaddress/${WAN}`],
    ['delete', targets.archive, `DELETE is1b/archive/${ids.archive}`],
    ['delete', targets.autoBackup, `DELETE is1b/commonserviceitem/${ids.autoBackup}`],
    ['delete', targets.subnet, `DELETE is1b/internet/${ids.router}/subnet/${ids.subnet}`],
    ['delete', targets.ipv6Net, `DELETE is1b/internet/${ids.router}/ipv6net/${ids.ipv6Net}`],
  ])('%s of a running estate: $label', async (verb, target, call) => {
    const estate = await start();
    const receipt = await estate.act(verb, target);
    expect(estate.writes()).toEqual([call]);
    expect(receipt).toEqual({
      facts: { status: 200, call: call.replace('is1b/', ''), requestedId: target.id },
      evidence: [],
    });
  });

  test.each<[SakuraVerb, Target, string]>([
    ['disconnect', targets.wanNic, `DELETE is1b/interface/${ids.wanNic}/to/switch`],
    ['disconnect', targets.systemDisk, `DELETE is1b/disk/${ids.systemDisk}/to/server`],
    ['delete', targets.server, `DELETE is1b/server/${ids.server}`],
  ])('%s of a server that is off: $label', async (verb, target, call) => {
    const estate = await startOff();
    await estate.act(verb, target);
    expect(estate.writes()).toEqual([call]);
  });

  test('remove-tag sends the other tags', async () => {
    const estate = await start();
    estate.simulator.change((state) => void state.zones.is1b.servers[0]!.tags.push('@auto-reboot'));
    await estate.act('remove-tag', targets.server, { tag: '@auto-reboot' });
    expect(await estate.look(targets.server)).toMatchObject({
      state: 'present',
      facts: { autoReboot: false, tags: ['fortigate', 'prod'], name: 'fgt-prod-01' },
    });
  });

  test('a forced stop says Force, and is accepted long before it is done', async () => {
    const estate = await start();
    await estate.act('force-stop', targets.server);
    expect(await estate.look(targets.server)).not.toMatchObject({ facts: { power: 'down' } });
    const seen = await lookUntil(
      estate,
      targets.server,
      (seen) => seen.state === 'present' && seen.facts['power'] === 'down',
    );
    expect(seen).toMatchObject({ facts: { power: 'down' } });
  });

  test('deleting the server leaves its disks, which go by their own commands', async () => {
    const estate = await startOff();
    await estate.act('delete', targets.server);
    expect(await estate.look(targets.systemDisk)).toMatchObject({ state: 'present', facts: { serverId: null } });
    await estate.act('delete', targets.systemDisk);
    expect((await estate.look(targets.systemDisk)).state).toBe('absent');
  });

  test('a whole estate comes down in the order of a teardown', async () => {
    const estate = await startOff();
    const deletions = [targets.autoBackup, targets.archive, targets.ipv6Net, targets.subnet];
    await estate.act('clear-ptr', targets.ptr);
    await estate.act('disconnect', targets.wanNic);
    for (const target of deletions) await estate.act('delete', target);
    await estate.act('delete', targets.router, { subnets: [ids.subnet] });
    await estate.act('delete', targets.server);
    for (const target of [targets.systemDisk, targets.lanSwitch, targets.packetFilter])
      await estate.act('delete', target);
    const gone = [
      ...deletions,
      targets.router,
      targets.server,
      targets.systemDisk,
      targets.lanSwitch,
      targets.packetFilter,
    ];
    for (const target of [...gone, targets.wanNic, targets.ptr])
      expect(await estate.look(target)).toMatchObject({ state: 'absent' });
    expect(await estate.look(of('server', ids.otherServer, { name: 'web-01' }))).toMatchObject({ state: 'present' });
  });
});

describe('the guards', () => {
  test('nothing is sent to another account, whatever the target', async () => {
    const estate = await start({ world: { account: { id: '113000000777' } } });
    const error = await failure(estate.act('delete', targets.archive));
    expect(error.detail).toMatchObject({ kind: 'refusal', code: 'R06' });
    expect(estate.writes()).toEqual([]);
    expect(estate.notes).toEqual([]);
  });

  test('nothing is sent to another member’s account', async () => {
    const estate = await start({ world: { member: { code: 'zzz99999' } } });
    expect((await failure(estate.act('delete', targets.archive))).code).toBe('R06');
  });

  test('the account is asked again for each command', async () => {
    const estate = await start();
    await estate.act('delete', targets.archive);
    estate.simulator.change({ merge: { account: { id: '113000000777' } } });
    expect((await failure(estate.act('delete', targets.autoBackup))).code).toBe('R06');
  });

  test('an account under a restriction is a clear error before anything is sent', async () => {
    const estate = await start();
    estate.simulator.change({ merge: { operationPenalty: 'stop' } });
    const error = await failure(estate.act('delete', targets.archive));
    expect(error.detail).toMatchObject({ kind: 'provider', code: 'account-penalty', class: 'permanent' });
    expect(estate.writes()).toEqual([]);
  });

  test.each<[string, SakuraVerb, Target]>([
    ['view', 'force-stop', targets.server],
    ['power', 'clear-ptr', targets.ptr],
    ['arrange', 'delete', targets.archive],
  ])('a key with permission %s may not %s', async (permission, verb, target) => {
    const estate = await start();
    estate.simulator.change({ merge: { permission } });
    const error = await failure(estate.act(verb, target));
    expect(error.detail).toMatchObject({ kind: 'provider', code: 'insufficient-permission', class: 'permanent' });
    expect(estate.writes()).toEqual([]);
  });

  test.each([
    of('server', ids.otherServer, { name: 'fgt-prod-01' }),
    of('server', NO_ID, { name: 'web-01' }),
    of('archive', ids.fortigateImage, { name: 'FortiGate-VM 7.4' }),
    of('subnet', ids.primarySubnet, { network: '203.0.113.16/28', routerId: ids.router }),
  ])('an object that is not what the contract names is left alone: $label', async (target) => {
    const estate = await startOff();
    const error = await failure(estate.act('delete', target));
    expect(error.detail).toMatchObject({ kind: 'refusal', code: 'R07' });
    expect(classify(error)).toBe('permanent');
    expect(estate.writes()).toEqual([]);
  });

  test('a target that is gone already is neither done nor sent to', async () => {
    const estate = await start();
    const error = await failure(estate.act('delete', of('archive', NO_ID, { name: 'gone' })));
    expect(error.detail).toMatchObject({ kind: 'provider', code: 'target-vanished', class: 'permanent' });
    expect(estate.writes()).toEqual([]);
  });

  test('a target that vanishes between the reading and the sending is neither done', async () => {
    const estate = await start({
      fetch: (input, init) => {
        if (init?.method === 'DELETE')
          estate.simulator.change({ remove: { zone: 'is1b', collection: 'archives', id: ids.archive } });
        return fetch(input, init);
      },
    });
    const error = await failure(estate.act('delete', targets.archive));
    expect(error.detail).toMatchObject({ code: 'target-vanished', class: 'permanent' });
  });

  test('a router with a block that is not listed is left alone', async () => {
    const estate = await startOff();
    await estate.act('disconnect', targets.wanNic);
    await estate.act('delete', targets.ipv6Net);
    const error = await failure(estate.act('delete', targets.router, { subnets: [] }));
    expect(error.detail).toMatchObject({
      kind: 'refusal',
      code: 'R04',
      facts: { unlisted: [`203.0.113.16/28 (${ids.subnet})`] },
    });
    expect(estate.writes()).not.toContain(`DELETE is1b/internet/${ids.router}`);
  });

  test('a router with an IPv6 net that is not listed is left alone', async () => {
    const estate = await startOff();
    await estate.act('disconnect', targets.wanNic);
    expect((await failure(estate.act('delete', targets.router, { subnets: [ids.subnet] }))).code).toBe('R04');
  });

  test('a router that a server still hangs on is left alone', async () => {
    const estate = await startOff();
    const args = { subnets: [ids.subnet], ipv6Nets: [ids.ipv6Net] };
    expect((await failure(estate.act('delete', targets.router, args))).code).toBe('R13');
  });

  test('a block is deleted from the router that has it now', async () => {
    const estate = await start();
    const newId = '113000000444';
    estate.simulator.change((state) => {
      const { routers, subnets, ipv6Nets } = state.zones.is1b;
      Object.assign(routers[0]!, { id: newId, tags: [`@previous-id=${ids.router}`] });
      for (const net of [...subnets, ...ipv6Nets]) net.routerId = newId;
    });
    await estate.act('delete', targets.subnet);
    expect(estate.writes()).toEqual([`DELETE is1b/internet/${newId}/subnet/${ids.subnet}`]);
  });
});

describe('what a failure means', () => {
  test('a refusal of the API is permanent and changed nothing', async () => {
    const estate = await start();
    const error = await failure(estate.act('delete', targets.server));
    expect(error.detail).toMatchObject({
      code: 'conflict',
      class: 'permanent',
      facts: { apiCode: 'server_power_must_be_down' },
    });
    expect(estate.simulator.transitions).toEqual([]);
  });

  test.each([
    [{ name: 'timeout-before', how: 'reset' }, 'present'],
    [{ name: 'timeout-after', how: 'reset' }, 'absent'],
    [{ name: 'http-504' }, 'present'],
    [{ name: 'http-504', after: true }, 'absent'],
    [{ name: 'truncated-json' }, 'absent'],
  ] as const)('after %o only looking can tell', async (fault, state) => {
    const estate = await start();
    estate.simulator.addFault({ ...fault, match: { method: 'DELETE' } });
    const error = await failure(estate.act('delete', targets.archive));
    expect(classify(error)).toBe('unknown-outcome');
    expect(estate.writes()).toHaveLength(1);
    expect((await estate.look(targets.archive)).state).toBe(state);
  });

  test('a deletion that happened although 503 was answered is not called refused', async () => {
    const estate = await start();
    estate.simulator.addFault({ name: 'http-503', after: true, match: { method: 'DELETE' } });
    const error = await failure(estate.act('delete', targets.archive));
    expect(classify(error)).toBe('unknown-outcome');
    expect((await estate.look(targets.archive)).state).toBe('absent');
  });

  test('a deletion that was busy at first is done in the end', async () => {
    const estate = await start();
    estate.simulator.addFault({ name: 'http-423', match: { method: 'DELETE', times: 3 } });
    expect((await estate.act('delete', targets.archive)).facts).toMatchObject({ status: 200 });
    expect((await estate.look(targets.archive)).state).toBe('absent');
  });

  test('accepted is not done: the receipt is no proof', async () => {
    const estate = await start();
    estate.simulator.addFault({ name: 'accepted-not-done', match: { method: 'DELETE' } });
    await estate.act('delete', targets.archive);
    expect((await estate.look(targets.archive)).state).toBe('present');
  });

  test('when the look before the sending fails, nothing was sent', async () => {
    const estate = await start({ faults: [{ name: 'http-500', match: { path: '/archive/', times: 'always' } }] });
    const error = await failure(estate.act('delete', targets.archive));
    expect(classify(error)).toBe('retry');
    expect(estate.writes()).toEqual([]);
  });

  test.each([
    [providerError('a', 'a', { class: 'retry' }), 'retry'],
    [providerError('a', 'a', { class: 'permanent' }), 'permanent'],
    [providerError('a', 'a', { class: 'unknown-outcome' }), 'unknown-outcome'],
    [providerError('a', 'a'), 'unknown-outcome'],
    [refusal('R07', 'a'), 'permanent'],
    [userError('cancelled', 'a'), 'unknown-outcome'],
    [bugError('a', 'a'), 'unknown-outcome'],
    [new Error('a'), 'unknown-outcome'],
    ['text', 'unknown-outcome'],
    [undefined, 'unknown-outcome'],
  ])('%s is classified by its data', (error, expected) => {
    expect(classify(error)).toBe(expected);
  });
});

describe('notes of an attempt', () => {
  const command = { target: targets.archive, verb: 'delete', args: {} };

  test('tell after a kill whether anything had been sent', async () => {
    const estate = await start();
    expect(estate.executor.recover?.(command, [])).toMatchObject({ proves: 'not-begun' });
    const receipt = await estate.act('delete', targets.archive);
    expect(estate.notes[0]).toBe(`sending DELETE archive/${ids.archive}`);
    expect(estate.executor.recover?.(command, estate.notes.slice(0, 1))).toEqual({ proves: 'nothing' });
    expect(estate.executor.recover?.(command, estate.notes)).toEqual({ proves: 'sent', receipt });
  });

  test('nothing is sent when the note cannot be written', async () => {
    const estate = await start();
    const ctx = { ...estate.ctx, note: () => Promise.reject(new Error('disk full')) };
    await expect(estate.executor.act(command, ctx)).rejects.toThrow('disk full');
    expect(estate.writes()).toEqual([]);
  });

  test('nothing is sent once the command is cancelled', async () => {
    const estate = await start();
    const ctx = { ...estate.ctx, signal: AbortSignal.abort(new Error('stopped by hand')) };
    await expect(estate.executor.act(command, ctx)).rejects.toThrow('stopped by hand');
    expect(estate.writes()).toEqual([]);
  });
});

test.each<[string, Target]>([
  ['clear-ptr', targets.server],
  ['delete', targets.wanNic],
  ['remove-tag', targets.server],
  ['dance', targets.server],
])('%s that the kind does not have, or without its arguments, is a bug', async (verb, target) => {
  const estate = await start();
  const error = await failure(estate.executor.act({ target, verb, args: {} }, estate.ctx));
  expect(error.kind).toBe('bug');
  expect(estate.writes()).toEqual([]);
});

// What one look says of an object: present, foreign, absent by J5, or unknown; and that a doubt is never an absence.
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/executors/sakura-api/client.ts';
import { createSakuraExecutor } from '../../../src/executors/sakura-api/executor.ts';
import { MovedClock } from '../../../src/base/clock.ts';
import { Secret } from '../../../src/base/redact.ts';
import { sakuraTarget } from '../../../src/executors/sakura-api/command.ts';
import type { FetchOne } from '../../../src/base/http-exchange.ts';
import type { Observation } from '../../../src/executors/port.ts';
import { ACCOUNT, type Estate, ids, NO_ID, startEstate, targets } from './estate.ts';
import { API_NOW_MS } from './scripted-api.ts';

const open: Estate[] = [];
afterEach(async () => {
  for (const estate of open.splice(0)) await estate.close();
});
async function start(options?: Parameters<typeof startEstate>[0]): Promise<Estate> {
  const estate = await startEstate(options);
  open.push(estate);
  return estate;
}

const { of } = targets;
const unknownCode = (seen: Observation) => (seen.state === 'unknown' ? seen.error.code : `${seen.state}, not unknown`);
const proofOf = (seen: Observation) => (seen.state === 'absent' ? seen.proof.join('\n') : `${seen.state}, not absent`);
const factsOf = (seen: Observation) => ('facts' in seen && seen.facts !== undefined ? seen.facts : {});

describe('present', () => {
  test.each(Object.entries(targets).flatMap(([name, target]) => (name === 'of' ? [] : [[name, target] as const])))(
    '%s of the contract',
    async (_, target) => {
      const estate = await start();
      const seen = await estate.look(target as typeof targets.server);
      expect(seen).toMatchObject({ state: 'present', seenAtMs: API_NOW_MS });
    },
  );

  test('the facts of a server are those of the world', async () => {
    const estate = await start();
    estate.simulator.change((state) => void state.zones.is1b.servers[0]!.tags.push('@auto-reboot'));
    expect(factsOf(await estate.look(targets.server))).toEqual({
      id: ids.server,
      name: 'fgt-prod-01',
      autoReboot: true,
      power: 'up',
      availability: 'available',
      tags: ['fortigate', 'prod', '@auto-reboot'],
      diskIds: [ids.systemDisk, ids.logDisk],
      plan: expect.any(String),
      interfaces: [
        {
          id: ids.wanNic,
          mac: '9C:A3:BA:00:01:01',
          ip: null,
          userIp: '203.0.113.4',
          switchId: ids.routerSwitch,
          switchScope: 'user',
          packetFilterId: ids.packetFilter,
        },
        expect.objectContaining({ id: ids.lanNic, switchId: ids.lanSwitch, packetFilterId: null }),
        expect.objectContaining({ id: ids.managementNic, ip: '198.51.100.20', userIp: null, switchScope: 'shared' }),
      ],
    });
  });

  test('the facts of a router tell additional blocks from the primary one', async () => {
    const estate = await start();
    expect(factsOf(await estate.look(targets.router))).toEqual({
      id: ids.router,
      name: 'fgt-router',
      switchId: ids.routerSwitch,
      subnets: [{ id: ids.subnet, network: '203.0.113.16/28', nextHop: '203.0.113.4' }],
      primarySubnets: [{ id: ids.primarySubnet, network: '203.0.113.0/28' }],
      ipv6Nets: [{ id: ids.ipv6Net, prefix: '2001:db8:1::/64' }],
      attachedServerIds: [ids.server],
      applianceIds: [],
    });
  });

  test('the account says how far our clock is from the API’s', async () => {
    const estate = await start({ faults: [{ name: 'clock-skew', ms: -240_000, match: { times: 'always' } }] });
    expect(factsOf(await estate.look(targets.account))).toEqual({
      id: ids.account,
      code: 'fgt-project',
      name: 'fgt-project',
      memberCode: ACCOUNT.memberCode,
      permission: 'create',
      penalty: 'none',
      dateSkewMs: -240_000,
    });
  });
});

describe('foreign', () => {
  test.each([
    ['another name', of('server', ids.server, { name: 'fgt-prod-02' }), 'name'],
    [
      'another server',
      of('disk', ids.systemDisk, { name: 'fgt-prod-01-system', serverId: ids.otherServer }),
      'serverId',
    ],
    ['another network', of('subnet', ids.subnet, { network: '203.0.113.32/28' }), 'network'],
    ['another prefix', of('ipv6-net', ids.ipv6Net, { network: '2001:db8:2::/64' }), 'network'],
    ['another router', of('subnet', ids.subnet, { network: '203.0.113.16/28', routerId: NO_ID }), 'routerId'],
    ['another switch', of('router', ids.router, { name: 'fgt-router', switchId: ids.lanSwitch }), 'switchId'],
    ['a public archive', of('archive', ids.fortigateImage, { name: 'FortiGate-VM 7.4' }), 'kind'],
    ['another member', sakuraTarget({ kind: 'account', id: ids.account, expect: { memberCode: 'zzz' } }), 'memberCode'],
    ['another project', sakuraTarget({ kind: 'account', id: NO_ID }), 'id'],
  ])('%s', async (_, target, what) => {
    const estate = await start();
    const seen = await estate.look(target);
    expect(seen).toMatchObject({ state: 'foreign', differences: [{ what }] });
  });

  test.each([
    ['its name', of('server', NO_ID, { name: 'fgt-prod-01' }), ids.server],
    ['one of its disks', of('server', NO_ID, { name: 'gone', diskIds: [ids.logDisk] }), ids.server],
    ['its switch', of('router', NO_ID, { name: 'gone', switchId: ids.routerSwitch }), ids.router],
    ['its network', of('subnet', NO_ID, { network: '203.0.113.16/28' }), ids.subnet],
  ])('an id that reads 404 while another object has %s', async (_, target, id) => {
    const estate = await start();
    const seen = await estate.look(target);
    expect(seen).toMatchObject({ state: 'foreign', facts: { id } });
    expect(seen.state === 'foreign' && seen.differences[0]).toMatchObject({ what: 'id', expected: NO_ID });
  });

  test('a hit in another zone of the contract counts as well', async () => {
    const estate = await start();
    estate.simulator.change((state) => {
      state.zones.tk1a.disks.push({ ...state.zones.is1b.disks[1]!, id: '113000000555', name: 'moved', serverId: null });
    });
    expect(await estate.look(of('disk', NO_ID, { name: 'moved' }))).toMatchObject({
      state: 'foreign',
      facts: { id: '113000000555' },
    });
  });

  test('objects that the contract knows under the same name are not taken for it', async () => {
    const estate = await start();
    const seen = await estate.look(of('server', NO_ID, { name: 'fgt-prod-01', ownIds: [ids.server] }));
    expect(seen.state).toBe('absent');
  });

  test('the switch half of a router lends a plain switch no presence by its name', async () => {
    const estate = await start();
    expect((await estate.look(of('switch', NO_ID, { name: 'fgt-router' }))).state).toBe('absent');
    expect((await estate.look(of('switch', NO_ID, { name: 'fgt-lan' }))).state).toBe('foreign');
  });
});

describe('absent', () => {
  test.each([
    of('server', NO_ID, { name: 'gone', diskIds: ['113000000998'] }),
    of('disk', NO_ID, { name: 'gone' }),
    of('archive', NO_ID, { name: 'gone' }),
    of('auto-backup', NO_ID, { name: 'gone' }),
    of('interface', NO_ID),
    of('switch', NO_ID, { name: 'gone' }),
    of('router', NO_ID, { name: 'gone', switchId: '113000000998' }),
    of('subnet', NO_ID, { network: '203.0.113.32/28', routerId: ids.router }),
    of('ipv6-net', NO_ID, { network: '2001:db8:2::/64' }),
    of('packet-filter', NO_ID, { name: 'gone' }),
    of('ptr', '192.0.2.77'),
  ])('$kind: every reading is named', async (target) => {
    const estate = await start();
    const proof = proofOf(await estate.look(target));
    expect(proof).toContain(`the account is ${ids.account} of member abc12345`);
    expect(proof).toContain('404 not_found');
    for (const zone of ['is1a', 'is1b', 'tk1a']) expect(proof).toContain(zone);
  });

  test('a deleted object is absent, its neighbours are not', async () => {
    const estate = await start();
    await estate.act('delete', targets.archive);
    expect((await estate.look(targets.archive)).state).toBe('absent');
    expect((await estate.look(targets.systemDisk)).state).toBe('present');
  });
});

describe('unknown', () => {
  test.each(['http-401', 'http-423', 'http-503', 'http-500', 'http-504', 'truncated-json', 'timeout-before'] as const)(
    '%s on the object itself',
    async (name) => {
      const how = name === 'timeout-before' ? ({ how: 'reset' } as const) : {};
      const estate = await start({ faults: [{ name, ...how, match: { path: '/server/', times: 'always' } }] });
      expect((await estate.look(targets.server)).state).toBe('unknown');
      expect((await estate.look(of('server', NO_ID, { name: 'gone' }))).state).toBe('unknown');
    },
  );

  test.each([
    ['/auth-status', of('server', NO_ID, { name: 'gone' })],
    ['/is1a/zone', of('server', NO_ID, { name: 'gone' })],
    ['/tk1a/server$', of('server', NO_ID, { name: 'gone' })],
    ['/tk1a/disk$', of('disk', NO_ID, { name: 'gone' })],
    ['/is1a/server$', of('disk', NO_ID, { name: 'gone' })],
    ['/is1b/switch/', of('router', NO_ID, { name: 'gone', switchId: '113000000998' })],
    ['/tk1a/internet$', of('subnet', NO_ID, { network: '203.0.113.32/28' })],
    ['/tk1a/ipaddress$', of('ptr', '192.0.2.77')],
    ['/is1b/interface$', of('packet-filter', NO_ID, { name: 'gone' })],
    ['/tk1a/archive$', of('copies', ids.systemDisk)],
    ['/is1a/commonserviceitem$', of('references', '203.0.113.4')],
    ['/tk1a/appliance$', of('references', '203.0.113.4')],
    ['/tk1a/packetfilter$', of('sweep', 'gone')],
  ])('an error of %s alone keeps %o from being told', async (path, target) => {
    const estate = await start({ faults: [{ name: 'http-401', match: { path, times: 'always' } }] });
    expect(unknownCode(await estate.look(target))).toBe('unauthorized');
  });

  test('a list that comes short is no list', async () => {
    const estate = await start({
      faults: [{ name: 'partial-page', rows: 0, match: { path: '/is1b/server$', times: 'always' } }],
    });
    expect(unknownCode(await estate.look(of('server', NO_ID, { name: 'gone' })))).toBe('incomplete-list');
  });

  test('old reads after a deletion are not believed against each other', async () => {
    // Only the list is behind: the id already reads 404.
    const estate = await start();
    const before = await (
      await fetch(`${estate.simulator.root}/is1b/api/cloud/1.1/archive?${encodeURIComponent('{"Count":0,"From":0}')}`, {
        headers: { authorization: 'Basic YTpi' },
      })
    ).text();
    const late = await start({
      fetch: async (url, init) => {
        const old = url.includes('/is1b/') && url.includes('/archive?');
        return old ? new Response(before) : fetch(url, init);
      },
    });
    await late.act('delete', targets.archive);
    expect(unknownCode(await late.look(targets.archive))).toBe('still-listed');
  });

  test('a router whose switch is still there has not gone to its end', async () => {
    const estate = await start();
    const target = of('router', NO_ID, { name: 'gone', switchId: ids.lanSwitch });
    expect(unknownCode(await estate.look(target))).toBe('still-listed');
  });

  test('an object that still reads after its deletion is present until it does not', async () => {
    const estate = await start();
    estate.simulator.addFault({ name: 'eventual-consistency', ms: 60_000, match: { method: 'DELETE' } });
    await estate.act('delete', targets.archive);
    expect((await estate.look(targets.archive)).state).toBe('present');
    await estate.clock.sleep(60_000);
    expect((await estate.look(targets.archive)).state).toBe('absent');
  });

  test('a key of another account proves nothing absent', async () => {
    const estate = await start({ world: { account: { id: '113000000777' } } });
    const seen = await estate.look(of('server', NO_ID, { name: 'gone' }));
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'R06', kind: 'refusal' } });
    for (const kind of ['copies', 'references', 'sweep'] as const)
      expect(unknownCode(await estate.look(of(kind, kind === 'references' ? '203.0.113.4' : ids.systemDisk)))).toBe(
        'R06',
      );
  });

  test('a key that sees nothing proves nothing absent', async () => {
    const estate = await start({ world: { zones: {} } });
    for (const target of [
      targets.server,
      targets.systemDisk,
      targets.ptr,
      of('copies', ids.systemDisk),
      of('sweep', 'fgt'),
    ])
      expect(unknownCode(await estate.look(target))).toBe('nothing-readable');
  });

  test('a key that is restricted to a part of the account proves nothing absent', async () => {
    const restricted: FetchOne = async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes('/auth-status')) return response;
      const body = (await response.json()) as object;
      return Response.json({ ...body, RESTFilter: { 'Tags.Name': ['web'] } });
    };
    const estate = await start({ fetch: restricted });
    expect(unknownCode(await estate.look(of('server', NO_ID, { name: 'gone' })))).toBe('key-sees-a-part');
  });

  test('a zone that the API does not list proves nothing absent', async () => {
    const estate = await start({ zones: ['is1b', 'xx9z'] });
    expect(unknownCode(await estate.look(of('server', NO_ID, { name: 'gone' })))).toBe('zone-not-listed');
  });

  test('an API that cannot be reached is unknown, not an exception', async () => {
    const estate = await startEstate();
    await estate.close();
    expect(unknownCode(await estate.look(targets.server))).toBe('unreachable');
  });

  test('another object than the one asked for is no answer', async () => {
    const other: FetchOne = (url, init) => fetch(url.replace(ids.server, ids.otherServer), init);
    const estate = await start({ fetch: other });
    expect(unknownCode(await estate.look(targets.server))).toBe('bad-response');
  });
});

describe('renewed ids', () => {
  /** As official tools do it: leave the tag, then change the plan; the id changes with it. */
  async function renew(estate: Estate): Promise<string> {
    const clock = new MovedClock(API_NOW_MS);
    const client = createClient({
      root: estate.simulator.root,
      token: new Secret('other-token'),
      secret: new Secret('other-secret'),
      clock,
    });
    estate.simulator.setServerPower('is1b', ids.server, 'down');
    await client.write(
      'PUT',
      'is1b',
      `server/${ids.server}`,
      {},
      { Server: { Tags: ['fortigate', `@previous-id=${ids.server}`] } },
    );
    const answer = await client.write('PUT', 'is1b', `server/${ids.server}/plan`, {}, { CPU: 4, MemoryMB: 8192 });
    return String((answer.body['Server'] as { ID: number }).ID);
  }

  test('a server is found again under its new id, and so is the owner of its disk', async () => {
    const estate = await start();
    const newId = await renew(estate);
    expect(newId).not.toBe(ids.server);
    expect(await estate.look(targets.server)).toMatchObject({
      state: 'present',
      facts: { id: newId, renewedId: newId },
    });
    expect(await estate.look(targets.systemDisk)).toMatchObject({ state: 'present', facts: { serverId: newId } });
  });

  test('commands go to the new id', async () => {
    const estate = await start();
    const newId = await renew(estate);
    const receipt = await estate.act('delete', targets.server);
    expect(receipt.facts).toMatchObject({
      requestedId: newId,
      renewedFrom: ids.server,
      call: `DELETE server/${newId}`,
    });
    expect((await estate.look(targets.server)).state).toBe('absent');
  });

  test('without the tag it is a foreign object, by its name and disks', async () => {
    const estate = await start();
    const newId = await renew(estate);
    estate.simulator.change({ patch: { zone: 'is1b', collection: 'servers', id: newId, with: { tags: [] } } });
    const seen = await estate.look(targets.server);
    expect(seen).toMatchObject({ state: 'foreign', facts: { id: newId }, differences: [{ what: 'id' }] });
  });

  test('a renewed object with another name is foreign all the same', async () => {
    const estate = await start();
    const newId = await renew(estate);
    estate.simulator.change({ patch: { zone: 'is1b', collection: 'servers', id: newId, with: { name: 'web-02' } } });
    expect(await estate.look(targets.server)).toMatchObject({ state: 'foreign', differences: [{ what: 'name' }] });
  });

  test('a copied tag leaves it open which one it is', async () => {
    const estate = await start();
    await renew(estate);
    estate.simulator.change({
      patch: {
        zone: 'is1b',
        collection: 'servers',
        id: ids.otherServer,
        with: { tags: [`@previous-id=${ids.server}`] },
      },
    });
    expect(unknownCode(await estate.look(targets.server))).toBe('ambiguous-renewal');
  });
});

test('a cancelled look throws the cancellation', async () => {
  const estate = await start();
  const signal = AbortSignal.abort(new Error('stopped by hand'));
  await expect(estate.executor.observe(targets.server, { ...estate.ctx, signal })).rejects.toThrow('stopped by hand');
});

test('a target without zone, or of no kind, is a bug of the caller', async () => {
  const estate = await start();
  await expect(estate.look(sakuraTarget({ kind: 'server', id: ids.server }))).rejects.toMatchObject({ kind: 'bug' });
  await expect(estate.look({ ...targets.server, kind: 'teapot' })).rejects.toMatchObject({ kind: 'bug' });
});

test('a look changes nothing and asks each list once', async () => {
  const estate = await start();
  await estate.look(of('disk', NO_ID, { name: 'gone' }));
  expect(estate.writes()).toEqual([]);
  const urls = estate.simulator.requests.map(({ url }) => url);
  expect(new Set(urls).size).toBe(urls.length);
});

test('the executor of a contract needs no simulator to be built', () => {
  const clock = new MovedClock(API_NOW_MS);
  const client = createClient({
    root: 'https://secure.example.com/cloud/zone',
    token: new Secret('a-token'),
    secret: new Secret('a-secret'),
    clock,
  });
  expect(createSakuraExecutor({ client, account: ACCOUNT, zones: ['is1b'] }).name).toBe('sakura-api');
});

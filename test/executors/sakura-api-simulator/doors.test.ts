// The simulator's own doors and its world file: faults and changes over HTTP, the state, transitions, clear errors.
import { describe, expect, test } from 'vitest';
import { MovedClock } from '../../../src/base/clock.ts';
import {
  DEFAULT_IDS as ids,
  defaultWorld,
  readWorldFile,
  startSakuraApi,
  type WorldFile,
} from '../../../src/executors/sakura-api/simulator/index.ts';
import { bench, idsOf, said, START_MS, type Bench, type Body } from './client.ts';

async function door(b: Bench, method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const url = `http://127.0.0.1:${b.sim.port}${path}`;
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
}

describe('doors', () => {
  test('POST and DELETE /_fault', async () => {
    const b = await bench();
    const fault = { name: 'http-423', match: { times: 'always' } };
    expect((await door(b, 'POST', '/_fault', [fault])).body).toEqual({ faults: 1 });
    expect(said(await b.get('zone'))).toBe('423 locked');
    expect((await door(b, 'GET', '/_fault')).body[0]).toMatchObject({ seen: 1, fault: { name: 'http-423' } });
    await door(b, 'DELETE', '/_fault');
    expect((await b.get('zone')).status).toBe(200);
    const wrong = await door(b, 'POST', '/_fault', { name: 'nope' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'fault-spec']);
  });

  test('GET /_world is a sound world file and shows what is due', async () => {
    const b = await bench();
    await b.del(`server/${ids.server}/power`);
    b.later(60_000);
    const { body } = await door(b, 'GET', '/_world');
    expect(body.zones.is1b.servers[0]).toMatchObject({ id: ids.server, power: 'down' });
    expect(readWorldFile(body)).toEqual(b.sim.world());
  });

  test('a simulator continues from a snapshot, pending events included', async () => {
    const first = await bench();
    await first.del(`server/${ids.server}/power`);
    const second = await bench({ world: first.sim.world() });
    second.later(60_000);
    expect((await second.get(`server/${ids.server}`)).body.Server.Instance.Status).toBe('down');
  });

  test('POST /_change: power, add, remove, patch, record, merge', async () => {
    const b = await bench();
    const power = { power: { zone: 'is1b', id: ids.server, status: 'down' } };
    const archive = { id: '113000000777', name: 'surprise', sourceDiskId: ids.systemDisk };
    const changes = [
      power,
      { add: { zone: 'is1b', collection: 'archives', object: archive } },
      { remove: { zone: 'is1b', collection: 'packetFilters', id: ids.packetFilter } },
      { patch: { zone: 'is1b', collection: 'interfaces', id: ids.wanNic, with: { packetFilterId: null } } },
      { dnsRecord: { dnsZone: 'example.jp', record: { Name: 'x', Type: 'A', RData: '203.0.113.5', TTL: 60 } } },
      { merge: { member: { code: 'other' } } },
    ];
    expect((await door(b, 'POST', '/_change', changes)).status).toBe(200);
    expect((await b.get(`server/${ids.server}`)).body.Server.Instance.Status).toBe('down');
    expect((await b.get('archive/113000000777')).body.Archive.Availability).toBe('available');
    expect((await b.get('auth-status')).body.Member.Code).toBe('other');
    const kinds = b.sim.transitions.map(({ call, kind }) => `${call} ${kind}`);
    expect(kinds).toEqual([
      'change server',
      'change interface',
      'change packet-filter',
      'change dns',
      'change archive',
    ]);
  });

  test('a change that leaves an unsound world changes nothing', async () => {
    const b = await bench();
    const dangling = {
      patch: { zone: 'is1b', collection: 'disks', id: ids.logDisk, with: { serverId: '113999999999' } },
    };
    const reply = await door(b, 'POST', '/_change', dangling);
    expect([reply.status, reply.body.error]).toEqual([400, 'world-file']);
    expect((await door(b, 'POST', '/_change', { paint: 'red' })).body.error).toBe('world-change');
    expect((await door(b, 'POST', '/_change', { power: { zone: 'is1b', id: '1', status: 'up' } })).status).toBe(400);
    expect(b.sim.transitions).toEqual([]);
    expect((await b.get(`disk/${ids.logDisk}`)).body.Disk.Server.ID).toBe(Number(ids.server));
  });

  test('a function changes the state directly', async () => {
    const b = await bench();
    b.sim.change((state) => {
      const monitor = state.global.items.find(({ id }) => id === ids.monitor);
      if (monitor !== undefined) monitor.name = 'renamed';
    });
    expect((await b.get(`commonserviceitem/${ids.monitor}`)).body.CommonServiceItem.Name).toBe('renamed');
  });

  test('transitions count what really changed, with the route that did it', async () => {
    const b = await bench();
    await b.put(`switch/${ids.lanSwitch}`, { Switch: { Name: 'fgt-lan' } });
    await b.del(`switch/${ids.lanSwitch}`);
    expect(b.sim.transitions).toEqual([]);
    b.sim.setServerPower('is1b', ids.server, 'down');
    await b.del(`server/${ids.server}`);
    const { body } = await door(b, 'GET', '/_transitions');
    expect(body).toEqual(b.sim.transitions);
    expect(body[0]).toEqual({
      at: '2026-08-03T10:00:00+09:00',
      call: 'change',
      kind: 'server',
      id: ids.server,
      zone: 'is1b',
      from: { power: 'up' },
      to: { power: 'down' },
    });
    const deletion = body.filter(({ call }: { call: string }) => call === 'DELETE /server/:id');
    expect(deletion.map(({ kind, to }: { kind: string; to: unknown }) => [kind, to === null])).toEqual([
      ['server', true],
      ['disk', false],
      ['disk', false],
      ['interface', true],
      ['interface', true],
      ['interface', true],
    ]);
  });

  test('what comes due later carries its own time', async () => {
    const b = await bench();
    await b.del(`server/${ids.server}/power`);
    b.later(3_600_000);
    b.sim.world();
    expect(b.sim.transitions.map(({ at, call, to }) => [at, call, to])).toEqual([
      ['2026-08-03T10:00:08+09:00', 'time', { power: 'cleaning' }],
      ['2026-08-03T10:00:12+09:00', 'time', { power: 'down' }],
    ]);
  });

  test('requests are kept with their status, 0 for silence', async () => {
    const b = await bench({ faults: [{ name: 'timeout-before', how: 'reset', match: { nth: 2 } }] });
    await b.get('zone');
    await expect(b.get('zone')).rejects.toThrow();
    expect(b.sim.requests.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['GET', 0],
    ]);
    expect((await door(b, 'GET', '/_requests')).body).toHaveLength(2);
  });

  test('a door that is not there', async () => {
    const b = await bench();
    expect((await door(b, 'GET', '/_nothing')).status).toBe(404);
  });
});

describe('starting', () => {
  test('a taken port and a time scale of 0 are refused', async () => {
    const b = await bench();
    await expect(bench({ port: b.sim.port })).rejects.toMatchObject({ code: 'cannot-listen' });
    await expect(bench({ timeScale: 0 })).rejects.toMatchObject({ code: 'time-scale' });
  });
});

describe('world file', () => {
  const start = (world: WorldFile) => startSakuraApi({ clock: new MovedClock(START_MS), world });

  test('an empty file is an empty account with all zones', async () => {
    const b = await bench({ world: {} });
    expect((await b.find('server', { Count: 0 })).body.Total).toBe(0);
    expect(idsOf((await b.get('zone')).body.Zones)).toEqual(['21001', '21002', '31001', '31002', '31003', '29001']);
  });

  test('every problem is named with its place', async () => {
    const wrong = { zones: { is1b: { disks: [{ id: 'x', colour: 'red' }] } }, colour: 'red' } as unknown as WorldFile;
    await expect(start(wrong)).rejects.toMatchObject({
      code: 'world-file',
      message: expect.stringMatching(/zones\.is1b\.disks\.0\.id: .*digits[\s\S]*colour/),
    });
  });

  test('ids used twice and references that lead nowhere', async () => {
    const world: WorldFile = {
      zones: {
        is1b: {
          servers: [{ id: '113000000001' }],
          disks: [{ id: '113000000001' }, { id: '113000000002', serverId: '113000000009' }],
          routers: [{ id: '113000000003', switchId: '113000000004' }],
        },
      },
    };
    const refused = expect.stringMatching(
      /already used[\s\S]*on server 113000000009[\s\S]*has the switch[\s\S]*exactly one/,
    );
    await expect(start(world)).rejects.toMatchObject({ code: 'world-file', message: refused });
  });

  test('the default world is sound and new at each call', () => {
    const [one, two] = [defaultWorld(), defaultWorld()];
    expect(one).toEqual(two);
    expect(one.zones).not.toBe(two.zones);
    expect(readWorldFile(one).account.id).toBe('113000000001');
  });
});

// Every fault by its name: what the client sees, and what has really happened.
import { describe, expect, test } from 'vitest';
import { DEFAULT_IDS as ids, type FaultSpec } from '../../../src/executors/sakura-api/simulator/index.ts';
import { BASIC, bench, said, START_MS, type Bench } from './client.ts';

const LAN_RENAME = { Switch: { Name: 'renamed' } };
const path = `switch/${ids.lanSwitch}`;
const rename = (b: Bench) => b.put(path, LAN_RENAME);
const nameOf = async (b: Bench): Promise<string> => (await b.get(path)).body.Switch.Name as string;

describe('http errors', () => {
  test.each([
    ['http-401', '401 unauthorized'],
    ['http-409-still-creating', '409 still_creating'],
    ['http-423', '423 locked'],
    ['http-429', '429 too_many_request'],
    ['http-500', '500 internal_server_error'],
    ['http-503', '503 service_unavailable'],
    ['http-504', '504 apiproxy_timeout_non_get'],
  ] as const)('%s: nothing happens, the next call is good', async (name, expected) => {
    const b = await bench({ faults: [{ name }] });
    expect(said(await rename(b))).toBe(expected);
    expect(b.sim.transitions).toEqual([]);
    expect((await rename(b)).status).toBe(200);
  });

  test('after: the effect happens, then the error', async () => {
    const b = await bench({ faults: [{ name: 'http-504', after: true }] });
    expect(said(await rename(b))).toBe('504 apiproxy_timeout_non_get');
    expect(await nameOf(b)).toBe('renamed');
  });

  test('429 says when to come again; 503 may carry another code', async () => {
    const b = await bench({
      faults: [
        { name: 'http-429', retryAfterSeconds: 7 },
        { name: 'http-503', code: 'busy', match: { nth: 2 } },
      ],
    });
    expect((await rename(b)).headers.get('retry-after')).toBe('7');
    expect(said(await rename(b))).toBe('503 busy');
  });
});

describe('which calls meet a fault', () => {
  test.each<[string, FaultSpec['match'], string[]]>([
    ['the second and third', { nth: 2, times: 2 }, ['200', '423', '423', '200']],
    ['always', { times: 'always' }, ['423', '423', '423', '423']],
    ['by method', { method: 'GET' }, ['200', '423', '200', '200']],
    ['by path', { path: `^/is1b/${path}$`, nth: 2 }, ['200', '423', '200', '200']],
    ['by another path', { path: '/disk/' }, ['200', '200', '200', '200']],
    ['by route', { call: 'PUT /switch/:id', nth: 2 }, ['200', '200', '423', '200']],
  ])('%s', async (_what, match, expected) => {
    const b = await bench({ faults: [{ name: 'http-423', ...(match === undefined ? {} : { match }) }] });
    const seen = [];
    for (const run of [rename, () => b.get(path), rename, () => b.get(path)]) seen.push(String((await run(b)).status));
    expect(seen).toEqual(expected);
  });

  test('a fault that is not well formed is refused with its place', async () => {
    await expect(bench({ faults: [{ name: 'http-418' as 'http-423' }] })).rejects.toMatchObject({ code: 'fault-spec' });
    await expect(bench({ faults: [{ name: 'http-423', match: { path: '(' } }] })).rejects.toMatchObject({
      code: 'fault-spec',
    });
  });
});

describe('answers that do not come', () => {
  const impatient = (b: Bench) =>
    fetch(`${b.sim.root}/is1b/api/cloud/1.1/${path}`, {
      method: 'PUT',
      headers: { Authorization: BASIC },
      body: JSON.stringify(LAN_RENAME),
      signal: AbortSignal.timeout(150),
    });

  test('timeout-before: no answer, no effect', async () => {
    const b = await bench({ faults: [{ name: 'timeout-before' }] });
    await expect(impatient(b)).rejects.toThrow();
    expect(await nameOf(b)).toBe('fgt-lan');
  });

  test('timeout-after: no answer, but the effect', async () => {
    const b = await bench({ faults: [{ name: 'timeout-after' }] });
    await expect(impatient(b)).rejects.toThrow();
    expect(await nameOf(b)).toBe('renamed');
  });

  test('how: reset cuts the connection', async () => {
    const b = await bench({ faults: [{ name: 'timeout-after', how: 'reset' }] });
    await expect(rename(b)).rejects.toThrow('fetch failed');
    expect(await nameOf(b)).toBe('renamed');
  });

  test('truncated-json: the effect, and half an answer', async () => {
    const b = await bench({ faults: [{ name: 'truncated-json' }] });
    await expect(rename(b)).rejects.toThrow(SyntaxError);
    expect(await nameOf(b)).toBe('renamed');
  });
});

describe('a world that lies', () => {
  test('eventual-consistency: reads are old for a while', async () => {
    const b = await bench({ faults: [{ name: 'eventual-consistency', ms: 20_000 }] });
    expect((await rename(b)).body.Switch.Name).toBe('renamed');
    expect(await nameOf(b)).toBe('fgt-lan');
    b.later(19_999);
    expect(await nameOf(b)).toBe('fgt-lan');
    b.later(1);
    expect(await nameOf(b)).toBe('renamed');
  });

  test('comes-back: the server, its NICs and links return', async () => {
    const b = await bench();
    b.sim.setServerPower('is1b', ids.server, 'down');
    b.sim.addFault({ name: 'comes-back', ms: 40_000, match: { method: 'DELETE', path: `/server/${ids.server}$` } });
    await b.del(`server/${ids.server}`);
    expect(said(await b.get(`server/${ids.server}`))).toBe('404 not_found');
    b.later(40_000);
    const back = (await b.get(`server/${ids.server}`)).body.Server;
    expect([back.Interfaces.length, back.Disks.length]).toEqual([3, 2]);
    expect(b.sim.transitions.at(-1)?.call).toBe('fault comes-back');
  });

  test('comes-back brings back what the call removed, not what others removed since', async () => {
    const b = await bench();
    b.sim.setServerPower('is1b', ids.server, 'down');
    b.sim.addFault({ name: 'comes-back', ms: 40_000, match: { call: 'DELETE /server/:id' } });
    await b.del(`server/${ids.server}`);
    await b.del(`disk/${ids.logDisk}`);
    await b.del(path);
    b.later(40_000);
    const back = (await b.get(`server/${ids.server}`)).body.Server;
    expect(back.Disks.map(({ ID }: { ID: number }) => String(ID))).toEqual([ids.systemDisk]);
    expect(back.Interfaces[1].Switch).toBeNull();
    expect(said(await b.get(`disk/${ids.logDisk}`))).toBe('404 not_found');
  });

  test('accepted-not-done: a good answer and no change', async () => {
    const b = await bench({ faults: [{ name: 'accepted-not-done' }] });
    expect((await rename(b)).body).toMatchObject({ Success: true, Switch: { Name: 'renamed' } });
    expect(await nameOf(b)).toBe('fgt-lan');
    expect(b.sim.transitions).toEqual([]);
  });

  test('accepted-not-done still refuses what is refused', async () => {
    const b = await bench({ faults: [{ name: 'accepted-not-done' }] });
    expect(said(await b.del(path))).toBe('409 res_used_in_zone');
  });

  test('partial-page: fewer rows than Total', async () => {
    const b = await bench({ faults: [{ name: 'partial-page', rows: 1, match: { path: '/disk$' } }] });
    const { body } = await b.find('disk', { Count: 0, From: 0 });
    expect([body.Count, body.Total, body.Disks.length]).toEqual([1, 3, 1]);
    expect((await b.find('disk', { Count: 0, From: 0 })).body.Count).toBe(3);
  });

  test('clock-skew: Date is off, nothing else', async () => {
    const b = await bench({ faults: [{ name: 'clock-skew', ms: -300_000 }] });
    const dateOf = async () => Date.parse((await b.get('zone')).headers.get('date') ?? '');
    expect(await dateOf()).toBe(START_MS - 300_000);
    expect(await dateOf()).toBe(START_MS);
  });

  test('two faults at once', async () => {
    const b = await bench({ faults: [{ name: 'clock-skew', ms: 60_000 }, { name: 'http-503' }] });
    const reply = await b.get('zone');
    expect(reply.status).toBe(503);
    expect(Date.parse(reply.headers.get('date') ?? '')).toBe(START_MS + 60_000);
  });
});

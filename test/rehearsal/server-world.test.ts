// The checkers of a rehearsed server: what they must see when something is left, or was changed that was none of an effect's business.
// Real BIND and Apache; without them it is skipped, and says so.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import type { Command, Executor } from '../../src/executors/port.ts';
import { emptyState } from '../../src/journal/project.ts';
import type { ActingWorld } from '../../src/rehearsal/acting-world.ts';
import { installed, requireInstalled } from '../../src/rehearsal/installed.ts';
import { type NamedRig, startNamed } from '../../src/rehearsal/named.ts';
import { witnessOf } from '../../src/rehearsal/server-census.ts';
import { requireInside } from '../../src/rehearsal/server-copy.ts';
import { onLoopback, type ServerEstate } from '../../src/rehearsal/server-estate.ts';
import { startServerRehearsal } from '../../src/rehearsal/server-world.ts';
import { actContext } from '../executors/contexts.ts';
import { missingPrograms } from '../helpers/programs.ts';

vi.setConfig({ testTimeout: 60_000 });
const missing = missingPrograms('named', 'named-checkconf', 'nsupdate', 'dig', 'apache2', 'ss');

const SERVERS = { primary: ['203.0.113.23'], secondary: ['192.0.2.53'], parent: ['192.0.2.100'] };
const NAMES = { '203.0.113.23': 'ns1.moving.example', '192.0.2.53': 'ns2.clara.ne.jp' };

const CONTRACT: ServerEstate = {
  additionalIp: '203.0.113.80',
  mainIp: '203.0.113.23',
  domains: [
    { name: 'moving.example', fate: 'move', primaryDns: 'own-server', records: [] },
    { name: 'ending.example', fate: 'delete', primaryDns: 'own-server', records: [] },
  ],
  dns: {
    zones: ['moving.example', 'ending.example'].map((name) => ({ name, ...SERVERS, serverNames: NAMES })),
    resolvers: ['192.0.2.201', '192.0.2.202'],
  },
  server: {
    bind: {
      directory: '/var/cache/bind',
      rndc: ['rndc'],
      zones: ['moving.example', 'ending.example'].map((name) => ({ name, file: `/etc/bind/db.${name}` })),
    },
    web: { kind: 'apache', roots: ['/etc/a.conf'], test: ['false'], reload: ['false'], logs: ['/var/log/a.log'] },
    quietHours: 24,
  },
};

describe.skipIf(missing.length > 0)('what is left of a rehearsed server', () => {
  let world: ActingWorld | undefined;
  afterEach(() => world?.close());

  test('everything, before anything was done; and a stranger’s damage', async () => {
    world = await startServerRehearsal(CONTRACT, new MovedClock(Date.parse('2027-01-12T01:00:00Z')));
    const left = await world.left();
    expect(left).toEqual(
      expect.arrayContaining([
        'moving.example names 127.0.113.80 at 203.0.113.23',
        'www.moving.example names 127.0.113.80 at 192.0.2.53',
        'zone ending.example at 203.0.113.23',
        'zone ending.example at 192.0.2.53',
        'web server file sites/moving.example.conf names 127.0.113.80',
        'the web server answers on 127.0.113.80',
      ]),
    );
    expect(left.filter((one) => one.startsWith('DAMAGE'))).toEqual([
      'DAMAGE: nobody answers for moving.example on 127.0.113.23',
    ]);
    const { server } = world.copy!.content as ServerEstate;
    if (server.web === 'none') throw new Error('no web server');
    writeFileSync(join(dirname(server.web.roots[0]!), 'sites/stranger.test.conf'), '');
    execFileSync(server.web.reload[0]!, server.web.reload.slice(1));
    const strangers = join(server.bind.directory, 'stranger.test.zone');
    writeFileSync(strangers, readFileSync(strangers, 'utf8').replace('( 1 ', '( 2 '));
    const moving = server.bind.zones[0]!.file!;
    writeFileSync(moving, readFileSync(moving, 'utf8').replace('( 1 ', '( 2 ').replace('elsewhere A', 'gone A'));
    for (const zone of ['stranger.test', 'moving.example'])
      execFileSync(installed('rndc')!, [...server.bind.rndc.slice(1), 'reload', zone], { stdio: 'ignore' });
    await vi.waitFor(
      async () =>
        expect((await world!.left()).filter((one) => one.startsWith('DAMAGE'))).toEqual([
          'DAMAGE: elsewhere.moving.example is gone at 203.0.113.23',
          'DAMAGE: nobody answers for moving.example on 127.0.113.23',
          'DAMAGE: nobody answers for stranger.test on 127.0.113.23',
          'DAMAGE: the zone stranger.test was changed',
        ]),
      { timeout: 10_000 },
    );
  });
});

describe.skipIf(missing.length > 0)('what an act does to the world', () => {
  let named: NamedRig | undefined;
  afterEach(() => named?.close());

  test('its own zone counts; any other one is damage', async () => {
    const zones = ['a.example', 'b.example'].map((name) => ({ name, text: '@ NS ns1\nns1 A 127.0.0.1' }));
    named = await startNamed({ primary: zones });
    const witness = witnessOf(
      named,
      zones.map(({ name }) => name),
      undefined,
    );
    let reached = zones[1]!;
    const executor = { name: 'bind', act: () => named!.replace(reached).then(() => ({ facts: {}, evidence: [] })) };
    const around = witness.around(executor as unknown as Executor);
    const target = { executor: 'bind', kind: 'zone-file', id: 'a.example', expect: {}, label: 'a' };
    const command: Command = { verb: 'move-address', target, args: {} };
    expect(witness.damage()).toEqual([]);
    await around.act(command, actContext());
    expect(witness.damage()).toEqual(['DAMAGE: move-address of a.example changed zone b.example']);
    reached = zones[0]!;
    await around.act(command, actContext());
    expect(witness.damage()).toHaveLength(1);
    expect(witness.effects(emptyState())).toEqual([]);
  });
});

describe('before anything is started', () => {
  test('a missing program is named with its package', () => {
    expect(() => requireInstalled(['node', 'kaiyaku-has-no-such-program'])).toThrow(
      expect.objectContaining({
        code: 'rehearsal-needs-program',
        kind: 'user',
        message: 'not installed on this machine: kaiyaku-has-no-such-program',
      }),
    );
    expect(() => requireInstalled(['node'])).not.toThrow();
  });

  test('addresses of loopback stand for the contract’s, and never for each other', () => {
    expect(onLoopback('203.0.113.80')).toBe('127.0.113.80');
    expect(onLoopback('198.0.113.80', ['127.0.113.80'])).toBe('127.1.0.80');
    expect(onLoopback('198.0.0.2')).toBe('127.1.0.80');
  });

  test('a contract that leads outside is a bug, whatever it leads to', () => {
    const inside: ServerEstate = {
      ...CONTRACT,
      additionalIp: '127.0.113.80',
      mainIp: '127.0.113.23',
      dns: { zones: [], resolvers: ['127.0.0.1:5353'] },
      server: {
        ...CONTRACT.server,
        bind: { directory: '/t/b', rndc: ['rndc', '-c', '/t/b/rndc.conf'], zones: [] },
        web: 'none',
      },
    };
    const doors = { bind: { at: '127.0.0.1:5353', folder: '/t/b', rndc: [] } };
    expect(() => requireInside(inside, doors)).not.toThrow();
    const { server, dns } = inside;
    for (const [one, saying] of [
      [{ ...inside, mainIp: '203.0.113.23' }, '203.0.113.23'],
      [{ ...inside, dns: { ...dns, resolvers: ['192.0.2.201'] } }, '192.0.2.201'],
      [{ ...inside, server: { ...server, ssh: {} } }, 'server.ssh'],
      [{ ...inside, server: { ...server, web: CONTRACT.server.web } }, '/etc/a.conf'],
      [{ ...inside, server: { ...server, bind: { ...server.bind, rndc: ['rndc'] } } }, 'server.bind.rndc'],
      [{ ...inside, server: { ...server, bind: { ...server.bind, directory: '/t/bind' } } }, '/t/bind'],
    ] as const)
      expect(() => requireInside(one, doors)).toThrow(
        expect.objectContaining({ code: 'rehearsal-outside', message: expect.stringContaining(saying) as string }),
      );
  });
});

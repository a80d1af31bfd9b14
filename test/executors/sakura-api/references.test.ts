// Who would miss an address, a block or a switch; what was made from a disk; what a sweep still finds.
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/base/canonical-json.ts';
import type { Target } from '../../../src/executors/port.ts';
import type { WorldChange } from '../../../src/executors/sakura-api/simulator/index.ts';
import { type Estate, ids, startEstate, targets } from './estate.ts';

const open: Estate[] = [];
afterEach(async () => {
  for (const estate of open.splice(0)) await estate.close();
});
async function start(...changes: WorldChange[]): Promise<Estate> {
  const estate = await startEstate();
  open.push(estate);
  if (changes.length > 0) estate.simulator.change(changes);
  return estate;
}

const { of } = targets;
const WAN = '203.0.113.4';

async function list(
  estate: Estate,
  target: Target,
  key: 'references' | 'copies' | 'hits',
): Promise<Record<string, string>[]> {
  const seen = await estate.look(target);
  if (seen.state !== 'present') throw new Error(`present was expected: ${JSON.stringify(seen)}`);
  return seen.facts[key] as unknown as Record<string, string>[];
}
const whats = async (estate: Estate, id: string) =>
  inOrder((await list(estate, of('references', id), 'references')).map(({ what }) => what!));
const inOrder = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : 1));

const item = (kind: string, name: string, settings: JsonObject, status: JsonObject = {}): WorldChange => ({
  add: {
    collection: 'items',
    object: { id: '113000000600', class: kind, name, settings, status },
  },
});
const record = (Name: string, Type: string, RData: string): WorldChange => ({
  dnsRecord: { dnsZone: 'example.jp', record: { Name, Type, RData, TTL: 300 } },
});

describe('references', () => {
  test('of an address: the default estate', async () => {
    const estate = await start();
    expect(await list(estate, of('references', WAN), 'references')).toEqual([
      { what: 'dns:example.jp/vpn/A', id: ids.dns, name: 'example.jp', detail: WAN },
      { what: `simple-monitor:${WAN}`, id: ids.monitor, name: WAN, detail: WAN },
      { what: 'server:fgt-prod-01/nic0', id: ids.server, name: 'fgt-prod-01', detail: WAN },
    ]);
  });

  test('of an address that nobody names', async () => {
    expect(await whats(await start(), '203.0.113.9')).toEqual([]);
  });

  test.each<[string, WorldChange]>([
    ['dns:example.jp/@/TXT', record('@', 'TXT', 'v=spf1 ip4:203.0.113.9 -all')],
    ['dns:example.jp/www/A', record('www', 'A', '203.0.113.9')],
    [
      'gslb:web',
      item('gslb', 'web', { GSLB: { Servers: [{ IPAddress: '203.0.113.9', Enabled: 'True', Weight: '1' }] } }),
    ],
    ['gslb:sorry', item('gslb', 'sorry', { GSLB: { SorryServer: '203.0.113.9', Servers: [] } })],
    ['elb:front', item('proxylb', 'front', { ProxyLB: { Servers: [{ IPAddress: '203.0.113.9', Port: 443 }] } })],
    ['elb:syslog', item('proxylb', 'syslog', { ProxyLB: { Syslog: { Server: '203.0.113.9', Port: 514 } } })],
    [
      'simple-monitor:vpn',
      item(
        'simplemon',
        'vpn',
        { SimpleMonitor: { HealthCheck: { Protocol: 'http', Host: '203.0.113.9' } } },
        { Target: 'vpn.example.jp' },
      ),
    ],
    [
      'local-router:lr',
      item('localrouter', 'lr', { LocalRouter: { StaticRoutes: [{ Prefix: '10.0.0.0/8', NextHop: '203.0.113.9' }] } }),
    ],
    ['somethingnew:x', item('somethingnew', 'x', { Deep: [{ er: ['203.0.113.9'] }] })],
    [
      'server:web-01/nic0',
      { patch: { zone: 'is1b', collection: 'interfaces', id: ids.otherNic, with: { userIp: '203.0.113.9' } } },
    ],
    [
      'load-balancer:dsr',
      {
        add: {
          zone: 'tk1a',
          collection: 'appliances',
          object: {
            id: '113000000666',
            class: 'loadbalancer',
            name: 'dsr',
            settings: { LoadBalancer: [{ VirtualIPAddress: '10.0.0.1', Servers: [{ IPAddress: '203.0.113.9' }] }] },
          },
        },
      },
    ],
    [
      'vpc-router:site',
      {
        add: {
          zone: 'is1b',
          collection: 'appliances',
          object: {
            id: '113000000667',
            class: 'vpcrouter',
            name: 'site',
            settings: { Router: { SiteToSiteIPsecVPN: { Config: [{ Peer: '203.0.113.9' }] } } },
          },
        },
      },
    ],
  ])('%s', async (what, change) => {
    const estate = await start(change);
    expect(await whats(estate, '203.0.113.9')).toEqual([what]);
    expect(await whats(estate, '203.0.113.0/28')).toContain(what);
    expect(await whats(estate, '203.0.113.16/28')).not.toContain(what);
  });

  test('of an address by its reverse name in a delegated zone', async () => {
    const estate = await start(
      item(
        'dns',
        '113.0.203.in-addr.arpa',
        { DNS: { ResourceRecordSets: [{ Name: '9', Type: 'PTR', RData: 'mail.example.com.', TTL: 300 }] } },
        { Zone: '113.0.203.in-addr.arpa', NS: [] },
      ),
    );
    expect(await whats(estate, '203.0.113.9')).toEqual(['dns:113.0.203.in-addr.arpa/9/PTR']);
  });

  test('what the contract’s own objects name is left out where their ids are given', async () => {
    const estate = await start();
    const target = of('references', WAN, { ownIds: [ids.server, ids.monitor] });
    expect((await list(estate, target, 'references')).map(({ what }) => what)).toEqual(['dns:example.jp/vpn/A']);
  });

  test('of a switch: servers, appliances, local routers, bridges and loose interfaces', async () => {
    const estate = await start(
      {
        add: {
          zone: 'is1b',
          collection: 'appliances',
          object: {
            id: '113000000668',
            class: 'database',
            name: 'db',
            nics: [{ switchId: ids.lanSwitch, ip: '192.168.10.5' }],
          },
        },
      },
      item('localrouter', 'lr', {
        LocalRouter: { Switch: { Code: ids.lanSwitch, Category: 'cloud', ZoneID: 'is1b' } },
      }),
      { add: { zone: 'is1b', collection: 'bridges', object: { id: '113000000669', name: 'br' } } },
      { patch: { zone: 'is1b', collection: 'switches', id: ids.lanSwitch, with: { bridgeId: '113000000669' } } },
      { add: { zone: 'is1b', collection: 'interfaces', object: { id: '113000000670', switchId: ids.lanSwitch } } },
    );
    expect(await whats(estate, ids.lanSwitch)).toEqual([
      'bridge:br',
      'database:db',
      'interface:113000000670',
      'local-router:lr',
      'server:fgt-prod-01/nic1',
    ]);
  });

  test('of neither an address nor a switch is a bug of the caller', async () => {
    const estate = await start();
    await expect(estate.look(of('references', 'fgt-prod-01'))).rejects.toMatchObject({ kind: 'bug' });
  });
});

describe('copies', () => {
  test('of the system disk: its archive and its auto-backup, not the public image', async () => {
    expect(await list(await start(), of('copies', ids.systemDisk), 'copies')).toEqual([
      { kind: 'archive', id: ids.archive, name: 'fgt-prod-01-before-upgrade', zone: 'is1b' },
      { kind: 'auto-backup', id: ids.autoBackup, name: 'fgt-prod-01-weekly', zone: 'is1b' },
    ]);
  });

  test('over generations and zones: an archive transferred, a disk made of it, and its backup', async () => {
    const estate = await start(
      {
        add: {
          zone: 'tk1a',
          collection: 'archives',
          object: { id: '113000000301', name: 'moved', sourceInfo: { archiveId: ids.archive, zone: 'is1b' } },
        },
      },
      {
        add: {
          zone: 'tk1a',
          collection: 'archives',
          object: { id: '113000000302', name: 'again', sourceArchiveId: '113000000301' },
        },
      },
      {
        add: {
          zone: 'tk1a',
          collection: 'disks',
          object: { id: '113000000303', name: 'clone', sourceArchiveId: '113000000302' },
        },
      },
      {
        add: {
          zone: 'tk1a',
          collection: 'disks',
          object: { id: '113000000304', name: 'clone-2', sourceDiskId: '113000000303' },
        },
      },
      {
        add: {
          zone: 'tk1a',
          collection: 'autoBackups',
          object: { id: '113000000305', name: 'weekly', diskId: '113000000304' },
        },
      },
      {
        add: {
          zone: 'tk1a',
          collection: 'disks',
          object: { id: '113000000306', name: 'not-ours', sourceArchiveId: ids.ubuntuImage },
        },
      },
    );
    const copies = await list(estate, of('copies', ids.systemDisk), 'copies');
    expect(inOrder(copies.map(({ name }) => name!))).toEqual(
      inOrder(['fgt-prod-01-before-upgrade', 'fgt-prod-01-weekly', 'moved', 'again', 'clone', 'clone-2', 'weekly']),
    );
    expect(copies).toContainEqual({ kind: 'disk', id: '113000000304', name: 'clone-2', zone: 'tk1a' });
  });

  test('are found when the disk itself is gone already', async () => {
    const estate = await start();
    estate.simulator.setServerPower('is1b', ids.server, 'down');
    await estate.act('disconnect', targets.systemDisk);
    await estate.act('delete', targets.systemDisk);
    expect(await list(estate, of('copies', ids.systemDisk), 'copies')).toHaveLength(2);
  });
});

describe('sweep', () => {
  const sweep = (id: string, expect: JsonObject = {}): Target => ({ ...of('sweep', id), expect });

  test('finds by name, by id and by former id, in every zone', async () => {
    const estate = await start(
      { add: { zone: 'tk1a', collection: 'switches', object: { id: '113000000401', name: 'fgt-lan' } } },
      {
        add: {
          zone: 'is1a',
          collection: 'disks',
          object: { id: '113000000402', name: 'other', tags: ['@previous-id=113000000403'] },
        },
      },
    );
    const hits = await list(estate, sweep('fgt-lan,none', { ids: [ids.archive, '113000000403'] }), 'hits');
    expect(hits).toEqual([
      { kind: 'disk', id: '113000000402', name: 'other', zone: 'is1a' },
      { kind: 'archive', id: ids.archive, name: 'fgt-prod-01-before-upgrade', zone: 'is1b' },
      { kind: 'switch', id: ids.lanSwitch, name: 'fgt-lan', zone: 'is1b' },
      { kind: 'switch', id: '113000000401', name: 'fgt-lan', zone: 'tk1a' },
    ]);
  });

  test('leaves out what is kept, and the switch half of a kept router', async () => {
    const estate = await start();
    expect(await list(estate, sweep('fgt-router', { ids: [], ignoreIds: [ids.router] }), 'hits')).toEqual([]);
  });

  test('does not take a part of a name for the name', async () => {
    const estate = await start();
    expect(await list(estate, sweep('fgt,web,Ubuntu Server 24.04 LTS 64bit'), 'hits')).toEqual([]);
  });

  test('finds nothing once the estate is gone', async () => {
    const estate = await start();
    const target = sweep('fgt-prod-01-before-upgrade', { ids: [ids.archive] });
    expect(await list(estate, target, 'hits')).toHaveLength(1);
    await estate.act('delete', targets.archive);
    expect(await list(estate, target, 'hits')).toEqual([]);
  });
});

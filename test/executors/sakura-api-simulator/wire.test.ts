// The wire: envelopes, paging, both query encodings, ids, errors, Date, credentials and permissions (facts §1).
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { DEFAULT_IDS as ids } from '../../../src/executors/sakura-api/simulator/index.ts';
import { BASIC, bench, idsOf, said, START_MS, type Bench } from './client.ts';

/** Sends a request target exactly as written and returns the JSON body. */
function rawGet({ sim }: Bench, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sim.port, '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: ${BASIC}\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('end', () => resolve(text.slice(text.indexOf('\r\n\r\n') + 4)));
    socket.on('error', reject);
  });
}

describe('envelopes', () => {
  test('find, read, create, update, delete', async () => {
    const b = await bench();
    const list = await b.find('server', { Count: 0, From: 0 });
    expect(list.body).toMatchObject({ From: 0, Count: 2, Total: 2, is_ok: true });
    expect(list.body.Servers[0].Index).toBe(0);
    const read = await b.get(`server/${ids.server}`);
    expect(read.body).toMatchObject({ Success: true, is_ok: true, Server: { Name: 'fgt-prod-01' } });
    const made = await b.post('switch', { Switch: { Name: 'new', Tags: [] } });
    expect([made.status, made.body.Success]).toEqual([201, true]);
    const disk = await b.post('disk', { Disk: { Name: 'd', SizeMB: 20480, Plan: { ID: 4 } } });
    expect([disk.status, disk.body.Success, disk.body.Disk.Availability]).toEqual([202, 'Accepted', 'migrating']);
    const changed = await b.put(`switch/${made.body.Switch.ID}`, { Switch: { Description: 'why' } });
    expect(changed.body.Switch).toMatchObject({ Name: 'new', Description: 'why' });
    const gone = await b.del(`switch/${made.body.Switch.ID}`);
    expect(gone.body).toMatchObject({ Success: true, is_ok: true });
    expect(said(await b.get(`switch/${made.body.Switch.ID}`))).toBe('404 not_found');
  });

  test.each([
    ['server', 'Servers'],
    ['disk', 'Disks'],
    ['archive', 'Archives'],
    ['interface', 'Interfaces'],
    ['switch', 'Switches'],
    ['internet', 'Internet'],
    ['subnet', 'Subnets'],
    ['ipv6net', 'IPv6Nets'],
    ['ipv6addr', 'IPv6Addrs'],
    ['ipaddress', 'IPAddress'],
    ['packetfilter', 'PacketFilters'],
    ['commonserviceitem', 'CommonServiceItems'],
    ['appliance', 'Appliances'],
    ['bridge', 'Bridges'],
    ['privatehost', 'PrivateHosts'],
    ['cdrom', 'CDROMs'],
    ['note', 'Notes'],
    ['sshkey', 'SSHKeys'],
    ['icon', 'Icons'],
    ['license', 'Licenses'],
    ['zone', 'Zones'],
    ['region', 'Regions'],
    ['product/server', 'ServerPlans'],
    ['product/disk', 'DiskPlans'],
    ['product/internet', 'InternetPlans'],
    ['product/license', 'LicenseInfo'],
    ['public/price', 'ServiceClasses'],
  ])('the list of %s is called %s', async (path, key) => {
    const b = await bench();
    const { status, body } = await b.find(path, { Count: 0, From: 0 });
    expect(status).toBe(200);
    expect(Array.isArray(body[key])).toBe(true);
    expect(body.Total).toBe(body[key].length);
  });

  test('auth-status has its data at the top', async () => {
    const b = await bench();
    const { body } = await b.get('is1a:auth-status');
    expect(body).toMatchObject({
      Account: { ID: Number(ids.account) },
      Member: { Code: 'abc12345' },
      Permission: 'create',
      IsAPIKey: true,
      is_ok: true,
    });
  });

  test('a server carries what third-party clients dereference', async () => {
    const b = await bench();
    const { Server: server } = (await b.get(`server/${ids.server}`)).body;
    expect(server.Zone.Region.NameServers).toHaveLength(2);
    expect(server.Instance.Status).toBe('up');
    expect(idsOf(server.Disks)).toEqual([ids.systemDisk, ids.logDisk]);
    const [wan, lan, management] = server.Interfaces;
    expect(wan).toMatchObject({ IPAddress: null, UserIPAddress: '203.0.113.4', Switch: { Scope: 'user' } });
    expect(wan.Switch.Subnet).toMatchObject({ NetworkAddress: '203.0.113.0', NetworkMaskLen: 28 });
    expect(wan.PacketFilter.ID).toBe(Number(ids.packetFilter));
    expect(lan.Switch.Subnet).toBeNull();
    expect(management).toMatchObject({ IPAddress: '198.51.100.20', Switch: { Scope: 'shared' } });
  });

  test('IPAddresses has three shapes', async () => {
    const b = await bench();
    const sw = (await b.get(`switch/${ids.routerSwitch}`)).body.Switch;
    expect(sw.Subnets[0].IPAddresses).toEqual({ Min: '203.0.113.4', Max: '203.0.113.14' });
    expect(sw.Subnets[1].IPAddresses).toEqual({ Min: '203.0.113.16', Max: '203.0.113.31' });
    const subnet = (await b.get(`subnet/${ids.subnet}`)).body.Subnet;
    expect(subnet.IPAddresses).toHaveLength(16);
    expect(subnet).toMatchObject({ NextHop: '203.0.113.4', StaticRoute: '203.0.113.4', DefaultRoute: null });
    expect(subnet.Switch.Internet.ID).toBe(Number(ids.router));
    const router = (await b.get(`internet/${ids.router}`)).body.Internet;
    expect(router.Switch.Subnets[0].IPAddresses).toBeUndefined();
  });
});

describe('ids', () => {
  test('numbers with X-Sakura-Bigint-As-Int, strings without', async () => {
    const b = await bench();
    const asNumber = await b.get(`server/${ids.server}`);
    const asText = await b.call('GET', `server/${ids.server}`, undefined, { 'X-Sakura-Bigint-As-Int': '0' });
    expect(asNumber.body.Server.ID).toBe(Number(ids.server));
    expect(asText.body.Server.ID).toBe(ids.server);
    expect(asText.body.Server.Disks[0].ID).toBe(ids.systemDisk);
    expect(asText.body.Server.Zone.ID).toBe('31002');
  });

  test('an auto-backup keeps string ids in Status and a numeric zone', async () => {
    const b = await bench();
    const { body } = await b.get(`commonserviceitem/${ids.autoBackup}`);
    expect(body.CommonServiceItem.Status).toEqual({
      DiskId: ids.systemDisk,
      AccountId: ids.account,
      ZoneId: 31002,
      ZoneName: 'is1b',
    });
    expect(body.CommonServiceItem.Settings.Autobackup.BackupSpanWeekdays).toEqual(['sun']);
  });

  test('bodies may write ids either way', async () => {
    const b = await bench();
    for (const ID of [ids.systemDisk, Number(ids.systemDisk)]) {
      const reply = await b.post('archive', { Archive: { Name: 'copy', SourceDisk: { ID } } });
      expect([reply.status, reply.body.Archive.SourceDisk.ID]).toEqual([202, Number(ids.systemDisk)]);
    }
  });
});

describe('find', () => {
  const fgt = { Filter: { Name: 'FGT prod' } };

  test('raw JSON, percent-encoded JSON and the mixture of the two are the same query', async () => {
    const b = await bench();
    const path = '/cloud/zone/is1b/api/cloud/1.1/server';
    const raw = await rawGet(b, `${path}?{"Count":0,"From":0,"Filter":{"Name":"fgt%20prod"}}`);
    const encoded = await rawGet(b, `${path}?${encodeURIComponent(JSON.stringify({ Count: 0, From: 0, ...fgt }))}`);
    const mixed = await rawGet(b, `${path}?{%22Count%22:0,%22From%22:0,%22Filter%22:{%22Name%22:%22fgt%20prod%22}}`);
    for (const text of [raw, encoded, mixed]) expect(idsOf(JSON.parse(text).Servers)).toEqual([ids.server]);
  });

  test('what is not a JSON object of find parameters is 400', async () => {
    const b = await bench();
    expect(said(await b.get('server?Count=0'))).toBe('400 bad_request');
    expect(said(await b.get('server?[1]'))).toBe('400 bad_request');
    expect(said(await b.find('server', { Count: -1 }))).toBe('400 bad_request');
  });

  test.each([
    ['several words are AND, blind to case', 'server', fgt, [ids.server]],
    ['a list is OR of exact names', 'server', { Filter: { Name: ['web-01', 'fgt-prod'] } }, [ids.otherServer]],
    ['tags: all of an inner list', 'server', { Filter: { 'Tags.Name': [['prod', 'fortigate']] } }, [ids.server]],
    ['tags: one missing', 'server', { Filter: { 'Tags.Name': [['prod', 'web']] } }, []],
    ['an id scalar is exact', 'disk', { Filter: { ID: ids.logDisk } }, [ids.logDisk]],
    ['part of an id is no match', 'disk', { Filter: { ID: '11300000' } }, []],
    ['ids as numbers', 'disk', { Filter: { ID: [Number(ids.logDisk)] } }, [ids.logDisk]],
    ['inner objects', 'disk', { Filter: { 'Server.ID': [ids.otherServer] } }, [ids.otherDisk]],
    ['copies of a disk', 'archive', { Filter: { 'SourceDisk.ID': [ids.systemDisk], Scope: ['user'] } }, [ids.archive]],
    ['operators', 'disk', { Filter: { 'SizeMB>=': 40960 } }, [ids.logDisk]],
    ['state of power', 'server', { Filter: { 'Instance.Status': 'down' } }, []],
    [
      'public images by tag',
      'archive',
      { Filter: { Scope: ['shared'], 'Tags.Name': [['current-stable', 'distro-ubuntu']] } },
      [ids.ubuntuImage],
    ],
    ['classes', 'commonserviceitem', { Filter: { 'Provider.Class': 'autobackup' } }, [ids.autoBackup]],
    ['global items', 'is1a:commonserviceitem', { Filter: { 'Provider.Class': 'dns' } }, [ids.dns]],
    [
      'auto-backups live in their own zone',
      'is1a:commonserviceitem',
      { Filter: { 'Provider.Class': 'autobackup' } },
      [],
    ],
    ['sorting', 'disk', { Sort: ['-SizeMB', 'Name'] }, [ids.logDisk, ids.systemDisk, ids.otherDisk]],
  ])('%s', async (_what, path, query, expected) => {
    const b = await bench();
    const { body } = await b.find(path, { Count: 0, From: 0, ...query });
    const rows = Object.values(body).find(Array.isArray) as { ID: number }[];
    expect(idsOf(rows)).toEqual(expected);
  });

  test.each([
    [{ 'SizeMB!': 1 }, '400 filter_unknown_operator'],
    [{ Name: null }, '400 filter_null_comparison'],
    [{ 'SizeMB>': [1] }, '400 filter_array_comparison'],
    [{ 'SizeMB>': {} }, '400 filter_bad_operator'],
  ])('filter %j is refused', async (Filter, expected) => {
    const b = await bench();
    expect(said(await b.find('disk', { Filter }))).toBe(expected);
  });

  test('plan filters of the Terraform providers', async () => {
    const b = await bench();
    const Filter = {
      CPU: ['1'],
      CPUModel: ['uncategorized'],
      Commitment: ['standard'],
      ConfidentialVM: ['0'],
      MemoryMB: ['2048'],
    };
    const { body } = await b.find('product/server', { Count: 1000, From: 0, Sort: ['-Generation'], Filter });
    expect(body.ServerPlans.map((plan: { Generation: number }) => plan.Generation)).toEqual([200, 100]);
  });

  test('Count and From page; Count 0 gives all; no Count gives one default page', async () => {
    const tags = Array.from({ length: 60 }, (_, index) => ({ id: String(113500000001 + index), name: `sw-${index}` }));
    const b = await bench({ world: { zones: { is1b: { switches: tags } } } });
    const page = (await b.find('switch', { Count: 25, From: 50 })).body;
    expect([page.From, page.Count, page.Total, page.Switches.length]).toEqual([50, 10, 60, 10]);
    expect(page.Switches[0]).toMatchObject({ Index: 50, Name: 'sw-50' });
    expect((await b.find('switch', { Count: 0, From: 0 })).body.Count).toBe(60);
    const bare = (await b.get('switch')).body;
    expect([bare.Count, bare.Total]).toEqual([50, 60]);
  });

  test('Include and Exclude', async () => {
    const b = await bench();
    const included = (await b.find('server', { Include: ['ID', 'Name'] })).body.Servers[0];
    expect(Object.keys(included)).toEqual(['Index', 'ID', 'Name']);
    const excluded = (await b.find('server', { Exclude: ['Instance'] })).body.Servers[0];
    expect(excluded.Instance).toBeUndefined();
    expect(excluded.Disks).toHaveLength(2);
  });
});

describe('errors, credentials, Date', () => {
  test('the error body', async () => {
    const b = await bench();
    const { status, body } = await b.get('server/113999999999');
    expect(status).toBe(404);
    expect(body).toMatchObject({ is_fatal: true, status: '404 Not Found', error_code: 'not_found' });
    expect(body.serial).toMatch(/^[0-9a-f]{32}$/);
    expect(body.error_msg).toMatch(/^対象が見つかりません。/);
  });

  test('paths and methods nobody serves', async () => {
    const b = await bench();
    expect(said(await b.get('nothing'))).toBe('404 resource_path_not_found');
    expect(said(await b.get('is9z:server'))).toBe('404 resource_path_not_found');
    expect(said(await b.del('server'))).toBe('405 method_not_allowed');
  });

  test('bodies that are not a JSON object', async () => {
    const b = await bench();
    const send = async (body: string) => {
      const url = `${b.sim.root}/is1b/api/cloud/1.1/switch`;
      const response = await fetch(url, { method: 'POST', headers: { Authorization: BASIC }, body });
      return response.status;
    };
    expect(await send('{')).toBe(400);
    expect(await send('[]')).toBe(400);
    expect(await send('{}')).toBe(400);
    expect(await send(`{"Switch":{"Name":"${'x'.repeat(1_100_000)}"}}`)).toBe(413);
    expect(b.sim.transitions).toEqual([]);
  });

  test('credentials are checked', async () => {
    const b = await bench({ credentials: { token: 'token', secret: 'secret' } });
    expect((await b.get('server')).status).toBe(200);
    for (const Authorization of ['', 'Basic !!', `Basic ${btoa('token:wrong!')}`, 'Bearer x'])
      expect(said(await b.call('GET', 'server', undefined, { Authorization }))).toBe('401 unauthorized');
  });

  test('without set credentials any complete pair is good, none is not', async () => {
    const b = await bench();
    expect((await b.get('server')).status).toBe(200);
    expect(said(await b.call('GET', 'server', undefined, { Authorization: `Basic ${btoa('x:')}` }))).toBe(
      '401 unauthorized',
    );
  });

  test('permissions', async () => {
    const b = await bench({ world: { permission: 'arrange', externalPermission: '' } });
    expect((await b.post('switch', { Switch: { Name: 'x' } })).status).toBe(403);
    b.sim.change({ merge: { permission: 'create', operationPenalty: 'all' } });
    expect(said(await b.post('switch', { Switch: { Name: 'x' } }))).toBe('402 penalty_operation');
    const bills = await fetch(`${b.sim.root}/is1a/api/system/1.0/bill/by-contract/113000000001`, {
      headers: { Authorization: BASIC },
    });
    expect(bills.status).toBe(403);
  });

  test('Date follows the moved clock, and so do times in bodies', async () => {
    const b = await bench();
    b.later(3_600_000);
    const { headers } = await b.get('zone');
    expect(Date.parse(headers.get('date') ?? '')).toBe(START_MS + 3_600_000);
    const made = await b.post('switch', { Switch: { Name: 'x' } });
    expect(made.body.Switch.CreatedAt).toBe('2026-08-03T11:00:00+09:00');
  });

  test('bills end with their resource', async () => {
    const b = await bench();
    const bill = async (path: string) => {
      const response = await fetch(`${b.sim.root}/is1a/api/system/1.0/${path}`, { headers: { Authorization: BASIC } });
      return (await response.json()) as {
        Bills: { BillID: string }[];
        BillDetails: { ContractEndAt: string | null }[];
      };
    };
    const { Bills } = await bill(`bill/by-contract/${ids.account}/2026/7`);
    expect(Bills).toHaveLength(1);
    const detail = async () => (await bill(`billdetail/abc12345/${Bills[0]?.BillID}`)).BillDetails[0]?.ContractEndAt;
    expect(await detail()).toBeNull();
    b.sim.setServerPower('is1b', ids.server, 'down');
    await b.del(`server/${ids.server}`);
    expect(await detail()).toBe('2026-08-03T10:00:00+09:00');
  });
});

// The order the platform enforces, each rule with its real code (facts §2–§6).
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_ADDRESSES as ips,
  DEFAULT_IDS as ids,
  type PowerEvent,
} from '../../../src/executors/sakura-api/simulator/index.ts';
import { bench, idsOf, said, type Bench } from './client.ts';

const powerOf = async (b: Bench, id: string): Promise<string> =>
  (await b.get(`server/${id}`)).body.Server.Instance.Status as string;

async function down(b: Bench): Promise<void> {
  await b.del(`server/${ids.server}/power`, { Force: true });
  b.later(60_000);
}

describe('power', () => {
  test('a shutdown passes up, cleaning, down; reads alone advance nothing', async () => {
    const b = await bench();
    expect((await b.del(`server/${ids.server}/power`, {})).status).toBe(200);
    for (let index = 0; index < 5; index += 1) expect(await powerOf(b, ids.server)).toBe('up');
    b.later(8_000);
    expect(await powerOf(b, ids.server)).toBe('cleaning');
    expect(said(await b.del(`server/${ids.server}`))).toBe('409 server_is_cleaning');
    b.later(4_000);
    expect(await powerOf(b, ids.server)).toBe('down');
    expect(said(await b.del(`server/${ids.server}/power`, {}))).toBe('409 server_power_must_be_up');
  });

  test('a forced stop is quicker; a deaf guest needs one', async () => {
    const b = await bench();
    b.sim.change({ patch: { zone: 'is1b', collection: 'servers', id: ids.server, with: { ignoresAcpi: true } } });
    expect((await b.del(`server/${ids.server}/power`)).status).toBe(200);
    b.later(3_600_000);
    expect(await powerOf(b, ids.server)).toBe('up');
    await b.del(`server/${ids.server}/power`, { Force: true });
    b.later(5_000);
    expect(await powerOf(b, ids.server)).toBe('down');
  });

  test('timeScale divides durations', async () => {
    const b = await bench({ timeScale: 1000 });
    await b.del(`server/${ids.server}/power`);
    b.later(12);
    expect(await powerOf(b, ids.server)).toBe('down');
  });

  test('boot, and boot when up', async () => {
    const b = await bench();
    expect(said(await b.put(`server/${ids.server}/power`))).toBe('409 server_power_must_be_down');
    await down(b);
    expect((await b.put(`server/${ids.server}/power`)).status).toBe(200);
    expect(await powerOf(b, ids.server)).toBe('down');
    b.later(3_000);
    expect(await powerOf(b, ids.server)).toBe('up');
  });

  test('@auto-reboot brings a stopped server up again, until the tag is gone', async () => {
    const b = await bench();
    await b.put(`server/${ids.server}`, { Server: { Tags: ['prod', '@auto-reboot'] } });
    b.sim.setServerPower('is1b', ids.server, 'down');
    expect(await powerOf(b, ids.server)).toBe('down');
    b.later(10_000);
    expect(await powerOf(b, ids.server)).toBe('up');
    await b.put(`server/${ids.server}`, { Server: { Tags: ['prod'] } });
    b.sim.setServerPower('is1b', ids.server, 'down');
    b.later(3_600_000);
    expect(await powerOf(b, ids.server)).toBe('down');
  });

  test('GET power shows the instance', async () => {
    const b = await bench();
    expect((await b.get(`server/${ids.server}/power`)).body.Instance.Status).toBe('up');
  });

  test('others hear of it: stopped by the API, booted, renewed, deleted', async () => {
    const b = await bench();
    const heard: PowerEvent[] = [];
    const stop = b.sim.onPower((event) => heard.push(event));
    await b.del(`server/${ids.server}/power`);
    b.later(60_000);
    expect(b.sim.serverPower('is1b', ids.server)).toBe('down');
    const renewed = String((await b.put(`server/${ids.server}/plan`, { CPU: 4 })).body.Server.ID);
    expect(b.sim.serverPower('is1b', ids.server)).toBe('down');
    await b.del(`server/${renewed}`);
    expect(b.sim.serverPower('is1b', ids.server)).toBe('absent');
    expect(heard.map(({ id, status }) => [id, status])).toEqual([
      [ids.server, 'cleaning'],
      [ids.server, 'down'],
      [ids.server, 'renewed'],
      [renewed, 'deleted'],
    ]);
    stop();
    b.sim.setServerPower('is1b', ids.otherServer, 'down');
    expect(heard).toHaveLength(4);
  });
});

describe('server', () => {
  test('running: refused. Down: its NICs go with it, its disks stay, detached', async () => {
    const b = await bench();
    expect(said(await b.del(`server/${ids.server}`))).toBe('409 server_power_must_be_down');
    await down(b);
    expect((await b.del(`server/${ids.server}`)).status).toBe(200);
    expect(said(await b.get(`interface/${ids.wanNic}`))).toBe('404 not_found');
    expect((await b.get(`disk/${ids.systemDisk}`)).body.Disk.Server).toBeNull();
    expect((await b.del(`switch/${ids.lanSwitch}`)).status).toBe(200);
    expect(said(await b.del(`server/${ids.server}`))).toBe('404 not_found');
  });

  test('WithDisk takes exactly the named own disks', async () => {
    const b = await bench();
    await down(b);
    const foreign = { WithDisk: [ids.systemDisk, ids.otherDisk] };
    expect(said(await b.del(`server/${ids.server}`, foreign))).toBe('400 param_res_not_found');
    expect((await b.get(`server/${ids.server}`)).status).toBe(200);
    expect((await b.del(`server/${ids.server}`, { WithDisk: [Number(ids.systemDisk)] })).status).toBe(200);
    expect(said(await b.get(`disk/${ids.systemDisk}`))).toBe('404 not_found');
    expect((await b.get(`disk/${ids.logDisk}`)).status).toBe(200);
  });

  test('a plan change renews the id; disks and NICs follow; the old id is 404', async () => {
    const b = await bench();
    expect(said(await b.put(`server/${ids.server}/plan`, { CPU: 4 }))).toBe('409 server_power_must_be_down');
    await down(b);
    const { Server } = (await b.put(`server/${ids.server}/plan`, { CPU: 4, MemoryMB: 8192 })).body;
    expect(String(Server.ID)).not.toBe(ids.server);
    expect(Server).toMatchObject({ Name: 'fgt-prod-01', ServerPlan: { CPU: 4, MemoryMB: 8192 } });
    expect(idsOf(Server.Disks)).toEqual([ids.systemDisk, ids.logDisk]);
    expect(Server.Interfaces).toHaveLength(3);
    expect(said(await b.get(`server/${ids.server}`))).toBe('404 not_found');
    await b.put(`server/${Server.ID}`, { Server: { Tags: [`@previous-id=${ids.server}`] } });
    const found = await b.find('server', { Filter: { 'Tags.Name': [[`@previous-id=${ids.server}`]] } });
    expect(idsOf(found.body.Servers)).toEqual([String(Server.ID)]);
  });

  test('creation connects NICs; the shared segment gives an address that is free', async () => {
    const b = await bench();
    const made = await b.post('server', {
      Server: {
        Name: 'new',
        ServerPlan: { CPU: 1, MemoryMB: 1024 },
        ConnectedSwitches: [{ Scope: 'shared' }, { ID: Number(ids.lanSwitch) }, null],
      },
    });
    expect(made.status).toBe(201);
    const [shared, lan, none] = made.body.Server.Interfaces;
    expect(shared.IPAddress).toBe('198.51.100.4');
    expect(lan.Switch.ID).toBe(Number(ids.lanSwitch));
    expect(none.Switch).toBeNull();
    const wrong = { Server: { Name: 'x', ConnectedSwitches: [{ ID: 113999999999 }] } };
    expect(said(await b.post('server', wrong))).toBe('400 param_res_not_found');
    expect((await b.find('server', { Filter: { Name: ['x'] } })).body.Total).toBe(0);
  });

  test('a lock answers 423 to changes until it ends', async () => {
    const b = await bench();
    const lockedUntilMs = b.clock.nowMs() + 30_000;
    b.sim.change({ patch: { zone: 'is1b', collection: 'servers', id: ids.server, with: { lockedUntilMs } } });
    expect(said(await b.del(`server/${ids.server}/power`))).toBe('423 locked');
    expect((await b.get(`server/${ids.server}`)).status).toBe(200);
    b.later(30_000);
    expect((await b.del(`server/${ids.server}/power`)).status).toBe(200);
  });
});

describe('disk', () => {
  test('disconnect needs the server down, deletion needs the disconnect', async () => {
    const b = await bench();
    expect(said(await b.del(`disk/${ids.systemDisk}`))).toBe('409 disconnect_b4_delete');
    expect(said(await b.del(`disk/${ids.systemDisk}/to/server`))).toBe('409 server_power_must_be_down');
    await down(b);
    expect((await b.del(`disk/${ids.systemDisk}/to/server`)).status).toBe(200);
    expect(said(await b.del(`disk/${ids.systemDisk}/to/server`))).toBe('409 res_already_disconnected');
    expect((await b.del(`disk/${ids.systemDisk}`)).status).toBe(200);
    expect(said(await b.get(`disk/${ids.systemDisk}`))).toBe('404 not_found');
  });

  test('connect: server down, disk free', async () => {
    const b = await bench();
    expect(said(await b.put(`disk/${ids.logDisk}/to/server/${ids.otherServer}`))).toBe('409 res_already_connected');
    await down(b);
    await b.del(`disk/${ids.logDisk}/to/server`);
    expect(said(await b.put(`disk/${ids.logDisk}/to/server/${ids.otherServer}`))).toBe('409 server_power_must_be_down');
    expect((await b.put(`disk/${ids.logDisk}/to/server/${ids.server}`)).status).toBe(200);
  });

  test('a copy takes time and blocks both its ends', async () => {
    const b = await bench();
    await down(b);
    for (const disk of [ids.systemDisk, ids.logDisk]) await b.del(`disk/${disk}/to/server`);
    const made = await b.post('disk', { Disk: { Name: 'clone', SourceDisk: { ID: ids.logDisk }, SizeMB: 40960 } });
    const clone = String(made.body.Disk.ID);
    expect(made.body.Disk.JobStatus.Status).toBe('running');
    expect(said(await b.del(`disk/${clone}`))).toBe('409 disk_is_copying');
    expect(said(await b.del(`disk/${ids.logDisk}`))).toBe('409 in_migration');
    b.later(30_000);
    expect((await b.get(`disk/${clone}`)).body.Disk).toMatchObject({ Availability: 'available', JobStatus: null });
    expect((await b.del(`disk/${ids.logDisk}`)).status).toBe(200);
    const stub = (await b.get(`disk/${clone}`)).body.Disk.SourceDisk;
    expect(stub).toMatchObject({ ID: Number(ids.logDisk), Availability: 'discontinued' });
  });

  test('smaller than its source: refused; unknown source: refused', async () => {
    const b = await bench();
    const small = { Disk: { SizeMB: 20480, SourceDisk: { ID: ids.logDisk } } };
    expect(said(await b.post('disk', small))).toBe('400 cant_resize_smaller');
    expect(said(await b.post('disk', { Disk: { SizeMB: 20480, SourceArchive: { ID: 1 } } }))).toBe(
      '400 param_res_not_found',
    );
  });

  test('erase and reinstall', async () => {
    const b = await bench();
    expect(said(await b.put(`disk/${ids.systemDisk}/to/blank`))).toBe('409 server_power_must_be_down');
    await down(b);
    expect((await b.put(`disk/${ids.systemDisk}/to/blank`)).status).toBe(200);
    expect(b.sim.world().zones.is1b.disks[0]).toMatchObject({ id: ids.systemDisk, erased: true });
    const source = { Disk: { SourceArchive: { ID: Number(ids.ubuntuImage) } } };
    const again = await b.put(`disk/${ids.systemDisk}/install`, source);
    expect([again.status, again.body.Success]).toEqual([202, 'Accepted']);
    expect(said(await b.put(`server/${ids.server}/power`))).toBe('409 disk_is_not_available');
    b.later(30_000);
    expect((await b.get(`disk/${ids.systemDisk}`)).body.Disk.ReinstallCount).toBe(1);
  });

  test('licences do not mix', async () => {
    const b = await bench();
    await down(b);
    b.sim.change([
      { patch: { zone: 'is1b', collection: 'disks', id: ids.systemDisk, with: { bundle: { ID: 10000, Name: 'a' } } } },
      {
        add: {
          zone: 'is1b',
          collection: 'disks',
          object: { id: '113000000301', name: 'other-licence', bundle: { ID: 10001, Name: 'b' } },
        },
      },
    ]);
    expect(said(await b.put(`disk/113000000301/to/server/${ids.server}`))).toBe('409 disk_license_mismatch');
    expect(said(await b.put(`disk/${ids.systemDisk}/config`, { Password: 'x' }))).toBe('503 unknown_os_type');
  });
});

describe('archive and auto-backup', () => {
  test('an archive is not deleted while it is copied, uploaded or public', async () => {
    const b = await bench();
    const made = (await b.post('archive', { Archive: { Name: 'last', SourceDisk: { ID: ids.systemDisk } } })).body;
    expect(made.Archive.Availability).toBe('migrating');
    expect(said(await b.del(`archive/${made.Archive.ID}`))).toBe('409 in_migration');
    b.later(60_000);
    expect((await b.put(`archive/${made.Archive.ID}/ftp`, { ChangePassword: true })).body.FTPServer.User).toBeTruthy();
    expect(said(await b.del(`archive/${made.Archive.ID}`))).toBe('409 ftp_must_be_closed');
    expect((await b.del(`archive/${made.Archive.ID}/ftp`)).status).toBe(200);
    expect(said(await b.del(`archive/${made.Archive.ID}/ftp`))).toBe('409 ftp_is_already_close');
    expect((await b.del(`archive/${made.Archive.ID}`)).status).toBe(200);
    expect(said(await b.del(`archive/${ids.fortigateImage}`))).toBe('403 forbidden');
  });

  test('a disk is not deleted while an archive is made from it', async () => {
    const b = await bench();
    await down(b);
    await b.del(`disk/${ids.logDisk}/to/server`);
    await b.post('archive', { Archive: { Name: 'x', SourceDisk: { ID: ids.logDisk } } });
    expect(said(await b.del(`disk/${ids.logDisk}`))).toBe('409 in_migration');
  });

  test('a share shows as uploading; a transfer appears in the other zone', async () => {
    const b = await bench();
    const shared = (await b.put(`archive/${ids.archive}/ftp`, { Shared: true })).body;
    expect(shared.SharedKey).toMatch(`is1b:${ids.archive}:`);
    expect((await b.get(`archive/${ids.archive}`)).body.Archive.Availability).toBe('uploading');
    await b.del(`archive/${ids.archive}/ftp`);
    const moved = await b.post(`archive/${ids.archive}/to/zone/31001`, { Archive: { Name: 'far', SizeMB: 20480 } });
    expect(moved.body.Archive.Availability).toBe('transfering');
    b.later(120_000);
    const far = (await b.get(`is1a:archive/${moved.body.Archive.ID}`)).body.Archive;
    expect(far).toMatchObject({
      Availability: 'available',
      SourceInfo: { ArchiveUnderZone: { ID: Number(ids.archive), Zone: { Name: 'is1b' } } },
    });
  });

  test('a blank archive opens for upload', async () => {
    const b = await bench();
    const made = await b.post('archive', { Archive: { Name: 'up', SizeMB: 20480 } });
    expect([made.status, made.body.Archive.Availability]).toEqual([201, 'uploading']);
    expect(made.body.FTPServer.Password).toBeTruthy();
  });

  test('an auto-backup outlives its disk and its archives outlive it', async () => {
    const b = await bench();
    await down(b);
    await b.del(`server/${ids.server}`, { WithDisk: [ids.systemDisk, ids.logDisk] });
    const backup = (await b.get(`commonserviceitem/${ids.autoBackup}`)).body.CommonServiceItem;
    expect(backup.Status.DiskId).toBe(ids.systemDisk);
    expect((await b.del(`commonserviceitem/${ids.autoBackup}`)).status).toBe(200);
    expect((await b.get(`archive/${ids.archive}`)).status).toBe(200);
  });

  test('at most five auto-backups an account', async () => {
    const b = await bench();
    const make = () =>
      b.post('commonserviceitem', {
        CommonServiceItem: {
          Name: 'more',
          Provider: { Class: 'autobackup' },
          Settings: { Autobackup: { BackupSpanWeekdays: ['mon'], MaximumNumberOfArchives: 3 } },
          Status: { DiskId: Number(ids.otherDisk) },
        },
      });
    for (let index = 0; index < 4; index += 1) expect((await make()).status).toBe(201);
    expect(said(await make())).toBe('409 limit_count_in_account');
  });
});

describe('network', () => {
  test('a router refuses while NICs, IPv6 nets or additional blocks are there, in that order', async () => {
    const b = await bench();
    const router = `internet/${ids.router}`;
    expect(said(await b.del(router))).toBe('409 res_used_in_zone');
    expect(said(await b.del(`switch/${ids.routerSwitch}`))).toBe('409 delete_router_b4_switch');
    await down(b);
    await b.del(`interface/${ids.wanNic}/to/switch`);
    expect(said(await b.del(router))).toBe('409 delete_ipv6nets_first');
    expect((await b.del(`${router}/ipv6net/${ids.ipv6Net}`)).status).toBe(200);
    expect(said(await b.del(router))).toBe('409 delete_static_route_first');
    expect(said(await b.del(`${router}/subnet/${ids.primarySubnet}`))).toBe('404 not_found');
    expect((await b.del(`${router}/subnet/${ids.subnet}`)).status).toBe(200);
    expect((await b.del(router)).status).toBe(200);
    expect(said(await b.get(`switch/${ids.routerSwitch}`))).toBe('404 not_found');
    expect(said(await b.get(`subnet/${ids.primarySubnet}`))).toBe('404 not_found');
  });

  test('a new router answers 404 for a while, then has its block', async () => {
    const b = await bench();
    const made = (await b.post('internet', { Internet: { Name: 'r', NetworkMaskLen: 28, BandWidthMbps: 100 } })).body;
    const { ID } = made.Internet;
    expect(said(await b.get(`internet/${ID}`))).toBe('404 not_found');
    b.later(10_000);
    const router = (await b.get(`internet/${ID}`)).body.Internet;
    expect(router.Switch.Subnets[0].NetworkAddress).toBe('203.0.113.32');
    const wrong = { Internet: { Name: 'r', NetworkMaskLen: 29, BandWidthMbps: 100 } };
    expect(said(await b.post('internet', wrong))).toBe('400 invalid_range');
  });

  test('a bandwidth change renews the router id, not the switch', async () => {
    const b = await bench();
    const { Internet } = (await b.put(`internet/${ids.router}/bandwidth`, { Internet: { BandWidthMbps: 250 } })).body;
    expect(said(await b.get(`internet/${ids.router}`))).toBe('404 not_found');
    expect(Internet).toMatchObject({ BandWidthMbps: 250, Switch: { ID: Number(ids.routerSwitch) } });
    expect((await b.get(`subnet/${ids.subnet}`)).body.Subnet.Switch.Internet.ID).toBe(Internet.ID);
  });

  test('blocks: next hop inside the primary block, second IPv6 net refused', async () => {
    const b = await bench();
    const path = `internet/${ids.router}/subnet`;
    expect(said(await b.post(path, { NetworkMaskLen: 28, NextHop: '192.0.2.1' }))).toBe('400 param_ip_not_found');
    const added = await b.post(path, { NetworkMaskLen: 28, NextHop: '203.0.113.5' });
    expect(added.body.Subnet).toMatchObject({ NetworkAddress: '203.0.113.32', NextHop: '203.0.113.5' });
    expect(added.body.Subnet.IPAddresses).toHaveLength(16);
    const moved = await b.put(`${path}/${added.body.Subnet.ID}`, { NextHop: '203.0.113.6' });
    expect(moved.body.Subnet.NextHop).toBe('203.0.113.6');
    expect(said(await b.post(`internet/${ids.router}/ipv6net`))).toBe('409 ipv6net_already_attached');
  });

  test('a switch in use, by a NIC, an appliance, a local router or a bridge', async () => {
    const b = await bench();
    expect(said(await b.del(`switch/${ids.lanSwitch}`))).toBe('409 res_used_in_zone');
    const sw = String((await b.post('switch', { Switch: { Name: 'free' } })).body.Switch.ID);
    const local = {
      CommonServiceItem: {
        Name: 'lr',
        Provider: { Class: 'localrouter' },
        Settings: { LocalRouter: { Switch: { Code: sw, Category: 'cloud', ZoneID: 'is1b' } } },
      },
    };
    const made = (await b.post('is1a:commonserviceitem', local)).body.CommonServiceItem;
    expect(said(await b.del(`switch/${sw}`))).toBe('409 res_used_in_zone');
    await b.del(`is1a:commonserviceitem/${made.ID}`);
    const bridge = (await b.post('bridge', { Bridge: { Name: 'br' } })).body.Bridge.ID;
    await b.put(`switch/${sw}/to/bridge/${bridge}`);
    expect(said(await b.del(`switch/${sw}`))).toBe('409 disconnect_b4_delete');
    expect(said(await b.del(`bridge/${bridge}`))).toBe('409 res_used_in_zone');
    expect((await b.get(`bridge/${bridge}`)).body.Bridge.Info.Switches[0].ID).toBe(sw);
    await b.del(`switch/${sw}/to/bridge`);
    expect((await b.del(`switch/${sw}`)).status).toBe(200);
  });

  test('an appliance blocks its switch, and goes only when it is down', async () => {
    const b = await bench();
    const made = await b.post('appliance', {
      Appliance: {
        Class: 'loadbalancer',
        Name: 'lb',
        Plan: { ID: 1 },
        Remark: { Switch: { ID: ids.lanSwitch }, Servers: [{ IPAddress: '192.168.10.5' }] },
        Settings: { LoadBalancer: [] },
      },
    });
    expect([made.status, made.body.Success]).toEqual([202, 'Accepted']);
    const path = `appliance/${made.body.Appliance.ID}`;
    expect(said(await b.del(path))).toBe('409 still_creating');
    b.later(30_000);
    expect(said(await b.del(path))).toBe('409 server_power_must_be_down');
    expect((await b.get(`switch/${ids.lanSwitch}`)).body.Switch).toMatchObject({ ServerCount: 1, ApplianceCount: 1 });
    const list = await b.find('appliance', { Count: 0, From: 0, Filter: { Class: ['loadbalancer'] } });
    expect(list.body.Appliances).toHaveLength(1);
    expect((await b.find('appliance', { Filter: { Class: ['nfs'] } })).body.Appliances).toEqual([]);
    await b.del(`${path}/power`, { Force: true });
    b.later(5_000);
    expect((await b.del(path)).status).toBe(200);
  });

  test('NICs: connected once, disconnected once, not on a running server', async () => {
    const b = await bench();
    const nic = `interface/${ids.lanNic}`;
    expect(said(await b.del(`${nic}/to/switch`))).toBe('409 server_power_must_be_down');
    expect(said(await b.put(`${nic}/to/switch/${ids.lanSwitch}`))).toBe('409 res_already_connected');
    expect((await b.put(nic, { Interface: { UserIPAddress: '192.168.10.9' } })).body.Interface.UserIPAddress).toBe(
      '192.168.10.9',
    );
    await down(b);
    expect((await b.del(`${nic}/to/switch`)).status).toBe(200);
    expect(said(await b.del(`${nic}/to/switch`))).toBe('409 res_already_disconnected');
    expect((await b.put(`${nic}/to/switch/shared`)).status).toBe(200);
    expect((await b.get(nic)).body.Interface.IPAddress).toBe('198.51.100.4');
  });

  test('a packet filter in use stays; a stale hash is refused', async () => {
    const b = await bench();
    const path = `packetfilter/${ids.packetFilter}`;
    expect(said(await b.del(path))).toBe('409 res_used_in_zone');
    const { ExpressionHash, Expression } = (await b.get(path)).body.PacketFilter;
    const stale = { PacketFilter: { Name: 'fgt-wan', Expression: [] }, OriginalExpressionHash: 'f'.repeat(32) };
    expect(said(await b.put(path, stale))).toBe('409 original_hash_mismatch');
    const fresh = { PacketFilter: { Expression: Expression.slice(1) }, OriginalExpressionHash: ExpressionHash };
    expect((await b.put(path, fresh)).body.PacketFilter.Expression).toHaveLength(1);
    expect((await b.del(`interface/${ids.wanNic}/to/packetfilter`)).status).toBe(200);
    expect((await b.del(path)).status).toBe(200);
  });

  test('a private host and a CD-ROM in use stay', async () => {
    const b = await bench();
    const host = (await b.post('privatehost', { PrivateHost: { Name: 'h' } })).body.PrivateHost.ID;
    const cdrom = (await b.post('cdrom', { CDROM: { Name: 'iso', SizeMB: 5120 } })).body.CDROM.ID;
    await b.put(`server/${ids.server}`, { Server: { PrivateHost: { ID: host } } });
    await b.put(`server/${ids.server}/cdrom`, { CDROM: { ID: cdrom } });
    expect(said(await b.del(`privatehost/${host}`))).toBe('409 res_used_in_zone');
    expect(said(await b.del(`cdrom/${cdrom}`))).toBe('409 cdrom_in_use');
    await b.del(`server/${ids.server}/cdrom`, { CDROM: { ID: cdrom } });
    expect((await b.del(`cdrom/${cdrom}`)).status).toBe(200);
  });
});

describe('addresses', () => {
  test('a reverse name is cleared by "" and reads back empty', async () => {
    const b = await bench();
    const path = `ipaddress/${ips.wan}`;
    expect((await b.get(path)).body.IPAddress).toMatchObject({
      HostName: 'vpn.example.jp',
      Interface: { ID: Number(ids.wanNic) },
      Subnet: { ID: Number(ids.primarySubnet) },
    });
    expect((await b.put(path, { IPAddress: { HostName: '' } })).body.IPAddress.HostName).toBe('');
    expect((await b.get(path)).body.IPAddress.HostName).toBe('');
    expect(b.sim.transitions.map(({ call, kind, id, from, to }) => [call, kind, id, from, to])).toEqual([
      ['PUT /ipaddress/:ip', 'ptr', ips.wan, { hostName: 'vpn.example.jp' }, { hostName: '' }],
    ]);
  });

  test('a reverse name needs its A record where the zone is ours', async () => {
    const b = await bench();
    const path = `ipaddress/${ips.service}`;
    const name = { IPAddress: { HostName: 'relay.example.jp' } };
    expect(said(await b.put(path, name))).toBe('400 dns_a_record_not_found');
    const record = { Name: 'relay', Type: 'A', RData: ips.service, TTL: 300 };
    b.sim.change({ dnsRecord: { dnsZone: 'example.jp', record } });
    expect((await b.put(path, name)).status).toBe(200);
  });

  test('released with its NIC or block: 404, and the name stays behind', async () => {
    const b = await bench();
    await down(b);
    await b.del(`server/${ids.server}`);
    expect(said(await b.get(`ipaddress/${ips.management}`))).toBe('404 not_found');
    await b.del(`internet/${ids.router}/subnet/${ids.subnet}`);
    expect(said(await b.put(`ipaddress/${ips.service}`, { IPAddress: { HostName: '' } }))).toBe('404 not_found');
    expect((await b.get(`ipaddress/${ips.wan}`)).status).toBe(200);
    const left = b.sim.world().zones.is1b.ptrs.find(({ ip }) => ip === ips.service);
    expect(left?.hostName).toBe('mail.example.com');
  });

  test('the list has every address held, shared ones too', async () => {
    const b = await bench();
    const { body } = await b.get('ipaddress');
    const all = body.IPAddress.map((row: { IPAddress: string }) => row.IPAddress);
    expect(all).toHaveLength(11 + 16 + 2);
    expect(all).toContain(ips.other);
  });

  test('IPv6 reverse names', async () => {
    const b = await bench();
    const body = { IPv6Addr: { IPv6Addr: '2001:db8:1::10', HostName: 'v6.example.com' } };
    expect((await b.post('ipv6addr', body)).status).toBe(201);
    expect((await b.get('ipv6addr/2001%3Adb8%3A1%3A%3A10')).body.IPv6Addr.HostName).toBe('v6.example.com');
    expect((await b.get(`ipv6net/${ids.ipv6Net}`)).body.IPv6Net.NamedIPv6AddrCount).toBe(1);
    expect((await b.del('ipv6addr/2001:db8:1::10')).status).toBe(200);
  });
});

describe('common service items', () => {
  test('DNS records are a whole set, guarded by the hash that was read', async () => {
    const b = await bench();
    const path = `is1a:commonserviceitem/${ids.dns}`;
    const { Settings, SettingsHash } = (await b.get(path)).body.CommonServiceItem;
    const kept = Settings.DNS.ResourceRecordSets.filter(({ Name }: { Name: string }) => Name !== 'vpn');
    const put = (hash: string) =>
      b.put(path, { CommonServiceItem: { Settings: { DNS: { ResourceRecordSets: kept } }, SettingsHash: hash } });
    b.sim.change({
      dnsRecord: { dnsZone: 'example.jp', record: { Name: 'new', Type: 'A', RData: '192.0.2.9', TTL: 60 } },
    });
    expect(said(await put(SettingsHash))).toBe('409 original_hash_mismatch');
    const now = (await b.get(path)).body.CommonServiceItem.SettingsHash;
    expect((await put(now)).body.CommonServiceItem.Settings.DNS.ResourceRecordSets).toEqual(kept);
  });

  test('global items answer in any zone', async () => {
    const b = await bench();
    expect((await b.get(`tk1a:commonserviceitem/${ids.dns}`)).status).toBe(200);
    expect((await b.del(`tk1a:commonserviceitem/${ids.monitor}`)).status).toBe(200);
  });
});

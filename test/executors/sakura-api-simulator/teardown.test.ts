// The whole default estate, ended by raw calls in the right order: only the unrelated server and what is public stay.
import { expect, test } from 'vitest';
import { DEFAULT_ADDRESSES as ips, DEFAULT_IDS as ids } from '../../../src/executors/sakura-api/simulator/index.ts';
import { bench, said, type Bench } from './client.ts';

async function must(b: Bench, method: string, path: string, body?: object): Promise<void> {
  const reply = await b.call(method, path, body);
  expect(`${method} ${path}: ${said(reply)}`).toBe(`${method} ${path}: ${reply.status} ok`);
}

test('in the right order everything goes', async () => {
  const b = await bench();
  await must(b, 'DELETE', `commonserviceitem/${ids.autoBackup}`);
  await must(b, 'DELETE', `commonserviceitem/${ids.monitor}`);
  const dns = (await b.get(`commonserviceitem/${ids.dns}`)).body.CommonServiceItem;
  const ResourceRecordSets = dns.Settings.DNS.ResourceRecordSets.filter(
    (record: { RData: string }) => record.RData !== ips.wan,
  );
  await must(b, 'PUT', `commonserviceitem/${ids.dns}`, {
    CommonServiceItem: { Settings: { DNS: { ResourceRecordSets } }, SettingsHash: dns.SettingsHash },
  });
  await must(b, 'DELETE', `server/${ids.server}/power`, {});
  b.later(60_000);
  for (const ip of [ips.wan, ips.service, ips.management])
    await must(b, 'PUT', `ipaddress/${ip}`, { IPAddress: { HostName: '' } });
  for (const nic of [ids.wanNic, ids.lanNic, ids.managementNic]) await must(b, 'DELETE', `interface/${nic}/to/switch`);
  for (const disk of [ids.systemDisk, ids.logDisk]) await must(b, 'DELETE', `disk/${disk}/to/server`);
  await must(b, 'DELETE', `server/${ids.server}`);
  for (const disk of [ids.systemDisk, ids.logDisk]) await must(b, 'DELETE', `disk/${disk}`);
  await must(b, 'DELETE', `archive/${ids.archive}`);
  await must(b, 'DELETE', `internet/${ids.router}/ipv6net/${ids.ipv6Net}`);
  await must(b, 'DELETE', `internet/${ids.router}/subnet/${ids.subnet}`);
  await must(b, 'DELETE', `internet/${ids.router}`);
  await must(b, 'DELETE', `switch/${ids.lanSwitch}`);
  await must(b, 'DELETE', `packetfilter/${ids.packetFilter}`);

  const { zones, global } = b.sim.world();
  const left = Object.entries(zones.is1b).flatMap(([collection, rows]) =>
    rows.map((row) => `${collection} ${'id' in row ? row.id : `${row.ip} ${row.hostName}`}`),
  );
  expect(left).toEqual([
    `servers ${ids.otherServer}`,
    `disks ${ids.otherDisk}`,
    `archives ${ids.fortigateImage}`,
    `archives ${ids.ubuntuImage}`,
    `interfaces ${ids.otherNic}`,
    `ptrs ${ips.wan} `,
    `ptrs ${ips.service} `,
    `ptrs ${ips.management} `,
    `ptrs ${ips.other} web.example.jp`,
  ]);
  expect(global.items.map(({ id }) => id)).toEqual([ids.dns]);
  expect(zones.is1b.servers[0]?.power).toBe('up');
});

test('in the wrong order nothing goes, and each refusal has its code', async () => {
  const b = await bench();
  const refused = [];
  for (const path of [
    `disk/${ids.systemDisk}`,
    `internet/${ids.router}`,
    `switch/${ids.routerSwitch}`,
    `switch/${ids.lanSwitch}`,
    `packetfilter/${ids.packetFilter}`,
    `server/${ids.server}`,
  ])
    refused.push(said(await b.del(path)));
  expect(refused).toEqual([
    '409 disconnect_b4_delete',
    '409 res_used_in_zone',
    '409 delete_router_b4_switch',
    '409 res_used_in_zone',
    '409 res_used_in_zone',
    '409 server_power_must_be_down',
  ]);
  expect(b.sim.transitions).toEqual([]);
});

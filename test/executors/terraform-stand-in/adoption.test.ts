// A FortiGate estate that was made by hand, brought in by import blocks and destroyed by terraform: nothing of it is changed
// on the way in, nothing else is touched on the way out, and what no state knows goes with the router.
import { describe, expect, test } from 'vitest';
import { DEFAULT_ADDRESSES, DEFAULT_IDS, defaultWorld } from '../../../src/executors/sakura-api/simulator/index.ts';
import { header, prefixOf, type Version } from './estates.ts';
import { bench, WITHOUT_TERRAFORM } from './terraform.ts';

const ids = DEFAULT_IDS;
const ips = DEFAULT_ADDRESSES;

/** All of the estate but its additional block. Ids stand as they are; what goes first is said by `depends_on`. */
function madeByHand(version: Version): string {
  const p = prefixOf(version);
  const lan = version === 'v2' ? 'switch' : 'vswitch';
  const nics = [
    `upstream = "${ids.routerSwitch}", packet_filter_id = "${ids.packetFilter}", user_ip_address = "${ips.wan}"`,
    `upstream = "${ids.lanSwitch}", user_ip_address = "192.168.10.1"`,
    `upstream = "shared"`,
  ];
  const interfaces =
    version === 'v2'
      ? nics.map((one) => `network_interface {\n    ${one.replaceAll(', ', '\n    ')}\n  }`).join('\n  ')
      : `network_interface = [${nics.map((one) => `{ ${one} }`).join(', ')}]`;
  const rule = (text: string) => `expression {\n    ${text.replaceAll(', ', '\n    ')}\n  }`;
  const rules = [
    'protocol = "udp", destination_port = "500", description = "IKE"',
    'protocol = "ip", allow = false, description = "others"',
  ];
  const objects: [type: string, id: string, body: string][] = [
    [
      'server',
      ids.server,
      `name = "fgt-prod-01"\n  description = "FortiGate-VM"\n  tags = ["fortigate", "prod"]\n  core = 2\n  memory = 4\n  disks = ["${ids.systemDisk}", "${ids.logDisk}"]\n  ${interfaces}`,
    ],
    ['disk', ids.systemDisk, `name = "fgt-prod-01-system"\n  source_archive_id = "${ids.fortigateImage}"`],
    ['disk', ids.logDisk, 'name = "fgt-prod-01-log"\n  size = 40'],
    ['internet', ids.router, 'name = "fgt-router"\n  enable_ipv6 = true'],
    [lan, ids.lanSwitch, 'name = "fgt-lan"'],
    ['packet_filter', ids.packetFilter, `name = "fgt-wan"\n  ${version === 'v2' ? rules.map(rule).join('\n  ') : ''}`],
    ['ipv4_ptr', ips.wan, `ip_address = "${ips.wan}"\n  hostname = "vpn.example.jp"`],
    [
      'auto_backup',
      ids.autoBackup,
      `name = "fgt-prod-01-weekly"\n  disk_id = "${ids.systemDisk}"\n  ${version === 'v2' ? 'weekdays' : 'days_of_week'} = ["sun"]\n  max_backup_num = 2`,
    ],
  ];
  const under = [
    `${p}_disk.i${ids.systemDisk}`,
    `${p}_disk.i${ids.logDisk}`,
    `${p}_internet.i${ids.router}`,
    `${p}_${lan}.i${ids.lanSwitch}`,
    `${p}_packet_filter.i${ids.packetFilter}`,
  ];
  const server = `${p}_server.i${ids.server}`;
  const text = objects.map(([type, id, body]) => {
    const name = `i${id.replaceAll('.', '-')}`;
    const first = type === 'server' ? under : /ptr|backup/.test(type) ? [server] : [];
    const after = first.length === 0 ? '' : `\n  depends_on = [${first.join(', ')}]`;
    return `resource "${p}_${type}" "${name}" {\n  ${body}${after}\n}\nimport {\n  to = ${p}_${type}.${name}\n  id = "${id}"\n}\n`;
  });
  return header(version) + text.join('');
}

describe.skipIf(WITHOUT_TERRAFORM !== '').each<Version>(['v2', 'v3'])(
  `an estate made by hand, with %s${WITHOUT_TERRAFORM}`,
  { timeout: 120_000 },
  (version) => {
    test('comes in without a change and goes without its neighbours', async () => {
      const { sim, run, changes, config } = await bench(defaultWorld());
      config(madeByHand(version));
      // The API does not know how often a provider tries again; the import leaves that empty and the default is a change.
      expect(await changes()).toEqual([`${prefixOf(version)}_ipv4_ptr.i203-0-113-4 update`]);
      const applied = await run('apply', '-input=false', '-no-color', 'plan.bin');
      expect(applied.out).toContain('8 imported, 0 added, 1 changed, 0 destroyed');
      expect(sim.transitions).toEqual([]);

      const destroyed = await run('destroy', '-auto-approve', '-input=false', '-no-color');
      expect(destroyed.out).toContain('Destroy complete! Resources: 8 destroyed');
      const zone = sim.world().zones.is1b;
      expect(zone.servers.map(({ id }) => id)).toEqual([ids.otherServer]);
      expect(zone.disks.map(({ id }) => id)).toEqual([ids.otherDisk]);
      // In no state, and gone all the same.
      expect([zone.routers, zone.subnets, zone.ipv6Nets, zone.switches, zone.packetFilters].flat()).toEqual([]);
    });
  },
);

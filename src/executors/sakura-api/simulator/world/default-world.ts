// A FortiGate estate as in a typical contract, with an unrelated server beside it that must survive. Documentation
// addresses only.
import type { WorldFile } from './file.ts';

/** Ids of the default world, for tests and examples. */
export const DEFAULT_IDS = {
  account: '113000000001',
  zone: 'is1b',
  server: '113000000101',
  systemDisk: '113000000111',
  logDisk: '113000000112',
  router: '113000000121',
  routerSwitch: '113000000122',
  primarySubnet: '113000000123',
  subnet: '113000000124',
  ipv6Net: '113000000125',
  lanSwitch: '113000000131',
  packetFilter: '113000000132',
  wanNic: '113000000133',
  lanNic: '113000000134',
  managementNic: '113000000135',
  autoBackup: '113000000141',
  archive: '113000000142',
  dns: '113000000151',
  monitor: '113000000152',
  otherServer: '113000000201',
  otherDisk: '113000000202',
  otherNic: '113000000203',
  fortigateImage: '113000000901',
  ubuntuImage: '113000000902',
} as const;

/** Addresses of the default world. */
export const DEFAULT_ADDRESSES = {
  /** First usable one of the primary block; the FortiGate's wan side, with a PTR. */
  wan: '203.0.113.4',
  /** In the additional block, with a PTR. */
  service: '203.0.113.17',
  /** On the shared segment, lost with the server; with a PTR. */
  management: '198.51.100.20',
  /** The unrelated server's, with a PTR that must stay. */
  other: '198.51.100.10',
} as const;

const ids = DEFAULT_IDS;
const ips = DEFAULT_ADDRESSES;

/** A new copy at each call. */
export function defaultWorld(): WorldFile {
  return {
    account: { id: ids.account, code: 'fgt-project', name: 'fgt-project' },
    member: { code: 'abc12345' },
    zones: { is1b: zone() },
    global: {
      items: [
        {
          id: ids.dns,
          class: 'dns',
          name: 'example.jp',
          settings: {
            DNS: {
              ResourceRecordSets: [
                { Name: '@', Type: 'MX', RData: '10 mail.example.com.', TTL: 3600 },
                { Name: 'vpn', Type: 'A', RData: ips.wan, TTL: 300 },
                { Name: 'web', Type: 'A', RData: ips.other, TTL: 300 },
              ],
            },
          },
          status: { Zone: 'example.jp', NS: ['ns1.dns.example.jp', 'ns2.dns.example.jp'] },
        },
        {
          id: ids.monitor,
          class: 'simplemon',
          name: ips.wan,
          settings: {
            SimpleMonitor: {
              DelayLoop: 60,
              MaxCheckAttempts: 3,
              RetryInterval: 10,
              NotifyInterval: 7200,
              Timeout: 10,
              Enabled: 'True',
              HealthCheck: { Protocol: 'ping' },
              NotifyEmail: { Enabled: 'True', HTML: 'False' },
              NotifySlack: { Enabled: 'False' },
            },
          },
          status: { Target: ips.wan },
        },
      ],
      bills: [
        {
          id: '300001',
          date: '2026-07-31T00:00:00+09:00',
          amount: 66_000,
          details: [
            {
              contractId: '400001',
              resourceId: ids.server,
              description: 'サーバ fgt-prod-01',
              amount: 8_800,
              serviceClassPath: 'cloud/plan/2core-4gb',
              zone: ids.zone,
            },
            {
              contractId: '400002',
              resourceId: ids.systemDisk,
              description: 'ディスク fgt-prod-01-system',
              amount: 2_200,
              serviceClassPath: 'cloud/disk/ssd/20g',
              zone: ids.zone,
            },
            {
              contractId: '400003',
              resourceId: ids.router,
              description: 'ルータ fgt-router',
              amount: 11_000,
              serviceClassPath: 'cloud/internet/router/100m',
              zone: ids.zone,
            },
          ],
        },
      ],
    },
  };
}

function zone(): NonNullable<WorldFile['zones']>['is1b'] {
  return {
    servers: [
      {
        id: ids.server,
        name: 'fgt-prod-01',
        description: 'FortiGate-VM',
        tags: ['fortigate', 'prod'],
        power: 'up',
        plan: { cpu: 2, memoryMB: 4096 },
      },
      { id: ids.otherServer, name: 'web-01', tags: ['web'], power: 'up', plan: { cpu: 1, memoryMB: 2048 } },
    ],
    disks: [
      {
        id: ids.systemDisk,
        name: 'fgt-prod-01-system',
        serverId: ids.server,
        connectionOrder: 1,
        sourceArchiveId: ids.fortigateImage,
      },
      { id: ids.logDisk, name: 'fgt-prod-01-log', sizeMB: 40_960, serverId: ids.server, connectionOrder: 2 },
      {
        id: ids.otherDisk,
        name: 'web-01-system',
        serverId: ids.otherServer,
        connectionOrder: 1,
        sourceArchiveId: ids.ubuntuImage,
      },
    ],
    archives: [
      {
        id: ids.archive,
        name: 'fgt-prod-01-before-upgrade',
        sourceDiskId: ids.systemDisk,
        originalArchiveId: ids.fortigateImage,
      },
      // CHOICE: how the FortiGate image is marked; no client code knows one.
      { id: ids.fortigateImage, name: 'FortiGate-VM 7.4', scope: 'shared', tags: ['pkg-fortigate'], displayOrder: 1 },
      {
        id: ids.ubuntuImage,
        name: 'Ubuntu Server 24.04 LTS 64bit',
        scope: 'shared',
        tags: ['current-stable', 'distro-ubuntu', 'os-linux'],
        displayOrder: 2,
      },
    ],
    autoBackups: [
      { id: ids.autoBackup, name: 'fgt-prod-01-weekly', diskId: ids.systemDisk, weekdays: ['sun'], generations: 2 },
    ],
    interfaces: [
      {
        id: ids.wanNic,
        mac: '9C:A3:BA:00:01:01',
        serverId: ids.server,
        switchId: ids.routerSwitch,
        userIp: ips.wan,
        packetFilterId: ids.packetFilter,
      },
      {
        id: ids.lanNic,
        mac: '9C:A3:BA:00:01:02',
        serverId: ids.server,
        switchId: ids.lanSwitch,
        userIp: '192.168.10.1',
      },
      { id: ids.managementNic, mac: '9C:A3:BA:00:01:03', serverId: ids.server, switchId: 'shared', ip: ips.management },
      { id: ids.otherNic, mac: '9C:A3:BA:00:02:01', serverId: ids.otherServer, switchId: 'shared', ip: ips.other },
    ],
    switches: [
      { id: ids.routerSwitch, name: 'fgt-router' },
      { id: ids.lanSwitch, name: 'fgt-lan' },
    ],
    routers: [{ id: ids.router, name: 'fgt-router', bandWidthMbps: 100, switchId: ids.routerSwitch }],
    subnets: [
      { id: ids.primarySubnet, routerId: ids.router, network: '203.0.113.0/28' },
      { id: ids.subnet, routerId: ids.router, network: '203.0.113.16/28', nextHop: ips.wan },
    ],
    ipv6Nets: [{ id: ids.ipv6Net, routerId: ids.router, prefix: '2001:db8:1::' }],
    ptrs: [
      { ip: ips.wan, hostName: 'vpn.example.jp' },
      { ip: ips.service, hostName: 'mail.example.com' },
      { ip: ips.management, hostName: 'fgt-mgmt.example.com' },
      { ip: ips.other, hostName: 'web.example.jp' },
    ],
    packetFilters: [
      {
        id: ids.packetFilter,
        name: 'fgt-wan',
        expression: [
          {
            Protocol: 'udp',
            SourceNetwork: '',
            SourcePort: '',
            DestinationPort: '500',
            Action: 'allow',
            Description: 'IKE',
          },
          {
            Protocol: 'ip',
            SourceNetwork: '',
            SourcePort: '',
            DestinationPort: '',
            Action: 'deny',
            Description: 'others',
          },
        ],
      },
    ],
  };
}

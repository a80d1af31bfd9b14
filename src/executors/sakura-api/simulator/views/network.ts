// Switches, routers, blocks, interfaces and addresses as the API shows them (facts §5). `IPAddresses` has three shapes:
// {Min,Max} under a switch, a list under a subnet, nothing under a router.
import type { View } from '../http/filter.ts';
import { blockOf, ipToText, usableAddresses } from '../ipv4.ts';
import type { Nic, Ipv6Net, Router, Subnet, Switch, ZoneState } from '../world/file.ts';
import { ZONES, type ZoneName } from '../zones.ts';
import { namedView, regionView, zoneView } from './common.ts';

export function addressesOf(subnet: Subnet): string[] {
  return usableAddresses(blockOf(subnet.network), subnet.nextHop === null);
}

export function hostNameOf(z: ZoneState, ip: string): string {
  return z.ptrs.find((ptr) => ptr.ip === ip)?.hostName ?? '';
}

export function primaryOf(z: ZoneState, routerId: string): Subnet | undefined {
  return z.subnets.find((subnet) => subnet.routerId === routerId && subnet.nextHop === null);
}

function subnetCore(subnet: Subnet): View {
  const { network, maskLen } = blockOf(subnet.network);
  return {
    ID: subnet.id,
    NetworkAddress: ipToText(network),
    NetworkMaskLen: maskLen,
    DefaultRoute: subnet.nextHop === null ? ipToText(network + 1) : null,
    NextHop: subnet.nextHop,
    StaticRoute: subnet.nextHop,
  };
}

const routerClass = (router: Router) => `cloud/internet/router/${router.bandWidthMbps}m`;
const subnetClass = (subnet: Subnet) => `cloud/global-ipaddress-v4/${blockOf(subnet.network).maskLen}`;

/** As under GET subnet/:id and POST internet/:id/subnet. */
export function subnetView(z: ZoneState, subnet: Subnet): View {
  const router = z.routers.find(({ id }) => id === subnet.routerId);
  return {
    ...subnetCore(subnet),
    ServiceClass: subnetClass(subnet),
    CreatedAt: subnet.createdAt,
    Switch:
      router === undefined
        ? null
        : {
            ID: router.switchId,
            Name: router.name,
            Internet: { ID: router.id, Name: router.name, BandWidthMbps: router.bandWidthMbps },
          },
    Internet: router === undefined ? null : { ID: router.id, Name: router.name, BandWidthMbps: router.bandWidthMbps },
    IPAddresses: addressesOf(subnet).map((ip) => ({ IPAddress: ip, HostName: hostNameOf(z, ip) || null })),
  };
}

/** The last address of a /64: `2001:db8:1::` → `2001:db8:1:0:ffff:ffff:ffff:ffff`. */
function prefixTail(prefix: string): string {
  const groups = prefix.replace(/::$/, '').split(':');
  while (groups.length < 4) groups.push('0');
  return [...groups, 'ffff', 'ffff', 'ffff', 'ffff'].join(':');
}

export function ipv6NetView(z: ZoneState, net: Ipv6Net): View {
  const router = z.routers.find(({ id }) => id === net.routerId);
  return {
    ID: net.id,
    IPv6Prefix: net.prefix,
    IPv6PrefixLen: net.prefixLen,
    IPv6PrefixTail: prefixTail(net.prefix),
    ServiceClass: 'cloud/global-ipaddress-v6/64',
    IPv6Table: { ID: net.id },
    NamedIPv6AddrCount: z.ipv6Addrs.filter(({ ip }) => ip.startsWith(net.prefix.replace(/::$/, ':'))).length,
    CreatedAt: net.createdAt,
    Switch: router === undefined ? null : { ID: router.switchId, Name: router.name, Internet: { ID: router.id } },
  };
}

const ipv6Core = (net: Ipv6Net): View => ({ ID: net.id, IPv6Prefix: net.prefix, IPv6PrefixLen: net.prefixLen });

function userSubnetView(sw: Switch): View | null {
  if (sw.userSubnet === null) return null;
  return { DefaultRoute: sw.userSubnet.defaultRoute, NetworkMaskLen: sw.userSubnet.networkMaskLen };
}

export function bridgeView(z: ZoneState, zone: ZoneName, bridge: ZoneState['bridges'][number]): View {
  const switches = z.switches.filter(({ bridgeId }) => bridgeId === bridge.id);
  const [first] = switches;
  return {
    ...namedView(bridge),
    ServiceClass: 'cloud/bridge/default',
    Region: regionView(zone),
    Info: { Switches: switches.map((sw) => ({ ID: sw.id, Name: sw.name, Zone: { ID: ZONES[zone].id, Name: zone } })) },
    SwitchInZone:
      first === undefined ? null : { ID: first.id, Name: first.name, Scope: 'user', ...countsOf(z, first.id) },
  };
}

/** Servers and appliances with an interface on the switch. */
export function countsOf(z: ZoneState, switchId: string): { ServerCount: number; ApplianceCount: number } {
  return {
    ServerCount: new Set(serverIdsOn(z, switchId)).size,
    ApplianceCount: z.appliances.filter(({ nics }) => nics.some((nic) => nic.switchId === switchId)).length,
  };
}

export function serverIdsOn(z: ZoneState, switchId: string): string[] {
  return z.interfaces.flatMap((nic) => (nic.switchId === switchId && nic.serverId !== null ? [nic.serverId] : []));
}

export function switchView(z: ZoneState, zone: ZoneName, sw: Switch): View {
  const router = z.routers.find(({ switchId }) => switchId === sw.id);
  const bridge = z.bridges.find(({ id }) => id === sw.bridgeId);
  const internet = router && {
    ID: router.id,
    Name: router.name,
    BandWidthMbps: router.bandWidthMbps,
    ServiceClass: routerClass(router),
  };
  return {
    ...namedView(sw),
    ...countsOf(z, sw.id),
    Scope: 'user',
    UserSubnet: userSubnetView(sw),
    HybridConnection: sw.hybridConnectionId === null ? null : { ID: sw.hybridConnectionId, Services: [] },
    ServiceClass: 'cloud/switch/default',
    Zone: zoneView(zone),
    Subnets: blocksOf(z, router).map((subnet) => {
      const addresses = addressesOf(subnet);
      return {
        ...subnetCore(subnet),
        ServiceClass: subnetClass(subnet),
        IPAddresses: { Min: addresses[0], Max: addresses.at(-1) },
        Internet: internet,
      };
    }),
    IPv6Nets: z.ipv6Nets.filter(({ routerId }) => routerId === router?.id).map(ipv6Core),
    Internet: internet === undefined ? null : { ...internet, Scope: 'user' },
    Bridge:
      bridge === undefined ? null : { ID: bridge.id, Name: bridge.name, Info: bridgeView(z, zone, bridge)['Info'] },
  };
}

/** The router's blocks, the primary one first: clients read `Subnets[0]`. */
function blocksOf(z: ZoneState, router: Router | undefined): Subnet[] {
  return z.subnets
    .filter(({ routerId }) => routerId === router?.id)
    .sort((a, b) => Number(a.nextHop !== null) - Number(b.nextHop !== null));
}

export function routerView(z: ZoneState, zone: ZoneName, router: Router): View {
  const sw = z.switches.find(({ id }) => id === router.switchId);
  const primary = primaryOf(z, router.id);
  return {
    ...namedView(router),
    BandWidthMbps: router.bandWidthMbps,
    NetworkMaskLen: primary === undefined ? null : blockOf(primary.network).maskLen,
    Scope: 'user',
    ServiceClass: routerClass(router),
    Zone: zoneView(zone),
    Switch: {
      ID: router.switchId,
      Name: sw?.name ?? router.name,
      Scope: 'user',
      UserSubnet: null,
      HybridConnection: null,
      Subnets: blocksOf(z, router).map(subnetCore),
      IPv6Nets: z.ipv6Nets.filter(({ routerId }) => routerId === router.id).map(ipv6Core),
      Bridge: sw?.bridgeId === null || sw === undefined ? null : { ID: sw.bridgeId },
    },
  };
}

/** The Switch of an interface; clients tell the kind of upstream by Subnet and Scope. */
export function upstreamView(z: ZoneState, zone: ZoneName, switchId: string | null): View | null {
  if (switchId === null) return null;
  if (switchId === 'shared') {
    const block = blockOf(ZONES[zone].shared.network);
    const gateway = ipToText(block.network + 1);
    return {
      ID: ZONES[zone].shared.switchId,
      Name: 'スイッチ',
      Scope: 'shared',
      Subnet: {
        ID: null,
        NetworkAddress: ipToText(block.network),
        NetworkMaskLen: block.maskLen,
        DefaultRoute: gateway,
        Internet: { BandWidthMbps: 100 },
      },
      UserSubnet: { DefaultRoute: gateway, NetworkMaskLen: block.maskLen },
    };
  }
  const sw = z.switches.find(({ id }) => id === switchId);
  if (sw === undefined) return null;
  const router = z.routers.find((one) => one.switchId === switchId);
  const primary = router && primaryOf(z, router.id);
  return {
    ID: sw.id,
    Name: sw.name,
    Scope: 'user',
    Subnet:
      router === undefined || primary === undefined
        ? null
        : { ...subnetCore(primary), Internet: { ID: router.id, BandWidthMbps: router.bandWidthMbps } },
    UserSubnet: userSubnetView(sw),
  };
}

export function nicView(z: ZoneState, zone: ZoneName, nic: Nic): View {
  const filter = z.packetFilters.find(({ id }) => id === nic.packetFilterId);
  const server = z.servers.find(({ id }) => id === nic.serverId);
  return {
    ID: nic.id,
    MACAddress: nic.mac,
    IPAddress: nic.ip,
    UserIPAddress: nic.userIp,
    HostName: nic.ip === null ? nic.hostName : hostNameOf(z, nic.ip) || null,
    Switch: upstreamView(z, zone, nic.switchId),
    PacketFilter: filter === undefined ? null : { ID: filter.id, Name: filter.name, RequiredHostVersion: 0 },
    Server: server === undefined ? null : { ID: server.id, Name: server.name },
  };
}

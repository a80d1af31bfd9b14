// The simulated account of a FortiGateVM contract: everything that the contract lists, as its owner would have built it, and a
// stranger's server beside it that must survive. What no contract says is chosen here: first blocks of routers, interfaces. Pure.
import { userError } from '../base/errors.ts';
import { containsAddress, parseAddress, parseNetwork } from '../contract/networks.ts';
import type { FortigateDevice, SakuraWorldFile } from '../wiring.ts';
import { dnsItemsOf } from './dns-zones.ts';
import {
  type AddressItem,
  ends,
  type EstateService,
  type FortigateEstate,
  isAddress,
  isRouter,
  type NamedItem,
} from './fortigate-estate.ts';

/** Nobody's of the contract, in the zone of its first server. */
export const STRANGER = 'stranger-01';

type Zone = NonNullable<NonNullable<SakuraWorldFile['zones']>['is1a']>;
type ZoneName = keyof NonNullable<SakuraWorldFile['zones']>;

const ZONE_NAMES: readonly string[] = ['tk1a', 'tk1b', 'is1a', 'is1b', 'is1c', 'tk1v'] satisfies ZoneName[];
const STRANGER_IP = '198.19.250.10';
const FIRST_FREE_ID = 118_000_000_001;
/** Addresses of a first block, of which the first four and the last are the router's own. */
const FIRST_BLOCK_LEN = 28;
const FIRST_BLOCK_SIZE = 16n;
const FIRST_USABLE = 4n;

/** Throws `rehearsal-zone` (user) for a zone that the simulator does not have. */
export function worldOf(contract: FortigateEstate): SakuraWorldFile {
  const zoneNames = [
    ...new Set([...contract.services.map(({ server }) => server.zone), ...contract.estate.map(({ zone }) => zone)]),
  ];
  const unknown = [...zoneNames, ...contract.api.zones].find((name) => !ZONE_NAMES.includes(name));
  if (unknown !== undefined)
    throw userError('rehearsal-zone', `the simulated account has no zone ${unknown}`, {
      next: `correct it; zones: ${ZONE_NAMES.join(', ')}`,
    });
  const newId = freeIds(contract);
  const stranger = { server: newId(), disk: newId() };
  const zones = Object.fromEntries(zoneNames.map((name) => [name, zoneOf(contract, name, newId, stranger.disk)]));
  const home = zones[contract.services[0]!.server.zone]!;
  home.servers!.push({ id: stranger.server, name: STRANGER, power: 'up' });
  home.disks!.push({ id: stranger.disk, name: `${STRANGER}-system`, serverId: stranger.server, connectionOrder: 1 });
  home.interfaces!.push({ id: newId(), serverId: stranger.server, switchId: 'shared', ip: STRANGER_IP });
  return {
    account: { id: contract.projectId, code: 'rehearsal', name: 'rehearsal' },
    member: { code: contract.memberCode },
    zones,
    global: { items: dnsItemsOf(contract) },
  };
}

/** The FortiGate behind a service, before anything was done to it. */
export function deviceOf({ fortigate }: EstateService, password: string): FortigateDevice {
  const { serial, hostname, user, vdoms } = fortigate;
  const [, train = '', patch] = /^(\d+\.\d+)(?:\.(\d+))?/.exec(fortigate.version) ?? [];
  const profile = PROFILES.find((known) => known === train);
  // A train without a profile of its own answers like the nearest that is known, under its own number.
  const version =
    patch !== undefined ? `${train}.${patch}` : profile === undefined && train !== '' ? `${train}.0` : undefined;
  return {
    profile: profile ?? '7.4',
    ...(version === undefined ? {} : { version }),
    serial,
    hostname,
    user,
    password,
    vdoms: vdoms.length === 0 ? [] : ['root', ...vdoms.filter((name) => name !== 'root')],
    ha: { mode: 'standalone' },
    postLoginBanner: null,
    console: 'standard',
    // A reset that does not power off is proven by a device that still answers.
    networkAfterReset: 'kept',
  };
}

const PROFILES = ['6.4', '7.2', '7.4', '7.6'] as const;

type NewId = () => string;

function freeIds({ services, estate, dns = [], projectId }: FortigateEstate): NewId {
  const used = new Set([
    projectId,
    ...dns.map(({ id }) => id),
    ...services.flatMap(({ server, disks }) => [server.id, ...disks.map(({ id }) => id)]),
    ...estate.flatMap((item) => [
      ...('id' in item ? [item.id] : []),
      ...(isRouter(item) ? [item.switchId, ...item.subnets.map(({ id }) => id), item.ipv6Net?.id ?? ''] : []),
    ]),
  ]);
  let next = FIRST_FREE_ID;
  return () => {
    while (used.has(String(next))) next += 1;
    next += 1;
    return String(next - 1);
  };
}

function zoneOf(contract: FortigateEstate, name: string, newId: NewId, strangersDisk: string): Zone {
  const services = contract.services.filter(({ server }) => server.zone === name);
  const estate = contract.estate.filter(({ zone }) => zone === name);
  const named = (kind: NamedItem['kind']) => estate.filter((item): item is NamedItem => item.kind === kind);
  const licensed = (services[0] ?? contract.services[0]!).disks[0]!.id;
  /** What is to go is taken for a copy of the licensed disk; what is kept may be none. */
  const madeFrom = (item: NamedItem) => (ends(item) ? { sourceDiskId: licensed } : {});
  const addresses = estate.filter((item) => isAddress(item) && parseAddress(item.ip)?.family === 4) as AddressItem[];
  const networks = networksOf(contract, name, addresses, newId);
  const filter = named('packet-filter')[0]?.id ?? null;
  const inBlocks = (ip: string) => networks.subnets.some(({ network }) => containsAddress(network, ip));
  const shared = addresses.filter(({ ip }) => !inBlocks(ip));
  const plug = (serverId: string | null, to: { switchId: string; ip?: string; userIp?: string | null }) => ({
    id: newId(),
    serverId,
    packetFilterId: filter,
    ...to,
  });
  return {
    servers: services.map(({ server: { id, name } }) => ({ id, name, power: 'up' as const })),
    disks: [
      ...services.flatMap(({ server, disks }) =>
        disks.map(({ id, name }, at) => ({ id, name, serverId: server.id, connectionOrder: at + 1 })),
      ),
      ...named('disk').map((item) => ({ id: item.id, name: item.name, ...madeFrom(item) })),
    ],
    archives: named('archive').map((item) => ({ id: item.id, name: item.name, ...madeFrom(item) })),
    autoBackups: named('auto-backup').map((item) => ({
      id: item.id,
      name: item.name,
      diskId: ends(item) ? licensed : strangersDisk,
    })),
    interfaces: [
      ...services.flatMap(({ server }, at) => [
        ...networks.routers.map(({ switchId, first }) => plug(server.id, { switchId, userIp: first[at] ?? null })),
        ...named('switch').map(({ id }) => plug(server.id, { switchId: id })),
      ]),
      ...shared.map(({ ip }) => plug(services[0]?.server.id ?? null, { switchId: 'shared', ip })),
    ],
    switches: [
      ...networks.routers.map(({ switchId, name }) => ({ id: switchId, name })),
      ...named('switch').map(({ id, name }) => ({ id, name })),
    ],
    routers: networks.routers.map(({ id, name, switchId }) => ({ id, name, switchId })),
    subnets: networks.subnets,
    ipv6Nets: networks.ipv6Nets,
    ptrs: addresses.flatMap(({ ip, ptr }) => (ptr === undefined ? [] : [{ ip, hostName: ptr }])),
    packetFilters: named('packet-filter').map(({ id, name }) => ({ id, name })),
  };
}

/** Routers with their listed blocks, and the first block of each, which no contract lists: around an address that needs one. */
function networksOf(contract: FortigateEstate, zone: string, addresses: readonly AddressItem[], newId: NewId) {
  const listed = contract.estate.filter(isRouter).flatMap(({ subnets }) => subnets.map(({ network }) => network));
  const taken = [...listed];
  const homeless = addresses
    .map(({ ip }) => ip)
    .filter((ip) => !listed.some((network) => containsAddress(network, ip)));
  const items = contract.estate.filter(isRouter).filter((router) => router.zone === zone);
  const routers = items.map(({ id, name, switchId }) => {
    const network = [...homeless.flatMap(blockAround), ...spareBlocks()].find(
      (block) => !taken.some((other) => overlap(block, other)),
    )!;
    taken.push(network);
    return { id, name, switchId, network, first: homeless.filter((ip) => containsAddress(network, ip)) };
  });
  return {
    routers,
    subnets: routers.flatMap(({ id, network }, at) => [
      { id: newId(), routerId: id, network },
      ...items[at]!.subnets.map((subnet) => ({
        ...subnet,
        routerId: id,
        nextHop: addressText(parseNetwork(network)!.first + FIRST_USABLE),
      })),
    ]),
    ipv6Nets: items.flatMap(({ id, ipv6Net }) =>
      ipv6Net === undefined ? [] : [{ id: ipv6Net.id, routerId: id, prefix: ipv6Net.prefix.replace(/\/\d+$/u, '') }],
    ),
  };
}

/** The block in which the address can be used; none where it would be one of the router's own. */
function blockAround(ip: string): string[] {
  const { value } = parseAddress(ip)!;
  const at = value % FIRST_BLOCK_SIZE;
  if (at < FIRST_USABLE || at === FIRST_BLOCK_SIZE - 1n) return [];
  return [`${addressText(value - at)}/${FIRST_BLOCK_LEN}`];
}

/** More than an estate has routers. */
const spareBlocks = (): string[] => Array.from({ length: 256 }, (_, at) => `198.18.${at}.0/${FIRST_BLOCK_LEN}`);

function overlap(one: string, other: string): boolean {
  const [a, b] = [parseNetwork(one), parseNetwork(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

const addressText = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');

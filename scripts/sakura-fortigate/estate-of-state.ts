// An estate out of what a Terraform state holds: the chosen servers, and what hangs on them and on nothing else. What another
// server uses as well is kept; what nobody can tell is left to a person. Pure.
import type { JsonObject } from '../../src/base/canonical-json.ts';
import { containsAddress } from '../../src/contract/networks.ts';
import type { TerraformHeld } from '../../src/executors/terraform/command.ts';
import type { AdoptedEstate, AdoptedRouter, Named } from '../../src/teardown/adopted-estate.ts';
import { dnsOfState, whyRecordsLeft } from './dns-of-state.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const interfacesOf = ({ values }: TerraformHeld): JsonObject[] =>
  Array.isArray(values['network_interface']) ? (values['network_interface'] as JsonObject[]) : [];
const switchOf = ({ values }: TerraformHeld): string => word(values['switch_id'] ?? values['vswitch_id']);

function named(from: TerraformHeld): Named[] {
  const { id, name, zone } = from;
  return id === undefined || name === undefined || zone === undefined ? [] : [{ id, name, zone, from }];
}

/** `chosen`: ids or names of servers. Undefined: one that is chosen is not in the state. */
export function estateOfState(
  objects: readonly TerraformHeld[],
  chosen: readonly string[],
  domains: ReadonlyMap<string, string>,
): AdoptedEstate | { readonly missing: string } {
  const whole = objects.filter(({ part }) => part !== true);
  const of = (kind: TerraformHeld['kind']) => whole.filter((one) => one.kind === kind).flatMap(named);
  const isChosen = ({ id, name }: Named) => chosen.length === 0 || chosen.includes(id) || chosen.includes(name);
  const missing = chosen.find((word) => !of('server').some(({ id, name }) => id === word || name === word));
  if (missing !== undefined) return { missing };
  const mine = of('server').filter(isChosen);
  const others = of('server').filter((one) => !isChosen(one));
  const users = (uses: (server: Named) => boolean) => others.filter(uses).map(({ name }) => name);

  const disks = of('disk').filter(({ id, from }) => mine.some((server) => holds(server, id, from)));
  const onSwitch = (switchId: string) => (server: Named) =>
    interfacesOf(server.from).some(({ upstream }) => upstream === switchId);
  const myRouters = of('router').filter(({ from }) => mine.some(onSwitch(switchOf(from))));
  const switches = of('switch').filter(({ id }) => mine.some(onSwitch(id)));
  const filtered = (id: string) => (server: Named) =>
    interfacesOf(server.from).some((one) => one['packet_filter_id'] === id);
  const filters = of('packet-filter').filter(({ id }) => mine.some(filtered(id)));
  const backups = of('auto-backup').filter(({ from }) => disks.some(({ id }) => id === from.values['disk_id']));
  const archives = chosen.length === 0 ? of('archive') : [];

  const adoptedRouters = myRouters.map((router) => routerOf(router, whole));
  const networks = adoptedRouters.flatMap(networksOf);
  const addresses = addressesOf(mine, whole, networks);
  const items = [
    ...switches.map((one) => ({ ...one, kind: 'switch' as const })),
    ...filters.map((one) => ({ ...one, kind: 'packet-filter' as const })),
    ...backups.map((one) => ({ ...one, kind: 'auto-backup' as const })),
    ...archives.map((one) => ({ ...one, kind: 'archive' as const })),
  ];
  const sharedWith = new Map([
    ...adoptedRouters.map(({ id, switchId }) => [id, users(onSwitch(switchId))] as const),
    ...switches.map(({ id }) => [id, users(onSwitch(id))] as const),
    ...filters.map(({ id }) => [id, users(filtered(id))] as const),
  ]);
  // A router that others use stays, and so do records of its other addresses.
  const going = adoptedRouters.filter(({ id }) => (sharedWith.get(id) ?? []).length === 0);
  const own = [...going.flatMap(networksOf), ...mine.flatMap(addressesAt), ...addresses.map(({ ip }) => ip)];
  const dns = dnsOfState(objects, own, domains);
  const taken = new Set([
    ...[...mine, ...disks, ...adoptedRouters, ...items].map(({ from }) => from.address),
    ...adoptedRouters.flatMap(({ subnets }) => subnets.map(({ from }) => from.address)),
    ...addresses.flatMap(({ from }) => (from === undefined ? [] : [from.address])),
    ...dns.flatMap(({ records }) => records.flatMap(({ from, whole }) => (whole ? [from.address] : []))),
  ]);
  return {
    servers: mine.map((server) => ({ ...server, disks: inOrder(server, disks) })),
    routers: adoptedRouters,
    addresses,
    items,
    dns,
    sharedWith,
    leftOut: objects
      .filter(({ address }) => !taken.has(address))
      .map((one) => ({ address: one.address, why: whyLeft(one, own) })),
  };
}

const holds = ({ id, from }: Named, diskId: string, disk: TerraformHeld): boolean =>
  texts(from.values['disks']).includes(diskId) || disk.values['server_id'] === id;

/** As the server lists them: the first one carries FortiGateVM. */
function inOrder(server: Named, disks: readonly Named[]): Named[] {
  const listed = texts(server.from.values['disks']);
  const place = ({ id }: Named) => (listed.includes(id) ? listed.indexOf(id) : listed.length);
  return disks.filter((disk) => holds(server, disk.id, disk.from)).sort((one, other) => place(one) - place(other));
}

/** Numbers and texts as text; anything else a state may hold is none. */
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '');
const networkOf = ({ values }: TerraformHeld): string =>
  `${word(values['network_address'])}/${word(values['netmask'])}`;

function routerOf(router: Named, objects: readonly TerraformHeld[]): AdoptedRouter {
  const { values } = router.from;
  const subnets = objects
    .filter(({ kind, id, values: own }) => kind === 'subnet' && id !== undefined && own['internet_id'] === router.id)
    .map((from) => ({ id: from.id!, network: networkOf(from), from }));
  const prefix = values['ipv6_network_address'];
  return {
    ...router,
    switchId: switchOf(router.from),
    subnets,
    ...(values['enable_ipv6'] === true && typeof prefix === 'string'
      ? { ipv6Prefix: `${prefix}/${word(values['ipv6_prefix_len'] ?? 64)}` }
      : {}),
  };
}

const networksOf = ({ from, subnets, ipv6Prefix }: AdoptedRouter): string[] => [
  networkOf(from),
  ...subnets.map(({ network }) => network),
  ...(ipv6Prefix === undefined ? [] : [ipv6Prefix]),
];

/** What the server has been given, by the platform or by people. */
const addressesAt = ({ from }: Named): string[] =>
  [from.values['ip_address'], ...interfacesOf(from).map((one) => one['user_ip_address'])].filter(
    (ip) => typeof ip === 'string' && ip !== '',
  ) as string[];

/** Addresses of the servers that lie in a block of theirs, and every one that has a reverse name there. */
function addressesOf(
  servers: readonly Named[],
  objects: readonly TerraformHeld[],
  networks: readonly string[],
): AdoptedEstate['addresses'] {
  const zones = new Map(servers.flatMap((server) => addressesAt(server).map((ip) => [ip, server.zone] as const)));
  const own = (ip: string) => zones.has(ip) || networks.some((network) => containsAddress(network, ip));
  const names = objects.filter(({ kind, id }) => kind === 'ptr' && id !== undefined && own(id));
  for (const { id, zone } of names) if (zone !== undefined) zones.set(id!, zone);
  return [...zones]
    .filter(([ip]) => networks.some((network) => containsAddress(network, ip)) || names.some(({ id }) => id === ip))
    .map(([ip, zone]) => {
      const from = names.find(({ id }) => id === ip);
      const ptr = from?.values['hostname'];
      return { ip, zone, ...(typeof ptr === 'string' ? { ptr } : {}), ...(from === undefined ? {} : { from }) };
    });
}

function whyLeft(held: TerraformHeld, own: readonly string[]): string {
  const { kind, part, id, records } = held;
  if (records !== undefined) return whyRecordsLeft(held, own);
  if (kind === undefined) return 'no kind that this contract can end';
  if (part === true) return `a part of ${kind} ${id ?? ''}`.trim();
  if (id === undefined) return 'its id is not in the state';
  if (kind === 'archive')
    return 'nothing says whose archive it is: decide, and list it where it is a copy of the licensed disk';
  return 'on none of the chosen servers';
}

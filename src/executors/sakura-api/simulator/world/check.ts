// What a schema cannot say of a world file: ids are used once, and every reference leads somewhere. Pure.
import { ZONE_NAMES } from '../zones.ts';
import { ZONES } from '../zones.ts';
import type { WorldState, ZoneState } from './file.ts';

/** One sentence for each problem; empty when the file is sound. */
export function danglingIn(state: WorldState): string[] {
  return [...doubledIds(state), ...ZONE_NAMES.flatMap((name) => danglingInZone(name, state.zones[name]))];
}

function doubledIds(state: WorldState): string[] {
  const seen = new Map<string, string>(
    ZONE_NAMES.map((name) => [ZONES[name].shared.switchId, `shared segment of ${name}`]),
  );
  const problems: string[] = [];
  const note = (id: string, where: string) => {
    const first = seen.get(id);
    if (first !== undefined) problems.push(`${where}: id ${id} is already used by ${first}`);
    else seen.set(id, where);
  };
  for (const name of ZONE_NAMES)
    for (const [collection, rows] of Object.entries(state.zones[name]))
      for (const row of rows) if ('id' in row) note(row.id, `zones.${name}.${collection}`);
  for (const [collection, rows] of Object.entries(state.global))
    for (const row of rows) if (collection !== 'bills') note(row.id, `global.${collection}`);
  return problems;
}

function danglingInZone(name: string, z: ZoneState): string[] {
  const problems: string[] = [];
  const ids = (rows: readonly { id: string }[]) => new Set(rows.map((row) => row.id));
  const servers = ids(z.servers);
  const switches = ids(z.switches);
  const routers = ids(z.routers);
  const need = (known: ReadonlySet<string>, id: string | null, what: string) => {
    if (id !== null && id !== 'shared' && !known.has(id))
      problems.push(`zones.${name}: ${what} ${id}, which is not there`);
  };
  for (const disk of z.disks) need(servers, disk.serverId, `disk ${disk.id} is on server`);
  const filters = ids(z.packetFilters);
  for (const nic of z.interfaces) {
    need(servers, nic.serverId, `interface ${nic.id} is of server`);
    need(switches, nic.switchId, `interface ${nic.id} is on switch`);
    need(filters, nic.packetFilterId, `interface ${nic.id} uses packet filter`);
    if (nic.switchId === 'shared' && nic.ip === null)
      problems.push(`zones.${name}: interface ${nic.id} is on the shared segment and needs an ip`);
  }
  for (const router of z.routers) {
    need(switches, router.switchId, `router ${router.id} has the switch`);
    const primaries = z.subnets.filter((subnet) => subnet.routerId === router.id && subnet.nextHop === null);
    if (primaries.length !== 1)
      problems.push(
        `zones.${name}: router ${router.id} needs exactly one subnet without nextHop, has ${primaries.length}`,
      );
  }
  for (const subnet of z.subnets) need(routers, subnet.routerId, `subnet ${subnet.id} is of router`);
  for (const net of z.ipv6Nets) need(routers, net.routerId, `IPv6 net ${net.id} is of router`);
  for (const appliance of z.appliances)
    for (const nic of appliance.nics) need(switches, nic.switchId, `appliance ${appliance.id} is on switch`);
  const bridges = ids(z.bridges);
  for (const sw of z.switches) need(bridges, sw.bridgeId, `switch ${sw.id} is on bridge`);
  return problems;
}

// The owner of another Terraform state, in a rehearsal: applies what only they may delete (`ownedBy: external`), in an order that
// the platform allows. Once it is done there is nothing left for them to do.
import { ownersRecords } from './dns-zones.ts';
import { ends, type EstateItem, type FortigateEstate } from './fortigate-estate.ts';
import type { RehearsalWorld } from './world.ts';

type Zones = ReturnType<RehearsalWorld['cloud']['world']>['zones'];
type Zone = Zones[keyof Zones];

/** False: nothing of theirs is left. */
export function ownersTurn(
  world: RehearsalWorld,
  contract: FortigateEstate,
  tell: (who: 'third-party', text: string) => void,
): boolean {
  const did: string[] = [];
  world.cloud.change(({ zones, global }) => {
    did.push(...ownersRecords(global.items, contract));
    const zoneOf = (name: string) => zones[name as keyof Zones];
    for (const { ownedBy, server, disks } of contract.services) {
      const zone = zoneOf(server.zone);
      // Its disks can go only when it is off; powering it off is kaiyaku's.
      if (ownedBy !== 'external' || !zone.servers.some(({ id, power }) => id === server.id && power === 'down'))
        continue;
      zone.servers = without(zone.servers, server.id);
      zone.interfaces = zone.interfaces.filter(({ serverId }) => serverId !== server.id);
      for (const { id } of disks) zone.disks = without(zone.disks, id);
      did.push(`server ${server.name}`);
    }
    for (const item of contract.estate)
      if (item.ownedBy === 'external' && ends(item) && remove(zoneOf(item.zone), item)) did.push(nameOf(item));
  });
  if (did.length === 0) return false;
  tell('third-party', `the owner of the other state applies: ${did.join(', ')}`);
  return true;
}

/** False: it was gone already, or something of ours still stands on it. */
function remove(zone: Zone, item: EstateItem): boolean {
  switch (item.kind) {
    case 'address': {
      const named = zone.ptrs.filter(({ ip, hostName }) => ip === item.ip && hostName !== '');
      for (const row of named) row.hostName = '';
      return named.length > 0;
    }
    case 'router':
      if (
        !zone.routers.some(({ id }) => id === item.id) ||
        zone.interfaces.some(({ switchId }) => switchId === item.switchId)
      )
        return false;
      zone.routers = without(zone.routers, item.id);
      zone.switches = without(zone.switches, item.switchId);
      zone.subnets = zone.subnets.filter(({ routerId }) => routerId !== item.id);
      zone.ipv6Nets = zone.ipv6Nets.filter(({ routerId }) => routerId !== item.id);
      return true;
    case 'switch':
      if (zone.interfaces.some(({ switchId }) => switchId === item.id)) return false;
      return take(zone, 'switches', item.id);
    case 'packet-filter':
      if (zone.interfaces.some(({ packetFilterId }) => packetFilterId === item.id)) return false;
      return take(zone, 'packetFilters', item.id);
    case 'archive':
      return take(zone, 'archives', item.id);
    case 'auto-backup':
      return take(zone, 'autoBackups', item.id);
    case 'disk':
      return take(zone, 'disks', item.id);
  }
}

type Rows = 'switches' | 'packetFilters' | 'archives' | 'autoBackups' | 'disks';

function take(zone: Zone, rows: Rows, id: string): boolean {
  const before = zone[rows].length;
  Object.assign(zone, { [rows]: without<{ readonly id: string }>(zone[rows], id) });
  return zone[rows].length < before;
}

const without = <T extends { readonly id: string }>(rows: readonly T[], id: string): T[] =>
  rows.filter((row) => row.id !== id);

const nameOf = (item: EstateItem): string =>
  item.kind === 'address' ? `reverse name of ${item.ip}` : `${item.kind} ${item.name}`;

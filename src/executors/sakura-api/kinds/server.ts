// Servers. A server may have been renewed (plan change), so its disks are a sign of it as well.
import type { JsonObject } from '../../../base/canonical-json.ts';
import { readRowOrNull, readTags, readText, readTextOrNull, type Row } from '../shapes.ts';
import { disksOf, idOf, interfacesOf, nameOf, type ObjectKind, refOf, serversIn, type Traces } from './kind.ts';

const POWER = new Set(['up', 'down', 'cleaning']);

export const server: ObjectKind = {
  kind: 'server',
  path: 'server',
  one: 'Server',
  many: 'Servers',
  named: true,
  facts: async (row) => serverFacts(row),
  differences: async () => [],
  traces: async ({ expect, id }, look) => {
    const diskIds = expect.diskIds ?? [];
    const traces: Traces = { hits: [], contradictions: [], proof: [] };
    if (diskIds.length === 0) return traces;
    const hits: Traces['hits'][number][] = [];
    for (const zone of look.zones)
      for (const row of await serversIn(zone, look))
        for (const disk of disksOf(row))
          if (diskIds.includes(idOf(disk)) && idOf(row) !== id) hits.push({ zone, row, by: `disk ${idOf(disk)}` });
    return { ...traces, hits, proof: [`no server holds one of its disks (${diskIds.join(', ')})`] };
  },
};

export function serverFacts(row: Row): JsonObject {
  const tags = readTags(row);
  return {
    id: idOf(row),
    name: nameOf(row),
    autoReboot: tags.includes('@auto-reboot'),
    power: powerOf(row),
    availability: readTextOrNull(row['Availability'], 'Availability'),
    tags,
    diskIds: disksOf(row).map(idOf),
    interfaces: interfacesOf(row).map(interfaceOfServer),
    plan: readTextOrNull(readRowOrNull(row['ServerPlan'], 'ServerPlan')?.['Name'], 'ServerPlan.Name'),
  };
}

/** `unknown` also for a server that was never booted: its status is empty. */
function powerOf(row: Row): string {
  const status = readTextOrNull(readRowOrNull(row['Instance'], 'Instance')?.['Status'], 'Instance.Status');
  const power = (status ?? '').toLowerCase();
  return POWER.has(power) ? power : 'unknown';
}

function interfaceOfServer(nic: Row): JsonObject {
  const upstream = readRowOrNull(nic['Switch'], 'Switch');
  return {
    id: idOf(nic),
    mac: readTextOrNull(nic['MACAddress'], 'MACAddress'),
    ip: readTextOrNull(nic['IPAddress'], 'IPAddress'),
    userIp: readTextOrNull(nic['UserIPAddress'], 'UserIPAddress'),
    switchId: refOf(nic, 'Switch'),
    switchScope: upstream === null ? null : readText(upstream['Scope'], 'Switch.Scope'),
    packetFilterId: refOf(nic, 'PacketFilter'),
  };
}

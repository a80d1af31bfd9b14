// Disks. A disk keeps its id for life; what betrays it is the server that still lists it.
import type { JsonObject } from '../../../base/canonical-json.ts';
import { readRowOrNull, readTextOrNull, type Row } from '../shapes.ts';
import { differs, disksOf, idOf, nameOf, type ObjectKind, refOf, serversIn } from './kind.ts';
import { isRenewed } from './renewed.ts';

export const disk: ObjectKind = {
  kind: 'disk',
  path: 'disk',
  one: 'Disk',
  many: 'Disks',
  named: true,
  facts: async (row) => diskFacts(row),
  differences: async ({ serverId }, expect, zone, look) => {
    if (expect.serverId === undefined || typeof serverId !== 'string' || serverId === expect.serverId) return [];
    // A plan change gives the server a new id, not the disk another server.
    if (await isRenewed({ path: 'server', key: 'Server' }, zone, serverId, expect.serverId, look)) return [];
    return [differs('serverId', expect.serverId, serverId)];
  },
  traces: async ({ id }, look) => {
    const contradictions: string[] = [];
    for (const zone of look.zones)
      for (const row of await serversIn(zone, look))
        if (disksOf(row).some((disk) => idOf(disk) === id))
          contradictions.push(`server ${idOf(row)} in ${zone} lists it`);
    return { hits: [], contradictions, proof: [`no server in ${look.zones.join(', ')} lists it among its disks`] };
  },
};

export function diskFacts(row: Row): JsonObject {
  const server = readRowOrNull(row['Server'], 'Server');
  const bundle = readRowOrNull(row['BundleInfo'], 'BundleInfo');
  return {
    id: idOf(row),
    name: nameOf(row),
    availability: readTextOrNull(row['Availability'], 'Availability'),
    serverId: refOf(row, 'Server'),
    serverName: readTextOrNull(server?.['Name'], 'Server.Name'),
    sourceDiskId: refOf(row, 'SourceDisk'),
    sourceArchiveId: refOf(row, 'SourceArchive'),
    bundle:
      bundle === null
        ? null
        : {
            name: readTextOrNull(bundle['Name'], 'BundleInfo.Name'),
            hostClass: readTextOrNull(bundle['HostClass'], 'BundleInfo.HostClass'),
            serviceClass: readTextOrNull(bundle['ServiceClass'], 'BundleInfo.ServiceClass'),
          },
  };
}

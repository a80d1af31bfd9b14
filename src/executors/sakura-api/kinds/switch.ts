// Switches. Who is attached is read from the servers themselves, because the switch only counts them.
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Look } from '../look.ts';
import { readCount, readRowOrNull, readRowsOrNone, type Row } from '../shapes.ts';
import { idOf, interfacesOf, nameOf, type ObjectKind, refOf, serversIn } from './kind.ts';

export const networkSwitch: ObjectKind = {
  kind: 'switch',
  path: 'switch',
  one: 'Switch',
  many: 'Switches',
  named: true,
  borrowsName: (row) => routerOfSwitch(row) !== null,
  facts: switchFacts,
  differences: async () => [],
  traces: async ({ id, zone }, look) => ({
    hits: [],
    contradictions: (await serversOnSwitch(id, zone, look)).map((server) => `server ${idOf(server)} is attached to it`),
    proof: [`no server in ${zone} is attached to it`],
  }),
};

/** Servers of the zone with an interface on the switch. */
export async function serversOnSwitch(switchId: string, zone: string, look: Look): Promise<readonly Row[]> {
  const servers = await serversIn(zone, look);
  return servers.filter((server) => interfacesOf(server).some((nic) => refOf(nic, 'Switch') === switchId));
}

/** Appliances (load balancer, VPC router, database, NFS, mobile gateway) of the zone on the switch. */
export async function appliancesOnSwitch(switchId: string, zone: string, look: Look): Promise<readonly Row[]> {
  const appliances = await look.find(zone, 'appliance', 'Appliances');
  return appliances.filter((appliance) => {
    const remark = readRowOrNull(appliance['Remark'], 'Remark');
    const interfaces = readRowsOrNone(appliance['Interfaces'], 'Appliance.Interfaces');
    return [
      refOf(appliance, 'Switch'),
      remark === null ? null : refOf(remark, 'Switch'),
      ...interfaces.map((nic) => refOf(nic, 'Switch')),
    ].includes(switchId);
  });
}

/** The router whose switch half this is. */
export function routerOfSwitch(row: Row): string | null {
  const subnets = readRowsOrNone(row['Subnets'], 'Switch.Subnets');
  const routers = [refOf(row, 'Internet'), ...subnets.map((subnet) => refOf(subnet, 'Internet'))];
  return routers.find((router) => router !== null) ?? null;
}

async function switchFacts(row: Row, zone: string, look: Look): Promise<JsonObject> {
  const id = idOf(row);
  return {
    id,
    name: nameOf(row),
    serverCount: readCount(row['ServerCount'], 'ServerCount'),
    applianceCount: readCount(row['ApplianceCount'] ?? 0, 'ApplianceCount'),
    routerId: routerOfSwitch(row),
    bridgeId: refOf(row, 'Bridge'),
    hybrid: readRowOrNull(row['HybridConnection'], 'HybridConnection') !== null,
    serverIds: (await serversOnSwitch(id, zone, look)).map(idOf),
  };
}

// Routers (the API's `internet`): with their switch half, their blocks and whoever hangs on them. Changing the
// bandwidth renews a router's id but not its switch's, so the switch is a sign of it.
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Look } from '../look.ts';
import { readRowOrNull, readRows, readRowsOrNone, readTextOrNull, type Row } from '../shapes.ts';
import { differs, idOf, nameOf, networkOf, type ObjectKind, prefixOf, refOf, rowsOf, type Traces } from './kind.ts';
import { appliancesOnSwitch, serversOnSwitch } from './switch.ts';

export const router: ObjectKind = {
  kind: 'router',
  path: 'internet',
  one: 'Internet',
  many: 'Internet',
  named: true,
  facts: routerFacts,
  differences: async ({ switchId }, expect) =>
    expect.switchId === undefined || switchId === expect.switchId
      ? []
      : [differs('switchId', expect.switchId, typeof switchId === 'string' ? switchId : null)],
  traces: async ({ expect, zone, id }, look) => {
    const { switchId } = expect;
    if (switchId === undefined) return { hits: [], contradictions: [], proof: [] };
    const hits: Traces['hits'][number][] = [];
    for (const zone of look.zones)
      for (const row of await rowsOf(router, zone, look))
        if (refOf(row, 'Switch') === switchId && idOf(row) !== id) hits.push({ zone, row, by: `switch ${switchId}` });
    // A switch without a router: the deletion has not come to its end.
    const half = hits.length > 0 ? null : await look.read(zone, `switch/${switchId}`, 'Switch');
    return {
      hits,
      contradictions: half === null ? [] : [`its switch ${switchId} is still there`],
      proof: [`no router has its switch ${switchId}`, `switch ${switchId} reads 404 not_found in ${zone}`],
    };
  },
};

/** The switch half with the blocks; a router that is still being made may have none. */
function halfOf(row: Row): { switchId: string | null; subnets: readonly Row[]; ipv6Nets: readonly Row[] } {
  const half = readRowOrNull(row['Switch'], 'Internet.Switch');
  if (half === null) return { switchId: null, subnets: [], ipv6Nets: [] };
  return {
    switchId: idOf(half),
    subnets: readRows(half['Subnets'], 'Internet.Switch.Subnets'),
    ipv6Nets: readRowsOrNone(half['IPv6Nets'], 'Internet.Switch.IPv6Nets'),
  };
}

async function routerFacts(row: Row, zone: string, look: Look): Promise<JsonObject> {
  const { switchId, subnets, ipv6Nets } = halfOf(row);
  const nextHopOf = (subnet: Row): string | null => readTextOrNull(subnet['NextHop'], 'NextHop');
  const attached = switchId === null ? [] : await serversOnSwitch(switchId, zone, look);
  const appliances = switchId === null ? [] : await appliancesOnSwitch(switchId, zone, look);
  return {
    id: idOf(row),
    name: nameOf(row),
    switchId,
    subnets: subnets
      .filter((subnet) => nextHopOf(subnet) !== null)
      .map((subnet) => ({ id: idOf(subnet), network: networkOf(subnet), nextHop: nextHopOf(subnet) })),
    primarySubnets: subnets
      .filter((subnet) => nextHopOf(subnet) === null)
      .map((subnet) => ({ id: idOf(subnet), network: networkOf(subnet) })),
    ipv6Nets: ipv6Nets.map((net) => ({ id: idOf(net), prefix: prefixOf(net) })),
    attachedServerIds: attached.map(idOf),
    applianceIds: appliances.map(idOf),
  };
}

/** The present router (id) of a subnet or IPv6 net, from the routers' own lists; null when none names it. */
export async function routerHolding(netId: string, zone: string, look: Look): Promise<string | null> {
  for (const row of await rowsOf(router, zone, look)) {
    const { subnets, ipv6Nets } = halfOf(row);
    if ([...subnets, ...ipv6Nets].some((net) => idOf(net) === netId)) return idOf(row);
  }
  return null;
}

/** Blocks (`network/len`) of every router of a zone. */
export async function routedNetworks(zone: string, look: Look): Promise<string[]> {
  const routers = await rowsOf(router, zone, look);
  return routers.flatMap((row) => halfOf(row).subnets.map(networkOf));
}

// Additional blocks of a router, and its IPv6 net. They have neither name nor tags: the network is their identity.
// Absent: the id reads 404, no list of its kind in any contract zone has the id or the network, no router names it.
import type { Difference } from '../../port.ts';
import { sameNetwork } from '../addresses.ts';
import type { SakuraExpect } from '../command.ts';
import type { Look } from '../look.ts';
import { isRow, readTextOrNull, type Row } from '../shapes.ts';
import { differs, idOf, networkOf, type ObjectKind, prefixOf, refOf, rowsOf, type Seen, type Traces } from './kind.ts';
import { isRenewed } from './renewed.ts';
import { routerHolding } from './router.ts';

export const subnet: ObjectKind = {
  kind: 'subnet',
  path: 'subnet',
  one: 'Subnet',
  many: 'Subnets',
  named: false,
  facts: async (row, zone, look) => ({
    id: idOf(row),
    network: networkOf(row),
    nextHop: readTextOrNull(row['NextHop'], 'NextHop'),
    routerId: await routerHolding(idOf(row), zone, look),
    switchId: refOf(row, 'Switch'),
    addresses: addressesOf(row['IPAddresses']),
  }),
  differences: (facts, expect, zone, look) => netDifferences(facts['network'], facts['routerId'], expect, zone, look),
  traces: (target, look) => netTraces(subnet, networkOf, target, look),
};

export const ipv6Net: ObjectKind = {
  kind: 'ipv6-net',
  path: 'ipv6net',
  one: 'IPv6Net',
  many: 'IPv6Nets',
  named: false,
  facts: async (row, zone, look) => ({
    id: idOf(row),
    prefix: prefixOf(row),
    routerId: await routerHolding(idOf(row), zone, look),
  }),
  differences: (facts, expect, zone, look) => netDifferences(facts['prefix'], facts['routerId'], expect, zone, look),
  traces: (target, look) => netTraces(ipv6Net, prefixOf, target, look),
};

/** A list of addresses only where the subnet itself is read; elsewhere the API sends a range or nothing. */
function addressesOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRow).flatMap((item) => readTextOrNull(item['IPAddress'], 'IPAddress') ?? []);
}

async function netDifferences(
  network: unknown,
  routerId: unknown,
  expect: SakuraExpect,
  zone: string,
  look: Look,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  if (expect.network !== undefined && !sameNetwork(String(network), expect.network))
    differences.push(differs('network', expect.network, String(network)));
  if (expect.routerId !== undefined && typeof routerId === 'string' && routerId !== expect.routerId) {
    const renewed = await isRenewed({ path: 'internet', key: 'Internet' }, zone, routerId, expect.routerId, look);
    if (!renewed) differences.push(differs('routerId', expect.routerId, routerId));
  }
  return differences;
}

async function netTraces(kind: ObjectKind, textOf: (row: Row) => string, target: Seen, look: Look): Promise<Traces> {
  const { network } = target.expect;
  const hits: Traces['hits'][number][] = [];
  const contradictions: string[] = [];
  for (const zone of look.zones) {
    const holder = await routerHolding(target.id, zone, look);
    if (holder !== null) contradictions.push(`router ${holder} in ${zone} lists it`);
    if (network === undefined) continue;
    for (const row of await rowsOf(kind, zone, look))
      if (idOf(row) !== target.id && sameNetwork(textOf(row), network))
        hits.push({ zone, row, by: `network ${network}` });
  }
  return {
    hits,
    contradictions,
    proof: [
      `no router in ${look.zones.join(', ')} lists it`,
      ...(network === undefined ? [] : [`no ${kind.kind} has the network ${network}`]),
    ],
  };
}

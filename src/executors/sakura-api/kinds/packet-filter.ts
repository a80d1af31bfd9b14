// Packet filters. They have no tags; interfaces that still use one contradict its absence.
import type { Look } from '../look.ts';
import { idOf, nameOf, type ObjectKind, refOf } from './kind.ts';

export const packetFilter: ObjectKind = {
  kind: 'packet-filter',
  path: 'packetfilter',
  one: 'PacketFilter',
  many: 'PacketFilters',
  named: true,
  facts: async (row, zone, look) => ({
    id: idOf(row),
    name: nameOf(row),
    interfaceIds: await interfacesWith(idOf(row), zone, look),
  }),
  differences: async () => [],
  traces: async ({ id, zone }, look) => ({
    hits: [],
    contradictions: (await interfacesWith(id, zone, look)).map((nic) => `interface ${nic} uses it`),
    proof: [`no interface in ${zone} uses it`],
  }),
};

async function interfacesWith(filterId: string, zone: string, look: Look): Promise<string[]> {
  const interfaces = await look.find(zone, 'interface', 'Interfaces');
  return interfaces.filter((nic) => refOf(nic, 'PacketFilter') === filterId).map(idOf);
}

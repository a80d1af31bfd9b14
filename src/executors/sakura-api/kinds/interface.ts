// Interfaces have neither name nor tags and die with their server. Absent is one that no list names any more.
import { readTextOrNull } from '../shapes.ts';
import { idOf, interfacesOf, type ObjectKind, refOf, serversIn } from './kind.ts';

export const nic: ObjectKind = {
  kind: 'interface',
  path: 'interface',
  one: 'Interface',
  many: 'Interfaces',
  named: false,
  facts: async (row) => ({
    id: idOf(row),
    serverId: refOf(row, 'Server'),
    switchId: refOf(row, 'Switch'),
    userIp: readTextOrNull(row['UserIPAddress'], 'UserIPAddress'),
    packetFilterId: refOf(row, 'PacketFilter'),
  }),
  differences: async () => [],
  traces: async ({ id }, look) => {
    const contradictions: string[] = [];
    for (const zone of look.zones)
      for (const row of await serversIn(zone, look))
        if (interfacesOf(row).some((nic) => idOf(nic) === id))
          contradictions.push(`server ${idOf(row)} in ${zone} lists it`);
    return { hits: [], contradictions, proof: [`no server in ${look.zones.join(', ')} lists it among its interfaces`] };
  },
};

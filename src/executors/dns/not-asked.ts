// What the readings show to exist and nobody was asked about: name servers that the contract does not list, zones cut out
// of a zone, parents without a server, policies that only a sender decides.
import type { Delegation } from './delegation.ts';
import { nameOf } from './packet.ts';
import type { Sighting } from './sightings.ts';
import type { Zone } from './zones.ts';

export function notAskedOf(
  zones: readonly Zone[],
  sightings: readonly Sighting[],
  delegations: readonly Delegation[],
): string[] {
  const byName = new Map(zones.map((zone) => [zone.name, zone]));
  return [
    ...zones.filter(({ parents }) => parents.length === 0).map(({ name }) => `parent of ${name}`),
    ...delegations
      .filter(({ answersAsChild }) => answersAsChild)
      .map(({ zone, server }) => `glue of ${zone} at ${server.label}`),
    ...sightings.flatMap(({ zone, record, untold }) => {
      if (record.type !== 'NS' || zone === '') return untold;
      const owner = byName.get(record.name);
      if (owner === undefined) return [`zone ${record.name}`];
      const host = nameOf(String(record.data));
      return owner.hosts.has(host) ? [] : [`name server ${host} of ${owner.name}`];
    }),
  ];
}

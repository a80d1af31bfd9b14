// Which of the records seen name the address: by themselves, or because the name they lead to does. Joined over all
// servers, so that a name that is old on one of them counts for whatever leads to it on another.
import type { JsonObject } from '../../base/canonical-json.ts';
import { dataText } from './record.ts';
import type { Sighting } from './sightings.ts';

export interface Mention {
  readonly fact: JsonObject;
  readonly ttlSeconds: number;
}

/** In a stable order. */
export function mentionsIn(sightings: readonly Sighting[]): Mention[] {
  const leadingTo = new Map<string, Sighting[]>();
  for (const sighting of sightings)
    for (const { name } of sighting.leads) {
      const known = leadingTo.get(name);
      if (known === undefined) leadingTo.set(name, [sighting]);
      else known.push(sighting);
    }
  const hits = new Set<Sighting>();
  const hot = new Set<string>();
  const waiting = sightings.filter((sighting) => sighting.carries);
  for (let hit = waiting.pop(); hit !== undefined; hit = waiting.pop()) {
    hits.add(hit);
    const { name } = hit.record;
    if (hot.has(name)) continue;
    hot.add(name);
    waiting.push(...(leadingTo.get(name) ?? []).filter((one) => !hits.has(one)));
    // A wildcard stands for every name below the one that it hangs on.
    if (name.startsWith('*.'))
      for (const [target, leading] of leadingTo)
        if (target.endsWith(name.slice(1))) waiting.push(...leading.filter((one) => !hits.has(one)));
  }
  return [...hits]
    .map(mentionOf)
    .map((mention) => ({ mention, key: JSON.stringify(mention.fact) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ mention }) => mention);
}

function mentionOf({ server, zone, record, isGlue }: Sighting): Mention {
  const { name, type, ttlSeconds } = record;
  return { fact: { server, zone, name, type: isGlue ? 'GLUE' : type, data: dataText(record) }, ttlSeconds };
}

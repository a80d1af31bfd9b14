// Which of the records seen name the address: by themselves, or because the name they lead to does. Joined over all
// servers, so that a name that is old on one of them counts for whatever leads to it on another.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { AddressMatch } from './address.ts';
import { nameOf } from './packet.ts';
import { carries, dataText, leadsOf } from './record.ts';
import type { Sighting } from './sweep.ts';
import { isWithin } from './zone-view.ts';
import type { Zone } from './zones.ts';

export interface Mention {
  readonly fact: JsonObject;
  readonly ttlSeconds: number;
}

/** In a stable order. */
export function mentionsIn(
  sightings: readonly Sighting[],
  { zones, match }: { readonly zones: readonly Zone[]; readonly match: AddressMatch },
): Mention[] {
  const hits = new Set(sightings.filter((sighting) => names(sighting, zones, match)));
  const hot = new Set([...hits].map(({ record }) => record.name));
  const leading = sightings
    .map((sighting) => ({ sighting, leads: leadsOf(sighting.record).leads }))
    .filter(({ leads }) => leads.length > 0);
  for (let before = -1; before !== hits.size;) {
    before = hits.size;
    for (const { sighting, leads } of leading)
      if (!hits.has(sighting) && leads.some(({ name }) => isHot(name, hot))) {
        hits.add(sighting);
        hot.add(sighting.record.name);
      }
  }
  return [...hits].map(mentionOf).sort((a, b) => (JSON.stringify(a.fact) < JSON.stringify(b.fact) ? -1 : 1));
}

function names({ zone, record }: Sighting, zones: readonly Zone[], match: AddressMatch): boolean {
  // Outside of the zones a reverse entry is the provider's own; it matters while it leads to one of our names.
  if (zone === '' && record.type === 'PTR')
    return zones.some(({ name }) => isWithin(nameOf(String(record.data)), name));
  return carries(record, match);
}

/** The name itself, or a wildcard above it. */
function isHot(name: string, hot: ReadonlySet<string>): boolean {
  if (hot.has(name)) return true;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
    if (hot.has(`*${name.slice(dot)}`)) return true;
  return false;
}

function mentionOf({ server, zone, record, isGlue }: Sighting): Mention {
  const { name, type, ttlSeconds } = record;
  return { fact: { server, zone, name, type: isGlue ? 'GLUE' : type, data: dataText(record) }, ttlSeconds };
}

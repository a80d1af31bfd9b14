// The look for one address over every zone, server and parent. It reads all of it, follows what leads outside, and joins
// the readings; what it saw to exist and could not look into is named, never left out.
import type { JsonObject } from '../../base/canonical-json.ts';
import { Connections } from './connections.ts';
import { readDelegation } from './delegation.ts';
import { followLeads } from './follow.ts';
import { mentionsIn } from './mentions.ts';
import { notAskedOf } from './not-asked.ts';
import type { DnsRecord } from './packet.ts';
import { eachLimited } from './parallel.ts';
import { type Sighting, Sightings } from './sightings.ts';
import type { Sweep } from './sweep-input.ts';
import { isWithin, viewZone, type ZoneView } from './zone-view.ts';

/** Facts as `command.ts` describes them. Throws dns errors. */
export async function sweepAddress(sweep: Sweep): Promise<JsonObject> {
  const { zones, asking, match } = sweep;
  const { parallelMax } = asking.limits;
  const sightings = new Sightings(sweep);
  const pairs = zones.flatMap((zone) => zone.children.map((server) => ({ zone, server })));
  const connections = new Connections(asking);
  const views = await eachLimited(pairs, parallelMax, ({ zone, server }) => {
    const names = isWithin(match.reverseName, zone.name) ? [...zone.names, match.reverseName] : zone.names;
    const tell = (record: DnsRecord) => sightings.see(server.label, zone.name, record);
    return viewZone(server, zone.name, [...new Set(names)], { match, asking, connections }, tell);
  }).finally(() => connections.close());
  const above = zones.flatMap((zone) => zone.parents.map((server) => ({ zone, server })));
  const delegations = await eachLimited(above, parallelMax, ({ zone, server }) =>
    readDelegation(server, zone.name, asking),
  );
  for (const { server, zone, nsRecords, glue } of delegations) {
    for (const record of nsRecords) sightings.see(server.label, zone, record);
    for (const record of glue) sightings.see(server.label, zone, record, true);
  }
  const unfollowed = await followLeads(sweep, views, sightings);
  const mentions = mentionsIn(sightings.all);
  const notAsked = [...new Set([...notAskedOf(zones, sightings.all, delegations), ...unfollowed])].sort();
  return { ...factsOf(views, mentions, notAsked), ...ofAddress(sightings.all, sweep) };
}

/** Of the records that are the address itself, not of what leads to them. */
function ofAddress(sightings: readonly Sighting[], { match, ttlSeconds }: Sweep): JsonObject {
  const own = sightings.filter(
    ({ record: { type, data } }) => (type === 'A' || type === 'AAAA') && match.is(String(data)),
  );
  const within = own.every(({ record }) => record.ttlSeconds <= (ttlSeconds ?? Number.POSITIVE_INFINITY));
  return { addressRecords: own.length, ...(ttlSeconds === undefined ? {} : { ttlWithin: within }) };
}

function factsOf(
  views: readonly ZoneView[],
  mentions: readonly { fact: JsonObject; ttlSeconds: number }[],
  notAsked: readonly string[],
): JsonObject {
  const serials = views.map(({ server, zone, serial }) => ({ server: server.label, zone, serial }));
  const perZone = new Set(views.map(({ zone }) => zone)).size;
  return {
    mentions: mentions.map(({ fact }) => fact),
    serials,
    serialsAgree: new Set(serials.map(({ zone, serial }) => `${zone} ${serial}`)).size === perZone,
    ttlSecondsMax: mentions.reduce((most, { ttlSeconds }) => Math.max(most, ttlSeconds), 0),
    reads: views.map(({ server, zone, by, records }) => ({ server: server.label, zone, by, records })),
    notAsked: [...notAsked],
    complete: notAsked.length === 0 && views.every(({ by }) => by === 'transfer'),
  };
}

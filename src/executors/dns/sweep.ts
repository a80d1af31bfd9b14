// The look for one address over every zone, server and parent. It reads all of it, follows what leads outside, and joins
// the readings; what it saw to exist and could not look into is named, never left out.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { AddressMatch } from './address.ts';
import type { Asking } from './ask.ts';
import { Connections } from './connections.ts';
import { readDelegation } from './delegation.ts';
import type { Endpoint } from './endpoint.ts';
import { followLeads } from './follow.ts';
import type { DnsLimits } from './limits.ts';
import { mentionsIn } from './mentions.ts';
import { notAskedOf } from './not-asked.ts';
import type { DnsRecord } from './packet.ts';
import { eachLimited } from './parallel.ts';
import { type Sighting, Sightings } from './sightings.ts';
import { isWithin, viewZones, type ZoneView } from './zone-view.ts';
import type { Zone } from './zones.ts';

export interface Sweep {
  readonly zones: readonly Zone[];
  readonly resolvers: readonly Endpoint[];
  readonly match: AddressMatch;
  readonly ttlSeconds?: number;
  readonly asking: Asking;
}

/** Facts as `command.ts` describes them. Throws dns errors. */
export async function sweepAddress(sweep: Sweep): Promise<JsonObject> {
  const { zones, asking } = sweep;
  const { parallelMax } = asking.limits;
  const sightings = new Sightings(sweep);
  const views = await viewsOf(sweep, sightings);
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

/** What every server holds of every zone, zone by zone. */
async function viewsOf({ zones, asking, match }: Sweep, sightings: Sightings): Promise<ZoneView[]> {
  const connections = new Connections(asking);
  const lots = await eachLimited(lotsOf(zones, asking.limits), asking.limits.parallelMax, async ({ server, lot }) => {
    const wanted = lot.map(({ name, names }) => ({
      zone: name,
      names: isWithin(match.reverseName, name) ? [...new Set([...names, match.reverseName])] : names,
    }));
    const tell = (zone: string, record: DnsRecord) => sightings.see(server.label, zone, record);
    return { server, views: await viewZones(server, wanted, { match, asking, connections }, tell) };
  }).finally(() => connections.close());
  const views = new Map(lots.flatMap(({ server, views: of }) => of.map((view) => [keyOf(view.zone, server), view])));
  return zones.flatMap(({ name, children }) => children.map((server) => views.get(keyOf(name, server))!));
}

const keyOf = (zone: string, server: Endpoint): string => `${zone} ${server.label}`;

/** Zones of one server that are read in a row: few enough that no server waits while another one is asked. */
function lotsOf(
  zones: readonly Zone[],
  { parallelMax, zonesInARowMax }: DnsLimits,
): { readonly server: Endpoint; readonly lot: Zone[] }[] {
  const pairs = zones.flatMap((zone) => zone.children.map((server) => ({ zone, server })));
  const zonesMax = Math.min(zonesInARowMax, Math.ceil(pairs.length / parallelMax));
  const lots: { readonly server: Endpoint; readonly lot: Zone[] }[] = [];
  const open = new Map<string, Zone[]>();
  for (const { zone, server } of pairs) {
    let lot = open.get(server.label);
    if (lot === undefined || lot.length >= zonesMax) {
      lot = [];
      open.set(server.label, lot);
      lots.push({ server, lot });
    }
    lot.push(zone);
  }
  return lots;
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

// Follows what records lead to beyond what has been read: names in zones that were not transferred are asked of their own
// servers, names outside of the zones of all resolvers. Bounded in rounds and in names asked; a limit is an error.
import { ask } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsRecord } from './packet.ts';
import { eachLimited } from './parallel.ts';
import type { LeadKind } from './lead.ts';
import type { Lead } from './lead.ts';
import type { Sightings } from './sightings.ts';
import type { Sweep } from './sweep-input.ts';
import { readName, type ZoneView } from './zone-view.ts';

const RESOLVERS_MIN = 2;
const TYPES: Readonly<Record<LeadKind, readonly string[]>> = {
  address: ['A', 'AAAA'],
  text: ['TXT'],
  mail: ['MX'],
  reverse: ['PTR'],
};

/** Adds what is found to the sightings. Returns names that nobody who may be believed could be asked about. */
export async function followLeads(
  sweep: Sweep,
  views: readonly ZoneView[],
  sightings: Sightings,
): Promise<readonly string[]> {
  const { limits } = sweep.asking;
  const unfollowed: string[] = [];
  const asked = new Set<string>();
  /** Of each zone the views that were read name by name: what was transferred is known already. */
  const byNames = new Map(sweep.zones.map(({ name }) => [name, [] as ZoneView[]]));
  for (const view of views) if (view.by === 'names') byNames.get(view.zone)!.push(view);
  let waiting: Lead[] = [{ name: sweep.match.reverseName, kind: 'reverse' }];
  let read = 0;
  for (let hops = 0; ; hops += 1) {
    for (; read < sightings.all.length; read += 1) waiting.push(...sightings.all[read]!.leads);
    const fresh = waiting.flatMap((lead) => {
      const zone = zoneAbove(lead.name, byNames);
      const key = `${lead.kind} ${lead.name}`;
      if (zone?.length === 0 || asked.has(key)) return [];
      asked.add(key);
      return { lead, zone };
    });
    if (fresh.length === 0) return unfollowed;
    if (hops >= limits.hopsMax || asked.size > limits.namesMax)
      throw dnsError(
        'dns-limit',
        'sweep',
        `what records lead to goes beyond ${limits.hopsMax} hops or ${limits.namesMax} names`,
      );
    await eachLimited(fresh, limits.parallelMax, async ({ lead, zone }) => {
      if (zone === undefined) unfollowed.push(...(await askResolvers(sweep, lead, sightings)));
      else
        for (const view of zone)
          for (const record of await readName(view.server, view.zone, lead.name, sweep.asking))
            sightings.see(view.server.label, view.zone, record);
    });
    waiting = [];
  }
}

/** Of the innermost zone that the name lies in. */
function zoneAbove<T>(name: string, zones: ReadonlyMap<string, T>): T | undefined {
  for (let rest = name; ; rest = rest.slice(rest.indexOf('.') + 1)) {
    const found = zones.get(rest);
    if (found !== undefined) return found;
    if (!rest.includes('.')) return zones.get('');
  }
}

async function askResolvers(
  { resolvers, asking }: Sweep,
  { name, kind }: Lead,
  sightings: Sightings,
): Promise<string[]> {
  if (resolvers.length < RESOLVERS_MIN) return [`target ${name}`];
  for (const resolver of resolvers)
    for (const type of TYPES[kind])
      for (const record of await askResolver(resolver, name, type, asking)) sightings.see(resolver.label, '', record);
  return [];
}

async function askResolver(
  server: Endpoint,
  name: string,
  type: string,
  asking: Sweep['asking'],
): Promise<readonly DnsRecord[]> {
  const answer = await ask(server, { name, type }, asking, true);
  // Without recursion an empty answer is only "ask somebody else".
  if (!answer.recursive) throw dnsError('dns-lame', server.label, 'does not resolve for us');
  return answer.answers;
}

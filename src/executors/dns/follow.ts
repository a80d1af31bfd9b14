// Follows what records lead to beyond what has been read: names in zones that were not transferred are asked of their own
// servers, names outside of the zones of all resolvers. Bounded in rounds and in names; a limit is an error.
import { ask } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { eachLimited } from './parallel.ts';
import { type Lead, leadsOf, type LeadKind } from './record.ts';
import type { Sighting, Sweep } from './sweep.ts';
import { isWithin, readName, type ZoneView } from './zone-view.ts';

const RESOLVERS_MIN = 2;
const TYPES: Readonly<Record<LeadKind, readonly string[]>> = {
  address: ['A', 'AAAA'],
  text: ['TXT'],
  mail: ['MX'],
  reverse: ['PTR'],
};

interface Followed {
  readonly followed: Sighting[];
  /** Names that nobody who may be believed could be asked about. */
  readonly unfollowed: string[];
}

export async function followLeads(
  sweep: Sweep,
  views: readonly ZoneView[],
  seen: readonly Sighting[],
): Promise<Followed> {
  const { limits } = sweep.asking;
  const followed: Sighting[] = [];
  const unfollowed: string[] = [];
  const asked = new Set<string>();
  let waiting = leadsIn(seen);
  waiting.push({ name: sweep.match.reverseName, kind: 'reverse' });
  for (let hops = 0; ; hops += 1) {
    const fresh = waiting.filter(({ name, kind }) => {
      const key = `${kind} ${name}`;
      return !asked.has(key) && asked.add(key) !== undefined;
    });
    if (fresh.length === 0) return { followed, unfollowed };
    if (hops >= limits.hopsMax || asked.size > limits.namesMax)
      throw dnsError(
        'dns-limit',
        'sweep',
        `what records lead to goes beyond ${limits.hopsMax} hops or ${limits.namesMax} names`,
      );
    const rounds = await eachLimited(fresh, limits.parallelMax, (lead) => followOne(sweep, views, lead));
    const found = rounds.flatMap((round) => round.followed);
    followed.push(...found);
    unfollowed.push(...rounds.flatMap((round) => round.unfollowed));
    waiting = leadsIn(found);
  }
}

const leadsIn = (seen: readonly Sighting[]): Lead[] => seen.flatMap(({ record }) => leadsOf(record).leads);

async function followOne(sweep: Sweep, views: readonly ZoneView[], lead: Lead): Promise<Followed> {
  const zone = sweep.zones
    .filter(({ name }) => isWithin(lead.name, name))
    .sort((a, b) => b.name.length - a.name.length)[0]?.name;
  if (zone === undefined) return askResolvers(sweep, lead);
  const followed: Sighting[] = [];
  for (const view of views) {
    if (view.zone !== zone || view.by === 'transfer') continue;
    for (const record of await readName(view.server, zone, lead.name, sweep.asking))
      followed.push({ server: view.server.label, zone, record, isGlue: false });
  }
  return { followed, unfollowed: [] };
}

async function askResolvers({ resolvers, asking }: Sweep, { name, kind }: Lead): Promise<Followed> {
  if (resolvers.length < RESOLVERS_MIN) return { followed: [], unfollowed: [`target ${name}`] };
  const followed: Sighting[] = [];
  for (const resolver of resolvers)
    for (const type of TYPES[kind]) followed.push(...(await askResolver(resolver, name, type, asking)));
  return { followed, unfollowed: [] };
}

async function askResolver(server: Endpoint, name: string, type: string, asking: Sweep['asking']): Promise<Sighting[]> {
  const answer = await ask(server, { name, type }, asking, true);
  // Without recursion an empty answer is only "ask somebody else".
  if (!answer.recursive) throw dnsError('dns-lame', server.label, 'does not resolve for us');
  return answer.answers.map((record) => ({ server: server.label, zone: '', record, isGlue: false }));
}

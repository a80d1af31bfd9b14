// The addresses of everything that answers, or is said to answer, for one zone: name servers and the primary that the SOA names. A
// name within the zone is the zone's to say and the parent's to hand out; any other is asked of all resolvers.
import type { JsonObject } from '../../base/canonical-json.ts';
import { type Asking, ask, askAuthority } from './ask.ts';
import { readDelegation } from './delegation.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, nameOf } from './packet.ts';
import { isWithin } from './zone-view.ts';
import type { Zone } from './zones.ts';

interface Said {
  readonly ns: readonly string[];
  readonly mname?: string;
}

/** In alphabetical order. Throws dns errors. */
export async function readHosts(
  zone: Zone,
  { parents, children }: JsonObject,
  resolvers: readonly Endpoint[],
  asking: Asking,
): Promise<JsonObject[]> {
  const said = [...(parents as unknown as Said[]), ...(children as unknown as Said[])];
  const names = new Set(said.flatMap(({ ns, mname }) => [...ns, ...(mname === undefined ? [] : [mname])]));
  const glue = new Map<string, Set<string>>([...names].map((name) => [name, new Set<string>()]));
  for (const parent of zone.parents)
    for (const { name, data } of (await readDelegation(parent, zone.name, asking)).glue)
      glue.get(name)?.add(String(data));
  for (const name of names)
    for (const address of isWithin(name, zone.name)
      ? await byZone(zone, name, asking)
      : await byResolvers(resolvers, name, asking))
      glue.get(name)!.add(address);
  return [...names].sort().map((name) => ({ name, addresses: [...glue.get(name)!].sort() }));
}

async function byZone(zone: Zone, name: string, asking: Asking): Promise<string[]> {
  const found: string[] = [];
  for (const server of zone.children)
    for (const type of ['A', 'AAAA'])
      found.push(...addressesIn(await askAuthority(server, { name, type }, asking), name));
  return found;
}

async function byResolvers(resolvers: readonly Endpoint[], name: string, asking: Asking): Promise<string[]> {
  const found: string[] = [];
  for (const server of resolvers)
    for (const type of ['A', 'AAAA']) {
      const answer = await ask(server, { name, type }, asking, true);
      if (!answer.recursive) throw dnsError('dns-lame', server.label, 'does not resolve for us');
      found.push(...addressesIn(answer));
    }
  return found;
}

const addressesIn = ({ answers }: Answer, owner?: string): string[] =>
  answers
    .filter(({ type, name }) => (type === 'A' || type === 'AAAA') && (owner === undefined || name === nameOf(owner)))
    .map(({ data }) => String(data));

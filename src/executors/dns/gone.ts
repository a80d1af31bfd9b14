// Whether a deleted zone is gone: nobody above hands it out to its former servers, and each of these, shown to be alive by another
// zone that it answers for, no longer answers for this one. A silence never counts.
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError } from '../../base/errors.ts';
import { type Asking, ask, askAuthority } from './ask.ts';
import type { ZoneGoneExpect } from './command.ts';
import { readDelegation } from './delegation.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { eachLimited } from './parallel.ts';
import { zoneOf } from './zones.ts';

type Says = 'refused' | 'denied' | 'lame' | 'serves';

/** Facts as `command.ts` describes them. Throws dns errors. */
export async function readGone(
  name: string,
  { knownZone, ...expect }: ZoneGoneExpect,
  asking: Asking,
): Promise<JsonObject> {
  const zone = zoneOf({ ...expect, name });
  const { parallelMax } = asking.limits;
  const delegations = await eachLimited(zone.parents, parallelMax, (server) =>
    readDelegation(server, zone.name, asking),
  );
  const servers = await eachLimited(zone.children, parallelMax, async (server) => {
    await requireAlive(server, knownZone, asking);
    return { server: server.label, says: await saysOf(server, zone.name, asking) };
  });
  const handedOut = delegations.flatMap(({ server, ns }) =>
    ns
      .filter((host) => zone.hosts.has(host) || zone.hosts.size === 0)
      .map((host) => ({ kind: 'delegation', name: `to ${host}`, id: server.label })),
  );
  const serving = servers.filter(({ says }) => says === 'serves');
  const hits = [...handedOut, ...serving.map(({ server }) => ({ kind: 'zone', name: zone.name, id: server }))];
  return { delegated: handedOut.length > 0, servers, hits, gone: hits.length === 0 };
}

async function requireAlive(server: Endpoint, knownZone: string, asking: Asking): Promise<void> {
  const { answers } = await askAuthority(server, { name: knownZone, type: 'SOA' }, asking);
  if (!answers.some(({ type }) => type === 'SOA'))
    throw dnsError('dns-lame', server.label, `does not answer for ${knownZone}, so nothing shows that it is alive`);
}

async function saysOf(server: Endpoint, name: string, asking: Asking): Promise<Says> {
  try {
    const answer = await ask(server, { name, type: 'SOA' }, asking);
    const own = answer.answers.some((record) => record.type === 'SOA' && record.name === name);
    if (answer.authoritative && own) return 'serves';
    // The zone above lies there as well, and says that there is nothing below.
    if (answer.authoritative) return answer.rcode === 'NXDOMAIN' ? 'denied' : 'lame';
    return own ? 'serves' : 'lame';
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'dns-refused') return 'refused';
    throw error;
  }
}

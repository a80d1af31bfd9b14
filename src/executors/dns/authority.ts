// Who is authoritative for one zone: what each server of the parent says, and what each server of the zone says of itself.
import type { JsonObject } from '../../base/canonical-json.ts';
import { type Asking, askAuthority } from './ask.ts';
import { readDelegation } from './delegation.ts';
import { nameOf } from './packet.ts';
import { eachLimited } from './parallel.ts';
import { readSoa } from './zone-soa.ts';
import type { Zone } from './zones.ts';

/** Facts as `command.ts` describes them. Throws dns errors. */
export async function readAuthority(zone: Zone, asking: Asking): Promise<JsonObject> {
  const { parallelMax } = asking.limits;
  const parents = await eachLimited(zone.parents, parallelMax, async (server) => {
    const { ns } = await readDelegation(server, zone.name, asking);
    return { server: server.label, ns: [...ns] };
  });
  const children = await eachLimited(zone.children, parallelMax, async (server) => {
    const { serial, mname } = await readSoa(server, zone.name, asking);
    const { answers } = await askAuthority(server, { name: zone.name, type: 'NS' }, asking);
    const ns = answers.filter(({ type }) => type === 'NS').map(({ data }) => nameOf(String(data)));
    return { server: server.label, ns: ns.sort(), mname, serial };
  });
  const all = [...parents, ...children].map(({ ns }) => ns.join(' '));
  return {
    parents,
    children: children.map(({ server, ns, mname }) => ({ server, ns, mname })),
    serials: children.map(({ server, serial }) => ({ server, zone: zone.name, serial })),
    nsAgree: new Set(all).size === 1,
    serialsAgree: new Set(children.map(({ serial }) => serial)).size === 1,
  };
}

// Registries of domains behind the executor port. It only asks: by RDAP, and by WHOIS where a registry has nothing else. A
// registry that does not answer in its own words leaves the look unknown, never absent.
import { domainToASCII } from 'node:url';
import { bugError, userError } from '../../base/errors.ts';
import { unknownLook } from '../common/found.ts';
import { classify } from '../common/classify.ts';
import type { Executor, LookContext, Observation, Target } from '../port.ts';
import { REGISTRY, type RegistrationWanted } from './command.ts';
import { readByRdap, type RdapDoor, type Read } from './rdap.ts';
import { factsOf } from './registration.ts';
import { readByWhois } from './whois.ts';

export const createRegistryExecutor = (): Executor => ({
  name: REGISTRY,
  observe,
  act: ({ verb, target }) =>
    Promise.reject(
      bugError('unknown-verb', `${REGISTRY} cannot ${verb} a ${target.kind}: it only reads`, { class: 'permanent' }),
    ),
  classify: (error) => classify(error),
});

interface Expect {
  readonly by: RdapDoor & { readonly whois?: string };
  readonly wanted: RegistrationWanted;
}

async function observe(target: Target, ctx: LookContext): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  const seenAtMs = ctx.clock.nowMs();
  const { by, wanted } = target.expect as unknown as Expect;
  try {
    ctx.progress(`asking about ${target.label}`);
    const { server, found } = await read(nameOf(target), by, ctx.signal);
    const source = by.whois === undefined ? 'rdap' : 'whois';
    if (found === 'absent')
      return { state: 'absent', proof: [`${server} says that it has no ${target.id} (${source})`], seenAtMs };
    return { state: 'present', facts: { source, server, ...factsOf(found, wanted) }, seenAtMs };
  } catch (error) {
    return unknownLook(error, ctx, seenAtMs);
  }
}

const read = (name: string, by: Expect['by'], signal?: AbortSignal): Promise<Read> =>
  by.whois === undefined ? readByRdap(name, by, signal) : readByWhois(name, by.whois, signal);

/** As registries write it: letters of other scripts in their ASCII form. */
function nameOf({ kind, id }: Target): string {
  if (kind !== 'registration' && kind !== 'moved-registration')
    throw bugError('unknown-kind', `${REGISTRY} knows no ${kind}`);
  const name = domainToASCII(id).replace(/\.$/, '');
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name)) throw userError('bad-domain', `${id} is no domain name`);
  return name;
}

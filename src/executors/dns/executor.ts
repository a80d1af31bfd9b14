// Name servers behind the executor port. It only asks: it changes nothing, and a server that does not answer makes the
// whole look unknown, never clean.
import { bugError, type ErrorClass, KaiyakuError, userError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Executor, LookContext, Observation, Target } from '../port.ts';
import { matchOf } from './address.ts';
import type { Asking } from './ask.ts';
import { readAuthority } from './authority.ts';
import { type AddressUseExpect, DNS, type DnsRow, type DnsZone, type ZoneGoneExpect } from './command.ts';
import { endpointOf } from './endpoint.ts';
import { readGone } from './gone.ts';
import { readHosts } from './hosts.ts';
import { DNS_LIMITS, type DnsLimits } from './limits.ts';
import { missingAtResolvers, missingAtServers } from './rows.ts';
import { sweepAddress } from './sweep.ts';
import { type Zone, zoneOf } from './zones.ts';

export interface DnsOptions {
  readonly limits?: Partial<DnsLimits>;
}

export function createDnsExecutor({ limits }: DnsOptions = {}): Executor {
  const inForce = { ...DNS_LIMITS, ...limits };
  return {
    name: DNS,
    observe: (target, ctx) => observe(target, ctx, inForce),
    act: ({ verb, target }) =>
      Promise.reject(
        bugError('unknown-verb', `${DNS} cannot ${verb} a ${target.kind}: it only reads`, { class: 'permanent' }),
      ),
    classify,
  };
}

/** `seenAtMs` is when the look began: no reading in it is older. */
async function observe(target: Target, ctx: LookContext, limits: DnsLimits): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  const seenAtMs = ctx.clock.nowMs();
  const asking = { limits, ...(ctx.signal === undefined ? {} : { signal: ctx.signal }) };
  try {
    ctx.progress(`asking about ${target.label}`);
    return { state: 'present', facts: await look(target, asking), seenAtMs };
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    return { state: 'unknown', error: error.detail, seenAtMs };
  }
}

function look({ kind, id, expect }: Target, asking: Asking): Promise<JsonObject> {
  switch (kind) {
    case 'zone-authority':
      return authorityFacts(zoneOf({ ...(expect as unknown as Omit<DnsZone, 'name'>), name: id }), expect, asking);
    case 'zone-gone':
      return readGone(id, expect as unknown as ZoneGoneExpect, asking);
    case 'address-use': {
      const { zones, resolvers = [], ttlSeconds } = expect as unknown as AddressUseExpect;
      // Without a zone nothing would be asked, and nothing would be found.
      if (zones.length === 0) throw userError('no-zone', `no zone is listed to be searched for ${id}`);
      return sweepAddress({
        zones: zones.map(zoneOf),
        resolvers: [...new Set(resolvers)].map((at) => endpointOf(at, 'resolver')),
        match: matchOf(id),
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
        asking,
      });
    }
    case 'rows-served': {
      const { rows, ...zone } = expect as unknown as Omit<DnsZone, 'name'> & { readonly rows: readonly DnsRow[] };
      return missingAtServers(zoneOf({ ...zone, name: id }), rows, asking);
    }
    case 'rows-resolved': {
      const { rows, resolvers } = expect as unknown as { rows: readonly DnsRow[]; resolvers: readonly string[] };
      const servers = [...new Set(resolvers)].map((at) => endpointOf(at, 'resolver'));
      return missingAtResolvers(servers, rows, asking);
    }
    default:
      throw bugError('unknown-kind', `${DNS} knows no ${kind}`);
  }
}

async function authorityFacts(zone: Zone, { resolvers }: Target['expect'], asking: Asking): Promise<JsonObject> {
  const facts = await readAuthority(zone, asking);
  if (resolvers === undefined) return facts;
  const asked = (resolvers as string[]).map((at) => endpointOf(at, 'resolver'));
  return { ...facts, hosts: await readHosts(zone, facts, asked, asking) };
}

function classify(error: unknown): ErrorClass {
  if (!(error instanceof KaiyakuError)) return 'unknown-outcome';
  return error.detail.class ?? (error.kind === 'refusal' ? 'permanent' : 'unknown-outcome');
}

// From a target to an observation. Whatever the other side did wrong is `unknown`; only bugs and cancellation are thrown.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, KaiyakuError } from '../../base/errors.ts';
import { type Found, observationOf, unknownLook } from '../common/found.ts';
import type { Difference, LookContext, Observation, Target } from '../port.ts';
import type { PleskExpect } from './command.ts';
import { BACKUP_TIMEOUT_MS } from './limits.ts';
import { type Look, type PleskParts, startLook } from './look.ts';
import { mailAddresses, recordsHolding } from './read-zone.ts';
import { plainAddress, plainName } from './spelling.ts';
import { otherSitesOf, subscriptionOf } from './subscription.ts';

/** One pass over one target. `seenAtMs` is when it began: no reading in it is older. */
export async function observe(parts: PleskParts, target: Target, ctx: LookContext): Promise<Observation> {
  const seenAtMs = ctx.clock.nowMs();
  try {
    return observationOf(await find(parts, target, ctx), seenAtMs);
  } catch (error) {
    return unknownLook(error, ctx, seenAtMs);
  }
}

const there = (facts: JsonObject, differences: readonly Difference[] = []): Found => ({
  is: 'there',
  facts,
  differences,
});

/** The object of a target, or its proven absence. Throws `bug` for a kind nobody knows. */
export async function find(parts: PleskParts, target: Target, ctx: LookContext): Promise<Found> {
  const look = startLook(parts, ctx);
  switch (target.kind) {
    case 'server':
      return findServer(target, look);
    case 'address':
      return findAddress(target, look, parts);
    case 'domain':
      return findDomain(target, look, parts);
    case 'zone':
      return findZone(target, look, parts);
    case 'domain-backup':
      return (await absence(target, look, parts)) ?? there({ listed: true });
    case 'backup':
      return findBackup(parts, target, look, ctx);
    default:
      throw bugError('unknown-kind', `the Plesk executor knows no ${target.kind}`);
  }
}

async function findServer({ id }: Target, look: Look): Promise<Found> {
  const main = addressOf(id);
  const addresses = (await look.anyAddresses()).map(({ address }) => address);
  const lacking = [...(await look.lacking())];
  const differences = addresses.includes(main)
    ? []
    : [{ what: 'the server’s addresses', expected: main, found: addresses.join(', ') || 'none' }];
  return there({ addresses, lacking }, differences);
}

async function findAddress({ id }: Target, look: Look, { mainAddress }: PleskParts): Promise<Found> {
  const wanted = addressOf(id);
  const all = await look.addresses();
  const one = all.find(({ address }) => address === wanted);
  if (one === undefined)
    return {
      is: 'absent',
      proof: [`ipmanage --ip_list shows ${mainAddress}, and ${wanted} is none of its ${all.length}`],
    };
  const { type, clients, hosting } = one;
  const hits = [
    ...(hosting > 0 ? [{ kind: 'sites', id: String(hosting) }] : []),
    ...(clients > 0 ? [{ kind: 'pools', id: String(clients) }] : []),
  ];
  return there({ type, clients, hosting, hits });
}

/** Undefined where a list shows it. */
async function absence({ id }: Target, look: Look, { mainAddress }: PleskParts): Promise<Found | undefined> {
  const name = nameOf(id);
  const { domains, subscriptions, sites } = await look.names();
  if (domains.has(name) || subscriptions.has(name) || sites.has(name)) return undefined;
  return {
    is: 'absent',
    proof: [
      `ipmanage --ip_list shows ${mainAddress}: it is the contract’s server`,
      ...[['domain', domains] as const, ['subscription', subscriptions] as const, ['site', sites] as const].map(
        ([utility, all]) => `${utility} --list was read: ${name} is none of its ${all.size}`,
      ),
    ],
  };
}

async function findDomain(target: Target, look: Look, parts: PleskParts): Promise<Found> {
  const gone = await absence(target, look, parts);
  if (gone !== undefined) return gone;
  const name = nameOf(target.id);
  const { from, to, alone } = target.expect as PleskExpect;
  const { hosting, web } = await look.info(name);
  const isSubscription = (await look.names()).subscriptions.has(name);
  const [old, main] = [from, to].map((one) => (one === undefined ? undefined : addressOf(one)));
  const known = [old, main].filter((one) => one !== undefined);
  const facts: JsonObject = {
    subscription: isSubscription,
    hosting,
    web: [...web],
    mail: await mailOf(name, look),
    stillOn: old !== undefined && web.includes(old) ? ['web'] : [],
    onMain: main !== undefined && web.includes(main),
    subscriptionOf: isSubscription ? name : await subscriptionOf(name, look),
    ...(alone === true ? { otherSites: isSubscription ? await otherSitesOf(name, look) : [] } : {}),
  };
  const differs = known.length > 0 && !known.some((one) => web.includes(one));
  return there(
    facts,
    differs ? [{ what: 'its web', expected: known.join(' or '), found: web.join(', ') || 'nowhere' }] : [],
  );
}

/** Plesk answered, but has no zone of it, or none that can be read. */
const NO_ZONE: ReadonlySet<string> = new Set(['plesk-read-failed', 'plesk-unread']);

/** Null where Plesk serves no readable zone of it: then nothing is said of mail. */
async function mailOf(name: string, look: Look): Promise<string[] | null> {
  try {
    return mailAddresses(await look.zone(name), name);
  } catch (error) {
    if (!(error instanceof KaiyakuError) || !NO_ZONE.has(error.code)) throw error;
    return null;
  }
}

async function findZone(target: Target, look: Look, parts: PleskParts): Promise<Found> {
  const gone = await absence(target, look, parts);
  if (gone !== undefined) return gone;
  const { from } = target.expect as PleskExpect;
  if (from === undefined) throw bugError('bad-target', 'a zone is looked through for an address');
  const records = await look.zone(nameOf(target.id));
  const mentions = recordsHolding(records, addressOf(from)).map(({ name, type }) => ({ name, type, server: 'Plesk' }));
  return there({ mentions, records: records.length });
}

async function findBackup({ door }: PleskParts, { id }: Target, look: Look, { signal }: LookContext): Promise<Found> {
  await look.addresses();
  const { code } = await door.call({
    utility: 'pleskrestore',
    params: ['--check-backup', id],
    changes: false,
    timeoutMs: BACKUP_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  return there({ readable: code === 0, code });
}

/** Throws a bug: names and addresses in targets come from a checked contract. */
export function nameOf(id: string): string {
  const name = plainName(id);
  if (name === undefined) throw bugError('bad-target', `${id} is no domain name`);
  return name;
}

export function addressOf(id: string): string {
  const address = plainAddress(id);
  if (address === undefined) throw bugError('bad-target', `${id} is no IP address`);
  return address;
}

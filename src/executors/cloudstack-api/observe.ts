// From a target to an observation. Whatever the other side did wrong is `unknown`; only bugs and cancellation are thrown.
import { bugError, KaiyakuError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/canonical-json.ts';
import { type Found, observationOf, unknownLook } from '../common/found.ts';
import type { LookContext, Observation, Target } from '../port.ts';
import { findEstate } from './estate.ts';
import { findObject } from './find-object.ts';
import { expectOf, objectKind } from './kinds.ts';
import { findLeftovers } from './leftovers.ts';
import { type Look, type LookParts, startLook } from './look.ts';
import { rulesOf } from './rules.ts';

/** One pass over one target. `seenAtMs` is when it began: no reading in it is older. */
export async function observe(parts: LookParts, target: Target, ctx: LookContext): Promise<Observation> {
  const seenAtMs = ctx.clock.nowMs();
  try {
    return await observeWith(startLook(parts, ctx), target, seenAtMs);
  } catch (error) {
    if (target.kind === 'account' && error instanceof KaiyakuError && error.code === 'R06')
      return otherAccount(error, seenAtMs);
    return unknownLook(error, ctx, seenAtMs);
  }
}

/** Only the account itself is then somebody else's; any other object was not looked at. */
function otherAccount({ detail: { facts = {} } }: KaiyakuError, seenAtMs: number): Observation {
  const [expected, found] = [facts['expected'] as string, (facts['found'] as readonly string[]).join(', ')];
  return { state: 'foreign', facts: {}, differences: [{ what: 'name', expected, found }], seenAtMs };
}

async function observeWith(look: Look, target: Target, seenAtMs: number): Promise<Observation> {
  const present = (facts: JsonObject): Observation => ({ state: 'present', facts, seenAtMs });
  switch (target.kind) {
    case 'account': {
      const facts = { ...(await look.account()) };
      const { name } = expectOf(target);
      return name === undefined || name === facts.name
        ? present(facts)
        : { state: 'foreign', facts, differences: [{ what: 'name', expected: name, found: facts.name }], seenAtMs };
    }
    case 'rules':
      await look.account();
      return present({ rules: [...(await rulesOf(target.id, look))] });
    case 'estate':
      return present(await findEstate(target, look));
    case 'leftovers':
      return present({ hits: await findLeftovers(target, look) });
    default:
      return observationOf(await find(target, look), seenAtMs);
  }
}

/** The object of a target, or its proven absence. Throws `bug` for a kind nobody knows. */
export async function find(target: Target, look: Look): Promise<Found> {
  if (target.kind === 'static-nat') return findStaticNat(target, look);
  const kind = objectKind(target.kind);
  if (kind === undefined) throw bugError('unknown-kind', `the CloudStack executor knows no ${target.kind}`);
  return findObject(target, kind, look);
}

/** It is a property of its address: absent where the address has none, or is gone itself. */
async function findStaticNat(target: Target, look: Look): Promise<Found> {
  const found = await findObject(target, objectKind('ip-address')!, look);
  if (found.is === 'absent' || found.differences.length > 0) return found;
  const { address, vmId, pendingJob, staticNat } = found.facts;
  if (staticNat === true)
    return { ...found, facts: { address: address!, vmId: vmId ?? null, pendingJob: pendingJob ?? null } };
  return {
    is: 'absent',
    proof: [`listPublicIpAddresses: ${expectOf(target).address ?? target.id} is there and has no static NAT`],
  };
}

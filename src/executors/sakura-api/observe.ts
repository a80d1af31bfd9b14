// From a target to an observation. Whatever the other side did wrong is `unknown`; only bugs and cancellation are thrown.
import { bugError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/canonical-json.ts';
import { observationOf, unknownLook } from '../common/found.ts';
import type { LookContext, Observation, Target } from '../port.ts';
import { observeAccount } from './account.ts';
import { membersOf } from './command.ts';
import { findCopies } from './copies.ts';
import { describe, findObject, type Found } from './find-object.ts';
import { objectKind } from './kinds/index.ts';
import { expectOf, idOf, rowsOf, type Seen } from './kinds/kind.ts';
import { MEMBERS_AT_ONCE_MAX } from './limits.ts';
import { type Look, type LookParts, startLook } from './look.ts';
import { findPtr } from './ptr.ts';
import { findReferences } from './references.ts';
import { findLeftovers } from './sweep.ts';

/** One pass over one target. `seenAtMs` is when it began: no reading in it is older. */
export async function observe(parts: LookParts, target: Target, ctx: LookContext): Promise<Observation> {
  const seenAtMs = ctx.clock.nowMs();
  const look = startLook(parts, ctx, target.zone);
  try {
    return await observeWith(look, target, seenAtMs);
  } catch (error) {
    return unknownLook(error, ctx, seenAtMs);
  }
}

async function observeWith(look: Look, target: Target, seenAtMs: number): Promise<Observation> {
  const present = (facts: JsonObject): Observation => ({ state: 'present', facts, seenAtMs });
  switch (target.kind) {
    case 'account':
      return observeAccount(target, look, seenAtMs);
    case 'ptr':
      return observationOf(await findPtr(seen(target), look), seenAtMs);
    case 'set':
      return observeSet(target, look, seenAtMs);
    case 'references':
      return present({ references: await findReferences(seen(target), look) });
    case 'copies':
      return present({ copies: await findCopies(seen(target), look) });
    case 'sweep':
      return present({ hits: await findLeftovers(target, look) });
    default:
      return observationOf(await findObject(requireKind(target), seen(target), look), seenAtMs);
  }
}

/**
 * Each in its place. Where one list shows them all, that list is the reading; where it lacks one, each is read under its id, a few
 * at a time, because a list alone proves nobody's absence. What one look has listed is not listed again for the next.
 */
export async function findMembers(members: readonly Target[], look: Look): Promise<Found[]> {
  const listed = await findListed(members, look);
  if (listed !== undefined) return listed;
  const found: Found[] = [];
  for (let at = 0; at < members.length; at += MEMBERS_AT_ONCE_MAX) {
    const some = members.slice(at, at + MEMBERS_AT_ONCE_MAX);
    found.push(...(await Promise.all(some.map((member) => findObject(requireKind(member), seen(member), look)))));
  }
  return found;
}

/** All of them, from the list of their kind and zone; undefined when it lacks one. */
async function findListed(members: readonly Target[], look: Look): Promise<Found[] | undefined> {
  const [first] = members;
  if (first === undefined) return [];
  const kind = requireKind(first);
  const { zone } = seen(first);
  const rows = new Map((await rowsOf(kind, zone, look)).map((row) => [idOf(row), row]));
  if (members.some(({ id }) => !rows.has(id))) return undefined;
  return Promise.all(members.map((member) => describe(kind, seen(member), { zone, row: rows.get(member.id)! }, look)));
}

/** One pass over all of its members. */
async function observeSet(target: Target, look: Look, seenAtMs: number): Promise<Observation> {
  const members = membersOf(target);
  const found = await findMembers(members, look);
  const left = members.flatMap(({ id }, at) => (found[at]!.is === 'absent' ? [] : [id]));
  if (left.length === 0)
    return { state: 'absent', proof: found.flatMap((one) => ('proof' in one ? one.proof : [])), seenAtMs };
  const differences = found.flatMap((one) => ('differences' in one ? one.differences : []));
  const facts = { left };
  return differences.length > 0
    ? { state: 'foreign', facts, differences, seenAtMs }
    : { state: 'present', facts, seenAtMs };
}

/** The kind of a target that has an id of its own. Throws `bug` for a kind nobody knows. */
export function requireKind(target: Target): NonNullable<ReturnType<typeof objectKind>> {
  const kind = objectKind(target.kind);
  if (kind === undefined) throw bugError('unknown-kind', `the Sakura Cloud executor knows no ${target.kind}`);
  return kind;
}

/** A target with its zone. Throws `bug` for one without. */
export function seen(target: Target): Seen {
  if (target.zone === undefined) throw bugError('no-zone', `${target.label} has no zone`);
  return { id: target.id, zone: target.zone, expect: expectOf(target) };
}

// From a target to an observation. Whatever the other side did wrong is `unknown`; only bugs and cancellation are thrown.
import { bugError, KaiyakuError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/canonical-json.ts';
import type { LookContext, Observation, Target } from '../port.ts';
import { observeAccount } from './account.ts';
import { findCopies } from './copies.ts';
import { findObject, type Found } from './find-object.ts';
import { objectKind } from './kinds/index.ts';
import { expectOf, type Seen } from './kinds/kind.ts';
import { type Look, type LookParts, startLook } from './look.ts';
import { findPtr, type FoundPtr } from './ptr.ts';
import { findReferences } from './references.ts';
import { findLeftovers } from './sweep.ts';

/** One pass over one target. `seenAtMs` is when it began: no reading in it is older. */
export async function observe(parts: LookParts, target: Target, ctx: LookContext): Promise<Observation> {
  const seenAtMs = ctx.clock.nowMs();
  const look = startLook(parts, ctx, target.zone);
  try {
    return await observeWith(look, target, seenAtMs);
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    return { state: 'unknown', error: error.detail, seenAtMs };
  }
}

async function observeWith(look: Look, target: Target, seenAtMs: number): Promise<Observation> {
  const present = (facts: JsonObject): Observation => ({ state: 'present', facts, seenAtMs });
  switch (target.kind) {
    case 'account':
      return observeAccount(target, look, seenAtMs);
    case 'ptr':
      return asObservation(await findPtr(seen(target), look), seenAtMs);
    case 'references':
      return present({ references: await findReferences(seen(target), look) });
    case 'copies':
      return present({ copies: await findCopies(seen(target), look) });
    case 'sweep':
      return present({ hits: await findLeftovers(target, look) });
    default:
      return asObservation(await findObject(requireKind(target), seen(target), look), seenAtMs);
  }
}

function asObservation(found: Found | FoundPtr, seenAtMs: number): Observation {
  if (found.is === 'absent') return { state: 'absent', proof: found.proof, seenAtMs };
  const { facts } = found;
  const differences = 'differences' in found ? found.differences : [];
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

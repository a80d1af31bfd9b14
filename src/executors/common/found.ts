// What one pass found of a target, and what follows from it: the observation of a look, the refusals of an act.
import { canonicalJson, type JsonObject } from '../../base/canonical-json.ts';
import { errorDetail, KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import type { Command, Difference, LookContext, Observation, Target } from '../port.ts';

export interface There {
  readonly is: 'there';
  readonly facts: JsonObject;
  /** Any: it is not what the contract names. */
  readonly differences: readonly Difference[];
}

export type Found = There | { readonly is: 'absent'; readonly proof: readonly string[] };

export function observationOf(found: Found, seenAtMs: number): Observation {
  if (found.is === 'absent') return { state: 'absent', proof: found.proof, seenAtMs };
  const { facts, differences } = found;
  return differences.length > 0
    ? { state: 'foreign', facts, differences, seenAtMs }
    : { state: 'present', facts, seenAtMs };
}

/** A look that failed is unknown, whatever the other side did. Throws bugs and cancellation. */
export function unknownLook(error: unknown, { signal }: Pick<LookContext, 'signal'>, seenAtMs: number): Observation {
  signal?.throwIfAborted();
  return { state: 'unknown', error: errorDetail(requireKnown(error)), seenAtMs };
}

/** Whether a look right after a failure shows the object as it was before. One that could not look proves nothing. */
export async function readsAs(before: JsonObject, find: () => Promise<Found>): Promise<boolean> {
  try {
    const found = await find();
    return found.is === 'there' && canonicalJson(found.facts) === canonicalJson(before);
  } catch (error) {
    requireKnown(error);
    return false;
  }
}

/** Throws bugs on. */
function requireKnown(error: unknown): KaiyakuError {
  if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
  return error;
}

/** `permanent`: this attempt did nothing; the next look finds the absence. */
export function vanished({ target, verb }: Command, why = 'nothing was sent to it', cause?: unknown): KaiyakuError {
  return providerError('target-vanished', `${target.label} was gone before it could be told to ${verb}`, {
    class: 'permanent',
    why,
    next: 'run the command again; it records what it finds',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** R07: another object bears the name or the id. */
export function otherObject({ label }: Pick<Target, 'label'>, differences: readonly Difference[]): KaiyakuError {
  const said = differences.map(({ what, expected, found }) => `${what} is ${found}, not ${expected}`).join('; ');
  return refusal('R07', `${label} is not what the contract names: ${said}`, {
    next: 'correct the contract if it is the right one; leave it alone if not',
    facts: { differences: differences.map((difference) => ({ ...difference })) },
  });
}

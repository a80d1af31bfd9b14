// From names to ids: what the API showed under a contract's name, together with what the journal already calls by it, so that
// a machine that is gone stays listed. A name that is missing or stands for two is a problem, and is never guessed.
import { type ErrorDetail, providerError } from '../../src/base/errors.ts';
import { CLOUDSTACK_API } from '../../src/executors/cloudstack-api/command.ts';
import { type Observation, targetKey } from '../../src/executors/port.ts';
import type { Discovered } from '../../src/teardown/provider.ts';
import type { Effect } from '../../src/teardown/step.ts';
import { estateTarget, type Named } from './api-targets.ts';
import type { ApiContract } from './contract.ts';

/** A rule that stands on an address, as the API showed it. */
export interface SeenRule {
  readonly kind: string;
  readonly id: string;
}

/** What discovery showed; `not-asked`: nobody looked yet (offline, or closed). */
export type Seen =
  | { readonly is: 'not-asked' }
  | { readonly is: 'unknown'; readonly error: ErrorDetail }
  | {
      readonly is: 'seen';
      readonly seesDestroyed: boolean;
      readonly machines: readonly Named[];
      readonly addresses: readonly { id: string; address: string; rules: readonly SeenRule[] }[];
    };

export function seenIn(contract: ApiContract, discovered: Discovered): Seen {
  const seen: Observation | undefined = discovered.get(targetKey(estateTarget(contract)));
  if (seen?.state === 'unknown') return { is: 'unknown', error: seen.error };
  if (seen?.state !== 'present') return { is: 'not-asked' };
  return { is: 'seen', ...(seen.facts as unknown as Omit<Extract<Seen, { is: 'seen' }>, 'is'>) };
}

/** The effect with its name in its id: the journal then knows what an id was called, whatever the API shows later. */
export const calledBy = (name: string, effect: Effect): Effect => ({ ...effect, id: `${effect.id}=${name}` });

/** Ids that the journal calls by a name, under `step/verb:cloudstack-api:kind:`. */
export function journalled(effects: readonly string[], step: string, verb: string, kind: string): Named[] {
  const prefix = `${step}/${verb}:${CLOUDSTACK_API}:${kind}:`;
  return effects.flatMap((effect) => {
    const at = effect.indexOf('=');
    return effect.startsWith(prefix) && at > 0
      ? [{ id: effect.slice(prefix.length, at), name: effect.slice(at + 1) }]
      : [];
  });
}

export interface Resolved {
  readonly items: readonly Named[];
  /** Why not every name has its id; stops the step. */
  readonly problem?: ErrorDetail;
}

/** Each name with its id, in the contract's order. */
export function resolve(
  what: string,
  names: readonly string[],
  seen: Seen,
  shown: readonly Named[],
  known: readonly Named[],
): Resolved {
  const problems: ErrorDetail[] = seen.is === 'unknown' ? [seen.error] : [];
  const [knownBy, shownBy] = [byName(known), byName(shown)];
  const items = names.flatMap((name): Named[] => {
    const own = knownBy.get(name) ?? [];
    const ids = new Set([...own, ...(shownBy.get(name) ?? [])].map(({ id }) => id));
    const [first, ...others] = ids;
    if (first === undefined && seen.is === 'not-asked') return [{ id: name, name }];
    if (first === undefined && seen.is === 'seen') problems.push(missing(what, name, seen.seesDestroyed));
    if (others.length > 0) {
      problems.push(ambiguous(what, name, [...ids]));
      // What the journal began is still settled; the other one is nobody's yet.
      return [...new Map(own.map((one) => [one.id, one])).values()];
    }
    return first === undefined ? [] : [{ id: first, name }];
  });
  return { items, ...(problems[0] === undefined ? {} : { problem: problems[0] }) };
}

/** Looked up once for each name: a contract may have hundreds. */
function byName(all: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Named[]>();
  for (const one of all) found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return found;
}

function missing(what: string, name: string, seesDestroyed: boolean): ErrorDetail {
  return providerError('name-not-found', `the API lists no ${what} ${name}`, {
    class: 'permanent',
    why: seesDestroyed
      ? 'a name that was never seen may be mistyped; only what was seen can be called gone'
      : 'it may be mistyped, or destroyed: this key sees no destroyed machines',
    next: 'correct the name; where it is gone already, take it off the list; then kaiyaku amend CONTRACT',
  }).detail;
}

function ambiguous(what: string, name: string, ids: readonly string[]): ErrorDetail {
  return providerError('ambiguous-name', `${what} ${name} stands for ${ids.length}: ${ids.join(', ')}`, {
    class: 'permanent',
    why: 'which of them the contract means is not guessed',
    next: 'let a person look in the console and give the other one another name',
  }).detail;
}

// Holds observations against goals. Pure. An error never becomes an answer here: it stays `unknown`.
import { canonicalJson, type JsonObject } from '../base/canonical-json.ts';
import type { ErrorDetail } from '../base/errors.ts';
import { targetKey, type Observation, type Target } from '../executors/port.ts';
import type { Goal, ProofPart } from '../teardown/step.ts';

export type Reached = 'reached' | 'missed' | 'foreign' | 'unknown' | 'not-asked';

export type Observations = ReadonlyMap<string, Observation>;

const NOT_ASKED: Observation = { state: 'not-asked', why: 'nobody looked' };

export function observationOf(
  observations: Observations,
  target: Pick<Target, 'executor' | 'kind' | 'id' | 'zone'>,
): Observation {
  return observations.get(targetKey(target)) ?? NOT_ASKED;
}

/** What an act left: its receipt, and whether a person settled it as done. */
export interface Left {
  readonly receipt?: JsonObject;
  readonly settledByPerson?: boolean;
}

export function goalReached(goal: Goal, seen: Observation, left: Left = {}): Reached {
  if (goal.is === 'receipt') {
    const holds = left.receipt !== undefined && includes(left.receipt, goal.equal);
    return holds || left.settledByPerson === true ? 'reached' : 'missed';
  }
  if (seen.state === 'unknown' || seen.state === 'not-asked') return seen.state;
  if (goal.is === 'absent') {
    if (seen.state === 'absent') return 'reached';
    return seen.state === 'foreign' ? 'foreign' : 'missed';
  }
  if (seen.state === 'absent') return goal.orAbsent === true ? 'reached' : 'missed';
  if (seen.state === 'foreign' && goal.whoever !== true) return 'foreign';
  return includes(seen.facts, goal.equal) ? 'reached' : 'missed';
}

/** All parts together: the worst answer wins, because one part that cannot be read leaves the whole unproven. */
export function partsReached(parts: readonly ProofPart[], observations: Observations, left: Left = {}): Reached {
  const all = parts.map((part) => goalReached(part.goal, observationOf(observations, part.target), left));
  for (const worst of ['unknown', 'not-asked', 'foreign', 'missed'] as const) if (all.includes(worst)) return worst;
  return 'reached';
}

/** The first error among the parts' observations. */
export function firstError(parts: readonly ProofPart[], observations: Observations): ErrorDetail | undefined {
  for (const part of parts) {
    const seen = observationOf(observations, part.target);
    if (part.goal.is !== 'receipt' && seen.state === 'unknown') return seen.error;
  }
  return undefined;
}

function includes(facts: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => facts[key] !== undefined && canonicalJson(facts[key]) === canonicalJson(value),
  );
}

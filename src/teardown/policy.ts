// A policy is a pure predicate over what is known; one file a rule in policies/. A guard is a policy held at the place of
// use. Types only.
import type { RefusalId } from '../base/refusals.ts';
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Observation, Target } from '../executors/port.ts';
import type { History } from './provider.ts';
import type { Effect, Step, Teardown } from './step.ts';
import type { Terms } from './terms.ts';

export interface Finding {
  readonly refusal: RefusalId;
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong, with ids and names. */
  readonly what: string;
  readonly why: string;
  /** What to do, or the next command. */
  readonly next: string;
  /** What a waiver has to name, exactly. */
  readonly about?: string;
}

export interface PolicyContext {
  readonly provider: string;
  /** The parsed contract; a policy of one provider knows its type. */
  readonly contract: unknown;
  readonly contractName: string;
  readonly terms: Terms;
  readonly teardown: Teardown;
  readonly step: Step;
  /** Its effects that have not begun: guards are for what is still to do. */
  readonly open: readonly Effect[];
  readonly history: History;
  /** Verification instants of effects, ms since the epoch. */
  readonly verifiedAtMs: ReadonlyMap<string, number>;
  /** Age of the journal's last entry, for the clock guard. */
  readonly lastEntryAtMs: number;
  readonly nowMs: number;
  readonly todayOn: CivilDate;
  /** `not-asked` for what this survey did not look at. */
  readonly observe: (target: Pick<Target, 'executor' | 'kind' | 'id' | 'zone'>) => Observation;
  /** Which other contract files claim an object id. */
  readonly claimedBy: ReadonlyMap<string, readonly string[]>;
}

/** One rule. Pure: the same context gives the same findings; none means that the rule holds. */
export interface Policy {
  readonly refusal: RefusalId;
  check(context: PolicyContext): readonly Finding[];
}

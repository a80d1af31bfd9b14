// What a decision rests on, as data. Types.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { JournalState } from '../journal/project.ts';
import type { Finding } from '../teardown/policy.ts';
import type { StepId, Teardown } from '../teardown/step.ts';
import type { Terms } from '../teardown/terms.ts';
import type { Observations } from './evaluate.ts';

/** Everything that a decision rests on; nothing else is looked at. */
export interface DecideInput {
  readonly teardown: Teardown;
  readonly terms: Terms;
  readonly state: JournalState;
  readonly contractDigest: string;
  readonly teardownDigest: string;
  readonly observations: Observations;
  readonly findings: ReadonlyMap<StepId, readonly Finding[]>;
  readonly nowMs: number;
  readonly todayOn: CivilDate;
  /** An `anytime` step that is wanted now, ahead of its turn. */
  readonly early?: StepId;
}

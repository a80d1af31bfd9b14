// What the text of a step is seen from. Types.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cost } from '../teardown/terms.ts';

export interface StepView {
  readonly contract: string;
  readonly todayOn: CivilDate;
  readonly costs: readonly Cost[];
  /** The `Next` at the report's end, which no step repeats. */
  readonly next: string | undefined;
  /** Reasons that are printed already; grows. */
  readonly said: Set<string>;
}

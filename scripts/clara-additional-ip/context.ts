// What the step functions of this provider are given, and the window that the plan gives a step. Pure.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { Step } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import type { Place } from './order.ts';

/** What every step function is given. */
export interface Context {
  readonly contract: ClaraContract;
  readonly terms: Terms;
  readonly history: History;
  readonly place: Place;
}

/** The last day of a step that is left, from the plan; and the first one, where something forbids an earlier day. */
export function windowFrom({ terms, place }: Context, why: string, fromOn?: CivilDate): Step['window'] {
  const planned = terms.schedule?.find(({ step }) => step === place.id);
  return {
    ...(fromOn === undefined ? {} : { fromOn }),
    ...(planned === undefined ? {} : { untilOn: planned.latestOn }),
    why,
  };
}

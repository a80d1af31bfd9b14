// When sales must be told for an end on a wanted day, which end a day of telling still allows, and when a domain ends
// (AL1, AL2). Pure functions over civil dates; must never look at today.
import { previousOrSame, subtractBusinessDays, type Closure } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate, earlierOf, laterOf, monthsBefore } from '../../src/calendar/civil-date.ts';
import { bugError } from '../../src/base/errors.ts';
import type { AltusDomain } from './contract.ts';

/** The other reading of “1ヶ月前”: so many days. */
export const MONTH_DAYS = 31;
/** So that a full month lies between, the day itself is left out. */
export const SPARE_DAYS = 1;
/** A day of telling reaches an end no further away than this. */
const REACH_DAYS_MAX = 40;

/** AL1: the last day on which sales can be told, for an end on `endOn`. */
export function tellBy(endOn: CivilDate): CivilDate {
  return addDays(earlierOf(monthsBefore(endOn, 1), addDays(endOn, -MONTH_DAYS)), -SPARE_DAYS);
}

/** The days for a person: the last business day that meets `tellBy`, and the recommended one. */
export function tellDays(endOn: CivilDate, marginBusinessDays: number, closures?: readonly Closure[]) {
  const limitOn = tellBy(endOn);
  const latestOn = previousOrSame(limitOn, closures);
  return { limitOn, latestOn, recommendedOn: subtractBusinessDays(latestOn, marginBusinessDays, closures) };
}

/** The wanted end where telling on that day is in time for it, else the first day for which it is. An inference (AL1). */
export function endToldOn(toldOn: CivilDate, wantedOn: CivilDate): CivilDate {
  if (toldOn <= tellBy(wantedOn)) return wantedOn;
  for (let days = MONTH_DAYS; days <= REACH_DAYS_MAX; days += 1) {
    const endOn = addDays(toldOn, days);
    if (toldOn <= tellBy(endOn)) return laterOf(endOn, wantedOn);
  }
  throw bugError('unreachable', 'a month is never longer than its limit');
}

/** AL2: the day on which a cancelled domain ends; undefined when it is kept or its renewal is not known. */
export function domainEndsOn({ disposition, nextRenewalOn, cancel }: AltusDomain): CivilDate | undefined {
  if (disposition === 'keep' || nextRenewalOn === undefined) return undefined;
  return cancel === 'term-end' ? addDays(nextRenewalOn, -1) : cancel;
}

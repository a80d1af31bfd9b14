// The days of something that a person has to send or do by a limit: the last business day that still meets it, the day
// recommended before that, and whether either rests on a holiday that is not yet announced. Pure.
import {
  BUSINESS_WALK_DAYS_MAX,
  isProvisional,
  previousOrSame,
  subtractBusinessDays,
} from '../calendar/business-days.ts';
import { type CivilDate, daysBetween } from '../calendar/civil-date.ts';
import type { PlanCalendar } from './backward-plan.ts';
import type { Deadline } from './terms.ts';

/**
 * `latestOn` is the last business day ≤ `on`, `recommendedOn` lies `marginBusinessDays` before it, never before `notBeforeOn`
 * (a day that would be too early is not recommended). Throws `no-business-day` (user) where the closures leave none.
 */
export function sendingDays(
  on: CivilDate,
  marginBusinessDays: number,
  { todayOn, closures }: PlanCalendar,
  notBeforeOn?: CivilDate,
): Pick<Deadline, 'on' | 'latestOn' | 'recommendedOn' | 'provisional'> & {
  readonly latestOn: CivilDate;
  readonly recommendedOn: CivilDate;
} {
  const latestOn = previousOrSame(on, closures);
  const recommendedOn = subtractBusinessDays(latestOn, marginBusinessDays, closures);
  return {
    on,
    latestOn,
    recommendedOn: notBeforeOn !== undefined && recommendedOn < notBeforeOn ? notBeforeOn : recommendedOn,
    provisional: isUnannounced(recommendedOn, on, { todayOn, closures }),
  };
}

/** Whether the days between the two (in order) rest on a holiday that is not announced; of days too far apart nobody knows. */
export function isUnannounced(fromOn: CivilDate, toOn: CivilDate, { todayOn, closures }: PlanCalendar): boolean {
  return daysBetween(fromOn, toOn) > BUSINESS_WALK_DAYS_MAX || isProvisional(fromOn, toOn, todayOn, closures);
}

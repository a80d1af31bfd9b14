// FX3: how long old and new plan run side by side, and which term the new plan gets. Pure functions over civil dates; they
// never look at today. Source: sources/003, 1-5.
import { bugError } from '../../src/base/errors.ts';
import {
  addDays,
  addMonthsTo,
  type CivilDate,
  daysBetween,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsAfter,
  termEnd,
} from '../../src/calendar/civil-date.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';

/** 1ヶ月以上は並行稼動 */
export const PARALLEL_MONTHS = 1;
export const YEAR_MONTHS = 12;

/** A month of running side by side has 28 to 31 days. */
const PARALLEL_DAYS_MIN = 28;
const PARALLEL_DAYS_MAX = 31;

/** The earliest day on which the old plan may end: opened 24 November → 24 December. */
export function parallelUntil(openedOn: CivilDate): CivilDate {
  return monthsAfter(openedOn, PARALLEL_MONTHS);
}

/** When the old plan ends in practice: with the month in which the running side by side is over. */
export function usualOldEnd(openedOn: CivilDate): CivilDate {
  return lastDayOfMonth(monthOf(parallelUntil(openedOn)));
}

/** The last opening day from which the month side by side is over by `oldEndsOn`, so that the old plan need not renew. */
export function openLatestOn(oldEndsOn: CivilDate): CivilDate {
  for (let days = PARALLEL_DAYS_MIN; days <= PARALLEL_DAYS_MAX; days += 1) {
    const openedOn = addDays(oldEndsOn, -days);
    if (parallelUntil(openedOn) <= oldEndsOn) return openedOn;
  }
  throw bugError('unreachable', 'no month has more than 31 days');
}

/** 初月無料、翌月から契約料金発生: the first of the month after the opening. */
export function newTermStartsOn(openedOn: CivilDate): CivilDate {
  return firstDayOfMonth(addMonthsTo(monthOf(openedOn), 1));
}

/** Days that are free: from the opening to the end of its month. */
export function freeDays(openedOn: CivilDate): number {
  return daysBetween(openedOn, newTermStartsOn(openedOn));
}

/** 丸1年 from a yearly plan or for a yearly one; from monthly to monthly a month, which renews. */
export function newTermMonths({ oldPlan, newPlan }: Pick<FlxsrvPlanChangeContract, 'oldPlan' | 'newPlan'>): number {
  return oldPlan.billing === 'yearly' || newPlan.billing === 'yearly' ? YEAR_MONTHS : 1;
}

/** The last day of the new term: start + (months + extension) months − 1 day. */
export function newTermEndsOn(startsOn: CivilDate, months: number, extensionMonths = 0): CivilDate {
  return termEnd(startsOn, months + extensionMonths);
}

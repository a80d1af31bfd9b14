// When the form must arrive for a wanted month, which end an arrival gives, and what is missing of the minimum term (CL7,
// CL8). Pure functions over civil dates; must never look at today.
import {
  type Closure,
  isProvisional,
  nextOrSame,
  previousOrSame,
  subtractBusinessDays,
} from '../../src/calendar/business-days.ts';
import {
  addMonthsTo,
  type CivilDate,
  type CivilMonth,
  firstDayOfMonth,
  lastDayOfMonth,
  laterOf,
  monthOf,
  monthsBetween,
} from '../../src/calendar/civil-date.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';

/** CL7: the form has arrived by this day. */
export const arriveBy = (endMonth: CivilMonth): CivilDate => lastDayOfMonth(addMonthsTo(endMonth, -1));

/** CL7: the end that an arrival gives: the month that the form names, or the month after the arrival where that is later. */
export function endReceivedOn(arrivedOn: CivilDate, endMonth: CivilMonth): CivilDate {
  return laterOf(lastDayOfMonth(endMonth), endByArrivalAlone(arrivedOn));
}

/** The other reading: the last day of the month after the arrival, whatever the form names. */
export const endByArrivalAlone = (arrivedOn: CivilDate): CivilDate =>
  lastDayOfMonth(addMonthsTo(monthOf(arrivedOn), 1));

/** When the form may be sent. From the month before on both readings give the same end (`formMayArriveEarly` drops that side). */
export function windowOf(
  contract: Pick<ClaraContract, 'endMonth' | 'formMayArriveEarly' | 'openedOn' | 'marginBusinessDays'>,
  todayOn: CivilDate,
  closures: readonly Closure[],
): NonNullable<Terms['applicationWindow']> {
  const { endMonth, formMayArriveEarly, openedOn, marginBusinessDays } = contract;
  const acceptByOn = arriveBy(endMonth);
  const acceptFromOn = formMayArriveEarly ? openedOn : laterOf(openedOn, firstDayOfMonth(monthOf(acceptByOn)));
  const applyFromOn = nextOrSame(acceptFromOn, closures);
  const applyLatestOn = previousOrSame(acceptByOn, closures);
  const recommendedOn = subtractBusinessDays(applyLatestOn, marginBusinessDays, closures);
  return {
    acceptFromOn,
    acceptByOn,
    applyFromOn,
    applyLatestOn,
    // A wide margin must not recommend a day that could end it a month early.
    applyRecommendedOn: laterOf(recommendedOn, applyFromOn),
    provisional:
      isProvisional(acceptFromOn, applyFromOn, todayOn, closures) ||
      isProvisional(recommendedOn, acceptByOn, todayOn, closures),
    endsOn: lastDayOfMonth(endMonth),
  };
}

type Opened = Pick<ClaraContract, 'openedOn' | 'minimumTermMonths' | 'minimumTermEndsOn'>;

/** CL8: the last day of the minimum term; undefined when there is none. */
export function minimumTermEnd({ openedOn, minimumTermMonths, minimumTermEndsOn }: Opened): CivilDate | undefined {
  if (minimumTermEndsOn !== undefined) return minimumTermEndsOn;
  return minimumTermMonths === 0 ? undefined : lastDayOfMonth(addMonthsTo(monthOf(openedOn), minimumTermMonths));
}

/** CL8: months of the minimum term that lie after the end. */
export function missingMonths(opened: Opened, endsOn: CivilDate): number {
  const termEndsOn = minimumTermEnd(opened);
  return termEndsOn === undefined ? 0 : Math.max(0, monthsBetween(monthOf(endsOn), monthOf(termEndsOn)));
}

// The steps of a change of plan with their days, counted back from the old plan's end and from its renewal. Pure.
// What passes between two steps is an assumption wherever the source gives no figure; it is named as one.
import { previousOrSame, subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import { type PlanCalendar, planBackward, type PlannedWork } from '../../src/teardown/backward-plan.ts';
import type { StepSchedule } from '../../src/teardown/terms.ts';
import { type FlxsrvPlanChangeContract, linkedDomains } from './contract.ts';
import type { TermsFacts } from './facts.ts';
import { openLatestOn } from './new-term.ts';

/** A ticket is answered, an invoice revised, a payment booked, a link taken away: a business day each. An assumption. */
export const REPLY_BUSINESS_DAYS = 1;
/** So long may somebody still ask the old server after the switch. An assumption. */
export const DNS_SETTLE_DAYS = 3;

const REPLY = { businessDays: REPLY_BUSINESS_DAYS };

/** The day by which the new plan must be open: before the old one renews, or as planned where it renews month by month. */
export function openBy({ oldPlan, dates }: Pick<FlxsrvPlanChangeContract, 'oldPlan' | 'dates'>): CivilDate {
  return oldPlan.endsOn === undefined ? dates.openOn : openLatestOn(oldPlan.endsOn);
}

export function scheduleOf(
  contract: FlxsrvPlanChangeContract,
  facts: TermsFacts,
  endsOn: CivilDate,
  calendar: PlanCalendar,
): StepSchedule[] {
  const by = (on: CivilDate) => {
    const latestOn = previousOrSame(on, calendar.closures);
    return {
      latestOn,
      recommendedOn: subtractBusinessDays(latestOn, contract.marginBusinessDays, calendar.closures),
    };
  };
  const works: (Omit<PlannedWork, 'after' | 'doneOn'> & { readonly doneOn: CivilDate | undefined })[] = [
    { step: 'ticket-before-order', wait: REPLY, doneOn: facts.answeredOn },
    { step: 'order', doneOn: facts.orderedOn },
    { step: 'ticket-after-order', wait: REPLY, doneOn: facts.reportedOn },
    { step: 'check-invoice', doneOn: facts.invoicedOn },
    { step: 'pay', wait: REPLY, doneOn: facts.paidOn },
    { step: 'file-new-periods', by: by(openBy(contract)), doneOn: facts.oldEndsOn && facts.openedOn },
    ...(linkedDomains(contract).length === 0 ? [] : [{ step: 'unlink-zones', wait: REPLY, doneOn: facts.unlinkedOn }]),
    { step: 'back-up', doneOn: facts.backedUpOn },
    { step: 'move-data', doneOn: facts.movedOn },
    { step: 'switch-dns', wait: { days: DNS_SETTLE_DAYS }, doneOn: facts.switchedOn },
    { step: 'verify', by: by(addDays(endsOn, -1)), doneOn: facts.verifiedOn },
    { step: 'old-plan-cancelled', by: by(contract.oldPlan.endsOn ?? endsOn), doneOn: facts.cancelledOn },
  ];
  return planBackward(
    works.map(({ doneOn, ...work }, at) => ({
      ...work,
      after: at === 0 ? [] : [works[at - 1]!.step],
      ...(doneOn === undefined ? {} : { doneOn }),
    })),
    calendar,
  );
}

// The terms of leaving J-MOTTO's hosting: windows, deadlines, end date, costs and the readings they rest on.
// Pure: today arrives as an argument. It states what the source says; what to do about it is the policies' to decide.
// Source: sources/004, rules JM1–JM9.
import {
  type Closure,
  DEFAULT_CLOSURES,
  nextOrSame,
  previousOrSame,
  subtractBusinessDays,
} from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate, earlierOf, lastDayOfMonth } from '../../src/calendar/civil-date.ts';
import type { PlanCalendar } from '../../src/teardown/backward-plan.ts';
import { isUnannounced, sendingDays } from '../../src/teardown/sending-days.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { assumptionsOf } from './assumptions.ts';
import type { JmottoTransferContract } from './contract.ts';
import { costsOf } from './costs.ts';
import { deadlinesOf } from './deadlines.ts';
import { bookableFrom, endOfReceipt, postBy, receiptWindow } from './end-dates.ts';
import type { TermsFacts } from './facts.ts';
import { scheduleOf } from './schedule.ts';

/** From so many business days before the end every open step is marked. */
export const AT_RISK_BUSINESS_DAYS = 5;

/** The closures that hold for this contract. */
export function closuresOf({ closures }: Pick<JmottoTransferContract, 'closures'>): readonly Closure[] {
  return closures ?? DEFAULT_CLOSURES;
}

/** The day of the switch: done, booked or planned, whichever is known best. */
export function switchDayOf({ dates }: Pick<JmottoTransferContract, 'dates'>, facts: TermsFacts): CivilDate {
  return facts.switchedOn ?? facts.bookedSwitchOn ?? dates.switchOn;
}

/** JM9: the last day on which the old server is still needed. */
export function neededUntilOn(
  contract: Pick<JmottoTransferContract, 'dates' | 'parallelDays'>,
  facts: TermsFacts,
): CivilDate {
  return addDays(switchDayOf(contract, facts), contract.parallelDays);
}

/** What the terms say of this contract on `todayOn`. Throws user errors for dates that no calendar knows. */
export function termsOf(contract: JmottoTransferContract, facts: TermsFacts, todayOn: CivilDate): Terms {
  const calendar: PlanCalendar = { todayOn, closures: closuresOf(contract) };
  const window = receiptWindowOf(contract, calendar);
  const ends = endsOf(contract, facts, window.endsOn);
  const endsOn = ends.governingEndsOn;
  const open = facts.acceptedOn === undefined && facts.providerEndsOn === undefined;
  return {
    ...ends,
    applicationWindow: window,
    neededUntilOn: neededUntilOn(contract, facts),
    ...neededAtBest(contract, facts, calendar),
    deadlines: deadlinesOf({ contract, facts, window, endsOn, switchOn: switchDayOf(contract, facts), calendar }),
    costs: costsOf(contract, {
      wantedOn: window.endsOn,
      ...(open
        ? { acceptByOn: window.acceptByOn, neededUntilOn: neededUntilOn(contract, facts) }
        : { knownOn: ends.endsOn }),
    }),
    assumptions: assumptionsOf(contract, facts),
    schedule: scheduleOf(
      contract,
      facts,
      {
        endsOn,
        formFromOn: window.applyFromOn,
        form: sendingDays(postBy(window.acceptByOn), contract.marginBusinessDays, calendar, window.applyFromOn),
      },
      calendar,
    ),
    atRiskFromOn: subtractBusinessDays(endsOn, AT_RISK_BUSINESS_DAYS, calendar.closures),
    teardownWindow: { untilOn: addDays(endsOn, -1) },
  };
}

/** JM4, JM9: a switch that can no longer be booked for its planned day comes later, and so does the end of the need. */
function neededAtBest(
  contract: JmottoTransferContract,
  facts: TermsFacts,
  { todayOn, closures }: PlanCalendar,
): Pick<Terms, 'neededAtBestUntilOn'> {
  const { domain, dates, parallelDays } = contract;
  if (!domain.dnsHere || facts.bookedSwitchOn !== undefined || facts.switchedOn !== undefined) return {};
  const earliestOn = nextOrSame(bookableFrom(nextOrSame(todayOn, closures)), closures);
  return earliestOn <= dates.switchOn ? {} : { neededAtBestUntilOn: addDays(earliestOn, parallelDays) };
}

type Window = NonNullable<Terms['applicationWindow']>;

/** JM1: what may be received when, and the business days on which the form may lie on their desk. */
function receiptWindowOf({ endMonth, marginBusinessDays }: JmottoTransferContract, calendar: PlanCalendar): Window {
  const { acceptFromOn, acceptByOn, endsOn } = receiptWindow(endMonth);
  const applyFromOn = nextOrSame(acceptFromOn, calendar.closures);
  const days = sendingDays(acceptByOn, marginBusinessDays, calendar, applyFromOn);
  return {
    acceptFromOn,
    acceptByOn,
    applyFromOn,
    applyLatestOn: days.latestOn,
    applyRecommendedOn: days.recommendedOn,
    provisional: isUnannounced(acceptFromOn, applyFromOn, calendar) || days.provisional,
    endsOn,
  };
}

/** The last day on which the form is posted (JM1). */
export function sendLatestOf(contract: Pick<JmottoTransferContract, 'endMonth' | 'closures'>): CivilDate {
  return previousOrSame(postBy(receiptWindow(contract.endMonth).acceptByOn), closuresOf(contract));
}

type Ends = Pick<Terms, 'endsOnSource' | 'computedEndsOn' | 'endsOnConflict'> & {
  readonly endsOn: CivilDate;
  readonly governingEndsOn: CivilDate;
};

/** The end in the provider's own words is the one of record; while it differs unacknowledged, the earlier governs. */
function endsOf(contract: JmottoTransferContract, facts: TermsFacts, wantedOn: CivilDate): Ends {
  const computedEndsOn = facts.acceptedOn === undefined ? undefined : endOfReceipt(facts.acceptedOn);
  const computed = computedEndsOn === undefined ? {} : { computedEndsOn };
  const expectedOn = computedEndsOn ?? wantedOn;
  if (facts.providerEndsOn === undefined)
    return {
      ...computed,
      endsOn: expectedOn,
      endsOnSource: computedEndsOn === undefined ? 'wanted' : 'computed',
      governingEndsOn: earlierOf(expectedOn, wantedOn),
    };
  const noticeOn = facts.providerEndsOn;
  const settled = noticeOn === expectedOn || contract.endsOnAcknowledged === noticeOn;
  return {
    ...computed,
    endsOn: noticeOn,
    endsOnSource: 'notice',
    governingEndsOn: settled ? noticeOn : earlierOf(noticeOn, expectedOn),
    ...(settled ? {} : { endsOnConflict: { computedOn: expectedOn, noticeOn, rule: 'JM1' } }),
  };
}

/** The end that the contract wants. */
export const wantedEndOf = ({ endMonth }: Pick<JmottoTransferContract, 'endMonth'>): CivilDate =>
  lastDayOfMonth(endMonth);

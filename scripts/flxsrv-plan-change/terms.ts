// The terms of a change of plan: windows, deadlines, the old plan's end, costs and the readings they rest on.
// Pure: today arrives as an argument. It states what the source says; what to do about it is the policies' to decide.
// Source: sources/003, rules FX1–FX7.
import { type Closure, DEFAULT_CLOSURES, subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { assumptionsOf } from './assumptions.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { billedOf } from './billed.ts';
import { costsOf } from './costs.ts';
import { deadlinesOf } from './deadlines.ts';
import type { TermsFacts } from './facts.ts';
import { newTermEndsOn, newTermMonths, newTermStartsOn, parallelUntil } from './new-term.ts';
import { scheduleOf } from './schedule.ts';
import { type Settlement, settlementsOf } from './settlement.ts';

/** From so many business days before the old plan's end every open step is marked. */
export const AT_RISK_BUSINESS_DAYS = 5;

/** The closures that hold for this contract. */
export function closuresOf({ closures }: Pick<FlxsrvPlanChangeContract, 'closures'>): readonly Closure[] {
  return closures ?? DEFAULT_CLOSURES;
}

/** The opening and the request, as attested, else as planned. */
export function datesOf({ dates }: FlxsrvPlanChangeContract, facts: TermsFacts) {
  return { openedOn: facts.openedOn ?? dates.openOn, requestedOn: facts.requestedOn ?? dates.ticketOn };
}

/** Every reading of FX4, on the dates that are known. */
export function knownSettlements(contract: FlxsrvPlanChangeContract, facts: TermsFacts): Settlement[] {
  return settlementsOf(contract, datesOf(contract, facts));
}

/**
 * What the terms say of this contract on `todayOn`. Throws user errors for dates that no calendar knows, and
 * `extension-out-of-range` for prices that are no prices.
 */
export function termsOf(contract: FlxsrvPlanChangeContract, facts: TermsFacts, todayOn: CivilDate): Terms {
  const { openedOn } = datesOf(contract, facts);
  const calendar = { todayOn, closures: closuresOf(contract) };
  const ends = endsOf(contract, facts, openedOn);
  const settlements = knownSettlements(contract, facts);
  const billed = billedOf(contract, facts, datesOf(contract, facts));
  return {
    ...ends,
    ...(billed === undefined ? {} : { billed }),
    deadlines: deadlinesOf({ contract, facts, openedOn, endsOn: ends.endsOn, calendar }),
    costs: costsOf(contract, facts, openedOn, settlements),
    assumptions: assumptionsOf(contract, facts, openedOn, settlements),
    schedule: scheduleOf(contract, facts, ends.endsOn, calendar),
    atRiskFromOn: subtractBusinessDays(ends.endsOn, AT_RISK_BUSINESS_DAYS, calendar.closures),
    teardownWindow: { fromOn: openedOn, untilOn: addDays(ends.endsOn, -1) },
  };
}

type Ends = Pick<Terms, 'endsOnSource' | 'computedEndsOn' | 'endsOnConflict'> & {
  readonly endsOn: CivilDate;
  readonly governingEndsOn: CivilDate;
};

/**
 * FX6: the old plan ends when the provider says so. Until it has, the earliest possible end is planned for; one that leaves
 * less than a month side by side (FX3) is to be acknowledged.
 */
function endsOf(
  { endsOnAcknowledged }: FlxsrvPlanChangeContract,
  { oldEndsOn, openedOn: attestedOn }: TermsFacts,
  openedOn: CivilDate,
): Ends {
  const earliestOn = parallelUntil(openedOn);
  const computed = attestedOn === undefined ? {} : { computedEndsOn: earliestOn };
  if (oldEndsOn === undefined)
    return {
      ...computed,
      endsOn: earliestOn,
      endsOnSource: attestedOn === undefined ? 'wanted' : 'computed',
      governingEndsOn: earliestOn,
    };
  const tooEarly = attestedOn !== undefined && oldEndsOn < earliestOn && endsOnAcknowledged !== oldEndsOn;
  return {
    ...computed,
    endsOn: oldEndsOn,
    endsOnSource: 'notice',
    governingEndsOn: oldEndsOn,
    ...(tooEarly ? { endsOnConflict: { computedOn: earliestOn, noticeOn: oldEndsOn, rule: 'FX3' } } : {}),
  };
}

/** Whether the new term, as the provider set it, is the one that some reading gives (FX3, FX4). */
export function isExpectedTerm(contract: FlxsrvPlanChangeContract, facts: TermsFacts): boolean {
  const { openedOn, newTermStartsOn: startsOn, newTermEndsOn: endsOn } = facts;
  if (openedOn === undefined || startsOn === undefined || endsOn === undefined) return true;
  if (startsOn !== newTermStartsOn(openedOn)) return false;
  const settlements = knownSettlements(contract, facts);
  const extensions = settlements.length === 0 ? [0] : settlements.map(({ extensionMonths }) => extensionMonths);
  return extensions.some((months) => newTermEndsOn(startsOn, newTermMonths(contract), months) === endsOn);
}

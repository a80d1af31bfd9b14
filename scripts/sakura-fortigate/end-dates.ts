// When a FortiGateVM contract ends, and when an application may be accepted to end it in the wanted month (SF1, SF2).
// Pure functions over civil dates; must never look at today, and never decide what to do about a missed day.
import { bugError, userError } from '../../src/base/errors.ts';
import {
  addDays,
  addMonthsTo,
  type CivilDate,
  type CivilMonth,
  dayOfMonth,
  laterOf,
  lastDayOfMonth,
  monthOf,
  termEnd,
} from '../../src/calendar/civil-date.ts';

/** Acceptance on this day of a month still counts for the nearer end. */
export const ACCEPT_BY_DAY = 20;
/** No contract is followed further than this many terms. */
export const TERMS_FOLLOWED_MAX = 1_500;

export interface TermPlan {
  readonly startedOn: CivilDate;
  readonly termMonths: number;
  /** From the licence notice; wins over the computed day. */
  readonly termEndsOn?: CivilDate | undefined;
  readonly renewalMonths: number;
}

/** Days on which an acceptance ends the contract in one wanted month; both included. */
export interface AcceptanceWindow {
  readonly acceptFromOn: CivilDate;
  readonly acceptByOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** SF1: accepted by the 20th → the last day of that month; later → of the next month. */
export function endOfNoTerm(acceptedOn: CivilDate): CivilDate {
  const month = monthOf(acceptedOn);
  return lastDayOfMonth(acceptedOn <= dayOfMonth(month, ACCEPT_BY_DAY) ? month : addMonthsTo(month, 1));
}

/** SF2: the last day of the first term's last month T whose limit, the 20th of T−1, has not passed. Never inside a term. */
export function endOfTerm(acceptedOn: CivilDate, plan: TermPlan): CivilDate {
  for (const { acceptByOn, endsOn } of cancellableTerms(plan)) if (acceptedOn <= acceptByOn) return endsOn;
  throw bugError('unreachable', 'terms go on until one fits or too many were followed');
}

/** The last day of the n-th term (0: the first). */
export function termEndsOn(plan: TermPlan, renewals: number): CivilDate {
  const { startedOn, termMonths, renewalMonths } = plan;
  if (plan.termEndsOn === undefined) return termEnd(startedOn, termMonths + renewals * renewalMonths);
  return renewals === 0 ? plan.termEndsOn : termEnd(addDays(plan.termEndsOn, 1), renewals * renewalMonths);
}

/** SF1: the 21st of M−1 to the 20th of M. */
export function noTermWindow(endMonth: CivilMonth): AcceptanceWindow {
  return {
    acceptFromOn: dayOfMonth(addMonthsTo(endMonth, -1), ACCEPT_BY_DAY + 1),
    acceptByOn: dayOfMonth(endMonth, ACCEPT_BY_DAY),
    endsOn: lastDayOfMonth(endMonth),
  };
}

/**
 * SF2: from the 21st of the month before the previous term's T (the start of use for the first term) to the 20th of T−1.
 * Throws `end-month-not-a-term` when no term ends in `endMonth`, or no day is left to be accepted on.
 */
export function termWindow(endMonth: CivilMonth, plan: TermPlan): AcceptanceWindow {
  const wanted = lastDayOfMonth(endMonth);
  const possible: CivilMonth[] = [];
  for (const window of cancellableTerms(plan)) {
    if (window.endsOn === wanted) return window;
    possible.push(monthOf(window.endsOn));
    if (window.endsOn > wanted) break;
  }
  const nearest = possible.slice(-2);
  throw userError('end-month-not-a-term', `the contract cannot end in ${endMonth}`, {
    why: `it ends only with the month in which a term ends, here ${nearest.join(' or ')}`,
    next: `set endMonth to ${nearest.at(-1)}, or correct \`term\``,
    facts: { nearest },
  });
}

/** The windows of all terms that can be cancelled at all, in order. Throws when the caller follows too many. */
function* cancellableTerms(plan: TermPlan): Generator<AcceptanceWindow> {
  for (let renewals = 0; renewals < TERMS_FOLLOWED_MAX; renewals += 1) {
    const window = windowOfTerm(plan, renewals);
    // A first term of a month or so can be over before an application for it could have been accepted.
    if (window.acceptFromOn <= window.acceptByOn) yield window;
  }
  throw userError('end-date-out-of-range', `no term within ${TERMS_FOLLOWED_MAX} renewals fits`, {
    next: 'check `term` and the dates in the contract file',
  });
}

function windowOfTerm(plan: TermPlan, renewals: number): AcceptanceWindow {
  const lastMonth = monthOf(termEndsOn(plan, renewals));
  return {
    acceptFromOn: renewals === 0 ? plan.startedOn : laterOf(plan.startedOn, opensAfter(plan, renewals - 1)),
    acceptByOn: limitFor(lastMonth),
    endsOn: lastDayOfMonth(lastMonth),
  };
}

function opensAfter(plan: TermPlan, renewals: number): CivilDate {
  return addDays(limitFor(monthOf(termEndsOn(plan, renewals))), 1);
}

function limitFor(lastMonth: CivilMonth): CivilDate {
  return dayOfMonth(addMonthsTo(lastMonth, -1), ACCEPT_BY_DAY);
}

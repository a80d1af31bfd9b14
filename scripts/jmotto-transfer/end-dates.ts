// When a J-MOTTO contract ends, when its withdrawal form may be received to end it in the wanted month, and by when it has to
// be posted (JM1); by when a switch is booked (JM4) and a transfer begun (JM5). Pure functions over civil dates; must never
// look at today.
import {
  addDays,
  addMonthsTo,
  type CivilDate,
  type CivilMonth,
  dayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsBefore,
} from '../../src/calendar/civil-date.ts';

/** 25 日までに受理: received on this day of a month still counts for the nearer end. */
export const RECEIVE_BY_DAY = 25;
/** Posting and handling. An assumption: the text names no figure. */
export const POSTING_DAYS = 4;
/** 作業希望日時の１週間前までに作業予約 */
export const BOOKING_DAYS = 7;
/** ドメインの有効期限が 1 か月以上 */
export const VALIDITY_MONTHS = 1;
/** From the start of a domain transfer to its completion. An assumption. */
export const TRANSFER_DAYS = 10;
/** An AuthCode lives so many days from its issue (JPRS); the text names no figure. */
export const AUTHCODE_DAYS = 35;
/** 全体では３～６週間 */
export const PREPARATION_WEEKS = { least: 3, most: 6 } as const;

/** Days on which a receipt ends the contract in one wanted month; both included. */
export interface ReceiptWindow {
  readonly acceptFromOn: CivilDate;
  readonly acceptByOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** JM1: received by the 25th → the last day of the next month; later → of the month after that. */
export function endOfReceipt(receivedOn: CivilDate): CivilDate {
  const month = monthOf(receivedOn);
  return lastDayOfMonth(addMonthsTo(month, receivedOn <= dayOfMonth(month, RECEIVE_BY_DAY) ? 1 : 2));
}

/** JM1: the 26th of M−2 to the 25th of M−1. */
export function receiptWindow(endMonth: CivilMonth): ReceiptWindow {
  return {
    acceptFromOn: dayOfMonth(addMonthsTo(endMonth, -2), RECEIVE_BY_DAY + 1),
    acceptByOn: dayOfMonth(addMonthsTo(endMonth, -1), RECEIVE_BY_DAY),
    endsOn: lastDayOfMonth(endMonth),
  };
}

/** JM1: the day by which it is posted so that it can arrive in time; the business day before follows from the calendar. */
export function postBy(acceptByOn: CivilDate): CivilDate {
  return addDays(acceptByOn, -POSTING_DAYS);
}

/** JM4: the appointment is made a week before the switch. */
export function bookBy(switchOn: CivilDate): CivilDate {
  return addDays(switchOn, -BOOKING_DAYS);
}

/** JM5: the last day on which a month of validity is left (31 March → 28 February). */
export function transferCompleteBy(expiresOn: CivilDate): CivilDate {
  return monthsBefore(expiresOn, VALIDITY_MONTHS);
}

/** JM5, read at completion: begun by this day it is complete while a month of validity is left. */
export function transferStartBy(expiresOn: CivilDate): CivilDate {
  return addDays(transferCompleteBy(expiresOn), -TRANSFER_DAYS);
}

/** JM3: the last day on which an AuthCode surely holds: its own day counts as one. */
export function authCodeUntil(authCodeOn: CivilDate): CivilDate {
  return addDays(authCodeOn, AUTHCODE_DAYS - 1);
}

/** JM4: the earliest switch that can still be booked, on a day of theirs. */
export function bookableFrom(todayOn: CivilDate): CivilDate {
  return addDays(todayOn, BOOKING_DAYS);
}

/** JM9: the last day of the switch that leaves `parallelDays` before the end; the end's own day still counts. */
export function switchBy(endsOn: CivilDate, parallelDays: number): CivilDate {
  return addDays(endsOn, -parallelDays);
}

/** JM2: the preparation begins so many weeks before the switch. */
export function prepareBy(switchOn: CivilDate, weeks: number): CivilDate {
  return addDays(switchOn, -7 * weeks);
}

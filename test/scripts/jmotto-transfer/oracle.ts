// The rules JM1, JM2, JM4, JM5, JM6 and JM9 once more, by trying one day after the other. Slow, naive, and sharing nothing with
// the code under test.
import {
  businessDaysBefore,
  dateOf,
  dayOf,
  firstBusinessDayFrom,
  firstOfMonthAfter,
  lastBusinessDayBy,
  lastOfMonth,
  monthOf,
  textOf,
} from '../naive-days.ts';

export interface Case {
  readonly endMonth: string;
  readonly switchOn: string;
  readonly expiresOn: string;
  readonly managedHere: boolean;
  readonly dnsHere: boolean;
  readonly parallelDays: number;
  readonly margin: number;
}

/** The end that a receipt on this day gives: the next month’s last day, and one more month from the 26th on. */
export function endOfReceipt(receivedOn: string): string {
  const day = dayOf(receivedOn);
  return textOf(lastOfMonth(firstOfMonthAfter(day, dateOf(day) > 25 ? 2 : 1)));
}

/** Each month is tried once. */
const TRIED = new Map<string, { first: number; last: number }>();

/** Every day of five months that, received on, ends the contract in the month: the first and the last of them. */
function receiptDays(endMonth: string): { first: number; last: number } {
  const tried = TRIED.get(endMonth);
  if (tried !== undefined) return tried;
  const end = lastOfMonth(dayOf(`${endMonth}-01`));
  const fitting: number[] = [];
  for (let day = end - 120; day <= end + 30; day += 1) if (dayOf(endOfReceipt(textOf(day))) === end) fitting.push(day);
  const found = { first: fitting[0]!, last: fitting.at(-1)! };
  TRIED.set(endMonth, found);
  return found;
}

/** The day of the month before with the same number, or that month’s last one. */
function aMonthBefore(day: number): number {
  let other = day;
  while (monthOf(other) === monthOf(day)) other -= 1;
  while (dateOf(other) > dateOf(day)) other -= 1;
  return other;
}

/** The days that the terms must name, each by its name. */
export function days(one: Case): Record<string, string | undefined> {
  const end = lastOfMonth(dayOf(`${one.endMonth}-01`));
  const { first, last } = receiptDays(one.endMonth);
  const applyFrom = firstBusinessDayFrom(first);
  const applyLatest = lastBusinessDayBy(last);
  const sendLatest = lastBusinessDayBy(last - 4);
  const switchDay = dayOf(one.switchOn);
  const book = lastBusinessDayBy(switchDay - 7);
  const complete = aMonthBefore(dayOf(one.expiresOn));
  const lastSwitch = end - one.parallelDays;
  const named: Record<string, number | undefined> = {
    ends: end,
    acceptFrom: first,
    acceptBy: last,
    applyFrom,
    applyLatest,
    applyRecommended: Math.max(applyFrom, businessDaysBefore(applyLatest, one.margin)),
    sendLatest,
    sendRecommended: Math.max(applyFrom, businessDaysBefore(sendLatest, one.margin)),
    prepareLatest: lastBusinessDayBy(switchDay - 21),
    prepareRecommended: lastBusinessDayBy(switchDay - 42),
    bookLatest: one.dnsHere ? book : undefined,
    bookRecommended: one.dnsHere ? businessDaysBefore(book, one.margin) : undefined,
    transferBy: one.managedHere ? complete : undefined,
    transferLatest: one.managedHere ? lastBusinessDayBy(complete - 10) : undefined,
    switchBy: lastSwitch,
    switchLatest: one.dnsHere ? lastBusinessDayBy(lastSwitch) : lastSwitch,
    backUpLatest: end - 1,
    backUpRecommended: businessDaysBefore(end, one.margin),
    neededUntil: switchDay + one.parallelDays,
  };
  return Object.fromEntries(
    Object.entries(named).map(([name, day]) => [name, day === undefined ? undefined : textOf(day)]),
  );
}

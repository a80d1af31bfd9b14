// The rules FX3, FX4 and the days of FX1, FX5, FX6 once more: by walking days, and by taking away one month's price at a time.
// Slow, naive, and sharing nothing with the code under test.
import {
  businessDaysBefore,
  dayOf,
  firstOfMonthAfter,
  lastBusinessDayBy,
  lastOfMonth,
  monthOf,
  termEnd,
  textOf,
} from '../naive-days.ts';

export interface Case {
  readonly ticketOn: string;
  readonly orderOn: string;
  readonly openOn: string;
  readonly oldYearly: number;
  readonly oldEndsOn: string;
  readonly newBilling: 'monthly' | 'yearly';
  readonly newPrice: number;
  readonly initialFee: number;
  readonly margin: number;
}

/** The smallest amount of which twelve are enough. */
function twelfth(yen: number): number {
  let share = Math.floor(yen / 12) - 2;
  while (share * 12 < yen) share += 1;
  return share;
}

/** Months that are whole, from the first of a month: walk each to its end, and stop at the one that is not over in time. */
function wholeMonths(first: number, end: number): number {
  let [months, from] = [0, first];
  while (lastOfMonth(from) <= end) {
    months += 1;
    from = lastOfMonth(from) + 1;
  }
  return months;
}

/** A month that begins on the day after the opening. */
const sideBySideUntil = (opened: number): number => termEnd(opened + 1, 1);

export interface Settled {
  readonly bill: number;
  readonly longer: number;
  readonly termEndsOn: string;
}

/** Every reading: three ways to count the months, one or two prices. */
export function settlements(one: Case): Settled[] {
  const opened = dayOf(one.openOn);
  const end = dayOf(one.oldEndsOn);
  const firsts = [
    firstOfMonthAfter(opened, 1),
    firstOfMonthAfter(opened, 2),
    firstOfMonthAfter(dayOf(one.ticketOn), 1),
  ];
  const prices = one.newBilling === 'yearly' ? [one.newPrice] : [one.newPrice, one.newPrice * 12];
  const yearly = one.newBilling === 'yearly' ? one.newPrice : one.newPrice * 12;
  return prices.flatMap((price) =>
    firsts.map((first) => {
      let bill = price;
      for (let left = wholeMonths(first, end); left > 0; left -= 1) bill -= twelfth(one.oldYearly);
      let longer = 0;
      while (bill < 0) {
        bill += twelfth(yearly);
        longer += 1;
      }
      const due = longer > 0 ? 0 : bill;
      return { bill: due, longer, termEndsOn: textOf(termEnd(firstOfMonthAfter(opened, 1), 12 + longer)) };
    }),
  );
}

/** The days that the terms must name, each by its name. */
export function days(one: Case): Record<string, string> {
  const opened = dayOf(one.openOn);
  const end = sideBySideUntil(opened);
  const beforeOrder = lastBusinessDayBy(dayOf(one.orderOn) - 1);
  let openLatest = dayOf(one.oldEndsOn);
  while (sideBySideUntil(openLatest) > dayOf(one.oldEndsOn)) openLatest -= 1;
  return {
    ends: textOf(end),
    moveLatest: textOf(end - 1),
    moveRecommended: textOf(businessDaysBefore(lastBusinessDayBy(end - 1), one.margin)),
    atRisk: textOf(businessDaysBefore(end, 5)),
    ticketLatest: textOf(beforeOrder),
    ticketRecommended: textOf(businessDaysBefore(beforeOrder, one.margin)),
    openBy: textOf(openLatest),
    openLatest: textOf(lastBusinessDayBy(openLatest)),
    openRecommended: textOf(businessDaysBefore(lastBusinessDayBy(openLatest), one.margin)),
    newTermStarts: `${monthOf(lastOfMonth(opened) + 1)}-01`,
  };
}

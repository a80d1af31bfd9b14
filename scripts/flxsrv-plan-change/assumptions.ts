// The readings of what the source leaves open, each the one that is safer for the customer, and how to override it. Pure; it
// lists only those that this contract rests on now.
import { addDays, type CivilDate, lastDayOfMonth, monthOf } from '../../src/calendar/civil-date.ts';
import type { Assumption } from '../../src/teardown/terms.ts';
import { type FlxsrvPlanChangeContract, linkedDomains } from './contract.ts';
import type { TermsFacts } from './facts.ts';
import { freeDays, newTermStartsOn, parallelUntil, usualOldEnd } from './new-term.ts';
import { rangeOf, type Settlement } from './settlement.ts';
import { DNS_SETTLE_DAYS } from './schedule.ts';

export function assumptionsOf(
  contract: FlxsrvPlanChangeContract,
  facts: TermsFacts,
  openedOn: CivilDate,
  settlements: readonly Settlement[],
): Assumption[] {
  return [
    ...beforeTheOrder(contract, facts),
    ...secondTicket(facts),
    ...freeMonth(facts, openedOn),
    ...oldEnd(facts, openedOn),
    ...settlementReadings(contract, facts, settlements),
    {
      rule: 'FX6',
      reading: `the move is finished by the day before the old plan ends; for ${DNS_SETTLE_DAYS} days after the switch somebody may still ask the old server (no figure in the text)`,
    },
    ...(linkedDomains(contract).length === 0 || facts.unlinkedOn !== undefined
      ? []
      : [{ rule: 'FX7', reading: 'support takes a link away within one business day (no figure in the text)' }]),
    ...(contract.closures === undefined
      ? [
          {
            rule: 'FX6',
            reading: 'the provider is closed from 29 December to 3 January (no figure in the text)',
            overridableBy: 'closures',
          },
        ]
      : []),
  ];
}

function beforeTheOrder({ oldPlan }: FlxsrvPlanChangeContract, facts: TermsFacts): Assumption[] {
  return [
    ...(facts.answeredOn === undefined
      ? [
          {
            rule: 'FX1',
            reading: 'the order waits for the reply to the first ticket, not only for its sending',
            overridableBy: 'marginBusinessDays',
          },
        ]
      : []),
    ...(facts.openedOn === undefined && oldPlan.endsOn !== undefined
      ? [
          {
            rule: 'FX5',
            reading: `the old plan renews unless the month side by side is over by ${oldPlan.endsOn}`,
            overridableBy: 'oldPlan.endsOn',
          },
        ]
      : []),
  ];
}

function secondTicket({ reportedOn }: TermsFacts): Assumption[] {
  if (reportedOn !== undefined) return [];
  return [{ rule: 'FX2', reading: 'the second ticket follows on the day of the order; the text names no day' }];
}

function freeMonth({ newTermStartsOn: known }: TermsFacts, openedOn: CivilDate): Assumption[] {
  if (known !== undefined) return [];
  return [
    {
      rule: 'FX3',
      reading: `opened on ${openedOn} the new plan is free for ${freeDays(openedOn)} days, to ${addDays(newTermStartsOn(openedOn), -1)}; an opening early in a month is free for longer`,
      overridableBy: 'dates.openOn',
    },
  ];
}

function oldEnd({ oldEndsOn }: TermsFacts, openedOn: CivilDate): Assumption[] {
  if (oldEndsOn !== undefined) return [];
  return [
    {
      rule: 'FX3',
      reading: `the old plan may end on ${parallelUntil(openedOn)}, a month after the opening; in practice with that month, on ${usualOldEnd(openedOn)}. The earlier one is planned for`,
      overridableBy: 'dates.openOn',
    },
  ];
}

function settlementReadings(
  { oldPlan, newPlan, agreed }: FlxsrvPlanChangeContract,
  { invoiceYen }: TermsFacts,
  settlements: readonly Settlement[],
): Assumption[] {
  if (oldPlan.billing === 'monthly') return [];
  const bill = rangeOf(settlements, 'billYen');
  const longer = rangeOf(settlements, 'extensionMonths');
  const range = `${spanOf(bill, 'yen')} to pay, ${spanOf(longer, 'months')} longer`;
  return [
    ...(agreed?.monthsLeft === undefined && invoiceYen === undefined
      ? [
          {
            rule: 'FX4',
            reading: `“months left” is counted from the month after the opening, after the parallel month or after the request; all are shown: ${range}. The invoice is the truth`,
            overridableBy: 'agreed.monthsLeft',
          },
        ]
      : []),
    ...(newPlan.billing === 'monthly' && agreed?.price === undefined && invoiceYen === undefined
      ? [
          {
            rule: 'FX4',
            reading: 'the “new price” of a monthly plan is one fee or twelve; both are shown',
            overridableBy: 'agreed.price',
          },
        ]
      : []),
    { rule: 'FX4', reading: 'the divisor “A” of 2-2 is the monthly price of 2-1: ceil(new yearly price ÷ 12)' },
    ...(oldPlan.endsOn === lastDayOfMonth(monthOf(oldPlan.endsOn))
      ? []
      : [
          {
            rule: 'FX4',
            reading: `the broken month before ${oldPlan.endsOn} is not counted among the months left`,
            overridableBy: 'agreed.monthsLeft',
          },
        ]),
    ...(settlements.some(({ extensionMonths }) => extensionMonths > 0)
      ? [{ rule: 'FX4', reading: 'the new term grows at its end: start + (12 + months) months − 1 day' }]
      : []),
  ];
}

const spanOf = ({ least, most }: { least: number; most: number }, unit: string): string =>
  least === most ? `${grouped(most)} ${unit}` : `${grouped(least)} to ${grouped(most)} ${unit}`;

const grouped = (amount: number): string => String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');

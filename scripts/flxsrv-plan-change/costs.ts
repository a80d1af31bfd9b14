// What the change costs, and what it costs when the provider is told too late (FX1, FX2, FX3, FX4, FX5). Pure; whole yen with
// tax, every price from the contract file.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import type { Cost } from '../../src/teardown/terms.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import type { TermsFacts } from './facts.ts';
import { newTermEndsOn, newTermMonths, newTermStartsOn, YEAR_MONTHS } from './new-term.ts';
import { monthlyShareOf, type Settlement } from './settlement.ts';

export function costsOf(
  contract: FlxsrvPlanChangeContract,
  facts: TermsFacts,
  openedOn: CivilDate,
  settlements: readonly Settlement[],
): Cost[] {
  const isTold = facts.answeredOn !== undefined && facts.reportedOn !== undefined;
  const isInvoiced = facts.invoiceYen !== undefined;
  return [
    ...(isTold ? [] : untold(contract, settlements)),
    ...(facts.reportedOn === undefined ? unreported(contract) : []),
    ...(isInvoiced ? [] : firstBill(contract)),
    ...(isInvoiced ? [] : settlements.map((one) => settled(contract, openedOn, one))),
    ...invoiced(facts, settlements),
    ...(facts.cancelledOn === undefined ? [renewed(contract)] : []),
  ];
}

/** The price of the first period, without the initial fee. */
export function firstPrice({ newPlan }: Pick<FlxsrvPlanChangeContract, 'newPlan'>): number {
  return newPlan.billing === 'yearly' ? newPlan.yearlyPrice : newPlan.monthlyFee;
}

/** FX1: nothing is waived and nothing is taken off for whoever reports afterwards. */
function untold({ oldPlan, newPlan }: FlxsrvPlanChangeContract, settlements: readonly Settlement[]): Cost[] {
  const months = Math.max(0, ...settlements.map(({ monthsLeft }) => monthsLeft.months));
  const share = oldPlan.billing === 'yearly' ? monthlyShareOf(oldPlan.yearlyPrice) : 0;
  const yen = newPlan.initialFee + share * months;
  if (yen === 0) return [];
  const formula = [
    ...(newPlan.initialFee === 0 ? [] : [newPlan.initialFee]),
    ...(share === 0 ? [] : [`${share} × ${months}`]),
  ].join(' + ');
  return [{ rule: 'FX1', yen, formula, when: 'the provider is told only after the order: nothing is adjusted' }];
}

/** FX2: 初期費用 + 月額費用 = 合計, of which the initial fee is waived. */
function unreported({ newPlan }: FlxsrvPlanChangeContract): Cost[] {
  if (newPlan.initialFee === 0) return [];
  return [
    {
      rule: 'FX2',
      yen: newPlan.initialFee,
      formula: `${newPlan.initialFee}, the initial fee`,
      when: 'the order is not reported by a second ticket',
    },
  ];
}

/** FX3, example A: from a monthly plan only the new plan is billed in the last parallel month. */
function firstBill(contract: FlxsrvPlanChangeContract): Cost[] {
  const { oldPlan, newPlan } = contract;
  if (oldPlan.billing === 'yearly') return [];
  const price = firstPrice(contract);
  const { initialFee } = newPlan;
  const formula =
    initialFee === 0
      ? `${price}`
      : `${initialFee} + ${price} = ${initialFee + price}, less the waived ${initialFee} = ${price}`;
  return [{ rule: 'FX3', yen: price, formula, when: 'both tickets are sent: the first bill' }];
}

function settled(contract: FlxsrvPlanChangeContract, openedOn: CivilDate, settlement: Settlement): Cost {
  const { billYen, extensionMonths, formula, monthsLeft, price } = settlement;
  const months = newTermMonths(contract);
  const startsOn = newTermStartsOn(openedOn);
  const endsOn = newTermEndsOn(startsOn, months, extensionMonths);
  return {
    rule: 'FX4',
    yen: billYen,
    ...(extensionMonths === 0 ? {} : { months: extensionMonths }),
    formula,
    when: [
      `${monthsLeft.months} ${monthsLeft.months === 1 ? 'month is' : 'months are'} left (${monthsLeft.counted.join('; ')})`,
      ...(price.reading === undefined ? [] : [` and ${price.reading}`]),
      `: the new term runs from ${startsOn} to ${endsOn}`,
    ].join(''),
  };
}

/** The invoice is the truth; the reading that gives it is named. */
function invoiced({ invoiceYen }: TermsFacts, settlements: readonly Settlement[]): Cost[] {
  if (invoiceYen === undefined) return [];
  const reading = settlements.find(({ billYen }) => billYen === invoiceYen);
  if (settlements.length === 0)
    return [
      {
        rule: 'FX3',
        yen: invoiceYen,
        formula: 'as the invoice says',
        when: 'it is billed as invoiced',
        incurred: true,
      },
    ];
  return [
    {
      rule: 'FX4',
      yen: invoiceYen,
      formula: reading === undefined ? 'as the invoice says; no reading gives it' : reading.formula,
      when: 'it is billed as invoiced',
      incurred: true,
    },
  ];
}

/** FX5: 更新の請求は発行されてしまいます. */
function renewed({ oldPlan }: FlxsrvPlanChangeContract): Cost {
  if (oldPlan.billing === 'yearly')
    return {
      rule: 'FX5',
      yen: oldPlan.yearlyPrice,
      months: YEAR_MONTHS,
      formula: `1 × ${oldPlan.yearlyPrice}`,
      when: `the old plan is not cancelled and renews after ${oldPlan.endsOn}`,
    };
  return {
    rule: 'FX5',
    yen: oldPlan.monthlyFee,
    months: 1,
    formula: `1 × ${oldPlan.monthlyFee}`,
    when: 'the old plan is not cancelled; for each month until it is',
  };
}

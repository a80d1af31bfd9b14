// FX4: the adjusted invoice against every reading of the terms: those that hold, and those that an agreement took away. Pure.
import type { Billed, BillReading, Terms } from '../../src/teardown/terms.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { firstPrice } from './costs.ts';
import type { TermsFacts } from './facts.ts';
import { type Settlement, type SettlementDates, settlementsOf } from './settlement.ts';

/** Undefined while no invoice is filed. */
export function billedOf(
  contract: FlxsrvPlanChangeContract,
  { invoiceYen, invoiceExplanation }: TermsFacts,
  dates: SettlementDates,
): Billed | undefined {
  if (invoiceYen === undefined) return undefined;
  const settlements = settlementsOf(contract, dates);
  const expected =
    settlements.length === 0
      ? [{ yen: firstPrice(contract), reading: 'the first price, without the initial fee' }]
      : settlements.map(readingOf);
  const all = settlementsOf({ ...contract, agreed: undefined }, dates).map(readingOf);
  const total = contract.newPlan.initialFee + firstPrice(contract);
  return {
    rule: settlements.length === 0 ? 'FX3' : 'FX4',
    step: 'check-invoice',
    yen: invoiceYen,
    expected,
    others: [
      ...all.filter(({ reading }) => expected.every((one) => one.reading !== reading)),
      // FX2: what the order form showed.
      { yen: total, reading: 'the total of the order: nothing was adjusted' },
    ],
    explained: invoiceExplanation !== undefined,
  };
}

/** The invoice is one that the terms give, or it was explained. */
export const isInvoiceSettled = ({ billed }: Pick<Terms, 'billed'>): boolean =>
  billed === undefined || billed.explained || billed.expected.some(({ yen }) => yen === billed.yen);

const readingOf = ({ billYen, monthsLeft, price }: Settlement): BillReading => ({
  yen: billYen,
  reading: [
    `${monthsLeft.months} months are left, counted ${monthsLeft.counted.join(' or ')}`,
    ...(price.reading === undefined ? [] : [price.reading]),
  ].join(', and '),
});

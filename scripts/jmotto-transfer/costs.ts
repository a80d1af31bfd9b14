// What it costs to be late (JM1), and to need the old server for longer than its end (JM9). Pure; whole yen with tax.
import { type CivilDate, monthOf, monthsBetween } from '../../src/calendar/civil-date.ts';
import type { Cost } from '../../src/teardown/terms.ts';
import type { JmottoTransferContract } from './contract.ts';

export interface CostDates {
  readonly wantedOn: CivilDate;
  /** Computed or the provider's own, where one is known. */
  readonly knownOn?: CivilDate | undefined;
  /** While the receipt is open: its limit. */
  readonly acceptByOn?: CivilDate | undefined;
  readonly neededUntilOn?: CivilDate | undefined;
}

export function costsOf(contract: JmottoTransferContract, dates: CostDates): Cost[] {
  return [...late(contract, dates), ...later(contract, dates), ...needed(contract, dates)];
}

function late(contract: JmottoTransferContract, { acceptByOn }: CostDates): Cost[] {
  if (acceptByOn === undefined) return [];
  return [{ ...monthsOf(contract, 1), rule: 'JM1', when: `the withdrawal form is received after ${acceptByOn}` }];
}

function later(contract: JmottoTransferContract, { wantedOn, knownOn }: CostDates): Cost[] {
  if (knownOn === undefined || knownOn <= wantedOn) return [];
  const months = monthsBetween(monthOf(wantedOn), monthOf(knownOn));
  return [
    {
      ...monthsOf(contract, months),
      rule: 'JM1',
      when: `it ends on ${knownOn} instead of ${wantedOn}`,
      incurred: true,
    },
  ];
}

/** The end that the days side by side ask for, and what its months cost. */
function needed(contract: JmottoTransferContract, { wantedOn, neededUntilOn }: CostDates): Cost[] {
  if (neededUntilOn === undefined || neededUntilOn <= wantedOn) return [];
  const endMonth = monthOf(neededUntilOn);
  const months = monthsBetween(monthOf(wantedOn), endMonth);
  return [
    {
      ...monthsOf(contract, months),
      rule: 'JM9',
      when: `endMonth is moved to ${endMonth}, so that the days side by side fit before the end`,
    },
  ];
}

function monthsOf({ monthlyFee }: JmottoTransferContract, months: number): Pick<Cost, 'yen' | 'months' | 'formula'> {
  return { yen: months * monthlyFee, months, formula: `${months} × ${monthlyFee}` };
}

// What being late costs (SF1, SF2, SF9), in yen with tax as the provider states it. Pure; integers only, no rounding.
import { type CivilDate, monthOf, monthsBetween } from '../../src/calendar/civil-date.ts';
import type { Cost, Terms } from '../../src/teardown/terms.ts';
import type { SakuraFortigateContract } from './contract.ts';

/** Use past the end of a term is billed as another term of so many months, whatever the product's own length (4.2). */
export const OVERUSE_TERM_MONTHS = 12;

type Ends = Pick<Terms, 'endsOn' | 'governingEndsOn'> & { readonly wantedOn: CivilDate };

/** Costs that threaten, and those that the known dates have already caused. `acceptByOn`: while acceptance is open. */
export function costsOf(
  contract: SakuraFortigateContract,
  ends: Ends,
  acceptByOn: CivilDate | undefined,
  todayOn: CivilDate,
): Cost[] {
  const later = laterEnd(contract, ends);
  return [
    ...(acceptByOn === undefined ? [] : [lateAcceptance(contract, acceptByOn)]),
    ...(later === undefined ? [] : [later]),
    overuse(contract, ends.governingEndsOn ?? ends.wantedOn, todayOn),
  ];
}

function lateAcceptance(contract: SakuraFortigateContract, acceptByOn: CivilDate): Cost {
  const { monthlyFee } = contract;
  const when = `the cancellation is accepted after ${acceptByOn}`;
  const months = contract.plan === 'term' ? (contract.term?.renewalMonths ?? OVERUSE_TERM_MONTHS) : 1;
  const rule = contract.plan === 'term' ? 'SF2' : 'SF1';
  return { rule, yen: months * monthlyFee, months, formula: `${months} × ${monthlyFee}`, when };
}

function laterEnd(contract: SakuraFortigateContract, { endsOn, wantedOn }: Ends): Cost | undefined {
  if (endsOn === undefined || endsOn <= wantedOn) return undefined;
  const months = monthsBetween(monthOf(wantedOn), monthOf(endsOn));
  return {
    rule: contract.plan === 'term' ? 'SF2' : 'SF1',
    yen: months * contract.monthlyFee,
    months,
    formula: `${months} × ${contract.monthlyFee}`,
    when: `it ends on ${endsOn} instead of ${wantedOn}`,
    incurred: true,
  };
}

function overuse({ plan, monthlyFee }: SakuraFortigateContract, endsOn: CivilDate, todayOn: CivilDate): Cost {
  if (plan === 'term')
    return {
      rule: 'SF9',
      yen: OVERUSE_TERM_MONTHS * monthlyFee,
      months: OVERUSE_TERM_MONTHS,
      formula: `${OVERUSE_TERM_MONTHS} × ${monthlyFee}`,
      when: `it is used after ${endsOn}`,
    };
  // The month in which the end of use is confirmed is billed too; confirmed today at the earliest.
  const months = todayOn > endsOn ? Math.max(1, monthsBetween(monthOf(endsOn), monthOf(todayOn))) : 1;
  return {
    rule: 'SF9',
    yen: months * monthlyFee,
    months,
    formula: `${months} × ${monthlyFee}`,
    when:
      todayOn > endsOn
        ? `it is used after ${endsOn} and the end of use is confirmed in ${monthOf(todayOn)}`
        : `it is used after ${endsOn}; for each month until the end of use is confirmed`,
  };
}

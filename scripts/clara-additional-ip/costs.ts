// What being late, ending early, extending or changing the plan costs (CL7–CL10), in yen with tax. Pure; integers only.
import { type CivilDate, monthOf, monthsBetween } from '../../src/calendar/civil-date.ts';
import type { Cost } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import { minimumTermEnd, missingMonths } from './end-dates.ts';
import { planChangeCosts } from './plan-change.ts';

/** Where the contract stands: the form's limit while it is open, the wanted end and the one that is known. */
export interface Standing {
  readonly arriveByOn: CivilDate | undefined;
  readonly wantedOn: CivilDate;
  readonly endsOn: CivilDate;
}

export function costsOf(contract: ClaraContract, { arriveByOn, wantedOn, endsOn }: Standing): Cost[] {
  return [
    ...(arriveByOn === undefined ? [] : [months('CL7', contract, 1, `the form arrives after ${arriveByOn}`)]),
    ...laterEnd(contract, wantedOn, endsOn),
    ...missing(contract, endsOn),
    ...(arriveByOn === undefined ? [months('CL9', contract, 1, 'the end is extended; for each month')] : []),
    ...(contract.planChange === undefined ? [] : planChangeCosts(contract.planChange)),
  ];
}

function laterEnd(contract: ClaraContract, wantedOn: CivilDate, endsOn: CivilDate): Cost[] {
  const late = monthsBetween(monthOf(wantedOn), monthOf(endsOn));
  if (late <= 0) return [];
  return [{ ...months('CL7', contract, late, `it ends on ${endsOn} instead of ${wantedOn}`), incurred: true }];
}

/** CL8: billed at the end, as long as the end stays where it is. */
function missing(contract: ClaraContract, endsOn: CivilDate): Cost[] {
  const count = missingMonths(contract, endsOn);
  if (count === 0) return [];
  return [
    months('CL8', contract, count, `it ends on ${endsOn}, before the minimum term on ${minimumTermEnd(contract)}`),
  ];
}

function months(rule: string, { monthlyFee }: ClaraContract, count: number, when: string): Cost {
  return { rule, yen: count * monthlyFee, months: count, formula: `${count} × ${monthlyFee}`, when };
}

// What being late costs, in yen with tax as the contract file says it. Pure; integers only. The source names no price, so
// nothing is shown where the contract file has none.
import { type CivilDate, monthOf, monthsBetween } from '../../src/calendar/civil-date.ts';
import type { Cost } from '../../src/teardown/terms.ts';
import type { AltusContract } from './contract.ts';
import { domainEndsOn } from './end-dates.ts';
import { endingDomains } from './order.ts';

/** What is open: sales has yet to be told, domains have yet to be cancelled, something is still there. */
export interface OpenParts {
  readonly tellByOn: CivilDate | undefined;
  readonly domains: boolean;
  readonly estate: boolean;
}

export function costsOf(contract: AltusContract, endsOn: CivilDate, open: OpenParts): Cost[] {
  return [
    ...(open.tellByOn === undefined ? [] : months('AL1', contract, 1, `sales is told after ${open.tellByOn}`)),
    ...laterEnd(contract, endsOn),
    ...(open.domains ? renewals(contract) : []),
    ...(open.estate ? months('AL8', contract, 1, `something of it is left after ${endsOn}; for each month`) : []),
  ];
}

function laterEnd(contract: AltusContract, endsOn: CivilDate): Cost[] {
  const late = monthsBetween(monthOf(contract.endOn), monthOf(endsOn));
  if (late <= 0) return [];
  return months('AL1', contract, late, `it ends on ${endsOn} instead of ${contract.endOn}`).map((cost) => ({
    ...cost,
    incurred: true,
  }));
}

function months(rule: string, { monthlyFee }: AltusContract, count: number, when: string): Cost[] {
  if (monthlyFee === undefined) return [];
  return [{ rule, yen: count * monthlyFee, months: count, formula: `${count} × ${monthlyFee}`, when }];
}

function renewals(contract: AltusContract): Cost[] {
  return endingDomains(contract).flatMap((domain) => {
    const endsOn = domainEndsOn(domain);
    if (domain.renewalFee === undefined || endsOn === undefined) return [];
    const { name, renewalFee } = domain;
    return { rule: 'AL2', yen: renewalFee, formula: `1 × ${renewalFee}`, when: `${name} is cancelled after ${endsOn}` };
  });
}

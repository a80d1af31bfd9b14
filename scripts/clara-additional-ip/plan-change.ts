// What a change of plan costs in a year that is paid in advance (CL10). Pure; integers only.
import { type CivilDate, monthOf, monthsBetween } from '../../src/calendar/civil-date.ts';
import type { Cost } from '../../src/teardown/terms.ts';
import type { PlanChange } from './contract.ts';

const CHANGEABLE: ReadonlySet<PlanChange['service']> = new Set([
  'clara-cloud-flex',
  'flex-mini-cube',
  'flex-web',
  'kusanagi-with-cube',
]);

/** Why that plan cannot be changed, as of 2022-06-16; undefined: it can. */
export function noPlanChange({
  service,
  osSupported,
}: Pick<PlanChange, 'service' | 'osSupported'>): string | undefined {
  if (!CHANGEABLE.has(service)) return `the plans of ${service} are not changed`;
  return osSupported ? undefined : 'no plan is changed where the operating system is out of support';
}

/** (new − old) × months left. */
export const upgradeYen = (oldMonthlyFee: number, newMonthlyFee: number, monthsLeft: number): number =>
  (newMonthlyFee - oldMonthlyFee) * monthsLeft;

/** Months left after the month of the change, and with it: the text says which of the two it means nowhere. */
export function monthsLeft(changeOn: CivilDate, prepaidUntil: CivilDate): { after: number; withIt: number } {
  const after = Math.max(0, monthsBetween(monthOf(changeOn), monthOf(prepaidUntil)));
  return { after, withIt: changeOn <= prepaidUntil ? after + 1 : 0 };
}

/** The prices of the change, one for each reading; a downgrade refunds nothing. */
export function planChangeCosts(change: PlanChange): Cost[] {
  const { oldMonthlyFee, newMonthlyFee, changeOn, prepaidUntil, downgradeFee } = change;
  if (noPlanChange(change) !== undefined) return [];
  if (newMonthlyFee <= oldMonthlyFee)
    return [
      {
        rule: 'CL10',
        yen: downgradeFee ?? 0,
        formula: downgradeFee === undefined ? '0 (nothing is refunded)' : `0 + ${downgradeFee} (nothing is refunded)`,
        when: `the plan is downgraded on ${changeOn}; renewed at ${newMonthlyFee} a month`,
      },
    ];
  const left = monthsLeft(changeOn, prepaidUntil);
  return [[left.after, 'without the running month'] as const, [left.withIt, 'with the running month'] as const].map(
    ([months, reading]) => ({
      rule: 'CL10',
      yen: upgradeYen(oldMonthlyFee, newMonthlyFee, months),
      months,
      formula: `(${newMonthlyFee} − ${oldMonthlyFee}) × ${months}`,
      when: `the plan is upgraded on ${changeOn}, counted ${reading}; renewed at ${newMonthlyFee} a month`,
    }),
  );
}

// What stands beside any verdict: early, at risk, overdue, what that costs, and the lawful other way in time. Pure.
import type { Step } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';
import type { Mark, Reason, VerdictWord } from './verdict.ts';

/** The marks of a step that is not done. */
export function marksOf({ terms, todayOn }: DecideInput, step: Step): Mark[] {
  const until = step.window.untilOn;
  if (until !== undefined && todayOn > until) return ['overdue'];
  if (terms.governingEndsOn !== undefined && todayOn > terms.governingEndsOn) return ['overdue'];
  if (terms.atRiskFromOn !== undefined && todayOn >= terms.atRiskFromOn) return ['at-risk'];
  return [];
}

/** What it costs to be late, in yen, for a step that is or soon will be. */
export const costYen = ({ terms }: DecideInput, step: Step, marks: readonly Mark[]): number | undefined =>
  marks.includes('overdue') || marks.includes('at-risk')
    ? terms.costs.find((one) => one.rule === (step.lateRule ?? 'SF9'))?.yen
    : undefined;

/** The order must never cause the loss it exists to prevent: say the lawful other way in time. */
export function routeReason(input: DecideInput, step: Step, verdict: VerdictWord, marks: readonly Mark[]): Reason[] {
  const other = step.otherRoute;
  if (other === undefined) return [];
  const stuck =
    verdict === 'unreadable' ||
    verdict === 'in-doubt' ||
    (verdict === 'blocked' &&
      input.findings.get(step.id)?.some((one) => ['R08', 'R09', 'R10', 'R11'].includes(one.refusal)) === true);
  if (!stuck && marks.length === 0) return [];
  return [
    { code: 'route', sentence: other.sentence },
    { code: 'route', sentence: `kaiyaku approve CONTRACT --route ${other.route}` },
  ];
}

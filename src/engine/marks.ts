// What stands beside any verdict: early, at risk, overdue, what that costs, and the lawful other way in time. Pure.
import type { OtherRoute, Step } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';
import type { EffectVerdict, Mark, Reason, Standing, VerdictWord } from './verdict.ts';

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
export function routeReason(
  input: DecideInput,
  step: Step,
  verdict: VerdictWord,
  marks: readonly Mark[],
  effects: readonly EffectVerdict[],
): Reason[] {
  const stuck =
    verdict === 'unreadable' ||
    verdict === 'in-doubt' ||
    (verdict === 'blocked' &&
      input.findings.get(step.id)?.some((one) => ['R08', 'R09', 'R10', 'R11'].includes(one.refusal)) === true);
  if (!stuck && marks.length === 0) return [];
  return routesAround(step, effects).flatMap(({ route, sentence }) => [
    { code: 'route', sentence },
    { code: 'route', sentence: `kaiyaku approve CONTRACT --route ${route}` },
  ]);
}

const STUCK: ReadonlySet<Standing> = new Set(['unknown', 'foreign', 'in-doubt']);

/** The routes that leave out what is in the way, and as much of it as one route can; all of them where that is not known. */
function routesAround({ otherRoutes = [] }: Step, effects: readonly EffectVerdict[]): readonly OtherRoute[] {
  const stuck = new Set(effects.filter((one) => STUCK.has(one.standing)).map((one) => one.effect.command.target.id));
  const around = otherRoutes.filter(({ without }) => without.every((id) => stuck.has(id)));
  const most = Math.max(...around.map(({ without }) => without.length));
  return around.length === 0 ? otherRoutes : around.filter(({ without }) => without.length === most);
}

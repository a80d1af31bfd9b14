// What stands beside any verdict: early, at risk, overdue, what that costs, and the lawful other way in time. Pure.
import { readRouteWord, routeWord } from '../teardown/route-word.ts';
import type { OtherRoute, RouteFor, Step } from '../teardown/step.ts';
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
  const other = step.otherRoute;
  if (other === undefined) return [];
  const stuck =
    verdict === 'unreadable' ||
    verdict === 'in-doubt' ||
    (verdict === 'blocked' &&
      input.findings.get(step.id)?.some((one) => ['R08', 'R09', 'R10', 'R11'].includes(one.refusal)) === true);
  if (!stuck && marks.length === 0) return [];
  const said = other.each === undefined ? wholeRoute(other) : routeAround(input, other, other.each, effects);
  return said.map((sentence) => ({ code: 'route', sentence }));
}

const wholeRoute = ({ route, sentence }: OtherRoute): string[] => [
  sentence,
  `kaiyaku approve CONTRACT --route ${route}`,
];

const STUCK: ReadonlySet<Standing> = new Set(['unknown', 'foreign', 'in-doubt']);

/** For exactly what is in the way, with what that gives up and what stays as it was; where it is not known what, one by one. */
function routeAround(
  { teardown }: DecideInput,
  { route }: OtherRoute,
  each: readonly RouteFor[],
  effects: readonly EffectVerdict[],
): string[] {
  const ids = new Set(effects.filter((one) => STUCK.has(one.standing)).map((one) => one.effect.command.target.id));
  const stuck = each.filter(({ name }) => ids.has(name));
  const on = readRouteWord(teardown.route);
  const command = (names: readonly string[]) =>
    `kaiyaku approve CONTRACT --route ${routeWord({ route, names: on.route === route ? [...on.names, ...names] : names })}`;
  if (stuck.length === 0) return each.flatMap(({ name, sentence }) => [sentence, command([name])]);
  return [
    ...stuck.flatMap(({ sentence, shows }) => [sentence, ...shows]),
    ...each.filter((one) => !stuck.includes(one)).map(({ stays }) => stays),
    command(stuck.map(({ name }) => name)),
  ];
}

// `plan` and `check`: what holds, what would happen next, and the command for it. Pure.
import type { Survey } from '../engine/survey.ts';
import type { Head } from '../journal/state.ts';
import type { Terms } from '../teardown/terms.ts';
import { paragraph, report } from './block.ts';
import { closingLines } from './closing.ts';
import { counted, dateText } from './dates.ts';
import { nextLines } from './next-lines.ts';
import { nextOf, outcomeLines } from './next.ts';
import { stepJson, type StepJson } from './plan-json.ts';
import { penOf, type Pen, type Style } from './style.ts';
import { stepsLines } from './step-text.ts';
import type { StepView } from './step-view.ts';
import { plain } from './plain.ts';
import { termsFields, type TermsJson } from './terms-json.ts';
import { costLines, deadlineLines, endLines, headField } from './terms-lines.ts';

export interface PlanView {
  readonly contract: string;
  /** The command whose report it is: `plan`, `check`. */
  readonly title: string;
  readonly survey: Survey;
  /** Left out where there is no journal yet: then `open` comes next. */
  readonly journalHead?: Pick<Head, 'seq' | 'hash'>;
  readonly planDigest?: string;
}

export function planText(view: PlanView, style: Style): string {
  const pen = penOf(style);
  const { decision, terms, input } = view.survey;
  const next = nextOfPlan(view);
  const stepView = stepViewOf(view.contract, view.survey, next);
  return report(
    headLines(pen, view),
    decision.complete ? [] : termsLines(pen, view.contract, terms, input.todayOn),
    stepsLines(pen, decision.steps, stepView),
    closingLines(pen, decision, view),
    [...outcomeLines(pen, decision, decision.outcome, input.todayOn), ...nextLines(pen, next)],
  );
}

const nextOfPlan = ({ survey, contract, journalHead }: PlanView): string | undefined =>
  nextOf(survey.decision, survey.decision.outcome, contract, journalHead !== undefined);

export const stepViewOf = (contract: string, { terms, input }: Survey, next: string | undefined): StepView => ({
  contract,
  todayOn: input.todayOn,
  costs: terms.costs,
  next,
  said: new Set(),
});

/** Contract, command, provider, day; when it ends. */
export function headLines(
  pen: Pen,
  { contract, title, survey }: Pick<PlanView, 'contract' | 'title' | 'survey'>,
): string[] {
  const { teardown, terms, input } = survey;
  return [
    ...paragraph(
      pen,
      0,
      { text: contract, paint: pen.bold },
      { text: `  ${title} · ${teardown.provider} · today is ${dateText(input.todayOn)}`, paint: pen.dim },
    ),
    ...endLines(pen, terms, input.todayOn, survey.decision.complete),
    ...(teardown.route === 'ordinary' ? [] : headField(pen, 'Route', [{ text: teardown.route, paint: pen.yellow }])),
  ];
}

function termsLines(pen: Pen, contract: string, terms: Terms, todayOn: string): string[] {
  const { deadlines, costs, assumptions } = terms;
  return [
    ...titled(pen, 'Deadlines', deadlineLines(pen, 2, deadlines, todayOn)),
    ...titled(pen, 'If it is late', costLines(pen, 2, costs)),
    ...(assumptions.length === 0
      ? []
      : paragraph(
          pen,
          0,
          {
            text: `Rests on ${counted(assumptions.length, 'reading')} of what the source leaves open: `,
            paint: pen.dim,
          },
          { text: `kaiyaku terms ${contract}`, paint: pen.dim, solid: true },
        )),
  ];
}

const titled = (pen: Pen, title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [...paragraph(pen, 0, { text: title, paint: pen.bold }), ...lines];

/** The document of `plan --format json`. Dates are civil dates in Japan, money is whole yen; what is not known is left out. */
export interface PlanJson {
  readonly formatVersion: 1;
  readonly contract: string;
  readonly provider: string;
  /** `complete`, `more-to-do`, `waiting-until`, `waiting-for-person`, `in-doubt`, `refused`, `could-not-look`. */
  readonly outcome: string;
  readonly complete: boolean;
  /** `ordinary`, or the approved other one. */
  readonly route: string;
  readonly todayOn: string;
  readonly endsOn?: string;
  readonly terms: TermsJson;
  readonly steps: readonly StepJson[];
  /** What `apply` would do first. `do`: `carry-out`, `record`, `prove` or `verify-step`. */
  readonly action?: { readonly do: string; readonly step: string; readonly effect?: string };
  readonly next?: string;
  readonly planDigest?: string;
  /** The journal's head; without a journal left out. */
  readonly head?: { readonly seq: number; readonly hash: string };
}

export function planJson(view: PlanView): PlanJson {
  const { contract, survey, planDigest, journalHead } = view;
  const { decision, terms, teardown, input } = survey;
  const { action } = decision;
  return plain({
    formatVersion: 1 as const,
    contract,
    provider: teardown.provider,
    outcome: decision.outcome,
    complete: decision.complete,
    route: teardown.route,
    todayOn: input.todayOn,
    endsOn: terms.endsOn,
    terms: termsFields(terms, input.todayOn),
    steps: decision.steps.map((one) => stepJson(one, contract)),
    action:
      action === undefined
        ? undefined
        : plain({
            do: action.do,
            step: action.step,
            effect: action.do === 'verify-step' ? undefined : action.effect.id,
          }),
    next: nextOfPlan(view),
    planDigest,
    head: journalHead === undefined ? undefined : { seq: journalHead.seq, hash: journalHead.hash },
  });
}

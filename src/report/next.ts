// What comes next, as one line at the end of every report. Pure.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Action, Decision, Outcome, StepVerdict, VerdictWord } from '../engine/verdict.ts';
import { marked } from './block.ts';
import { withContract } from './command-line.ts';
import { dateWithDaysLeft } from './dates.ts';
import { markOf, OUTCOMES } from './mark.ts';
import type { Pen } from './style.ts';

const VERDICTS_OF: Readonly<Record<Outcome, readonly VerdictWord[]>> = {
  complete: [],
  'more-to-do': ['ready'],
  'waiting-until': ['waiting-until'],
  'waiting-for-person': ['waiting-for-person', 'needs-approval'],
  'in-doubt': ['in-doubt'],
  refused: ['blocked'],
  'could-not-look': ['unreadable'],
};

/** A step that stands in front of somebody now: its turn, or what happened to it out of turn. */
export const isCurrent = (one: StepVerdict): boolean =>
  one.verdict !== 'done' &&
  one.verdict !== 'not-needed' &&
  (one.due || one.verdict === 'in-doubt' || one.reasons.some((reason) => reason.code === 'returned'));

/** The step that made the outcome what it is. */
export function decidingStep({ steps, action }: Decision, outcome: Outcome): StepVerdict | undefined {
  if (action !== undefined) {
    const acting = steps.find((one) => one.step.id === action.step);
    if (acting !== undefined && outcome === 'more-to-do') return acting;
  }
  const words = VERDICTS_OF[outcome];
  return steps.find((one) => isCurrent(one) && words.includes(one.verdict));
}

/** The next command or sentence, with the contract's name; undefined when nothing is left. Without a journal: `open`. */
export function nextOf(
  decision: Decision,
  outcome: Outcome,
  contract: string,
  hasJournal: boolean,
): string | undefined {
  if (outcome === 'complete') return undefined;
  if (!hasJournal) return withContract('kaiyaku open CONTRACT', contract);
  const { openAttempt } = decision;
  const settle = `kaiyaku settle CONTRACT --entry ${openAttempt?.seq ?? ''} --as done|not-done --reason …`;
  const fallback =
    openAttempt !== undefined
      ? settle
      : decision.action === undefined
        ? 'kaiyaku plan CONTRACT'
        : 'kaiyaku apply CONTRACT';
  return withContract(decidingStep(decision, outcome)?.next ?? fallback, contract);
}

/** The mark and the sentence of an outcome, with the step that makes it so. */
export function outcomeLines(pen: Pen, decision: Decision, outcome: Outcome, todayOn: CivilDate): string[] {
  const { word, rest, sign } = OUTCOMES[outcome];
  const { action } = decision;
  const deciding = decidingStep(decision, outcome);
  const begins = outcome === 'more-to-do' && action !== undefined;
  const said = (deciding === undefined ? undefined : wordFor(deciding, todayOn)) ?? word;
  return marked(
    pen,
    markOf(pen, deciding?.verdict ?? sign),
    { text: said, paint: pen.bold },
    { text: deciding === undefined ? '' : ` (${deciding.step.id})`, paint: pen.dim },
    { text: begins ? `: apply begins with “${titleOf(decision, action)}”.` : rest },
  );
}

/** What exactly is waited for. */
function wordFor({ verdict, step, reasons }: StepVerdict, todayOn: CivilDate): string | undefined {
  if (reasons.some((reason) => reason.code === 'held')) return 'Held';
  if (verdict === 'needs-approval') return 'Waiting for an approval';
  if (verdict === 'waiting-until' && step.window.fromOn !== undefined)
    return `Waiting for ${dateWithDaysLeft(step.window.fromOn, todayOn)}`;
  return undefined;
}

const titleOf = ({ steps }: Decision, action: Action): string =>
  action.do === 'verify-step'
    ? `the proof of ${steps.find((one) => one.step.id === action.step)?.step.title ?? action.step}`
    : action.effect.title;

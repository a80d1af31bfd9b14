// One step of a plan. Closed steps and those whose turn has not come take one line; the current one says everything that a
// person needs to act on it. Each reason once.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Mark, StepVerdict } from '../engine/verdict.ts';
import { columnOf, field, labelled, table } from './block.ts';
import { withContract } from './command-line.ts';
import { dateWithDaysLeft, dateText, daysLeftText, spanText, withWeekdays, yenText } from './dates.ts';
import { effectLines, effectsCounted } from './effect-text.ts';
import type { Piece } from './flow.ts';
import { paintOf, stepLabel, wordOf, type Sign } from './mark.ts';
import { nextWithin } from './next-lines.ts';
import { isCurrent } from './next.ts';
import { reasonLines } from './reason-text.ts';
import type { StepView } from './step-view.ts';
import { both, type Pen } from './style.ts';
import { costFormula } from './terms-lines.ts';

const LABEL_INDENT = 2;

/** All steps; a current one stands apart. */
export function stepsLines(pen: Pen, steps: readonly StepVerdict[], view: StepView): string[] {
  return steps.flatMap((one, index) => {
    const before = steps[index - 1];
    const apart = before !== undefined && (isCurrent(one) || isCurrent(before));
    return [...(apart ? [''] : []), ...stepLines(pen, one, view)];
  });
}

function stepLines(pen: Pen, one: StepVerdict, view: StepView): string[] {
  const current = isCurrent(one);
  if (!current && !pen.style.verbose) return headLines(pen, one, false);
  return [...headLines(pen, one, current), ...(isClosed(one) ? [] : bodyLines(pen, one, view))];
}

const isClosed = (one: StepVerdict): boolean => one.verdict === 'done' || one.verdict === 'not-needed';
const signOf = (one: StepVerdict): Sign => (isClosed(one) || isCurrent(one) ? one.verdict : 'later');

/** Mark, id, title; of a closed step also why. */
function headLines(pen: Pen, one: StepVerdict, current: boolean): string[] {
  const { step } = one;
  const sign = signOf(one);
  const closed = isClosed(one);
  const paint = current ? pen.bold : closed && one.verdict === 'done' ? undefined : pen.dim;
  const actor = closed || step.actor === 'kaiyaku' ? '' : ` · by the ${step.actor.replace('-', ' ')}`;
  const more = closed ? ` · ${withWeekdays(one.sentence)}` : current ? '' : prefixed(effectsCounted(one.effects));
  const label = stepLabel(pen, sign, step.id, paint);
  return field(pen, 0, label, [
    { text: step.title, paint },
    { text: actor + more, paint: pen.dim },
  ]);
}

const prefixed = (text: string): string => (text === '' ? '' : ` · ${text}`);

function bodyLines(pen: Pen, one: StepVerdict, view: StepView): string[] {
  const sign = signOf(one);
  const label = { text: wordOf(sign), paint: paintOf(pen, sign) };
  const column = columnOf(pen, LABEL_INDENT);
  const { sentence, points, routes } = reasonLines(pen, one, view, column);
  return [
    ...labelled(pen, LABEL_INDENT, label, [...sentence, ...points]),
    ...windowLines(pen, one, view),
    ...markLines(pen, one, view),
    ...evidenceLines(pen, one, column),
    ...(one.effects.length === 0
      ? []
      : labelled(
          pen,
          LABEL_INDENT,
          { text: 'effects', paint: pen.dim },
          effectLines(pen, column, one.effects, view.said),
        )),
    ...(routes.length === 0
      ? []
      : labelled(pen, LABEL_INDENT, { text: 'other lawful way', paint: pen.yellow }, routes)),
    ...sourceLines(pen, one),
    ...ownNext(pen, one, view, column),
  ];
}

function windowLines(pen: Pen, { step, verdict }: StepVerdict, { todayOn }: StepView): string[] {
  const { fromOn, untilOn } = step.window;
  if (untilOn === undefined) return [];
  const text =
    verdict === 'waiting-until'
      ? `until ${dateWithDaysLeft(untilOn, todayOn)}`
      : `${spanText(fromOn, untilOn)}, last day ${daysLeftText(todayOn, untilOn)}`;
  const paint = todayOn > untilOn ? pen.red : undefined;
  return field(pen, LABEL_INDENT, { text: 'window', paint: pen.dim }, [{ text, paint }]);
}

const MARK_WORDS: Readonly<Record<Mark, string>> = { early: 'early', 'at-risk': 'at risk', overdue: 'overdue' };

/** Early, at risk, overdue, with the price. */
function markLines(pen: Pen, one: StepVerdict, { costs, todayOn }: StepView): string[] {
  return one.marks.flatMap((mark) => {
    const paint = mark === 'overdue' ? both(pen.bold, pen.red) : pen.yellow;
    const cost = costs.findLast((each) => each.yen === one.costYen);
    const price: Piece[] =
      one.costYen === undefined
        ? [{ text: lateText(mark, one.step.window.untilOn, todayOn) }]
        : [
            { text: mark === 'overdue' ? 'costs ' : 'being late would cost ' },
            { text: yenText(one.costYen), paint: pen.bold },
            { text: cost === undefined ? '' : ` ${cost.rule} ` },
            { text: cost === undefined ? '' : costFormula(cost), paint: pen.dim },
          ];
    return field(pen, LABEL_INDENT, { text: MARK_WORDS[mark], paint }, price);
  });
}

function lateText(mark: Mark, untilOn: CivilDate | undefined, todayOn: CivilDate): string {
  if (mark === 'early') return 'earlier than it has to be';
  if (untilOn === undefined) return mark === 'overdue' ? 'its last day has passed' : 'the end date is near';
  return mark === 'overdue'
    ? `its last day was ${dateText(untilOn)}`
    : `its last day is ${dateWithDaysLeft(untilOn, todayOn)}`;
}

/** What `attest` must file, where a person is waited for. */
function evidenceLines(pen: Pen, { step, verdict, reasons }: StepVerdict, column: number): string[] {
  const waits = verdict === 'waiting-for-person' && !reasons.some((reason) => reason.code === 'held');
  if (!waits || step.evidence.length === 0) return [];
  const rows = step.evidence.map(({ name, kind, required, what }) => [
    { text: kind === 'file' ? '--file' : name },
    { text: required ? 'required' : 'if known', paint: pen.dim },
    { text: kind === 'text' || kind === 'file' ? what : `${what} (${kind})`, paint: pen.dim },
  ]);
  return labelled(pen, LABEL_INDENT, { text: 'to be filed', paint: pen.dim }, table(pen, column, rows));
}

function sourceLines(pen: Pen, { step: { citation } }: StepVerdict): string[] {
  const { document, section, quote } = citation;
  const text = `${pen.style.verbose ? `${document} ` : ''}§ ${section}${quote === undefined ? '' : ` 「${quote}」`}`;
  return field(pen, LABEL_INDENT, { text: 'source', paint: pen.dim }, [{ text, paint: pen.dim }]);
}

function ownNext(pen: Pen, { next }: StepVerdict, view: StepView, column: number): string[] {
  if (next === undefined) return [];
  const own = withContract(next, view.contract);
  if (own === view.next || view.said.has(own)) return [];
  view.said.add(own);
  return labelled(pen, LABEL_INDENT, { text: 'next', paint: pen.dim }, nextWithin(pen, column, own));
}

// Why a step is where it is: the sentence, the rules that hold it with what mends them, and the other lawful way. What was
// said once in a report is not said again. Pure.
import type { Reason, StepVerdict } from '../engine/verdict.ts';
import type { Finding } from '../teardown/policy.ts';
import { paragraph, table } from './block.ts';
import { withContract } from './command-line.ts';
import { dateWithDaysLeft, withWeekdays } from './dates.ts';
import type { Piece } from './flow.ts';
import { commandOrText, nextWithin } from './next-lines.ts';
import type { StepView } from './step-view.ts';
import type { Pen } from './style.ts';

export interface ReasonLines {
  readonly sentence: readonly string[];
  readonly points: readonly string[];
  readonly routes: readonly string[];
}

/** All lines begin at `column`. */
export function reasonLines(pen: Pen, one: StepVerdict, view: StepView, column: number): ReasonLines {
  const isTold = one.findings.some((finding) => one.sentence === `${finding.refusal}: ${finding.what}`);
  const sentence = isTold ? [] : paragraph(pen, column, ...codesBefore(pen, one), { text: sentenceOf(one, view) });
  view.said.add(one.sentence);
  const findings = one.findings.filter((finding) => isNew(view, `${finding.refusal} ${finding.what}`));
  for (const finding of one.findings) view.said.add(finding.what);
  const reasons = one.reasons.filter((reason) => !isToldElsewhere(one, reason) && isNew(view, reason.sentence));
  return {
    sentence,
    points: [
      ...findings.flatMap((finding) => findingLines(pen, finding, view, column)),
      ...table(
        pen,
        column,
        reasons.map(({ code, sentence: said }) => [
          { text: RULE.test(code) ? code : '', paint: pen.dim },
          { text: withWeekdays(said) },
        ]),
      ),
    ],
    routes: one.reasons
      .filter((reason) => reason.code === 'route' && isNew(view, reason.sentence))
      .flatMap((reason) => nextWithin(pen, column, withContract(reason.sentence, view.contract))),
  };
}

/** `R13`, `SF7`: worth asking `explain` about. Other codes are words that the sentence says better. */
const RULE = /^[A-Z]+\d+$/u;

function isNew({ said }: StepView, text: string): boolean {
  if (said.has(text)) return false;
  said.add(text);
  return true;
}

/** Window and route have their own lines; a missing approval and a wrong order are the sentence itself. */
const isToldElsewhere = (one: StepVerdict, { code }: Reason): boolean =>
  code === 'route' || code === 'window' || code === 'held' || isItsOwnReason(one, code);

const isItsOwnReason = (one: StepVerdict, code: string): boolean =>
  one.verdict === 'needs-approval' || (!one.due && code === 'R03');

function codesBefore(pen: Pen, one: StepVerdict): Piece[] {
  const paint = one.verdict === 'needs-approval' ? pen.magenta : pen.dim;
  return one.reasons.filter(({ code }) => isItsOwnReason(one, code)).map(({ code }) => ({ text: `${code} `, paint }));
}

function sentenceOf(one: StepVerdict, { todayOn }: StepView): string {
  const { fromOn, why } = one.step.window;
  if (one.verdict !== 'waiting-until' || fromOn === undefined)
    return withWeekdays(withoutWord(one.sentence, one.verdict));
  return `not before ${dateWithDaysLeft(fromOn, todayOn)}${why === undefined ? '' : ` · ${why}`}`;
}

/** The verdict's word stands beside the sentence already. */
const withoutWord = (sentence: string, word: string): string =>
  sentence.startsWith(`${word}: `) ? sentence.slice(word.length + 2) : sentence;

function findingLines(pen: Pen, finding: Finding, view: StepView, column: number): string[] {
  const paint = finding.severity === 'error' ? pen.red : pen.yellow;
  const mend = withContract(finding.next, view.contract);
  const row = (label: Piece, text: Piece): string[] => table(pen, column, [[label, text]]);
  return [
    ...row({ text: finding.refusal, paint }, { text: withWeekdays(finding.what) }),
    ...(isNew(view, finding.why)
      ? row({ text: 'why', paint: pen.dim }, { text: withWeekdays(finding.why), paint: pen.dim })
      : []),
    ...(mend !== view.next && isNew(view, mend) ? row({ text: 'do ', paint: pen.dim }, commandOrText(pen, mend)) : []),
  ];
}

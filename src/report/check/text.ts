// `check` for people: every finding on the contract's own text, with why, what it costs and what to do; then one line that
// says whether the gate is open. Contracts without findings are one line each, and only counted when there are many.
import type { CheckedContract, CheckReport, GateSeverity, PlacedFinding } from '../../engine/gate/finding.ts';
import { field, labelled, marked, paragraph, report, wholeLine } from '../block.ts';
import { withContract } from '../command-line.ts';
import { counted, dateText, dateWithDaysLeft, thousands, withWeekdays, yenText } from '../dates.ts';
import type { Piece } from '../flow.ts';
import { markOf } from '../mark.ts';
import { commandOrText } from '../next-lines.ts';
import { columnsOf, printable } from '../plain-text.ts';
import { both, penOf, type Paint, type Pen, type Style } from '../style.ts';
import { closedBy, countsOf, countsText, placeText } from './counts.ts';

/** More contracts without findings are counted, not listed. */
const QUIET_CONTRACTS_SHOWN_MAX = 20;
const LABEL_COLUMN = 10;

export function checkText(view: CheckReport, style: Style): string {
  const pen = penOf(style);
  const loud = view.contracts.filter(({ findings }) => findings.length > 0);
  const quiet = view.contracts.filter(({ findings }) => findings.length === 0);
  const listed = quiet.length <= QUIET_CONTRACTS_SHOWN_MAX || style.verbose ? quiet : [];
  return report(
    listed.flatMap((one) => headLines(pen, one, view)),
    ...loud.map((one) => contractLines(pen, one, view)),
    closingLines(pen, view, quiet.length - listed.length),
  );
}

function contractLines(pen: Pen, one: CheckedContract, view: CheckReport): string[] {
  return [
    ...headLines(pen, one, view),
    ...one.findings.flatMap((finding) => ['', ...findingLines(pen, finding, one, view)]),
  ];
}

/** `✔ fgt-prod · contracts/fgt-prod.yaml · ends Thu 2026-12-31, in 39 days · waits for …`. */
function headLines(pen: Pen, { name, file, findings, endsOn, current, stopped }: CheckedContract, view: CheckReport) {
  const worst = SEVERITIES.find((severity) => findings.some((one) => one.severity === severity && !one.waived));
  const pieces: Piece[] = [
    { text: name, paint: pen.bold },
    { text: ` · ${file}`, paint: pen.dim },
    ...(endsOn === undefined ? [] : [{ text: ` · ends ${dateWithDaysLeft(endsOn, view.todayOn)}` }]),
    ...(current === undefined
      ? []
      : [{ text: ` · ${current.step}: ${withWeekdays(current.sentence)}`, paint: pen.dim }]),
    ...(stopped === undefined ? [] : [{ text: ' · not judged further', paint: pen.red }]),
  ];
  return marked(pen, markOf(pen, worst === undefined || worst === 'note' ? 'done' : SIGN[worst]), ...pieces);
}

const SEVERITIES: readonly GateSeverity[] = ['error', 'warning', 'note'];
const SIGN = { error: 'blocked', warning: 'waiting-for-person' } as const;

const paintOf = (pen: Pen, { severity, waived }: PlacedFinding): Paint => {
  if (waived !== undefined || severity === 'note') return pen.cyan;
  return severity === 'error' ? pen.red : pen.yellow;
};

function findingLines(pen: Pen, finding: PlacedFinding, { file, name }: CheckedContract, view: CheckReport): string[] {
  const { severity, rule, what, why, next, costYen, on, waived } = finding;
  const paint = paintOf(pen, finding);
  const row = (label: string, pieces: readonly Piece[] | undefined): string[] =>
    pieces === undefined ? [] : field(pen, 2, { text: label, paint: pen.dim }, pieces, LABEL_COLUMN);
  return [
    ...paragraph(
      pen,
      2,
      { text: `${waived === undefined ? severity : 'waived'}[${rule}]`, paint: both(pen.bold, paint), solid: true },
      { text: `: ${withWeekdays(what)}`, paint: pen.bold },
    ),
    ...wholeLine(pen, 2, { text: `--> ${placeText(file, finding)}`, paint: pen.dim }),
    ...excerptLines(pen, finding, paint),
    ...row('by', on === undefined ? undefined : [{ text: dateWithDaysLeft(on, view.todayOn) }]),
    ...row('cost', costYen === undefined ? undefined : [{ text: yenText(costYen), paint: pen.bold }]),
    ...row('why', why === undefined ? undefined : [{ text: withWeekdays(yenGrouped(withContract(why, name))) }]),
    ...row('waived', waived === undefined ? undefined : [{ text: waivedText(waived) }]),
    ...(next === undefined ? [] : nextRow(pen, withContract(next, name))),
  ];
}

const yenGrouped = (text: string): string => text.replace(/\b\d{4,}(?= yen)/gu, (digits) => thousands(Number(digits)));

const waivedText = ({ reason, untilOn }: NonNullable<PlacedFinding['waived']>): string =>
  `${reason}${untilOn === undefined ? '' : ` · until ${dateText(untilOn)}`}`;

/** A help text of several lines is laid out already. */
function nextRow(pen: Pen, next: string): string[] {
  const label = { text: 'do', paint: pen.dim };
  if (!next.includes('\n')) return field(pen, 2, label, [commandOrText(pen, next)], LABEL_COLUMN);
  const lines = next.split('\n').flatMap((line) => wholeLine(pen, LABEL_COLUMN, { text: line }));
  return labelled(pen, 2, label, lines, LABEL_COLUMN);
}

function excerptLines(pen: Pen, { line, excerpt }: PlacedFinding, paint: Paint): string[] {
  if (excerpt === undefined) return [];
  const { text, from, length } = excerpt;
  const margin = ' '.repeat(String(line).length);
  const before = ' '.repeat(columnsOf(text.slice(0, from)));
  const under = '^'.repeat(Math.max(1, columnsOf(text.slice(from, from + length))));
  return [
    `  ${pen.dim(`${line} |`)} ${printable(text, pen.style)}`.trimEnd(),
    `  ${pen.dim(`${margin} |`)} ${before}${paint(under)}`,
  ];
}

function closingLines(pen: Pen, view: CheckReport, unlisted: number): string[] {
  const counts = countsOf(view);
  const closed = closedBy(view);
  return [
    ...(unlisted === 0
      ? []
      : paragraph(pen, 0, { text: `${counted(unlisted, 'contract')} without findings`, paint: pen.dim })),
    ...marked(
      pen,
      markOf(pen, closed === undefined ? 'done' : 'blocked'),
      { text: closed === undefined ? 'The gate is open' : 'The gate is closed', paint: pen.bold },
      { text: closed === undefined ? '' : `: ${closed}` },
      { text: ` · ${counted(counts.contracts, 'contract')} checked, ${countsText(counts)}` },
      { text: remark(view), paint: pen.dim },
    ),
  ];
}

const remark = ({ filesOnly, failOn, todayOn }: CheckReport): string =>
  filesOnly
    ? ' · the files alone: no journal read, no date judged'
    : ` · fails on ${failOn} · today is ${dateText(todayOn)}`;

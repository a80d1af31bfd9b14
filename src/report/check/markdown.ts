// `check --format markdown`: a job summary: what closes the gate, then the rest, as one table. Whatever a text holds is
// escaped, so that no file can put a link or a picture on the page. Pure.
import type { CheckedContract, CheckReport, PlacedFinding } from '../../engine/gate/finding.ts';
import { withContract } from '../command-line.ts';
import { counted, dateText, yenText } from '../dates.ts';
import { closedBy, countsOf, countsText, fails, placeText } from './counts.ts';

/** A page with more rows is not read; the rest is counted. GitHub cuts a summary at 1 MiB. */
export const ROWS_MAX = 1_000;

export function checkMarkdown(report: CheckReport): string {
  const counts = countsOf(report);
  const closed = closedBy(report);
  const rows = report.contracts
    .flatMap((one) => one.findings.map((finding): Row => ({ one, finding, closes: fails(finding, report.failOn) })))
    .toSorted((a, b) => Number(b.closes) - Number(a.closes));
  return [
    `## ${closed === undefined ? '✅ The gate is open' : `❌ The gate is closed: ${closed}`}`,
    '',
    `${counted(counts.contracts, 'contract')} checked, ${countsText(counts)}; today is ${dateText(report.todayOn)}.`,
    ...(report.filesOnly ? ['', 'The files alone: no journal was read, and no date judged.'] : []),
    ...(rows.length === 0 ? [] : ['', ...HEAD, ...rows.slice(0, ROWS_MAX).map(rowText)]),
    ...(rows.length > ROWS_MAX ? ['', `… and ${counted(rows.length - ROWS_MAX, 'finding')} more.`] : []),
    '',
  ].join('\n');
}

const HEAD = [
  '| | contract | rule | what | by | cost | what to do |',
  '| --- | --- | --- | --- | --- | ---: | --- |',
] as const;

interface Row {
  readonly one: CheckedContract;
  readonly finding: PlacedFinding;
  readonly closes: boolean;
}

function rowText({ one, finding, closes }: Row): string {
  const { rule, what, on, costYen, next, waived, severity } = finding;
  const word = waived === undefined ? severity : 'waived';
  const cells = [
    closes ? `❌ ${word}` : word,
    `${cell(one.name)}<br>${cell(placeText(one.file, finding))}`,
    cell(rule),
    cell(what),
    on === undefined ? '' : cell(dateText(on)),
    costYen === undefined ? '' : yenText(costYen),
    next === undefined ? '' : cell(withContract(next, one.name)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Text without a meaning of its own in a table of GitHub's or GitLab's Markdown. */
const cell = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#|!~@$:]/gu, (found) => `&#${found.codePointAt(0)};`)
    .replaceAll(/\r?\n/gu, '<br>')
    .replaceAll(/[\u0000-\u001f\u007f]/gu, ' ');

// `check --format github`: workflow commands, which GitHub Actions turns into annotations on the changed files. Each is
// one line; whatever a text holds is escaped, so that no file can speak to the runner. Pure.
// Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { CheckedContract, CheckReport, GateSeverity, PlacedFinding } from '../../engine/gate/finding.ts';
import { withContract } from '../command-line.ts';
import { yenText } from '../dates.ts';
import { closedBy, countsOf, countsText, fails } from './counts.ts';

const COMMANDS: Readonly<Record<GateSeverity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Ends with a line for people that is no command. */
export function checkGithub(report: CheckReport): string {
  const lines = report.contracts.flatMap((one) =>
    one.findings.map((finding) => annotation(finding, one, fails(finding, report.failOn))),
  );
  const closed = closedBy(report);
  const end = `kaiyaku check: ${report.contracts.length} contracts, ${countsText(countsOf(report))}${closed === undefined ? '' : `; the gate is closed: ${closed}`}`;
  return `${[...lines, end].join('\n')}\n`;
}

function annotation(finding: PlacedFinding, { file, name }: CheckedContract, closes: boolean): string {
  const { severity, rule, what, why, next, costYen, waived, line, column } = finding;
  // What does not close the gate must not look as if it did.
  const command = waived !== undefined ? 'notice' : severity === 'error' && !closes ? 'warning' : COMMANDS[severity];
  const properties = [
    `file=${property(file)}`,
    ...(line === 0 ? [] : [`line=${line}`, `col=${column}`]),
    `title=${property(`${rule} (${name})`)}`,
  ];
  const text = [
    waived === undefined ? what : `waived (${waived.reason}): ${what}`,
    ...(costYen === undefined ? [] : [`cost: ${yenText(costYen)}`]),
    ...(why === undefined ? [] : [withContract(why, name)]),
    ...(next === undefined ? [] : [`do: ${withContract(next, name)}`]),
  ];
  return `::${command} ${properties.join(',')}::${data(text.join('\n'))}`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

// `check --format junit`: one test suite a contract, one test case a rule, for CI systems that show tests. Written so that
// both the Ant schema (JUnit.xsd) and the looser readers of Jenkins and GitLab accept it. Pure.
import type { CheckedContract, CheckReport, PlacedFinding } from '../../engine/gate/finding.ts';
import { withContract } from '../command-line.ts';
import { yenText } from '../dates.ts';
import { fails, placeText } from './counts.ts';
import { attribute, text } from './xml.ts';

export function checkJunit(report: CheckReport): string {
  const suites = report.contracts.map((one, id) => suite(one, id, report));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  readonly rule: string;
  /** Findings that close the gate. */
  readonly failed: readonly PlacedFinding[];
  readonly skipped?: string;
}

function suite(one: CheckedContract, id: number, { failOn, todayOn }: CheckReport): string {
  const cases = casesOf(one, (finding) => fails(finding, failOn));
  const failures = cases.filter(({ failed }) => failed.length > 0).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const told = one.findings.filter((finding) => !fails(finding, failOn));
  const attributes = {
    id,
    name: one.name,
    package: 'kaiyaku.check',
    // The day that was judged: the same input gives the same file.
    timestamp: `${todayOn}T00:00:00`,
    hostname: 'localhost',
    tests: cases.length,
    failures,
    errors: 0,
    skipped,
    time: 0,
  };
  const properties = Object.entries({
    file: one.file,
    provider: one.provider,
    endsOn: one.endsOn,
    outcome: one.outcome,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `      <property name="${name}" value="${attribute(value!)}"/>\n`);
  return [
    `  <testsuite${attributesText(attributes)}>\n`,
    `    <properties>\n${properties.join('')}    </properties>\n`,
    ...cases.map((each) => caseText(each, one)),
    `    <system-out>${text(told.map((finding) => findingText(finding, one)).join('\n\n'))}</system-out>\n`,
    '    <system-err></system-err>\n',
    '  </testsuite>\n',
  ].join('');
}

function casesOf(one: CheckedContract, closes: (finding: PlacedFinding) => boolean): Case[] {
  const byRule = new Map<string, PlacedFinding[]>();
  for (const finding of one.findings) {
    if (!closes(finding)) continue;
    const rule = finding.rule.split('/')[0]!;
    byRule.set(rule, [...(byRule.get(rule) ?? []), finding]);
  }
  const judged = new Set([...one.judged, ...byRule.keys()]);
  return [
    ...[...judged].map((rule) => ({ rule, failed: byRule.get(rule) ?? [] })),
    ...one.notJudged
      .filter(({ rule }) => !judged.has(rule))
      .map(({ rule, why }) => ({ rule, failed: [], skipped: withContract(why, one.name) })),
  ];
}

function caseText({ rule, failed, skipped }: Case, one: CheckedContract): string {
  const attributes = attributesText({ name: rule, classname: `kaiyaku.check.${one.name}`, time: 0 });
  if (skipped !== undefined)
    return `    <testcase${attributes}>\n      <skipped message="${attribute(skipped)}"/>\n    </testcase>\n`;
  const first = failed[0];
  if (first === undefined) return `    <testcase${attributes}/>\n`;
  const said = failed.map((finding) => findingText(finding, one)).join('\n\n');
  return `    <testcase${attributes}>\n      <failure message="${attribute(first.what)}" type="${attribute(first.rule)}">${text(said)}</failure>\n    </testcase>\n`;
}

function findingText(finding: PlacedFinding, { file, name }: CheckedContract): string {
  const { severity, rule, what, why, next, costYen, on, waived } = finding;
  return [
    `${waived === undefined ? severity : 'waived'}[${rule}]: ${what}`,
    `at: ${placeText(file, finding)}`,
    ...(on === undefined ? [] : [`by: ${on}`]),
    ...(costYen === undefined ? [] : [`cost: ${yenText(costYen)}`]),
    ...(why === undefined ? [] : [`why: ${withContract(why, name)}`]),
    ...(waived === undefined ? [] : [`waived: ${waived.reason}`]),
    ...(next === undefined ? [] : [`do: ${withContract(next, name)}`]),
  ].join('\n');
}

const attributesText = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('');

// `check --format sarif`: SARIF 2.1.0 for code scanning: one run, rules with their help, locations relative to where the
// command ran, fingerprints that stay while the same thing is wrong. No time and no host: equal findings, equal file. Pure.
import type { CheckedContract, CheckReport, GateRule, PlacedFinding } from '../../engine/gate/finding.ts';
import { withContract } from '../command-line.ts';
import { yenText } from '../dates.ts';
import { plain } from '../plain.ts';
import { fails } from './counts.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** What artifact locations are relative to, in the words that code scanning knows. */
const ROOT = '%SRCROOT%';

/** The SARIF log as plain JSON. */
export function checkSarif(report: CheckReport): object {
  const rules = rulesUsed(report);
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kaiyaku',
            semanticVersion: report.toolVersion,
            rules: rules.map(ruleDescriptor),
          },
        },
        automationDetails: { id: 'kaiyaku/check/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which kaiyaku check ran.' } } },
        invocations: [
          {
            executionSuccessful: report.exitCode === 0 || report.exitCode === 13,
            exitCode: report.exitCode,
            properties: { todayOn: report.todayOn, failOn: report.failOn, filesOnly: report.filesOnly },
          },
        ],
        results: report.contracts.flatMap((one) =>
          one.findings.map((finding) => resultOf(finding, one, indexOf, fails(finding, report.failOn))),
        ),
      },
    ],
  };
}

/** Rules that were held against something, or named by a finding. `contract/…` is of rule `contract`. */
function rulesUsed({ rules, contracts }: CheckReport): GateRule[] {
  const used = new Set(
    contracts.flatMap(({ judged, findings }) => [...judged, ...findings.map(({ rule }) => rule.split('/')[0]!)]),
  );
  const known = rules.filter(({ id }) => used.has(id));
  const missing = [...used].filter((id) => !known.some((rule) => rule.id === id));
  return [...known, ...missing.map((id) => ({ id, title: id, text: `kaiyaku explain ${id}` }))];
}

const ruleDescriptor = ({ id, title, text, quote }: GateRule): object => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text },
  help: {
    text: quote === undefined ? text : `${text}\n\n「${quote}」`,
    markdown: quote === undefined ? text : `${text}\n\n> ${quote}`,
  },
  properties: { tags: ['contract'] },
});

function resultOf(
  finding: PlacedFinding,
  { name, file }: CheckedContract,
  indexOf: ReadonlyMap<string, number>,
  closes: boolean,
): object {
  const { rule, severity, line, column, fingerprint, costYen, on, about, waived } = finding;
  return plain({
    ruleId: rule,
    ruleIndex: indexOf.get(rule.split('/')[0]!),
    level: severity,
    message: { text: messageOf(finding, name) },
    locations: [
      {
        physicalLocation: plain({
          artifactLocation: { uri: uriOf(file), uriBaseId: ROOT },
          region: line === 0 ? undefined : { startLine: line, startColumn: column },
        }),
        logicalLocations: [{ name, kind: 'contract' }],
      },
    ],
    partialFingerprints: { 'kaiyakuFinding/v1': fingerprint },
    suppressions:
      waived === undefined ? undefined : [{ kind: 'inSource', status: 'accepted', justification: waived.reason }],
    properties: plain({ contract: name, about, closesGate: closes, costYen, on, waivedUntilOn: waived?.untilOn }),
  });
}

function messageOf({ what, why, next, costYen, on }: PlacedFinding, name: string): string {
  return [
    what,
    ...(on === undefined ? [] : [`By: ${on}`]),
    ...(costYen === undefined ? [] : [`Cost: ${yenText(costYen)}`]),
    ...(why === undefined ? [] : [`Why: ${withContract(why, name)}`]),
    ...(next === undefined ? [] : [`Do: ${withContract(next, name)}`]),
  ].join('\n');
}

/** A relative reference: each part percent-encoded, `..` kept. */
const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

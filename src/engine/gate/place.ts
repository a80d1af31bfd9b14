// Findings placed on the contract's own text, with fingerprints that stay the same while the same thing is wrong; and the
// reader's diagnostics as findings. Pure.
import { sha256Hex } from '../../base/canonical-json.ts';
import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Diagnostic } from '../../contract/diagnostics.ts';
import { formatPath, type ContractProblem } from '../../contract/provider-schema.ts';
import type { GateFinding, PlacedFinding } from './finding.ts';
import { CONTRACT_RULE } from './rules.ts';
import { waiverOf, type Waiver } from './waiver-findings.ts';

/** Findings of one file; what goes beyond is counted. */
export const FINDINGS_PER_FILE_MAX = 200;

/** Where a problem stands in the file at hand. */
export type Place = (problem: ContractProblem) => Pick<Diagnostic, 'line' | 'column' | 'excerpt'>;

/** Findings on the text, each with its waiver where there is one, in the order of the file. */
export function placeFindings(
  findings: readonly GateFinding[],
  contract: string,
  place: Place,
  waivers: readonly Waiver[],
  todayOn: CivilDate,
): PlacedFinding[] {
  const seen = new Map<string, number>();
  return findings
    .map(({ path, at, ...finding }) => {
      const { line, column, excerpt } = place({
        code: finding.rule,
        path,
        what: finding.what,
        ...(at === undefined ? {} : { at }),
      });
      const waived = waiverOf(waivers, finding, todayOn);
      return {
        ...finding,
        line,
        column,
        fingerprint: fingerprintOf(contract, finding, seen),
        ...(excerpt === undefined ? {} : { excerpt }),
        ...(waived === undefined ? {} : { waived }),
      };
    })
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** What the reader says of the file, as findings of rule `contract`; a numbered refusal keeps its number. */
export function contractFindings(diagnostics: readonly Diagnostic[], contract: string): PlacedFinding[] {
  const seen = new Map<string, number>();
  const shown = diagnostics
    .slice(0, FINDINGS_PER_FILE_MAX)
    .map(({ code, severity, what, why, next, path, ...rest }) => {
      const finding = {
        rule: /^R\d\d$/u.test(code) ? code : `${CONTRACT_RULE}/${code}`,
        about: formatPath(path),
        severity,
        what,
        ...(why === undefined ? {} : { why }),
        ...(next === undefined ? {} : { next }),
      };
      const { line, column, excerpt } = rest;
      return {
        ...finding,
        line,
        column,
        fingerprint: fingerprintOf(contract, finding, seen),
        ...(excerpt === undefined ? {} : { excerpt }),
      };
    });
  const hidden = diagnostics.slice(FINDINGS_PER_FILE_MAX);
  return hidden.length === 0 ? shown : [...shown, moreFinding(hidden, contract)];
}

function moreFinding(hidden: readonly Diagnostic[], contract: string): PlacedFinding {
  const finding = {
    rule: `${CONTRACT_RULE}/more`,
    severity: hidden.some(({ severity }) => severity === 'error') ? ('error' as const) : ('warning' as const),
    what: `${hidden.length} more problems are not listed`,
    about: 'more',
  };
  const { line, column } = hidden[0]!;
  return { ...finding, line, column, fingerprint: fingerprintOf(contract, finding, new Map()) };
}

/** SHA-256 over contract, rule and what it is about; the second of the same kind gets its number. */
function fingerprintOf(
  contract: string,
  { rule, about }: Pick<GateFinding, 'rule' | 'about'>,
  seen: Map<string, number>,
): string {
  const key = [contract, rule, about].join('\n');
  const before = seen.get(key) ?? 0;
  seen.set(key, before + 1);
  return sha256Hex(before === 0 ? key : `${key}\n${before}`);
}

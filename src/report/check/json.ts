// `check --format json`. Keys are an interface: added to, never renamed. Pure.
import type { CheckedContract, CheckReport, PlacedFinding } from '../../engine/gate/finding.ts';
import { withContract } from '../command-line.ts';
import { plain } from '../plain.ts';
import { countsOf, fails, type Counts } from './counts.ts';

/** Dates are civil dates in Japan, money is whole yen; what is not known is left out. */
export interface CheckJson {
  readonly formatVersion: 1;
  readonly todayOn: string;
  readonly failOn: string;
  readonly filesOnly: boolean;
  readonly exitCode: number;
  readonly counts: Counts;
  readonly contracts: readonly ContractJson[];
}

interface ContractJson {
  readonly contract: string;
  readonly file: string;
  readonly provider?: string;
  readonly endsOn?: string;
  readonly outcome?: string;
  readonly current?: { readonly step: string; readonly sentence: string; readonly next?: string };
  readonly hasJournal: boolean;
  /** With `--plan`: the plan in short. */
  readonly terraformPlan?: CheckedContract['terraformPlan'];
  /** `contract` or `journal`: why nothing more could be judged. */
  readonly stopped?: string;
  readonly findings: readonly FindingJson[];
  readonly judged: readonly string[];
  readonly notJudged: readonly { readonly rule: string; readonly why: string }[];
}

interface FindingJson {
  readonly rule: string;
  readonly severity: string;
  /** It closes the gate. */
  readonly fails: boolean;
  /** From 1; 0 when it is about the file as a whole. */
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
  readonly costYen?: number;
  /** The last day to act. */
  readonly on?: string;
  /** What a waiver has to name. */
  readonly about: string;
  readonly fingerprint: string;
  readonly waived?: { readonly reason: string; readonly untilOn?: string };
}

export function checkJson(report: CheckReport): CheckJson {
  const { todayOn, failOn, filesOnly, exitCode, contracts } = report;
  return {
    formatVersion: 1,
    todayOn,
    failOn,
    filesOnly,
    exitCode,
    counts: countsOf(report),
    contracts: contracts.map(({ name, findings, current, notJudged, ...one }) =>
      plain({
        contract: name,
        file: one.file,
        provider: one.provider,
        endsOn: one.endsOn,
        outcome: one.outcome,
        current:
          current === undefined
            ? undefined
            : plain({ ...current, next: current.next === undefined ? undefined : withContract(current.next, name) }),
        hasJournal: one.hasJournal,
        terraformPlan: one.terraformPlan,
        stopped: one.stopped,
        findings: findings.map((finding) => findingJson(finding, name, fails(finding, failOn))),
        judged: one.judged,
        notJudged: notJudged.map(({ rule, why }) => ({ rule, why: withContract(why, name) })),
      }),
    ),
  };
}

function findingJson(finding: PlacedFinding, name: string, closes: boolean): FindingJson {
  const { rule, severity, line, column, what, why, next, costYen, on, about, fingerprint, waived } = finding;
  const named = (text: string | undefined) => (text === undefined ? undefined : withContract(text, name));
  return plain({
    rule,
    severity,
    fails: closes,
    line,
    column,
    what,
    why: named(why),
    next: named(next),
    costYen,
    on,
    about,
    fingerprint,
    waived,
  });
}

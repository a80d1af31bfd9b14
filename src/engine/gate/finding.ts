// What the gate (`check`) says of contract files, as plain data: it is handed between threads, printed in six formats and
// compared between runs. Types only.
import type { CivilDate } from '../../calendar/civil-date.ts';
import type { ContractPath } from '../../contract/provider-schema.ts';
import type { Excerpt } from '../../contract/source-text.ts';

/** `note` never fails a gate. */
export type GateSeverity = 'error' | 'warning' | 'note';

/** One thing that a person has to know of one contract, before it is placed on the contract's text. */
export interface GateFinding {
  /** Id of a rule: `SF1`, `R17`, `held`; a contract file's own problems are `contract/<code>`. */
  readonly rule: string;
  readonly severity: GateSeverity;
  /** One sentence. */
  readonly what: string;
  readonly why?: string;
  /** What to do; may say CONTRACT. */
  readonly next?: string;
  /** What it costs, or will, in whole yen. */
  readonly costYen?: number;
  /** The last day on which something can be done about it. */
  readonly on?: CivilDate;
  /** Tells it from other findings of its rule in this contract, and stays the same while the same thing is wrong. */
  readonly about: string;
  /** The field that it is about; where that is not in the file, what holds it. */
  readonly path: ContractPath;
  readonly at?: 'key' | 'value';
  /** Fails whatever `--fail-on` says: the gate itself could not hold. */
  readonly always?: true;
}

/** What the findings about one contract share. */
export interface FindingContext {
  /** The command or sentence that goes on from here; may say CONTRACT. */
  readonly next: string;
  /** Where the file says when it is to end. */
  readonly endField: ContractPath;
}

/** A finding on the user's own text. */
export interface PlacedFinding extends Omit<GateFinding, 'path' | 'at'> {
  /** From 1; 0 when it is about the file as a whole. */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 when it is about the file as a whole. */
  readonly column: number;
  readonly excerpt?: Excerpt;
  /** The same in every run while the same thing is wrong in the same contract, wherever it stands in the file. */
  readonly fingerprint: string;
  /** Somebody decided to live with it. */
  readonly waived?: { readonly reason: string; readonly untilOn?: CivilDate };
}

/** One contract file, judged. */
export interface CheckedContract {
  readonly name: string;
  /** Relative to where the command runs, with `/`. */
  readonly file: string;
  /** Undefined where the file could not be read as a contract. */
  readonly provider?: string;
  readonly endsOn?: CivilDate;
  /** `complete`, `waiting-until`…; undefined where it was not decided. */
  readonly outcome?: string;
  /** The step in front, with its sentence and the next command. */
  readonly current?: { readonly step: string; readonly sentence: string; readonly next?: string };
  readonly hasJournal: boolean;
  /** What is wrong, in the order of the file. */
  readonly findings: readonly PlacedFinding[];
  /** Rules that were held against it. */
  readonly judged: readonly string[];
  /** Rules that could not be, and why. */
  readonly notJudged: readonly { readonly rule: string; readonly why: string }[];
  /** With `--plan`: the Terraform plan that was judged, and nothing else was. */
  readonly terraformPlan?: {
    /** `adopt`, `detach`, `delete`. */
    readonly stage: string;
    /** `owner` of a state outside of kaiyaku, or `kaiyaku`. */
    readonly appliedBy: string;
    readonly formatVersion: string;
    readonly terraformVersion: string;
    readonly createdAt: string;
    /** All changes of the plan, no-ops too; those about objects of the contract; deletions. */
    readonly changes: number;
    readonly examined: number;
    readonly deletes: number;
    /** What the stage has to contain now. */
    readonly due: readonly { readonly kind: string; readonly id: string; readonly step: string }[];
  };
  /** Why nothing more could be said: the file is no valid contract (exit 2), or its journal cannot be used (exit 1). */
  readonly stopped?: 'contract' | 'journal';
}

/** One rule of the gate, with its help. */
export interface GateRule {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** The source's own words, in Japanese. */
  readonly quote?: string;
}

export type FailOn = 'error' | 'warning' | 'never';

/** Everything a renderer needs. */
export interface CheckReport {
  readonly toolVersion: string;
  readonly todayOn: CivilDate;
  readonly failOn: FailOn;
  /** Only the files were judged: neither journals nor dates. */
  readonly filesOnly: boolean;
  /** In the order of their files. */
  readonly contracts: readonly CheckedContract[];
  readonly rules: readonly GateRule[];
  readonly exitCode: number;
}

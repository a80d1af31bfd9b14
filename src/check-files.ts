// Judges contract files for the gate, each read once and forgotten: what stays is plain data. Offline: no secret is
// resolved, no socket opened. Must never let a file or a journal that could not be read pass for one without findings.
import { relative, sep } from 'node:path';
import { policies } from '../policies/index.ts';
import type { Clock } from './base/clock.ts';
import { errorDetail, KaiyakuError, type ErrorDetail } from './base/errors.ts';
import { civilDateInJapan, type CivilDate } from './calendar/civil-date.ts';
import { contractName, diagnosticsOf, type ReadContract } from './contract/read-contract.ts';
import { ContractReader, type ReadInHand } from './contract-reader.ts';
import { claimFinding, CLAIMANTS_COMPARED_MAX } from './engine/gate/claims.ts';
import { pathOfValue } from './engine/gate/fields.ts';
import type { CheckedContract, GateFinding, PlacedFinding } from './engine/gate/finding.ts';
import { judgeContract, type Judged } from './engine/gate/judge.ts';
import { contractFindings, placeFindings } from './engine/gate/place.ts';
import { CONTRACT_RULE } from './engine/gate/rules.ts';
import { openOffline } from './open-offline.ts';

export interface CheckOptions {
  /** Files are named relative to it. */
  readonly cwd: string;
  readonly clock: Clock;
  readonly journalDir?: string;
  readonly todayOn?: CivilDate;
  /** The files alone: no journal is read, and nothing is said of dates. */
  readonly filesOnly: boolean;
}

/** One file's judgement, and what has to be compared with the other files. */
export interface CheckedFile {
  readonly path: string;
  readonly checked: CheckedContract;
  readonly claims: readonly string[];
}

type Base = Pick<CheckedContract, 'name' | 'file'>;

export class FileChecker {
  readonly #options: CheckOptions;
  readonly #reader = new ContractReader();

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** Never throws for what a file or its journal holds; bugs pass through. */
  async check(path: string): Promise<CheckedFile> {
    const base = { name: contractName(path), file: relativeFile(this.#options.cwd, path) };
    let hand: ReadInHand;
    try {
      hand = await this.#reader.read(path);
    } catch (error) {
      return { path, checked: unreadFile(base, error), claims: [] };
    }
    const { contract, read } = hand;
    const claims = contract.provider.claims(contract.content, '');
    const of = { ...base, provider: contract.provider.id };
    if (this.#options.filesOnly) return { path, checked: fileAlone(of, read), claims };
    try {
      const { run, hasJournal } = await openOffline(contract, this.#options, policies);
      const checked = judgedFile(of, hand, judgeContract(run, hasJournal), hasJournal);
      // What has ended claims nothing any more: a new contract may hold the same objects.
      return { path, checked, claims: run.journal.state.closed === undefined ? claims : [] };
    } catch (error) {
      const detail = errorDetail(error);
      if (!(error instanceof KaiyakuError) || detail.kind === 'bug') throw error;
      return { path, checked: stoppedFile(of, hand, detail, this.#todayOn()), claims };
    }
  }

  /**
   * R17 over all files: for each file, the ids that another one claims against it. Only files that share an id are read
   * again, so that `usedBy` is heard; ids by claimants come from a `ClaimIndex`.
   */
  async claimFindings(shared: ReadonlyMap<string, readonly string[]>): Promise<Map<string, PlacedFinding[]>> {
    const hands = new Map<string, ReadInHand>();
    for (const path of new Set([...shared.values()].flat())) hands.set(path, await this.#reader.read(path));
    const found = new Map<string, GateFinding[]>();
    for (const [id, paths] of shared) {
      for (const path of paths) {
        const others = claimants(id, path, paths, hands);
        if (others.length === 0) continue;
        const at = pathOfValue(hands.get(path)!.contract.content, new Set([id])) ?? [];
        found.set(path, [...(found.get(path) ?? []), claimFinding(id, others, at)]);
      }
    }
    const placed = [...found].map(([path, findings]): [string, PlacedFinding[]] => {
      const { contract, read } = hands.get(path)!;
      return [path, placeFindings(findings, contract.name, read.diagnosticOf, [], this.#todayOn())];
    });
    return new Map(placed);
  }

  #todayOn(): CivilDate {
    return this.#options.todayOn ?? civilDateInJapan(this.#options.clock.nowMs());
  }
}

function claimants(
  id: string,
  path: string,
  paths: readonly string[],
  hands: ReadonlyMap<string, ReadInHand>,
): string[] {
  const { name } = hands.get(path)!.contract;
  const compared = paths.slice(0, CLAIMANTS_COMPARED_MAX).filter((other) => other !== path);
  return compared
    .map((other) => hands.get(other)!.contract)
    .filter(({ provider, content }) => provider.claims(content, name).includes(id))
    .map((other) => other.name);
}

function unreadFile(base: Base, error: unknown): CheckedContract {
  const detail = errorDetail(error);
  if (!(error instanceof KaiyakuError) || detail.kind !== 'user') throw error;
  const diagnostics = diagnosticsOf(error);
  const findings =
    diagnostics.length > 0
      ? contractFindings(diagnostics, base.name)
      : contractFindings([{ ...problemOf(detail), severity: 'error', file: base.file, line: 0, column: 0 }], base.name);
  return { ...base, hasJournal: false, findings, judged: [CONTRACT_RULE], notJudged: [], stopped: 'contract' };
}

const problemOf = ({ code, message: what, why, next }: ErrorDetail) => ({
  code,
  path: [],
  what,
  ...(why === undefined ? {} : { why }),
  ...(next === undefined ? {} : { next }),
});

type Known = Base & { readonly provider: string };

function fileAlone(of: Known, { warnings, name }: ReadContract): CheckedContract {
  const findings = contractFindings(warnings, name);
  return { ...of, hasJournal: false, findings, judged: [CONTRACT_RULE, 'R17'], notJudged: [] };
}

function judgedFile(
  of: Known,
  { contract, read }: ReadInHand,
  { survey, findings, ...rest }: Judged,
  hasJournal: boolean,
): CheckedContract {
  const waivers = contract.provider.waivers(contract.content);
  return {
    ...of,
    ...rest,
    hasJournal,
    findings: [
      ...contractFindings(read.warnings, contract.name),
      ...placeFindings(findings, contract.name, read.diagnosticOf, waivers, survey.input.todayOn),
    ],
  };
}

/** The contract is sound, and something else stops it: its journal, or terms that cannot be computed. */
function stoppedFile(of: Known, { read }: ReadInHand, detail: ErrorDetail, todayOn: CivilDate): CheckedContract {
  const { code, message: what, why, next } = detail;
  const journal = detail.exitCode === 1 || detail.kind !== 'user' || code.startsWith('journal');
  const finding: GateFinding = {
    rule: journal ? 'R19' : `${CONTRACT_RULE}/${code}`,
    severity: 'error',
    what,
    about: code,
    path: journal ? ['journal'] : [],
    always: true,
    ...(why === undefined ? {} : { why }),
    ...(next === undefined ? {} : { next }),
  };
  return {
    ...of,
    hasJournal: journal,
    findings: [
      ...contractFindings(read.warnings, of.name),
      ...placeFindings([finding], of.name, read.diagnosticOf, [], todayOn),
    ],
    judged: [CONTRACT_RULE, 'R19'],
    notJudged: [],
    stopped: journal ? 'journal' : 'contract',
  };
}

/** With `/` everywhere; outside of the folder with `..`. */
const relativeFile = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');

// Judges one Terraform plan against one contract and its journal, for the gate. Offline: what is due follows from the
// journal; no secret is resolved, no socket opened, and Terraform is not run.
import { relative, sep } from 'node:path';
import { planPolicies, policies } from '../policies/index.ts';
import { KaiyakuError } from './base/errors.ts';
import { FileChecker, type CheckOptions } from './check-files.ts';
import { claimsAgainst } from './contract-claims.ts';
import { ContractReader } from './contract-reader.ts';
import { planSaid, gateFindings, planSentence } from './engine/plan-gate/gate-findings.ts';
import type { CheckedContract } from './engine/gate/finding.ts';
import { policyFindings } from './engine/gate/policy-findings.ts';
import { placeFindings } from './engine/gate/place.ts';
import { findingsOfPlan, planContext } from './engine/plan-gate/judge-plan.ts';
import { surveyOffline } from './engine/offline.ts';
import type { StageKind } from './executors/terraform/command.ts';
import { readPlanFile } from './executors/terraform/plan-json.ts';
import { openOffline } from './open-offline.ts';

export interface PlanCheckOptions extends Omit<CheckOptions, 'filesOnly' | 'todayOn'> {
  /** A file as `terraform show -json` writes it; `-` is standard input. */
  readonly plan: string;
  /** Undefined: what is due decides. */
  readonly stage?: StageKind;
  readonly signal: AbortSignal;
}

const LOOK = 'needs a look at the world: kaiyaku plan CONTRACT';

/**
 * The findings are of the plan alone; a contract or a journal that cannot be used is said instead. Throws user errors
 * `plan-…` for what is no plan, and `no-terraform`.
 */
export async function checkPlan(path: string, options: PlanCheckOptions): Promise<CheckedContract> {
  let opened;
  try {
    opened = await open(path, options);
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    const { checked } = await new FileChecker({ ...options, filesOnly: false }).check(path);
    // Without a word on what stopped it, the gate would pass a plan that nobody judged.
    if (checked.stopped === undefined) throw error;
    return checked;
  }
  const { read, run, hasJournal } = opened;
  const { contract } = run;
  const plan = await readPlanFile(options.plan, options.signal);
  const survey = surveyOffline(run);
  const { decision, input, terms } = survey;
  const context = planContext({
    contract,
    state: run.journal.state,
    decision,
    plan,
    nowMs: input.nowMs,
    looked: false,
    by: 'owner',
    policies: planPolicies,
    ...(options.stage === undefined ? {} : { stage: options.stage }),
  });
  const findings = gateFindings(contract.content, context, findingsOfPlan(context, planPolicies));
  const said = planSaid(context);
  const { notJudged } = policyFindings(run, survey, { next: '', endField: [] });
  return {
    name: contract.name,
    file: relative(options.cwd, path).split(sep).join('/'),
    provider: contract.provider.id,
    outcome: decision.outcome,
    hasJournal,
    current: { step: `stage ${said.stage}`, sentence: planSentence(said) },
    findings: placeFindings(findings, contract.name, read.diagnosticOf, [], input.todayOn),
    judged: [...new Set<string>(planPolicies.map(({ refusal }) => refusal))].sort(),
    notJudged: [...notJudged].map((rule) => ({ rule, why: LOOK })),
    terraformPlan: said,
    ...(terms.endsOn === undefined ? {} : { endsOn: terms.endsOn }),
  };
}

async function open(path: string, options: PlanCheckOptions) {
  const reader = new ContractReader();
  const { contract, read } = await reader.read(path);
  const claimedBy = await claimsAgainst(path, contract.name, reader);
  return { read, ...(await openOffline({ ...contract, claimedBy }, options, policies)) };
}

// Judges one Terraform plan against one contract and its journal, for the gate. Offline: what is due follows from the
// journal; no secret is resolved, no socket opened, and Terraform is not run.
import { planPolicies, policies } from '../policies/index.ts';
import { FileChecker, type CheckOptions } from './check-files.ts';
import { ContractReader } from './contract-reader.ts';
import { planSaid, gateFindings, planSentence } from './engine/plan-gate/gate-findings.ts';
import type { CheckedContract } from './engine/gate/finding.ts';
import { placeFindings } from './engine/gate/place.ts';
import { findingsOfPlan, planContext } from './engine/plan-gate/judge-plan.ts';
import { surveyOffline } from './engine/offline.ts';
import type { StageKind } from './executors/terraform/command.ts';
import { readPlanFile } from './executors/terraform/plan-json.ts';
import { openOffline } from './open-offline.ts';
import { contractInHand } from './wiring.ts';

export interface PlanCheckOptions extends Omit<CheckOptions, 'filesOnly' | 'todayOn'> {
  /** A file as `terraform show -json` writes it; `-` is standard input. */
  readonly plan: string;
  /** Undefined: what is due decides. */
  readonly stage?: StageKind;
  readonly signal: AbortSignal;
}

const NO_LOOK = 'without --plan';

/**
 * The findings are of the plan alone; a contract or a journal that cannot be used is said instead. Throws user errors
 * `plan-…` for what is no plan, and `no-terraform`.
 */
export async function checkPlan(path: string, options: PlanCheckOptions): Promise<CheckedContract> {
  const { checked } = await new FileChecker({ ...options, filesOnly: false }).check(path);
  if (checked.stopped !== undefined) return checked;
  const { contract, read } = await new ContractReader().read(path);
  const { claimedBy } = await contractInHand(path);
  const plan = await readPlanFile(options.plan, options.signal);
  const { run, hasJournal } = await openOffline({ ...contract, claimedBy }, options, policies);
  const { decision, input } = surveyOffline(run);
  const context = planContext({
    contract: run.contract,
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
  return {
    ...checked,
    hasJournal,
    current: { step: `stage ${said.stage}`, sentence: planSentence(said) },
    findings: placeFindings(findings, contract.name, read.diagnosticOf, [], input.todayOn),
    judged: [...new Set(planPolicies.map(({ refusal }) => refusal as string))].sort(),
    notJudged: checked.judged.map((rule) => ({ rule, why: `kaiyaku check CONTRACT judges it, ${NO_LOOK}` })),
    terraformPlan: said,
  };
}

// A rule over one Terraform plan: what it would do, held against what the contract names and what the journal lets happen
// now. One file a rule in policies/plan/. Types only.
import type { RefusalId } from '../base/refusals.ts';
import type { StageKind, TerraformChange, TerraformPlan } from '../executors/terraform/command.ts';
import type { NamedObject } from './named-object.ts';
import type { Finding } from './policy.ts';
import type { Effect, StepId } from './step.ts';

/** Where the journal and the contract's dates let an object be. */
export interface Turn {
  readonly step: StepId;
  readonly effect: Effect;
  /** The stage that the effect belongs to. */
  readonly stage: 'detach' | 'delete';
  /** `settled`: proven already. `later`: `why` says what comes first. */
  readonly is: 'due' | 'later' | 'settled';
  readonly why: string;
  /** Of an irreversible effect that is due; `not-needed` otherwise. */
  readonly approval: 'unspent' | 'not-needed' | 'missing' | 'expired' | 'revoked' | 'spent' | 'changed';
}

/** A change of the plan with what is known of its object. */
export interface PlannedObject {
  readonly change: TerraformChange;
  /** Undefined: the contract does not name it. */
  readonly named?: NamedObject;
  /** Undefined: the teardown does nothing with it. */
  readonly turn?: Turn;
}

/** Everything a rule over a plan may look at. */
export interface PlanPolicyContext {
  readonly contractName: string;
  readonly plan: TerraformPlan;
  readonly stage: StageKind;
  /** Whose objects it may hold: those of a state outside of kaiyaku, or the contract's own. */
  readonly by: 'owner' | 'kaiyaku';
  /** The last entry of the contract's journal. */
  readonly head: { readonly seq: number; readonly hash: string };
  readonly nowMs: number;
  /** The plan's managed changes, in its order. */
  readonly objects: readonly PlannedObject[];
  readonly named: readonly NamedObject[];
  /** What this stage has to contain: due, and to be done by whoever applies. */
  readonly due: readonly { readonly named: NamedObject; readonly turn: Turn }[];
  /** Servers that the journal shows down, or gone. */
  readonly downServerIds: ReadonlySet<string>;
  /** Switch halves of routers whose step is open, so that interfaces may come off them. */
  readonly detachableSwitchIds: ReadonlySet<string>;
}

/** One rule. Pure: the same context gives the same findings; none means that the rule holds. */
export interface PlanPolicy {
  readonly refusal: RefusalId;
  check(context: PlanPolicyContext): readonly Finding[];
}

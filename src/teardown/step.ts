// The words of a teardown: steps, effects, goals. Types and pure constructors only.
import type { JsonObject } from '../base/canonical-json.ts';
import { digestOf } from '../base/canonical-json.ts';
import type { ErrorDetail } from '../base/errors.ts';
import type { RefusalId } from '../base/refusals.ts';
import type { CivilDate } from '../calendar/civil-date.ts';
import { type Command, type Target, targetKey } from '../executors/port.ts';
import type { Citation } from './terms.ts';

export type StepId = string;
export type Actor = 'kaiyaku' | 'customer' | 'provider' | 'third-party';

/** When a target has reached what an effect is for. Plain data, so that it is part of the plan's digest. */
export type Goal =
  /** Proven absent in two passes (J5). */
  | { readonly is: 'absent' }
  /** Observed (present, or foreign where `whoever` says so) with all these facts. */
  | {
      readonly is: 'facts';
      readonly equal: JsonObject;
      readonly whoever?: boolean;
      /** The object's absence (two passes) reaches it as well: a server that is gone is not running. */
      readonly orAbsent?: boolean;
    }
  /** The act's receipt holds all these facts: only for what no later read can show. */
  | { readonly is: 'receipt'; readonly equal: JsonObject };

/** One thing that has to be shown before an effect counts. */
export interface ProofPart {
  /** `powered off`, `configuration gone`… reported separately. */
  readonly part: string;
  readonly target: Target;
  readonly goal: Goal;
}

/** One command on one target: the unit of `intended`, of approval and of settlement. */
export interface Effect {
  /** `step/verb:targetKey`; unique in a contract. */
  readonly id: string;
  readonly step: StepId;
  readonly title: string;
  readonly command: Command;
  readonly irreversible: boolean;
  /** Sending it again to a target that is still there cannot do more than the first time did. */
  readonly repeatable: boolean;
  /** All of these prove it. */
  readonly proof: readonly ProofPart[];
  /** Any of these, observed with certainty, proves that it did not happen. Empty: `repeatable` and a missed goal do. */
  readonly refuted: readonly ProofPart[];
  /** How long the proof is awaited after the act. */
  readonly proofWaitMs: number;
  /** The goal must stay reached: coming back is `blocked: returned` (absence), or ready again (a reversible state). */
  readonly lasting: boolean;
  /**
   * No other effect of its step rests on its proof: while the pause between two looks at its absence passes, the next such effect may
   * be carried out. Not part of any digest: what is done and what proves it stay the same.
   */
  readonly provenBeside?: true;
  /** What earlier effects left for this act (a backup's digest). Not part of any digest: it is newer than the approval. */
  readonly late?: JsonObject;
  /** Counts only this long, until that step is done: then it is to be done again (a backup). */
  readonly fresh?: { readonly forMs: number; readonly untilStep: StepId };
}

export interface EvidenceField {
  readonly name: string;
  readonly kind: 'date' | 'text' | 'yen' | 'file';
  readonly required: boolean;
  readonly what: string;
  /** A date that was agreed on and may lie after today; every other date has happened already. */
  readonly mayLieAhead?: boolean;
  /** An earlier day proves nothing: what it says cannot have been so yet. */
  readonly notBefore?: CivilDate;
}

/** One guarded stage of a teardown: who does what, after what, when, under which refusals, and what proves it. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly actor: Actor;
  /** The contract moved a `kaiyaku` step to a person. */
  readonly byPerson?: boolean;
  readonly after: readonly StepId[];
  /** In the order in which they run. Empty for a person's step. */
  readonly effects: readonly Effect[];
  /** What else the guards must see. */
  readonly looks: readonly Target[];
  /** Checked over this step's plan and again at the place of use. */
  readonly guards: readonly RefusalId[];
  /** A person's step that cannot be undone needs approval before its request is printed. */
  readonly irreversible: boolean;
  readonly window: {
    readonly fromOn?: CivilDate;
    readonly untilOn?: CivilDate;
    readonly why?: string;
    /** Not before this instant (ISO 8601), which no civil date can tell: a TTL that runs out. */
    readonly fromAt?: { readonly at: string; readonly why: string };
  };
  /** What `attest` must file. */
  readonly evidence: readonly EvidenceField[];
  /** Proofs by probe for a person's step, where the world can be asked. */
  readonly probes: readonly ProofPart[];
  /** May run, and be repeated, whatever the order says (back-up). */
  readonly anytime?: boolean;
  /** The rule whose cost comes with being late here (`CL7`…). */
  readonly lateRule?: string;
  /** Forms of its request that can still be asked for when it is done (a withdrawal, an extension). */
  readonly formsAfterwards?: readonly string[];
  /** Why this contract does not have the step. */
  readonly notNeeded?: string;
  /** Its effects could not be told, because the world could not be read; stops the step. */
  readonly unreadable?: ErrorDetail;
  /** The lawful other way when this step cannot be done. */
  readonly otherRoute?: OtherRoute;
  readonly citation: Citation;
}

/** A lawful way to the same end that leaves something out. */
export interface OtherRoute {
  /** As `approve --route` takes it. */
  readonly route: string;
  readonly sentence: string;
  /** What it gives up, for the approver. */
  readonly shows: readonly string[];
  /** Where it may be for one thing and not for another: each of them. Such a route is taken as `ROUTE:NAME,NAME`. */
  readonly each?: readonly RouteFor[];
}

/** One thing that a route can be for. */
export interface RouteFor {
  /** In the route's word; the id of its target. */
  readonly name: string;
  /** How a person knows it. */
  readonly label: string;
  /** Tells whether it can be reached; left out where only a person can tell. */
  readonly target?: Target;
  readonly sentence: string;
  /** What is given up of it, for the approver. */
  readonly shows: readonly string[];
  /** What is done with it while the route is not for it. */
  readonly stays: string;
}

/** The provider's ordered steps for one contract. */
export interface Teardown {
  readonly provider: string;
  readonly route: string;
  readonly steps: readonly Step[];
}

type EffectInput = Pick<Effect, 'step' | 'title' | 'command'> & Partial<Effect> & { goal?: Goal };

/** An effect with its usual proof: the command's own target reaches `goal` (default: absent). */
export function effect(input: EffectInput): Effect {
  const { goal = { is: 'absent' }, ...given } = input;
  return {
    id: `${given.step}/${given.command.verb}:${targetKey(given.command.target)}`,
    irreversible: goal.is === 'absent',
    repeatable: true,
    proof: [{ part: goal.is === 'absent' ? 'absent' : given.command.verb, target: given.command.target, goal }],
    refuted: [],
    proofWaitMs: 600_000,
    lasting: goal.is === 'absent',
    ...given,
  };
}

type StepInput = Pick<Step, 'id' | 'title' | 'actor' | 'after' | 'citation'> & Partial<Step>;

export function step(input: StepInput): Step {
  return { effects: [], looks: [], guards: [], irreversible: false, window: {}, evidence: [], probes: [], ...input };
}

/**
 * A person's step as kaiyaku's own: its place, its days and its citation stay, and the rest is `own`'s. What a person would file
 * falls away, because the world is asked.
 */
export function byKaiyaku(byPerson: Step, own: Partial<Step>): Step {
  const { id, title, after, window, lateRule, citation } = byPerson;
  const late = lateRule === undefined ? {} : { lateRule };
  return step({ id, title, actor: 'kaiyaku', after, window, citation, ...late, ...own });
}

/**
 * What an approval is for: step, command, target, expected attributes — without times and labels.
 * The same digest in `plan`, `approve` and `apply`, or the effect is refused (R15).
 */
export function effectDigest(effect: Effect): string {
  const known = digests.get(effect);
  if (known !== undefined) return known;
  const digest = digestOfEffect(effect);
  digests.set(effect, digest);
  return digest;
}

/** An effect never changes; every decision asks for the digest of every effect. */
const digests = new WeakMap<Effect, string>();

function digestOfEffect(effect: Effect): string {
  const { target, verb, args } = effect.command;
  return digestOf({
    step: effect.step,
    verb,
    args,
    target: targetKey(target),
    expect: target.expect,
    goal: effect.proof.map((part) => ({ part: part.part, target: targetKey(part.target), goal: part.goal })),
  });
}

/** The digest that `opened` records: which steps and effects this version of the tool derives from the contract. */
export function teardownDigest(teardown: Teardown): string {
  return digestOf(
    teardown.steps.map((step) => ({
      id: step.id,
      actor: step.actor,
      after: step.after,
      irreversible: step.irreversible,
      guards: step.guards,
      effects: step.effects.map((effect) => ({ id: effect.id, irreversible: effect.irreversible })),
    })),
  );
}

// The closed set of words a step can be in, each with its reasons and one sentence for a person. Types only.
import type { ErrorDetail } from '../base/errors.ts';
import type { Finding } from '../teardown/policy.ts';
import type { Effect, Step, StepId } from '../teardown/step.ts';

export const VERDICTS = [
  'done',
  'not-needed',
  'ready',
  'waiting-until',
  'waiting-for-person',
  'needs-approval',
  'blocked',
  'in-doubt',
  'unreadable',
] as const;
/** Where a step stands, in one word. */
export type VerdictWord = (typeof VERDICTS)[number];

/** Early, at risk, overdue: marks on any verdict, with the cost beside them. */
export type Mark = 'early' | 'at-risk' | 'overdue';

/** Where one effect stands. */
export type Standing =
  /** Verified, or found, or settled by a person where no read can tell. */
  | 'settled'
  /** Its goal is reached in this survey; recording that is what is left. */
  | 'reached'
  /** The other side took it; the proof is still awaited. */
  | 'proving'
  /** Begun, and neither proven nor refuted within its limit. */
  | 'in-doubt'
  /** Was verified absent, and is back. */
  | 'returned'
  | 'to-do'
  /** Observed as something else than the contract names. */
  | 'foreign'
  /** Could not look. */
  | 'unknown'
  /** Its turn has not come, so nobody looked. */
  | 'not-asked';

export interface EffectVerdict {
  readonly effect: Effect;
  readonly standing: Standing;
  readonly digest: string;
  /** For an irreversible effect that is still to do. */
  readonly approval?: 'unspent' | 'missing' | 'expired' | 'revoked' | 'spent' | 'changed';
  readonly approvalId?: string;
  /** An attempt of ours is recorded and not yet verified. */
  readonly begun: boolean;
  readonly error?: ErrorDetail;
}

export interface Reason {
  /** A refusal id, an error code, or a word: `after`, `held`, `returned`… */
  readonly code: string;
  readonly sentence: string;
}

/** The verdict on one step, with everything that a report says about it. */
export interface StepVerdict {
  readonly step: Step;
  readonly verdict: VerdictWord;
  readonly sentence: string;
  readonly reasons: readonly Reason[];
  readonly marks: readonly Mark[];
  readonly costYen?: number;
  /** The next command, with CONTRACT for the contract's name. */
  readonly next?: string;
  readonly effects: readonly EffectVerdict[];
  readonly findings: readonly Finding[];
  /** Its turn: everything before it is done. */
  readonly due: boolean;
}

/** The one thing that `apply` would do now. */
export type Action =
  | {
      readonly do: 'carry-out';
      readonly step: StepId;
      readonly effect: Effect;
      readonly digest: string;
      readonly approvalId?: string;
    }
  /** The goal is reached already: prove it (twice, for absence) and record it. */
  | { readonly do: 'record'; readonly step: StepId; readonly effect: Effect; readonly as: 'found' | 'verified' }
  /** Done, the proof is awaited. */
  | { readonly do: 'prove'; readonly step: StepId; readonly effect: Effect }
  /** All effects of the step are settled; its probes are reached. */
  | { readonly do: 'verify-step'; readonly step: StepId };

/** A verdict a step, at most one action, and what that comes to for the contract. */
export interface Decision {
  readonly steps: readonly StepVerdict[];
  readonly action?: Action;
  readonly complete: boolean;
  readonly outcome: Outcome;
  /** The attempt in doubt, also when the teardown no longer lists its effect. */
  readonly openAttempt?: { readonly seq: number; readonly effect: string };
}

/** What the whole contract is at; `cli/exit-codes.ts` maps it to a number. */
export type Outcome =
  'complete' | 'more-to-do' | 'waiting-until' | 'waiting-for-person' | 'in-doubt' | 'refused' | 'could-not-look';

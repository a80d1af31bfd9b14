// What a journal says once it is read to its end. Types only; src/journal/project.ts is the only writer.
import type { EvidenceRef } from '../executors/port.ts';
import type { JsonObject } from '../base/canonical-json.ts';
import type { BodyByKind, Entry, StepSummary } from './entry.ts';

/** `failed`: proven not to have happened. `found`: the goal was reached without us. `verified`: proven by later reads. */
export type EffectStatus = 'untouched' | 'intended' | 'done' | 'failed' | 'verified' | 'found';

/** One effect. Replaced as a whole by every entry about it, so a reference that was kept stays as it was. */
export interface EffectState {
  readonly status: EffectStatus;
  /** The latest attempt. */
  readonly intended?: Entry<'intended'>;
  /** When the latest attempt was closed as done: by the other side's receipt, or by a person's word. */
  readonly doneAt?: string;
  readonly receipt?: JsonObject;
  readonly evidence?: readonly EvidenceRef[];
  /** The latest proof. An effect that was `found` keeps that status when it is looked at again. */
  readonly verified?: Readonly<BodyByKind['verified']>;
  readonly verifiedAt?: string;
  /** Every level of *gone* that was proven, in order. */
  readonly levels: readonly string[];
  readonly found?: Readonly<BodyByKind['found']>;
  readonly foundSeq?: number;
  readonly lastFailure?: {
    readonly at: string;
    readonly code: string;
    readonly message: string;
    readonly nonEffect: string;
  };
  /** A person closed the latest attempt. */
  readonly settled?: Readonly<BodyByKind['settled']>;
  /** How many times it was intended. */
  readonly attempts: number;
}

/** What is left of one approval for one effect. `reserved`: an open attempt holds it. */
export interface ApprovedEffect {
  readonly digest: string;
  readonly state: 'unspent' | 'reserved' | 'spent';
}

export interface Approval {
  readonly body: Readonly<BodyByKind['approved']>;
  readonly seq: number;
  readonly at: string;
  readonly expiresAtMs: number;
  readonly revoked: boolean;
  readonly remaining: ReadonlyMap<string, ApprovedEffect>;
}

export interface Waiver {
  readonly refusal: string;
  readonly about: string;
  readonly reason: string;
  readonly untilOn?: string;
  readonly by: string;
  readonly at: string;
}

export interface Attestation {
  readonly at: string;
  readonly facts: JsonObject;
  readonly evidence: readonly EvidenceRef[];
  readonly note?: string;
  readonly by: string;
}

/** Seq and hash of the last entry: the one line that names everything before it (J6). */
export interface Head {
  /** −1 for an empty journal. */
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

/** The fold of a journal. Read-only for everyone but `applyEntry`. */
export interface JournalState {
  readonly opened?: Readonly<BodyByKind['opened']> & { readonly at: string };
  /** These five are of `opened`, or of the last `amended`. */
  readonly contractDigest: string;
  readonly teardownDigest: string;
  readonly toolVersion: string;
  readonly content: JsonObject;
  readonly steps: readonly StepSummary[];
  readonly wantedEndsOn?: string;
  readonly head: Head;
  readonly entries: number;
  /** The latest instant that any entry bears, in ms since the epoch; 0 when empty. Never goes back, unlike `head.at`. */
  readonly lastAtMs: number;
  /** `ordinary`, or the route of the latest approval that names one and is not revoked. */
  readonly route: string;
  readonly approvals: ReadonlyMap<string, Approval>;
  readonly waivers: readonly Waiver[];
  /** The last request of each step. */
  readonly requests: ReadonlyMap<string, { readonly at: string; readonly text: string }>;
  /** All of each step, oldest first; the last one wins. */
  readonly attestations: ReadonlyMap<string, readonly Attestation[]>;
  /** Effects that an entry names; use `effectState` for any other. */
  readonly effects: ReadonlyMap<string, EffectState>;
  readonly openIntended?: Entry<'intended'>;
  /** The last proof by probe of each person's step. */
  readonly verifiedSteps: ReadonlyMap<string, { readonly at: string; readonly body: Readonly<BodyByKind['verified']> }>;
  readonly held?: { readonly reason: string; readonly at: string; readonly by: string };
  readonly closed?: Readonly<BodyByKind['closed']> & { readonly at: string };
  /** Attempts at irreversible effects that were closed as done. */
  readonly irreversibleDone: number;
  /** An irreversible attempt was sent and looking refuted it: what was planned together stays together all the same. */
  readonly irreversibleSent?: true;
  /** Some irreversible effect was done, was sent, or is open and may have been. */
  readonly irreversibleBegun: boolean;
}

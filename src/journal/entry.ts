// What a journal holds: one entry a line, each naming the hash of the one before. The format's document is
// docs/journal-format.md; this file is its types.
import type { JsonObject } from '../base/canonical-json.ts';
import type { EvidenceRef } from '../executors/port.ts';

/** A step as the journal remembers it, so that `status` needs neither the contract nor the teardown. */
export interface StepSummary {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  readonly effects: number;
  /** Why this contract does not have the step. */
  readonly notNeeded?: string;
}

export interface BodyByKind {
  opened: {
    journalId: string;
    contract: string;
    provider: string;
    contractDigest: string;
    teardownDigest: string;
    toolVersion: string;
    /** The parsed contract (references to secrets only). */
    content: JsonObject;
    steps: readonly StepSummary[];
    /** The end date the contract wants, where it wants one. */
    wantedEndsOn?: string;
    by: string;
  };
  amended: {
    contractDigest: string;
    teardownDigest: string;
    toolVersion: string;
    content: JsonObject;
    steps: readonly StepSummary[];
    wantedEndsOn?: string;
    changes: readonly string[];
    reason: string;
    by: string;
    /** The approver on record who signed a change of approvers. */
    signedBy?: string;
  };
  approved: {
    approvalId: string;
    /** Effects (or irreversible person's steps, as `step/<id>`) and their digests. */
    effects: readonly { effect: string; digest: string }[];
    contractDigest: string;
    route?: string;
    expiresAt: string;
    by: string;
    /** `key` is set when an `approvers:` signature was verified. */
    signedBy?: string;
    /** What was shown to the approver. */
    shown: readonly string[];
  };
  revoked: { approvalId: string; reason: string; by: string };
  waived: { refusal: string; about: string; reason: string; untilOn?: string; by: string };
  requested: { step: string; text: string; by: string };
  attested: {
    step: string;
    /** Dates and texts asked for by the step: `sentOn`, `arrivedOn`, `acceptedOn`, `endsOn`… */
    facts: JsonObject;
    evidence: readonly EvidenceRef[];
    note?: string;
    by: string;
  };
  intended: {
    effect: string;
    step: string;
    verb: string;
    target: string;
    key: string;
    digest: string;
    irreversible: boolean;
    approvalId?: string;
    contractDigest: string;
  };
  /** Closes the `intended` whose seq it names: the other side took it. Not a proof. */
  done: { intended: number; effect: string; receipt: JsonObject; evidence: readonly EvidenceRef[] };
  /** Closes it with proven non-effect; gives the approval back. */
  failed: { intended: number; effect: string; code: string; message: string; nonEffect: string };
  /** A person's word on an effect in doubt. */
  settled: { intended: number; effect: string; as: 'done' | 'not-done'; reason: string; by: string };
  /** Later reads proved the goal. `probe`: a person's step. */
  verified: {
    effect?: string;
    step: string;
    parts: readonly { part: string; target: string; proof: readonly string[]; seenAt: readonly string[] }[];
    level?: string;
  };
  /** The goal was reached without us. */
  found: {
    effect: string;
    step: string;
    parts: readonly { part: string; target: string; proof: readonly string[]; seenAt: readonly string[] }[];
  };
  held: { reason: string; by: string };
  released: { reason: string; by: string };
  closed: {
    as: 'completed' | 'withdrawn' | 'superseded' | 'abandoned';
    reason: string;
    by: string;
    proof: readonly string[];
    endsOn?: string;
  };
}

/** The closed set of kinds; docs/journal-format.md says what each one means. */
export type EntryKind = keyof BodyByKind;

/** One line of a journal. `seq` counts from 0; `prev` of the first is 64 zeros; `at` is an instant in UTC. */
export type Entry<K extends EntryKind = EntryKind> = {
  [Kind in K]: {
    readonly seq: number;
    /** Hash of the entry before, 64 hex digits. */
    readonly prev: string;
    /** RFC 3339, UTC, milliseconds. */
    readonly at: string;
    readonly kind: Kind;
    readonly body: Readonly<BodyByKind[Kind]>;
    /** SHA-256 over the canonical JSON (RFC 8785) of the entry without `hash`. */
    readonly hash: string;
  };
}[K];

/** What is handed to `append`: the rest is the journal's. */
export type NewEntry = {
  [Kind in EntryKind]: { readonly kind: Kind; readonly body: Readonly<BodyByKind[Kind]> };
}[EntryKind];

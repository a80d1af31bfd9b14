// The one door to a protocol. An executor observes targets and carries out commands; it never decides, and it never
// reads "I could not look" as "it is not there": every error while looking is `unknown`.
import type { Clock } from '../base/clock.ts';
import type { ErrorClass, ErrorDetail } from '../base/errors.ts';
import type { JsonObject } from '../base/canonical-json.ts';

/** What can be observed or changed: one object of one protocol. Plain data, so that it can be digested and journalled. */
export interface Target {
  /** Name of the executor that knows it: `sakura-api`, `fortigate-ssh`, `files`, `backup`, `person`… */
  readonly executor: string;
  /** Kind within the executor: `server`, `disk`, `ptr`, `fortigate`, `licence-file`… */
  readonly kind: string;
  /** Identity within the kind: a resource id, an IP address, a path. */
  readonly id: string;
  /** Zone of a zoned API resource. */
  readonly zone?: string;
  /** What the contract says about it (name, serial, host key…); a difference makes an observation `foreign`. */
  readonly expect: JsonObject;
  /** What a person calls it: `disk fgt-disk (113…)`. Not part of any digest. */
  readonly label: string;
}

/** Stable name of a target in journals, digests and reports. */
export function targetKey(target: Pick<Target, 'executor' | 'kind' | 'id' | 'zone'>): string {
  return [target.executor, target.kind, ...(target.zone === undefined ? [] : [target.zone]), target.id].join(':');
}

/** One change of one target. */
export interface Command {
  readonly target: Target;
  /** `delete`, `power-off`, `clear-ptr`, `factory-reset`… defined in the executor's `command.ts`. */
  readonly verb: string;
  readonly args: JsonObject;
}

/** One difference between the world and the contract. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * What looking at a target gave. `facts` are plain JSON and hold no secret.
 * - `absent`: proven in this one pass (design J5); `proof` names each reading that proves it.
 * - `foreign`: something is there, but it is not what the contract names.
 * - `unknown`: could not look, or could not look well enough to tell. Stops the step.
 */
export type Observation =
  | { readonly state: 'present'; readonly facts: JsonObject; readonly seenAtMs: number }
  | {
      readonly state: 'absent';
      readonly proof: readonly string[];
      readonly facts?: JsonObject;
      readonly seenAtMs: number;
    }
  | {
      readonly state: 'foreign';
      readonly facts: JsonObject;
      readonly differences: readonly Difference[];
      readonly seenAtMs: number;
    }
  | { readonly state: 'unknown'; readonly error: ErrorDetail; readonly seenAtMs: number }
  | { readonly state: 'not-asked'; readonly why: string };

/** A file of proof: content-addressed beside the journal. */
export interface EvidenceRef {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
}

/** Where evidence goes. Files are 0600 and fsynced before `put` returns. */
export interface EvidenceSink {
  put(name: string, content: Uint8Array | string): Promise<EvidenceRef>;
}

/** What a look is given: time, a way to be stopped, and somebody to tell. */
export interface LookContext {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** One short line for a person who waits. */
  progress(text: string): void;
}

/** What one attempt of one effect is given. Its notes and evidence outlive the process. */
export interface ActContext extends LookContext {
  /** Names this one attempt: unique, and the same in the journal's `intended`. */
  readonly key: string;
  readonly evidence: EvidenceSink;
  /**
   * Appends one line to the durable notes of this attempt: on disk when the promise resolves. Written *before* the
   * point of no return, so that after a kill `recover` can tell what had been sent. Must hold no secret.
   */
  note(line: string): Promise<void>;
  /** A named crash point inside the act, for executors with more than one instant that matters. */
  fault(): void;
}

/** What the other side said. It is a receipt, never a proof. */
export interface Receipt {
  readonly facts: JsonObject;
  readonly evidence: readonly EvidenceRef[];
}

/** What the notes of an interrupted attempt prove. */
export type Recovery =
  | { readonly proves: 'not-begun'; readonly why: string }
  | { readonly proves: 'sent'; readonly receipt: Receipt }
  | { readonly proves: 'nothing' };

/** One protocol. Every implementation passes test/conformance/executor.ts; wrappers have the same shape. */
export interface Executor {
  readonly name: string;
  /** Never throws for anything the other side did: that is `unknown`. Throws only bugs and cancellation. */
  observe(target: Target, ctx: LookContext): Promise<Observation>;
  /** Carries the command out once. Throws `KaiyakuError`; what a throw means for the effect is `classify`'s to say. */
  act(command: Command, ctx: ActContext): Promise<Receipt>;
  /**
   * `permanent`: the other side refused, nothing happened. `retry`: nothing happened, it may be tried again now.
   * `unknown-outcome`: it may have happened; only looking can tell.
   */
  classify(error: unknown): ErrorClass;
  /** Reads the durable notes of an interrupted attempt. Absent: the executor writes none. */
  recover?(command: Command, notes: readonly string[]): Recovery | Promise<Recovery>;
  /** Closes connections; called once at the end of a command. */
  close?(): Promise<void>;
}

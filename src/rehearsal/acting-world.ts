// The simulated place where kaiyaku itself acts in a rehearsal of a contract file. Types.
import type { JournalState } from '../journal/project.ts';
import type { StepId } from '../teardown/step.ts';
import type { Options } from '../wiring.ts';
import type { CountedEffect } from './checkers.ts';

export interface ActingWorld {
  /** By what kaiyaku acts there; default `api`. */
  readonly engine?: 'server';
  /** What is rehearsed instead of the user's file, where that names machines, programs and files of theirs. */
  readonly copy?: {
    readonly content: object;
    /** Paths in the user's file. */
    readonly replaced: readonly string[];
    readonly said: string;
  };
  /** The contract's executors, at the simulator whatever address and keys the file names. */
  readonly executors: NonNullable<Options['executors']>;
  /** A person, or another company, has done that step. */
  told?(step: StepId): Promise<void>;
  /** Time has passed: what follows by itself has followed. */
  follow?(): Promise<void>;
  effects(state: JournalState): CountedEffect[];
  /** What of the estate still exists, and what should. */
  left(): string[] | Promise<string[]>;
  close(): Promise<void>;
}

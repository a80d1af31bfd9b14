// The simulated place where kaiyaku itself acts in a rehearsal of a contract file. Types.
import type { JournalState } from '../journal/project.ts';
import type { Options } from '../wiring.ts';
import type { CountedEffect } from './checkers.ts';

export interface ActingWorld {
  /** The contract's executors, at the simulator whatever address and keys the file names. */
  readonly executors: NonNullable<Options['executors']>;
  effects(state: JournalState): CountedEffect[];
  /** What of the estate still exists, and what should. */
  left(): string[];
  close(): Promise<void>;
}

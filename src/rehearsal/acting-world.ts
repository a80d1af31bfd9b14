// The simulated place where kaiyaku itself acts in a rehearsal of a contract file, by what the file names. Built from the file,
// so that a contract of one's own is rehearsed with its own names.
import type { Clock } from '../base/clock.ts';
import type { JournalState } from '../journal/project.ts';
import type { Options } from '../wiring.ts';
import type { CountedEffect } from './checkers.ts';
import { cloudStackEstateOf, startCloudStackRehearsal } from './cloudstack-world.ts';
import { pleskEstateOf, startPleskRehearsal } from './plesk-world.ts';

export interface ActingWorld {
  /** The contract's executors, at the simulator whatever address and keys the file names. */
  readonly executors: NonNullable<Options['executors']>;
  effects(state: JournalState): CountedEffect[];
  /** What of the estate still exists, and what should. */
  left(): string[];
  close(): Promise<void>;
}

/** Undefined: persons alone act on this contract. */
export async function startActingWorld(content: unknown, clock: Clock): Promise<ActingWorld | undefined> {
  const cloudStack = cloudStackEstateOf(content);
  if (cloudStack !== undefined) return startCloudStackRehearsal(cloudStack, clock);
  const plesk = pleskEstateOf(content);
  return plesk === undefined ? undefined : startPleskRehearsal(plesk, clock);
}

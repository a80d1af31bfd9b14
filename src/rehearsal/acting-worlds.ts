// The simulated place for a contract file, by what the file names. Built from the file, so that a contract of one's own is
// rehearsed with its own names.
import type { Clock } from '../base/clock.ts';
import type { ActingWorld } from './acting-world.ts';
import { cloudStackEstateOf, startCloudStackRehearsal } from './cloudstack-world.ts';
import { pleskEstateOf, startPleskRehearsal } from './plesk-world.ts';

/** Undefined: persons alone act on this contract. */
export async function startActingWorld(content: unknown, clock: Clock): Promise<ActingWorld | undefined> {
  const cloudStack = cloudStackEstateOf(content);
  if (cloudStack !== undefined) return startCloudStackRehearsal(cloudStack, clock);
  const plesk = pleskEstateOf(content);
  return plesk === undefined ? undefined : startPleskRehearsal(plesk, clock);
}

// The simulated place for a contract file, by what the file names. Built from the file, so that a contract of one's own is
// rehearsed with its own names.
import type { Clock } from '../base/clock.ts';
import type { ActingWorld } from './acting-world.ts';
import { cloudStackEstateOf, startCloudStackRehearsal } from './cloudstack-world.ts';
import { pleskEstateOf, startPleskRehearsal } from './plesk-world.ts';
import { serverEstateOf } from './server-estate.ts';

/** Undefined: persons alone act on this contract. */
export async function startActingWorld(content: unknown, clock: Clock): Promise<ActingWorld | undefined> {
  const cloudStack = cloudStackEstateOf(content);
  if (cloudStack !== undefined) return startCloudStackRehearsal(cloudStack, clock);
  const plesk = pleskEstateOf(content);
  if (plesk !== undefined) return startPleskRehearsal(plesk, clock);
  const server = serverEstateOf(content);
  if (server === undefined) return undefined;
  const { startServerRehearsal } = await import('./server-world.ts');
  return startServerRehearsal(server, clock);
}

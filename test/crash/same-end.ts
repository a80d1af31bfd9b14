// How a CMS package has to end, however often its `apply` was killed: each change once, nothing of others touched, a sound journal.
import { expect } from 'vitest';
import { DEFAULT_IDS as ids } from '../helpers/cloudstack-estate.ts';
import type { DrivenPackage } from './kill-package.ts';

/** Effects of the contract: rules, static NAT, addresses, servers twice, volumes. */
export const EFFECTS = 13;

export function expectSameEnd({ unexpected, changes, world, status, verifyCode }: DrivenPackage): void {
  expect(unexpected).toEqual([]);
  expect(new Set(changes).size).toBe(changes.length);
  expect(changes).toHaveLength(EFFECTS);
  expect(world.machines.map(({ id }) => id)).toEqual([ids.otherServer]);
  expect(world.addresses.map(({ id }) => id)).toEqual([ids.sourceNat, ids.plainAddress]);
  expect(world.volumes.map(({ id }) => id)).toEqual([ids.otherRoot]);
  expect(status).toContain('complete');
  expect(verifyCode).toBe(0);
}

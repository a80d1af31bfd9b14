// SIGKILL in the middle of `apply` of a contract on a CloudStack API, at every named instant of its effects in turn: resumed, it
// comes to the same end, and the simulator counts every change once.
import { expect, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '../../src/base/fault-point.ts';
import type { Kill } from './kill-apply.ts';
import { expectSameEnd } from './same-end.ts';
import { drivePackageUnderKills } from './kill-package.ts';

const TIMEOUT_MS = 600_000;
/** Struck there, an effect is done: the next kill meets its proof or the next effect without a round in between. */
const LATE: ReadonlySet<FaultPoint> = new Set([
  'effect.after-done',
  'effect.between-proofs',
  'effect.before-verified',
  'effect.after-verified',
]);
/** Other kills are followed by a round that goes one effect on, so that the next one meets the next effect. */
const ROUNDS: readonly (Kill | undefined)[] = FAULT_POINTS.flatMap((point) => [
  { point, nth: 1 },
  ...(LATE.has(point) ? [] : [undefined]),
]);

test(
  'kills at changing instants of every effect end in the same world, each change once',
  { timeout: TIMEOUT_MS },
  async () => {
    const driven = await drivePackageUnderKills((round) => ROUNDS[round % ROUNDS.length]);
    expectSameEnd(driven);
    expect([...driven.struck].sort()).toEqual([...FAULT_POINTS].sort());
  },
);

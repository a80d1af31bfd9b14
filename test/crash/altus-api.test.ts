// SIGKILL in the middle of `apply` of a contract on a CloudStack API, at every named instant of its effects in turn: resumed, it
// comes to the same end, and the simulator counts every change once.
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { expectSameEnd } from './same-end.ts';
import { drivePackageUnderKills } from './kill-package.ts';

const TIMEOUT_MS = 600_000;

test(
  'kills at changing instants of every effect end in the same world, each change once',
  { timeout: TIMEOUT_MS },
  async () => {
    // Every other round goes one effect on, so that the next kill meets the next effect at another instant.
    const driven = await drivePackageUnderKills((round) =>
      round % 2 === 1 ? undefined : { point: FAULT_POINTS[(round / 2) % FAULT_POINTS.length]!, nth: 1 },
    );
    expectSameEnd(driven);
    expect([...driven.struck].sort()).toEqual([...FAULT_POINTS].sort());
  },
);

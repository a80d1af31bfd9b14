// SIGKILL in the middle of `apply`, again and again, at a different named instant of each effect: the same end, nothing
// irreversible twice. The exhaustive run over every instant of every effect is apply.full.test.ts.
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { driveUnderKills } from './kill-apply.ts';

const TIMEOUT_MS = 600_000;

test('kills at changing instants of every effect end in the same world', { timeout: TIMEOUT_MS }, async () => {
  const points = FAULT_POINTS.filter((point) => point !== 'effect.during-act');
  // Every other round goes one effect on, so that the next kill meets the next effect at another instant.
  const driven = await driveUnderKills((round) =>
    round % 2 === 1 ? undefined : { point: points[(round / 2) % points.length]!, nth: 1 },
  );
  expect(driven.killed).toBeGreaterThan(10);
  expect(driven.resets).toBe(1);
  expect([...driven.deletions.values()].every((count) => count === 1)).toBe(true);
  // Ten by their own commands, and what the router takes with it: its switch and its primary block.
  expect(driven.deletions.size).toBe(12);
  expect(driven.status).toContain('complete');
  expect(driven.verifyCode).toBe(0);
});

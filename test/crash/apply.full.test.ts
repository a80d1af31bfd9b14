// SIGKILL at every named instant of every effect, one world an instant. Long: `npm run test:full`.
import { describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { driveUnderKills } from './kill-apply.ts';

describe.each(
  FAULT_POINTS.flatMap((point) => (point === 'effect.during-act' ? [1, 2, 3] : [1]).map((nth) => ({ point, nth }))),
)('$point#$nth', ({ point, nth }) => {
  test('same end, nothing irreversible twice', async () => {
    const driven = await driveUnderKills((round) => (round % 2 === 1 ? undefined : { point, nth }));
    expect(driven.killed).toBeGreaterThan(0);
    expect(driven.resets).toBe(1);
    expect([...driven.deletions.values()].every((count) => count === 1)).toBe(true);
    expect(driven.deletions.size).toBe(12);
    expect(driven.verifyCode).toBe(0);
  });
});

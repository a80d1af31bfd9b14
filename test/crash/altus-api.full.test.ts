// SIGKILL at every named instant of every effect on a CloudStack API, one account an instant. Long: `npm run test:full`.
import { describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { drivePackageUnderKills } from './kill-package.ts';
import { EFFECTS, expectSameEnd } from './same-end.ts';

describe.each(
  FAULT_POINTS.flatMap((point) => (point === 'effect.during-act' ? [1, 2, 3] : [1]).map((nth) => ({ point, nth }))),
)('$point#$nth', ({ point, nth }) => {
  test('same end, each change once', async () => {
    const driven = await drivePackageUnderKills((round) => (round % 2 === 1 ? undefined : { point, nth }));
    expectSameEnd(driven);
    const kills = [...driven.struckAt.values()].reduce((sum, count) => sum + count, 0);
    console.info(`${point}#${nth}: ${kills} kills at ${driven.struckAt.size} effects`);
    expect(kills).toBeGreaterThan(0);
    // An instant that each effect has is met at each of them.
    if (nth === 1 && point.startsWith('effect.')) expect(kills).toBeGreaterThanOrEqual(EFFECTS);
  });
});

// SIGKILL at every named instant of every effect on a CloudStack API, one account an instant. Long: `npm run test:full`.
import { describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { drivePackageUnderKills } from './kill-package.ts';
import { EFFECTS, expectSameEnd } from './same-end.ts';

/** While one expunging waits for its second look the other one is carried out in a round between, where nothing is killed. */
const BESIDE = 1;
/** All but the two destructions and the static NAT end in an absence, which takes two looks. */
const ABSENCES = EFFECTS - 3;

describe.each(
  FAULT_POINTS.flatMap((point) => (point === 'effect.during-act' ? [1, 2, 3] : [1]).map((nth) => ({ point, nth }))),
)('$point#$nth', ({ point, nth }) => {
  test('same end, each change once', async () => {
    // What is killed behind its last entry is done: the next round meets the next effect without a round in between.
    const between = point !== 'effect.after-verified';
    const driven = await drivePackageUnderKills((round) => (between && round % 2 === 1 ? undefined : { point, nth }));
    expectSameEnd(driven);
    const kills = [...driven.struckAt.values()].reduce((sum, count) => sum + count, 0);
    console.info(`${point}#${nth}: ${kills} kills at ${driven.struckAt.size} effects`);
    expect(kills).toBeGreaterThan(0);
    // An instant that each effect has is met at each of them; those that one look proves have none between two looks.
    const all = (point === 'effect.between-proofs' ? ABSENCES : EFFECTS) - BESIDE;
    if (nth === 1 && point.startsWith('effect.')) expect(kills).toBeGreaterThanOrEqual(all);
  });
});

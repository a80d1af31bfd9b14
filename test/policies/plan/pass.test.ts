// The plans that the gate is there to let through: each at its point, by both providers, and at no other point.
import { describe, expect, test } from 'vitest';
import { contextOf, fixture, FIXTURES, judged, type Point, POINTS, rules } from './gate-case.ts';

const PASSES: readonly (readonly [plan: string, at: Point, stage: string])[] = [
  ['no-changes', 'begin', 'adopt'],
  ['import', 'begin', 'adopt'],
  ['detach', 'down', 'detach'],
  ['release', 'detached', 'delete'],
  ['destroy', 'released', 'delete'],
];

describe.each(FIXTURES)('%s', (version) => {
  test.each(PASSES)('%s passes at %s, as stage %s', async (name, at, stage) => {
    const one = { at, plan: await fixture(version, name) };
    expect((await contextOf(one)).stage).toBe(stage);
    expect((await judged(one)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(PASSES.slice(2))('%s passes only at %s', async (name, at) => {
    for (const other of POINTS.filter((one) => one !== at))
      expect(rules(await judged({ at: other, plan: await fixture(version, name) })), other).not.toEqual([]);
  });

  test('a reverse name is warned of: its deletion counts as done whatever happened', async () => {
    expect(rules(await judged({ at: 'down', plan: await fixture(version, 'detach') }), 'warning')).toEqual(['R38']);
  });
});

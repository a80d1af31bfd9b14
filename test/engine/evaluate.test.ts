// Observations held against goals: the whole table, and what the worst part makes of the whole.
import { describe, expect, it } from 'vitest';
import { firstError, goalReached, observationOf, partsReached, type Reached } from '../../src/engine/evaluate.ts';
import type { Observation, Target } from '../../src/executors/port.ts';
import type { Goal } from '../../src/teardown/step.ts';

const SEEN = {
  'as wanted': { state: 'present', facts: { on: false, name: 'a' }, seenAtMs: 1 },
  'not as wanted': { state: 'present', facts: { on: true }, seenAtMs: 1 },
  'without the fact': { state: 'present', facts: {}, seenAtMs: 1 },
  absent: { state: 'absent', proof: ['404'], seenAtMs: 1 },
  'foreign, as wanted': { state: 'foreign', facts: { on: false }, differences: [], seenAtMs: 1 },
  'foreign, not as wanted': { state: 'foreign', facts: { on: true }, differences: [], seenAtMs: 1 },
  unknown: { state: 'unknown', error: { code: 'dark', kind: 'provider', message: 'dark' }, seenAtMs: 1 },
  'not asked': { state: 'not-asked', why: 'nobody looked' },
} as const satisfies Record<string, Observation>;

const GOALS = {
  absent: { is: 'absent' },
  off: { is: 'facts', equal: { on: false } },
  'off or absent': { is: 'facts', equal: { on: false }, orAbsent: true },
  'off, whoever it is': { is: 'facts', equal: { on: false }, whoever: true },
} as const satisfies Record<string, Goal>;

// One row an observation, one column a goal, in the order of GOALS.
const TABLE: Readonly<Record<keyof typeof SEEN, readonly [Reached, Reached, Reached, Reached]>> = {
  'as wanted': ['missed', 'reached', 'reached', 'reached'],
  'not as wanted': ['missed', 'missed', 'missed', 'missed'],
  'without the fact': ['missed', 'missed', 'missed', 'missed'],
  absent: ['reached', 'missed', 'reached', 'missed'],
  'foreign, as wanted': ['foreign', 'foreign', 'foreign', 'reached'],
  'foreign, not as wanted': ['foreign', 'foreign', 'foreign', 'missed'],
  unknown: ['unknown', 'unknown', 'unknown', 'unknown'],
  'not asked': ['not-asked', 'not-asked', 'not-asked', 'not-asked'],
};

const target = (id: string): Target => ({ executor: 'x', kind: 'thing', id, expect: {}, label: id });
const part = (id: string, goal: Goal) => ({ part: id, target: target(id), goal });

describe('a goal', () => {
  it.each(
    Object.entries(TABLE).flatMap(([seen, row]) =>
      Object.keys(GOALS).map((goal, at) => [goal, seen, row[at]!] as const),
    ),
  )('%s, seen %s: %s', (goal, seen, reached) => {
    expect(goalReached(GOALS[goal as keyof typeof GOALS], SEEN[seen as keyof typeof SEEN])).toBe(reached);
  });

  it('is held against the facts that it names, whole, whatever the order of their fields', () => {
    const goal: Goal = { is: 'facts', equal: { list: [1, 2], tree: { a: 1, b: null } } };
    const seen = (facts: object) => ({ state: 'present', facts, seenAtMs: 1 }) as Observation;
    expect(goalReached(goal, seen({ more: true, tree: { b: null, a: 1 }, list: [1, 2] }))).toBe('reached');
    expect(goalReached(goal, seen({ tree: { a: 1, b: null }, list: [2, 1] }))).toBe('missed');
    expect(goalReached(goal, seen({ tree: { a: 1 }, list: [1, 2] }))).toBe('missed');
  });

  it('of a receipt is reached by what the act left, or by a person’s word, and by no look', () => {
    const goal: Goal = { is: 'receipt', equal: { ok: true } };
    for (const seen of Object.values(SEEN)) expect(goalReached(goal, seen)).toBe('missed');
    expect(goalReached(goal, SEEN['not asked'], { receipt: { ok: true, id: 3 } })).toBe('reached');
    expect(goalReached(goal, SEEN['not asked'], { receipt: { ok: false } })).toBe('missed');
    expect(goalReached(goal, SEEN.unknown, { settledByPerson: true })).toBe('reached');
    expect(goalReached(goal, SEEN.unknown, { settledByPerson: false })).toBe('missed');
  });
});

describe('all parts together', () => {
  const observations = new Map<string, Observation>(
    Object.entries(SEEN).map(([name, seen]) => [`x:thing:${name}`, seen] as const),
  );
  const of = (...names: (keyof typeof SEEN)[]) =>
    partsReached(
      names.map((name) => part(name, GOALS.off)),
      observations,
    );

  it('are reached only together; the worst answer wins', () => {
    expect(of('as wanted')).toBe('reached');
    expect(of('as wanted', 'not as wanted')).toBe('missed');
    expect(of('not as wanted', 'foreign, as wanted')).toBe('foreign');
    expect(of('foreign, as wanted', 'not asked')).toBe('not-asked');
    expect(of('not asked', 'unknown', 'as wanted')).toBe('unknown');
  });

  it('what nobody looked at is not asked', () => {
    expect(observationOf(observations, target('elsewhere'))).toMatchObject({ state: 'not-asked' });
    expect(partsReached([part('elsewhere', GOALS.absent)], observations)).toBe('not-asked');
  });

  it('name the first error, and none for a part that needs no look', () => {
    expect(firstError([part('as wanted', GOALS.off), part('unknown', GOALS.off)], observations)?.code).toBe('dark');
    expect(firstError([part('unknown', { is: 'receipt', equal: {} })], observations)).toBeUndefined();
  });

  it('of nothing are reached: an effect always has a part', () => {
    expect(partsReached([], observations)).toBe('reached');
  });
});

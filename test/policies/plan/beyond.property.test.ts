// Whatever single action is added to a plan that passes, it passes no longer: found by trying them at random.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixture, FIXTURES, IDS, judged, type Point, type RawPlan, rules } from './gate-case.ts';

const RUNS = 250;

const PASSING: readonly (readonly [name: string, at: Point])[] = [
  ['no-changes', 'begin'],
  ['import', 'begin'],
  ['detach', 'down'],
  ['release', 'detached'],
  ['destroy', 'released'],
];

const ACTIONS = [
  ['create'],
  ['update'],
  ['delete'],
  ['forget'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['create', 'forget'],
  ['read'],
  ['no-op', 'delete'],
  ['delete', 'delete'],
  ['Delete'],
  [''],
] as const;

const TYPES = ['server', 'disk', 'internet', 'subnet', 'switch', 'archive', 'packet_filter', 'dns', 'note', 'made_up'];

/** One action more: at an entry that does nothing, or as an entry of its own. */
const mutations = fc.oneof(
  fc.record({ how: fc.constant('act' as const), entry: fc.nat(), actions: fc.constantFrom(...ACTIONS) }),
  fc.record({
    how: fc.constant('add' as const),
    actions: fc.constantFrom(...ACTIONS),
    type: fc.constantFrom(...TYPES),
    mode: fc.constantFrom('managed', 'managed', 'managed', 'list'),
    id: fc.oneof(
      fc.constantFrom<string | null>(...Object.values(IDS), null),
      fc.stringMatching(/^1\d{11}$/),
      fc.constant('203.0.113.4'),
    ),
    provider: fc.constantFrom('sacloud/sakuracloud', 'sacloud/sakura', 'hashicorp/null'),
  }),
);
type Mutation = typeof mutations extends fc.Arbitrary<infer T> ? T : never;

/** False: there is nothing to change. */
function mutate(plan: RawPlan, mutation: Mutation): boolean {
  if (mutation.how === 'act') {
    const idle = plan.resource_changes.filter(
      ({ change, mode }) =>
        mode === 'managed' && change.actions.join() === 'no-op' && change['importing'] === undefined,
    );
    if (idle.length === 0) return false;
    const { change } = idle[mutation.entry % idle.length]!;
    change.actions = [...mutation.actions];
    change['after'] = mutation.actions[0] === 'delete' ? null : { ...change.before, name: 'another' };
    return true;
  }
  const { actions, type, mode, id, provider } = mutation;
  const prefix = provider.endsWith('cloud') ? 'sakuracloud' : 'sakura';
  const values = { id, ip_address: id, name: 'added', zone: 'is1b' };
  plan.resource_changes.push({
    address: `${prefix}_${type}.added`,
    mode,
    type: `${prefix}_${type}`,
    name: 'added',
    provider_name: `registry.example/${provider}`,
    change: { actions: [...actions], before: actions[0] === 'create' ? null : values, after: values },
  });
  return true;
}

test(`one action more is refused (${RUNS} tries)`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FIXTURES),
      fc.constantFrom(...PASSING),
      mutations,
      async (version, [name, at], one) => {
        const plan = await fixture(version, name);
        fc.pre(mutate(plan, one));
        expect(rules(await judged({ at, plan }))).not.toEqual([]);
      },
    ),
    { numRuns: RUNS },
  );
}, 60_000);

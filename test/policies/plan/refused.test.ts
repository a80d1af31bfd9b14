// Each rule over a plan by its number: a fixture that passes, changed in one place.
import { planPolicies } from '../../../policies/index.ts';
import { describe, expect, test } from 'vitest';
import { PLAN_AGE_MS_MAX, CLOCK_SKEW_MS_MAX } from '../../../src/base/limits.ts';
import { AGE_MS_MAX, SKEW_MS_MAX } from '../../../policies/plan/r31-plan-age.ts';
import {
  type Case,
  entryOf,
  external,
  fixture,
  FIXTURES,
  IDS,
  judged,
  MADE_AT_MS,
  type RawPlan,
  rules,
  type Version,
} from './gate-case.ts';

const HELD = { kind: 'held', body: { reason: 'a meeting', by: 'test' } } as const;
const STRANGER = '113000009999';

/** A deletion of something that is in the plan already, under another id and name. */
function strangerLike(plan: RawPlan, type: string, values: Record<string, unknown>): void {
  const like = entryOf(plan, type);
  const before = { ...like.change.before, id: STRANGER, name: 'somebody-elses', ...values };
  plan.resource_changes.push({
    ...structuredClone(like),
    address: `${like.type}.stranger`,
    change: { ...structuredClone(like.change), actions: ['delete'], before, after: null },
  });
}

const noOp = (plan: RawPlan, type: string, id?: string): void => {
  const one = entryOf(plan, type, id);
  one.change.actions = ['no-op'];
  one.change['after'] = one.change.before;
};

const interfaces = (plan: RawPlan) =>
  (entryOf(plan, 'server', IDS.server).change['after'] as { network_interface: Record<string, unknown>[] })
    .network_interface;

type Row = readonly [
  what: string,
  rule: string,
  name: string,
  at: Case['at'],
  change: (plan: RawPlan) => void,
  more?: Partial<Omit<Case, 'plan' | 'at'>>,
];

const REFUSED: readonly Row[] = [
  ['planning failed', 'R30', 'release', 'detached', (plan) => (plan['errored'] = true)],
  ['made with -target', 'R30', 'release', 'detached', (plan) => (plan['complete'] = false)],
  ['not applyable', 'R30', 'release', 'detached', (plan) => (plan['applyable'] = false)],
  [
    'something was deferred',
    'R30',
    'release',
    'detached',
    (plan) => (plan['deferred_changes'] = [{ reason: 'provider_config_unknown', resource_change: { address: 'a.b' } }]),
  ],
  [
    'a provider action would run',
    'R30',
    'release',
    'detached',
    (plan) => (plan['action_invocations'] = [{ address: 'action.x.y', type: 'x' }]),
  ],
  [
    'an action nobody knows',
    'R30',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'server', IDS.otherServer).change.actions = ['teleport']),
  ],
  [
    'an update of a data source',
    'R30',
    'release',
    'detached',
    (plan) => (plan.resource_changes.find((one) => one['mode'] === 'data')!.change.actions = ['update']),
  ],
  [
    'a deletion that calls itself ephemeral',
    'R30',
    'release',
    'detached',
    (plan) => {
      const one = entryOf(plan, 'disk', IDS.logDisk);
      one['mode'] = 'ephemeral';
      one.change.actions = ['delete'];
    },
  ],
  [
    'an address that two attributes name differently',
    'R34',
    'detach',
    'down',
    (plan) => (entryOf(plan, 'ipv4_ptr').change.before!['id'] = '203.0.113.99'),
  ],
  [
    'a mode nobody knows',
    'R30',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'server', IDS.otherServer)['mode'] = 'wild'),
  ],
  ['older than the limit', 'R31', 'release', 'detached', () => undefined, { nowMs: MADE_AT_MS + AGE_MS_MAX + 1 }],
  ['from the future', 'R31', 'release', 'detached', () => undefined, { nowMs: MADE_AT_MS - SKEW_MS_MAX - 1 }],
  ['an empty list of changes', 'R32', 'no-changes', 'begin', (plan) => (plan.resource_changes = [])],
  [
    'changes of another configuration only',
    'R32',
    'no-changes',
    'begin',
    (plan) =>
      (plan.resource_changes = plan.resource_changes.filter((one) => one.change.before?.['id'] === IDS.otherServer)),
  ],
  ['before its turn', 'R33', 'destroy', 'down', () => undefined],
  ['what is proven gone', 'R33', 'release', 'released', () => undefined],
  ['while the contract is held', 'R33', 'release', 'detached', () => undefined, { more: [HELD] }],
  [
    'a router with the contract’s server on it, as its own attribute says',
    'R33',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'internet').change.before!['server_ids'] = [IDS.server]),
  ],
  [
    'a router with the contract’s server on it, as the server says',
    'R33',
    'release',
    'detached',
    (plan) => {
      const nics = entryOf(plan, 'server', IDS.server).change.before!['network_interface'] as Record<string, unknown>[];
      nics[1]!['upstream'] = IDS.routerSwitch;
    },
  ],
  ['one more deletion', 'R34', 'release', 'detached', (plan) => strangerLike(plan, 'disk', {})],
  [
    'one more deletion, of a DNS zone',
    'R34',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'dns').change.actions = ['delete']),
  ],
  [
    'what the contract keeps',
    'R34',
    'destroy',
    'released',
    () => undefined,
    {
      contract: (text) =>
        external(text).replace(
          'name: fgt-prod-01-before-upgrade',
          'name: fgt-prod-01-before-upgrade, fate: keep, reason: law',
        ),
    },
  ],
  [
    'what another contract still uses',
    'R34',
    'destroy',
    'released',
    () => undefined,
    { contract: (text) => external(text).replace('name: fgt-lan', 'name: fgt-lan, usedBy: [other]') },
  ],
  [
    'an id that the plan does not show',
    'R34',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'subnet').change.before!['id'] = null),
  ],
  [
    'an id that the plan marks as sensitive',
    'R34',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'subnet').change['before_sensitive'] = { id: true }),
  ],
  [
    'the same type name of another provider',
    'R34',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'subnet')['provider_name'] = 'registry.terraform.io/somebody/sakuracloud'),
  ],
  [
    'an import of what is not listed',
    'R34',
    'import',
    'begin',
    (plan) => (entryOf(plan, 'disk', IDS.logDisk).change.before!['id'] = STRANGER),
  ],
  ['a due object left out', 'R35', 'destroy', 'released', (plan) => noOp(plan, 'archive')],
  [
    'a due object not in the plan at all',
    'R35',
    'destroy',
    'released',
    (plan) => (plan.resource_changes = plan.resource_changes.filter((one) => !one.type.endsWith('_archive'))),
  ],
  [
    'only a part of a due object',
    'R35',
    'destroy',
    'released',
    (plan) => (plan.resource_changes = plan.resource_changes.filter((one) => !one.type.endsWith('_packet_filter'))),
  ],
  ['a creation', 'R36', 'release', 'detached', (plan) => (entryOf(plan, 'dns').change.actions = ['create'])],
  ['an update', 'R36', 'release', 'detached', (plan) => (entryOf(plan, 'server').change.actions = ['update'])],
  [
    'a replacement',
    'R36',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'archive').change.actions = ['delete', 'create']),
  ],
  [
    'a replacement that creates first',
    'R36',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'archive').change.actions = ['create', 'delete']),
  ],
  [
    'a replacement that forgets the old one',
    'R36',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'archive').change.actions = ['create', 'forget']),
  ],
  [
    'something is forgotten',
    'R36',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'archive').change.actions = ['forget']),
  ],
  ['a deletion in stage adopt', 'R36', 'release', 'detached', () => undefined, { stage: 'adopt' }],
  ['a deletion in stage detach', 'R36', 'release', 'detached', () => undefined, { stage: 'detach' }],
  [
    'an import with an update',
    'R36',
    'import',
    'begin',
    (plan) => (entryOf(plan, 'server').change.actions = ['update']),
  ],
  [
    'an import with an update while detaching',
    'R36',
    'detach',
    'down',
    (plan) => (entryOf(plan, 'server', IDS.server).change['importing'] = { id: IDS.server }),
  ],
  [
    'an interface connected elsewhere',
    'R36',
    'detach',
    'down',
    (plan) => (interfaces(plan)[1]!['upstream'] = 'shared'),
  ],
  [
    'an interface taken off a switch that is no router’s',
    'R36',
    'detach',
    'down',
    (plan) => (interfaces(plan)[2]!['upstream'] = 'disconnect'),
  ],
  ['an interface more', 'R36', 'detach', 'down', (plan) => void interfaces(plan).push({ upstream: 'shared' })],
  [
    'another packet filter on what stays connected',
    'R36',
    'detach',
    'down',
    (plan) => (interfaces(plan)[0]!['packet_filter_id'] = ''.padEnd(12, '9')),
  ],
  [
    'an upstream that is not known yet',
    'R36',
    'detach',
    'down',
    (plan) =>
      (entryOf(plan, 'server', IDS.server).change['after_unknown'] = {
        network_interface: [{}, { upstream: true }, {}],
      }),
  ],
  [
    'an interface that the plan hides',
    'R36',
    'detach',
    'down',
    (plan) => (entryOf(plan, 'server', IDS.server).change['after_sensitive'] = { network_interface: true }),
  ],
  [
    'another attribute of the server',
    'R36',
    'detach',
    'down',
    (plan) => ((entryOf(plan, 'server', IDS.server).change['after'] as Record<string, unknown>)['core'] = 4),
  ],
  [
    'a reverse name changed to another one',
    'R36',
    'detach',
    'down',
    (plan) => {
      const one = entryOf(plan, 'ipv4_ptr');
      one.change.actions = ['update'];
      one.change['after'] = { ...one.change.before, hostname: 'other.example.jp' };
    },
  ],
  [
    'a server that is not the contract’s',
    'R36',
    'detach',
    'down',
    (plan) => (entryOf(plan, 'server', IDS.otherServer).change.actions = ['update']),
  ],
  [
    'an import among deletions',
    'R37',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'server', IDS.otherServer).change['importing'] = { id: IDS.otherServer }),
  ],
  [
    'a block of the router that only the prior state knows',
    'R38',
    'release',
    'detached',
    (plan) => {
      const root = (plan['prior_state'] as { values: { root_module: { resources: Record<string, unknown>[] } } }).values
        .root_module;
      const like = root.resources.find((one) => String(one['type']).endsWith('_subnet'))!;
      root.resources.push({ ...like, address: 'x.y', values: { ...(like['values'] as object), id: STRANGER } });
    },
  ],
  [
    'a block of the router that stays in the plan',
    'R38',
    'release',
    'detached',
    (plan) => {
      strangerLike(plan, 'subnet', {});
      plan.resource_changes.at(-1)!.change.actions = ['no-op'];
    },
  ],
  [
    'a block that the contract does not list',
    'R38',
    'release',
    'detached',
    () => undefined,
    {
      contract: (text) => external(text).replace(/subnets: \[.*\]/, 'subnets: []'),
    },
  ],
  [
    'an IPv6 net that the contract does not list',
    'R38',
    'release',
    'detached',
    () => undefined,
    { contract: (text) => external(text).replace(/\n.*ipv6Net: .*/, '') },
  ],
  [
    'another server on the router',
    'R38',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'internet').change.before!['server_ids'] = [IDS.otherServer]),
  ],
  [
    'another server on the switch',
    'R38',
    'destroy',
    'released',
    (plan) => {
      const one = plan.resource_changes.find(({ type }) => /_v?switch$/.test(type))!;
      one.change.before!['server_ids'] = [IDS.server, IDS.otherServer];
    },
  ],
  ['a server that is up', 'R39', 'destroy', 'begin', () => undefined],
  ['an interface of a server that is up', 'R39', 'detach', 'begin', () => undefined],
  [
    'a disk on a server that nobody has shown down',
    'R39',
    'destroy',
    'released',
    (plan) => (entryOf(plan, 'disk', IDS.logDisk).change.before!['server_id'] = IDS.otherServer),
  ],
  ['another zone', 'R40', 'release', 'detached', (plan) => (entryOf(plan, 'internet').change.before!['zone'] = 'tk1a')],
  ['another name', 'R40', 'release', 'detached', (plan) => (entryOf(plan, 'internet').change.before!['name'] = 'lab')],
  [
    'another network',
    'R40',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'subnet').change.before!['network_address'] = '203.0.113.64'),
  ],
  [
    'the block of another router',
    'R40',
    'release',
    'detached',
    (plan) => (entryOf(plan, 'subnet').change.before!['internet_id'] = STRANGER),
  ],
  [
    'one object under two addresses',
    'R40',
    'release',
    'detached',
    (plan) => void plan.resource_changes.push({ ...structuredClone(entryOf(plan, 'subnet')), address: 'x.again' }),
  ],
  ['what the contract says is its own', 'R41', 'release', 'detached', () => undefined, { contract: (text) => text }],
  ['our own stage on what is not ours', 'R41', 'release', 'detached', () => undefined, { by: 'kaiyaku' }],
  ['without an approval', 'R16', 'release', 'detached', () => undefined, { approved: false }],
];

const caseOf = async (version: Version, [, , name, at, change, more = {}]: Row): Promise<Case> => {
  const plan = await fixture(version, name);
  change(plan);
  return { at, plan, ...more };
};

test('every rule over a plan has a plan that it refuses; those that pass are judged by all of them in pass.test.ts', () => {
  expect([...new Set(REFUSED.map(([, rule]) => rule))].sort()).toEqual(
    [...new Set(planPolicies.map(({ refusal }) => refusal as string))].sort(),
  );
});

describe.each(FIXTURES)('%s', (version) => {
  test.each(REFUSED.map((row) => [row[0], row[1], row] as const))('%s: %s', async (_, rule, row) => {
    const findings = await judged(await caseOf(version, row));
    expect(rules(findings)).toContain(rule);
    for (const { what, why, next } of findings) expect([what, why, next].every((text) => text.length > 5)).toBe(true);
  });
});

describe('by an owner and by ourselves', () => {
  test('the same plan passes as a stage of ours where nothing is held elsewhere', async () => {
    for (const [name, at] of [
      ['detach', 'down'],
      ['release', 'detached'],
      ['destroy', 'released'],
    ] as const) {
      const plan = await fixture('v3', name);
      expect(rules(await judged({ at, plan, by: 'kaiyaku', contract: (text) => text }))).toEqual([]);
    }
  });

  test('a state that only holds what kaiyaku will delete is warned', async () => {
    const plan = await fixture('v3', 'no-changes');
    const findings = await judged({ at: 'begin', plan, contract: (text) => text });
    expect([rules(findings), rules(findings, 'warning')]).toEqual([[], ['R41']]);
  });

  test('a bridge is warned of', async () => {
    const plan = await fixture('v2', 'destroy');
    plan.resource_changes.find(({ type }) => type.endsWith('_switch'))!.change.before!['bridge_id'] = STRANGER;
    const findings = await judged({ at: 'released', plan });
    expect([rules(findings), rules(findings, 'warning')]).toEqual([[], ['R38']]);
  });

  test('a reverse name may be emptied instead of deleted, and its block deleted once that is proven', async () => {
    const plan = await fixture('v3', 'detach');
    for (const one of plan.resource_changes.filter(({ type }) => type.endsWith('_ipv4_ptr'))) {
      one.change.actions = ['update'];
      one.change['after'] = { ...one.change.before, hostname: '' };
    }
    expect(rules(await judged({ at: 'down', plan }))).toEqual([]);
    const later = await fixture('v3', 'release');
    later.resource_changes.push(
      ...(await fixture('v3', 'detach')).resource_changes.filter((one) => one.type.endsWith('_ipv4_ptr')),
    );
    expect(rules(await judged({ at: 'detached', plan: later }))).toEqual([]);
  });

  test('many findings of one rule are counted', async () => {
    const plan = await fixture('v3', 'release');
    for (let n = 0; n < 250; n += 1) strangerLike(plan, 'disk', { id: String(114_000_000_000 + n) });
    const found = (await judged({ at: 'detached', plan })).filter((one) => one.refusal === 'R34');
    expect(found).toHaveLength(101);
    expect(found.at(-1)!.what).toContain('150 more');
  });

  test('the limits of the rules are those of the house', () => {
    expect([AGE_MS_MAX, SKEW_MS_MAX]).toEqual([PLAN_AGE_MS_MAX, CLOCK_SKEW_MS_MAX]);
  });
});

// A plan of a stack that `synth` wrote, told by its sentinel: imports, no-ops, and forgetting what the journal has proven gone pass;
// everything else is refused by its number.
import { describe, expect, test } from 'vitest';
import { SENTINEL_ADDRESS } from '../../../src/executors/terraform/command.ts';
import { SENTINEL as KNOWN_TO_R36 } from '../../../policies/plan/r36-beyond-stage.ts';
import { SENTINEL } from '../../../stacks/sentinel.ts';
import {
  contextOf,
  entryOf,
  external,
  fixture,
  FIXTURES,
  IDS,
  judged,
  judgementOf,
  type Case,
  type Point,
  type RawChange,
  type RawPlan,
  rules,
  type Version,
} from './gate-case.ts';

const own = (text: string): string => text;
/** The sentinel's entry, at the head of the journal of that point. */
async function sentinel(at: Point, contract = own, input: object = {}): Promise<RawChange> {
  const { state } = await judgementOf({ at, plan: await fixture('v2', 'no-changes'), contract });
  const { seq, hash } = state.head;
  return {
    address: SENTINEL_ADDRESS,
    mode: 'managed',
    type: 'terraform_data',
    name: SENTINEL,
    provider_name: 'terraform.io/builtin/terraform',
    change: {
      actions: ['create'],
      before: null,
      after: { input: { contract: 'fgt-test', journalSeq: seq, journalHash: hash, ...input }, triggers_replace: null },
      after_unknown: { id: true, output: true },
    },
  };
}

interface Stack {
  readonly change?: (plan: RawPlan) => void;
  readonly input?: object;
  readonly contract?: (text: string) => string;
  readonly stage?: Case['stage'];
}

/** A stack at that point: before the teardown it imports, at the end it forgets. */
async function stackAt(
  version: Version,
  at: Point,
  { change, input, contract = own, stage }: Stack = {},
): Promise<Case> {
  const plan = await fixture(version, at === 'begin' ? 'import' : 'destroy');
  plan['complete'] = plan['applyable'] = true;
  if (at !== 'begin')
    for (const one of plan.resource_changes)
      if (one.change.actions[0] === 'delete') {
        one.change.actions = [one.type.endsWith('_rules') ? 'no-op' : 'forget'];
        one.change['after'] = null;
      }
  plan.resource_changes.push(await sentinel(at, contract, input));
  change?.(plan);
  return { at, plan, contract, ...(stage === undefined ? {} : { stage }) };
}

const inState = (plan: RawPlan, type: string, actions: string[], id?: string): void => {
  const one = entryOf(plan, type, id);
  one.change.actions = actions;
  delete one.change['importing'];
};

test('the sentinel is called what the stacks call it', () => {
  expect([SENTINEL_ADDRESS, KNOWN_TO_R36]).toEqual(Array(2).fill(`terraform_data.${SENTINEL}`));
});

describe.each(FIXTURES)('%s', (version) => {
  test('what it takes in passes, and so does what it lets go of once that is proven gone', async () => {
    for (const at of ['begin', 'destroyed'] as const) {
      const stack = await stackAt(version, at);
      expect(await contextOf(stack)).toMatchObject({ stage: 'stack', by: 'kaiyaku', due: [] });
      expect(rules(await judged(stack)), at).toEqual([]);
    }
  });

  test('with nothing but its sentinel it passes: that names the contract', async () => {
    const alone = (plan: RawPlan) => void plan.resource_changes.splice(0, plan.resource_changes.length - 1);
    expect(rules(await judged(await stackAt(version, 'destroyed', { change: alone })))).toEqual([]);
  });

  test('how often a reverse name is tried may be filled in; the name may not change', async () => {
    const update = (values: object) => (plan: RawPlan) => {
      const one = entryOf(plan, 'ipv4_ptr');
      one.change.actions = ['update'];
      one.change['after'] = { ...one.change.before, ...values };
    };
    const tries = await stackAt(version, 'begin', { change: update({ retry_max: 31, retry_interval: 11 }) });
    expect(rules(await judged(tries))).toEqual([]);
    const name = await stackAt(version, 'begin', { change: update({ retry_max: 31, hostname: '' }) });
    expect(rules(await judged(name))).toEqual(['R33', 'R36']);
  });

  const REFUSED: readonly (readonly [what: string, rule: string, at: Point, stack: Stack])[] = [
    ['a head that is not the journal’s', 'R31', 'begin', { input: { journalSeq: -1 } }],
    ['the same number in another journal', 'R31', 'destroyed', { input: { journalHash: 'f'.repeat(64) } }],
    ['the stack of another contract', 'R32', 'begin', { input: { contract: 'other' } }],
    [
      'an import of what the contract does not list',
      'R34',
      'begin',
      { change: (plan) => (entryOf(plan, 'disk', IDS.logDisk).change.before!['id'] = '113000009999') },
    ],
    ['forgetting before anything is proven', 'R36', 'begin', { change: (plan) => inState(plan, 'disk', ['forget']) }],
    ['forgetting what is not gone yet', 'R36', 'released', {}],
    [
      'forgetting what the contract does not name',
      'R36',
      'destroyed',
      { change: (plan) => (entryOf(plan, 'archive').change.before!['id'] = '113000009999') },
    ],
    ['a deletion', 'R36', 'begin', { change: (plan) => inState(plan, 'packet_filter', ['delete']) }],
    [
      'a deletion of its sentinel',
      'R36',
      'begin',
      { change: (plan) => void (plan.resource_changes.at(-1)!.change.actions = ['delete']) },
    ],
    ['what vanished, created again', 'R36', 'begin', { change: (plan) => inState(plan, 'packet_filter', ['create']) }],
    ['a change of an object', 'R36', 'begin', { change: (plan) => inState(plan, 'server', ['update'], IDS.server) }],
    [
      'a resource of somebody’s own',
      'R36',
      'begin',
      {
        change: (plan) =>
          void plan.resource_changes.push({ ...plan.resource_changes.at(-1)!, address: 'terraform_data.x' }),
      },
    ],
    [
      'a name that differs',
      'R40',
      'begin',
      { change: (plan) => (entryOf(plan, 'archive').change.before!['name'] = 'x') },
    ],
    ['taking in what another state owns', 'R41', 'begin', { contract: external }],
    ['made with -target', 'R30', 'begin', { change: (plan) => (plan['complete'] = false) }],
  ];
  test.each(REFUSED)('%s: %s', async (_, rule, at, stack) => {
    expect(rules(await judged(await stackAt(version, at, stack)))).toContain(rule);
  });

  test('a sentinel that says nothing, or of another provider, makes no stack: judged as any plan', async () => {
    const input = { journalHash: 1 };
    expect(rules(await judged(await stackAt(version, 'begin', { input, contract: external })))).toContain('R36');
    const change = (plan: RawPlan) => (plan.resource_changes.at(-1)!['provider_name'] = 'somebody/else');
    expect((await contextOf(await stackAt(version, 'begin', { change }))).stage).toBe('adopt');
  });
});

test('a stack has no other stage', async () => {
  const stack = await stackAt('v3', 'begin', { stage: 'adopt' });
  await expect(judged(stack)).rejects.toMatchObject({ code: 'stage-of-stack' });
});

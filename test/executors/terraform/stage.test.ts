// The last gate before a stage's plan is applied: exactly the one deletion, or imports alone; anything else is refused by name.
import { describe, expect, test } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { readPlan } from '../../../src/executors/terraform/plan-json.ts';
import { isAllImports, requireDeletions, requireImportsOnly } from '../../../src/executors/terraform/stage/exact.ts';
import { findBinary } from '../../../src/executors/terraform/stage/tool.ts';

const DISK = { kind: 'disk', id: '113000000111', zone: 'is1b' } as const;

/** An entry of `resource_changes` about the disk, or about what `change` says. */
const entry = (actions: readonly string[], { id = DISK.id, type = 'disk', ...more }: Record<string, string> = {}) => {
  const values = { id, zone: 'is1b', name: 'fgt-prod-01-system' };
  return {
    address: `sakuracloud_${type}.x${id}`,
    mode: 'managed',
    type: `sakuracloud_${type}`,
    name: `x${id}`,
    provider_name: 'registry.example/sacloud/sakuracloud',
    ...more,
    change: {
      actions,
      before: actions[0] === 'create' ? null : values,
      after: actions.at(-1) === 'delete' || actions[0] === 'forget' ? null : values,
      after_unknown: {},
    },
  };
};
const importing = (id: string) => {
  const one = entry(['no-op'], { id });
  return { ...one, change: { ...one.change, importing: { id } } };
};

const planOf = (changes: readonly object[], more: object = {}) =>
  readPlan(
    [
      Buffer.from(
        JSON.stringify({
          format_version: '1.2',
          terraform_version: '1.11.4',
          timestamp: '2026-12-21T01:00:00Z',
          applyable: true,
          complete: true,
          errored: false,
          planned_values: {},
          resource_changes: changes,
          ...more,
        }),
      ),
    ],
    'a plan',
  );

const OTHER = '113000000112';

describe('a plan to delete one object', () => {
  test.each([
    ['alone', [entry(['delete'])]],
    ['beside what stays', [entry(['delete']), entry(['no-op'], { id: OTHER })]],
  ])('%s', async (_, changes) => {
    const plan = await planOf(changes);
    expect(() => requireDeletions(plan, [DISK])).not.toThrow();
  });

  test('several: each of them once, and no other', async () => {
    const both = [DISK, { ...DISK, id: OTHER }];
    const exact = await planOf([entry(['delete']), entry(['delete'], { id: OTHER })]);
    expect(() => requireDeletions(exact, both)).not.toThrow();
    const one = await planOf([entry(['delete'])]);
    expect(() => requireDeletions(one, both)).toThrow(/0 deletions of disk 113000000112, not one/);
    const more = await planOf(['113000000113', OTHER, DISK.id].map((id) => entry(['delete'], { id })));
    expect(() => requireDeletions(more, both)).toThrow(/delete of sakuracloud_disk\.x113000000113/);
  });

  test.each<[string, readonly object[], object, RegExp]>([
    [
      'one more deletion',
      [entry(['delete']), entry(['delete'], { id: OTHER })],
      {},
      /delete of sakuracloud_disk\.x113000000112/,
    ],
    ['an update', [entry(['delete']), entry(['update'], { id: OTHER })], {}, /update of/],
    ['a creation', [entry(['delete']), entry(['create'], { id: OTHER })], {}, /create of/],
    ['a replacement', [entry(['delete', 'create'])], {}, /replace of/],
    [
      'forgetting what is not proved gone',
      [entry(['delete']), entry(['forget'], { id: '113000000999' })],
      {},
      /forget of/,
    ],
    ['forgetting instead of deleting', [entry(['forget'])], {}, /0 deletions of disk 113000000111/],
    ['an action that nobody knows', [entry(['delete']), entry(['transmute'], { id: OTHER })], {}, /unknown of/],
    ['another object', [entry(['delete'], { id: OTHER })], {}, /0 deletions of disk 113000000111/],
    ['another kind with the same id', [entry(['delete'], { type: 'switch' })], {}, /0 deletions of disk 113000000111/],
    ['a deposed object', [entry(['delete']), entry(['delete'], { id: OTHER, deposed: 'a1' })], {}, /deposed/],
    [
      'a deposed one that is a no-op',
      [entry(['delete']), entry(['no-op'], { id: OTHER, deposed: 'a1' })],
      {},
      /deposed/,
    ],
    ['nothing', [], {}, /0 deletions of disk 113000000111/],
    ['a plan that failed', [entry(['delete'])], { errored: true }, /planning failed/],
    ['a part of a plan', [entry(['delete'])], { complete: false }, /not the whole plan/],
    ['a plan that cannot be applied', [entry(['delete'])], { applyable: false }, /cannot be applied/],
    [
      'something put off',
      [entry(['delete'])],
      { deferred_changes: [{ reason: 'unknown', resource_change: entry(['create'], { id: OTHER }) }] },
      /put off/,
    ],
  ])('is refused with %s', async (_, changes, more, saying) => {
    const plan = await planOf(changes, more);
    const refused = (() => {
      try {
        requireDeletions(plan, [DISK]);
        return undefined;
      } catch (error) {
        return errorDetail(error);
      }
    })();
    expect(refused).toMatchObject({
      code: 'stage-not-exact',
      class: 'permanent',
      message: expect.stringMatching(saying) as string,
    });
  });
});

describe('a plan to take an object over', () => {
  test('imports and nothing else', async () => {
    const plan = await planOf([importing(DISK.id), entry(['no-op'], { id: OTHER })]);
    expect(() => requireImportsOnly(plan, [DISK])).not.toThrow();
  });

  test.each([
    ['a creation of what vanished', entry(['create'], { id: OTHER })],
    ['a deletion', entry(['delete'], { id: OTHER })],
    ['an update', entry(['update'], { id: OTHER })],
  ])('is refused with %s', async (_, change) => {
    const plan = await planOf([importing(DISK.id), change]);
    expect(() => requireImportsOnly(plan, [DISK])).toThrow(
      expect.objectContaining({ code: 'stage-not-exact' }) as Error,
    );
  });
});

describe('a reverse name to take over, whose plan is never applied', () => {
  const PTR = { kind: 'ptr', id: '203.0.113.4', zone: 'is1b' } as const;
  const update = (ip: string, after: object) => {
    const one = entry(['update'], { id: ip, type: 'ipv4_ptr' });
    const before = { id: ip, ip_address: ip, hostname: 'vpn.example.jp', retry_max: null, retry_interval: null };
    return { ...one, change: { ...one.change, importing: { id: ip }, before, after: { ...before, ...after } } };
  };
  const filled = { retry_max: 30, retry_interval: 10 };

  test('how often it is tried to be set may differ', async () => {
    const plan = await planOf([update(PTR.id, filled)]);
    expect(() => requireImportsOnly(plan, [PTR])).not.toThrow();
  });

  test.each([
    ['another name', update(PTR.id, { ...filled, hostname: 'other.example.jp' }), PTR],
    ['another address', update('203.0.113.5', filled), PTR],
    ['a stage of something else', update(PTR.id, filled), DISK],
    [
      'a replacement',
      { ...update(PTR.id, filled), change: { ...update(PTR.id, filled).change, actions: ['delete', 'create'] } },
      PTR,
    ],
  ])('%s is refused', async (_, change, object) => {
    const plan = await planOf([change]);
    expect(() => requireImportsOnly(plan, [object])).toThrow(
      expect.objectContaining({ code: 'stage-not-exact' }) as Error,
    );
  });
});

describe('only a state that was filled a moment ago is not read again', () => {
  const held = (...ids: readonly string[]) => ({
    prior_state: {
      values: { root_module: { resources: ids.map((id) => ({ ...entry(['no-op'], { id }), values: { id } })) } },
    },
  });
  test.each<[string, readonly object[], object, boolean]>([
    ['nothing but imports', [importing(DISK.id), importing(OTHER)], held(DISK.id, OTHER), true],
    ['one was there before', [importing(DISK.id), entry(['no-op'], { id: OTHER })], held(DISK.id, OTHER), false],
    ['all were there before', [entry(['no-op'])], held(DISK.id), false],
    ['it holds one more', [importing(DISK.id)], held(DISK.id, OTHER), false],
    ['one has changed outside', [importing(DISK.id)], { ...held(DISK.id), resource_drift: [entry(['update'])] }, false],
    ['nothing at all', [], held(), false],
  ])('%s', async (_, changes, more, asRead) => {
    expect(isAllImports(await planOf(changes, more))).toBe(asRead);
  });
});

test('without a program nothing begins, and what to do is said', async () => {
  await expect(findBinary(undefined, '/nowhere')).rejects.toMatchObject({ code: 'no-terraform-binary', kind: 'user' });
  await expect(findBinary('./no/such', '')).rejects.toMatchObject({ code: 'no-terraform-binary' });
  expect(await findBinary('node', process.env['PATH'])).toMatch(/\/node$/);
});

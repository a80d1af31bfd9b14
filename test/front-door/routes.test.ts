// The order must never cause the loss it exists to prevent: where the FortiGate cannot be reset any more, the lawful other
// way is named in time, approved, and carried to its end.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { type Estate, NAME, removeReferences, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { inShort, rulesOf, type Said } from '../refusals/refused.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let estate: Estate | undefined;
afterEach(async () => {
  await estate?.close();
  estate = undefined;
});

interface Stuck {
  readonly rule: string;
  readonly code: number;
  readonly error?: string;
  readonly happens: (estate: Estate) => Promise<void>;
}

const STUCK: readonly (readonly [string, Stuck])[] = [
  [
    'the FortiGate is dead',
    { rule: 'R18', code: EXIT.couldNotLook, happens: (one) => Promise.resolve(one.killFortigate()) },
  ],
  ['its key is lost', { rule: 'R09', code: EXIT.refused, happens: (one) => one.fortigateFault('changed-host-key') }],
  [
    'it refuses the login',
    { rule: 'R18', code: EXIT.couldNotLook, happens: (one) => one.fortigateFault('refuse-login') },
  ],
];

describe('route D', () => {
  test.each(STUCK)('%s: offered, approved, completed', async (_, { rule, code, happens }) => {
    estate = await startEstate();
    await toTheNotice(estate);
    await removeReferences(estate);
    await happens(estate);

    const before = await estate.effects().catch(() => []);
    const stuck = await estate.run(['apply', NAME, '--format', 'json']);
    const said = jsonOf<Said>(stuck);
    expect({ code: stuck.code, rules: rulesOf(said) }, inShort(said)).toEqual({ code, rules: [rule] });
    const backUp = said.steps!.find((step) => step.id === 'back-up')!;
    const offered = backUp.reasons.filter((reason) => reason.code === 'route').map((reason) => reason.sentence);
    expect(offered.join('\n')).toContain('SF8, route D');
    expect(offered).toContain(`kaiyaku approve ${NAME} --route disk`);
    expect(await estate.effects().catch(() => [])).toEqual(before);
    // In the text a person reads, as well.
    expect((await estate.run(['plan', NAME])).out).toContain(`kaiyaku approve ${NAME} --route disk`);

    const unconfirmed = await estate.run(['approve', NAME, '--route', 'disk']);
    expect(unconfirmed.code).toBe(EXIT.waitingForPerson);
    expect(unconfirmed.out).toContain('no fresh backup');
    expect(unconfirmed.err).toContain(`kaiyaku approve ${NAME} --route disk --confirm ${NAME}`);
    await runAll(estate, ['approve', NAME, '--route', 'disk', '--confirm', NAME]);

    const ended = await estate.run(['apply', NAME, '--format', 'json']);
    const end = jsonOf<Said & { route: string }>(ended);
    expect({ code: ended.code, route: end.route, outcome: end.outcome }, inShort(end)).toEqual({
      code: EXIT.ok,
      route: 'disk',
      outcome: 'complete',
    });
    expect(end.steps!.find((step) => step.id === 'reset-fortigate')!.verdict).toBe('not-needed');
    const gone = (await estate.transitions()).filter((one) => one.call.startsWith('DELETE ') && one.to === null);
    const ids = gone.map((one) => one.id);
    for (const id of [DEFAULT_IDS.systemDisk, DEFAULT_IDS.archive, DEFAULT_IDS.autoBackup, DEFAULT_IDS.server])
      expect(ids.filter((one) => one === id)).toHaveLength(1);
    expect(await estate.resets().catch(() => 0)).toBe(0);
    expect((await estate.run(['verify', NAME])).code).toBe(EXIT.ok);
    expect((await estate.run(['status', NAME])).out).toContain('complete');
  });
});

test('a copy that is kept is no longer lawful on route D (R14)', async () => {
  estate = await startEstate();
  await toTheNotice(estate);
  await removeReferences(estate);
  await estate.edit(
    'name: fgt-prod-01-before-upgrade, zone: is1b',
    'name: fgt-prod-01-before-upgrade, zone: is1b, fate: keep, reason: audit',
  );
  await runAll(estate, ['amend', NAME, '--reason', 'kept for the audit']);
  estate.killFortigate();
  await runAll(estate, ['approve', NAME, '--route', 'disk', '--confirm', NAME]);
  const ran = await estate.run(['apply', NAME, '--format', 'json']);
  const said = jsonOf<Said>(ran);
  expect({ code: ran.code, rules: rulesOf(said) }, inShort(said)).toEqual({ code: EXIT.refused, rules: ['R14'] });
  expect((await estate.transitions()).some((one) => one.id === DEFAULT_IDS.systemDisk)).toBe(false);
});

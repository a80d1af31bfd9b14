// The order must never cause the loss it exists to prevent: where the FortiGate cannot be reset any more, the lawful other
// way is named in time, approved, and carried to its end.
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import {
  applyToTheEnd,
  type Estate,
  NAME,
  removeReferences,
  runAll,
  startEstate,
  toTheNotice,
} from '../helpers/estate.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { door, type FortigateProcess } from '../helpers/simulators.ts';
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

describe('one of two FortiGates is dead', () => {
  const DEAD = 'FGVM02TM24001234';
  const HEALTHY = { serial: 'FGVM02TM24009999', hostname: 'FGT-SHOP-01' };

  const RESET = 'reset-fortigate/factory-reset:fortigate-ssh:fortigate:';
  const STAYS = 'FGT-SHOP-01 stays as it was: backed up and reset';

  /** The unrelated server of the default world becomes a second FortiGate of the contract. */
  async function startTwo(): Promise<{ estate: Estate; healthy: FortigateProcess }> {
    estate = await startEstate();
    const healthy = await estate.startFortigate(HEALTHY, [], `is1b/${DEFAULT_IDS.otherServer}`);
    await writeFile(join(estate.folder, 'secrets', 'shop'), healthy.password, { mode: 0o600 });
    await estate.edit(
      '\nestate:',
      `
  - resourceId: "113000000901"
    server: { id: "${DEFAULT_IDS.otherServer}", name: web-01, zone: is1b }
    disks: [{ id: "${DEFAULT_IDS.otherDisk}", name: web-01-system }]
    fortigate:
      host: 127.0.0.1
      port: ${healthy.port}
      hostKey: ${healthy.hostKey}
      user: ${healthy.user}
      password: file:secrets/shop
      serial: ${HEALTHY.serial}
      hostname: ${HEALTHY.hostname}
      version: "7.4"
estate:
  - { kind: address, ip: ${DEFAULT_ADDRESSES.other}, zone: is1b, ptr: web.example.jp }`,
    );
    await toTheNotice(estate);
    await removeReferences(estate);
    return { estate, healthy };
  }

  test('it alone takes the disk route; the other one is backed up and reset', async () => {
    const { estate, healthy } = await startTwo();
    estate.killFortigate();
    const stuck = jsonOf<Said>(await estate.run(['apply', NAME, '--format', 'json']));
    const offered = stuck.steps!.flatMap(({ reasons }) => reasons).filter(({ code }) => code === 'route');
    const sentences = offered.map(({ sentence }) => sentence);
    expect(sentences).toContain('FGT-PROD-01: no fresh backup; none was ever taken');
    expect(sentences).toContain(STAYS);
    // Nobody is led to give up the device that works.
    expect(new Set(sentences.filter((one) => one.startsWith('kaiyaku ')))).toEqual(
      new Set([`kaiyaku approve ${NAME} --route disk:${DEAD}`]),
    );
    const plan = await estate.run(['plan', NAME]);
    expect(plan.out).toContain(`kaiyaku approve ${NAME} --route disk:${DEAD}`);
    expect(plan.out).toContain('FGT-PROD-01: no fresh backup');

    // Asked for without a name it is for what does not answer, and for nothing else.
    const shown = await estate.run(['approve', NAME, '--route', 'disk']);
    expect(shown.code).toBe(EXIT.waitingForPerson);
    expect(shown.out).toContain(`disk:${DEAD} route`);
    expect(shown.out).toContain('FGT-PROD-01: no fresh backup');
    expect(shown.out).toContain(STAYS);
    expect(shown.out).not.toContain('FGT-SHOP-01: no fresh backup');
    await runAll(estate, ['approve', NAME, '--route', 'disk', '--confirm', NAME]);
    const approved = (await estate.entries()).findLast(({ kind }) => kind === 'approved')!;
    expect(approved.body).toMatchObject({ route: `disk:${DEAD}` });

    const end = jsonOf<Said & { route: string }>(await applyToTheEnd(estate));
    expect({ route: end.route, outcome: end.outcome }, inShort(end)).toEqual({
      route: `disk:${DEAD}`,
      outcome: 'complete',
    });
    const verdicts = Object.fromEntries(end.steps!.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toMatchObject({ 'back-up': 'done', 'reset-fortigate': 'done', 'destroy-server': 'done' });
    const resets = (await door<{ call: string }[]>(healthy.admin, '/_transitions')).filter(({ call }) =>
      call.startsWith('execute factoryreset'),
    );
    expect(resets).toHaveLength(1);
    const backedUp = (await readdir(join(estate.folder, 'backups'), { recursive: true })).join('\n');
    expect(backedUp).toContain(HEALTHY.serial);
    expect(backedUp).not.toContain(DEAD);
    const gone = (await estate.transitions()).filter(({ call, to }) => call.startsWith('DELETE ') && to === null);
    for (const id of [DEFAULT_IDS.systemDisk, DEFAULT_IDS.server, DEFAULT_IDS.otherDisk, DEFAULT_IDS.otherServer])
      expect(gone.filter((one) => one.id === id)).toHaveLength(1);
    // The release waits for the reset of the healthy one; the dead one is proven by its disk and every copy of it.
    const entries = await estate.entries();
    const proven = entries.findIndex(
      ({ kind, body }) => kind === 'verified' && 'effect' in body && body.effect?.startsWith(RESET) === true,
    );
    const released = entries.findIndex(
      ({ kind, body }) => kind === 'intended' && 'step' in body && body.step === 'release-ips',
    );
    expect(entries[proven]!.body).toMatchObject({ effect: `${RESET}${HEALTHY.serial}` });
    expect(proven).toBeLessThan(released);
    const closing = entries.findLast((one): one is Entry<'verified'> => one.kind === 'verified')!.body;
    const copiesOf = closing.parts.flatMap(({ target }) => (target.startsWith('sakura-api:copies:') ? [target] : []));
    expect(copiesOf).toEqual([`sakura-api:copies:is1b:${DEFAULT_IDS.systemDisk}`]);
    expect((await estate.run(['verify', NAME])).code).toBe(EXIT.ok);
    expect((await estate.run(['status', NAME])).out).toContain('complete');
  });

  test('what answers is not given up unasked; by name it is, and the approver reads that it answers', async () => {
    const { estate } = await startTwo();
    const before = await estate.entries();
    const unasked = await estate.run(['approve', NAME, '--route', 'disk', '--confirm', NAME]);
    expect(unasked.code).toBe(EXIT.usage);
    expect(unasked.err).toContain('FGT-PROD-01 answers, FGT-SHOP-01 answers');
    const strange = await estate.run(['approve', NAME, '--route', 'disk:FGVM00', '--confirm', NAME]);
    expect(strange.code).toBe(EXIT.usage);
    expect(strange.err).toContain(`disk:${DEAD} (FGT-PROD-01), disk:${HEALTHY.serial} (FGT-SHOP-01)`);
    // A secret that is missing here is no dead device.
    await rm(join(estate.folder, 'secrets', 'shop'));
    const blind = await estate.run(['approve', NAME, '--route', 'disk', '--confirm', NAME]);
    expect(blind.code).toBe(EXIT.usage);
    expect(blind.err.replace(/\s+/gu, ' ')).toContain('whether FGT-SHOP-01 can be reached is not known here');
    expect(await estate.entries()).toEqual(before);

    const named = await estate.run(['approve', NAME, '--route', `disk:${DEAD}`, '--format', 'json', '--confirm', NAME]);
    expect(jsonOf<{ route: string; warnings: string[] }>(named)).toMatchObject({
      route: `disk:${DEAD}`,
      warnings: [
        'FGT-PROD-01 answers',
        expect.stringContaining('FGT-PROD-01: no fresh backup'),
        expect.anything(),
        STAYS,
      ],
    });
    // The next one joins it: nobody comes off the route because another is named.
    const both = ['approve', NAME, '--route', `disk:${HEALTHY.serial}`, '--format', 'json', '--confirm', NAME];
    expect(jsonOf<{ route: string }>(await estate.run(both)).route).toBe(`disk:${DEAD},${HEALTHY.serial}`);
    expect(jsonOf<{ route: string }>(await estate.run(['plan', NAME, '--format', 'json'])).route).toBe('disk');
  });
});

// Refused at the reset, with the back-up taken and everything approved: the wrong account, server or unit, an untrue host
// key, a cluster, a back-up that does not serve, an API that cannot be read, a clock that cannot be trusted.
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { clockEnv, type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { typeInto } from '../helpers/fortigate-shell.ts';
import { door } from '../helpers/simulators.ts';
import { expectRefused, inShort, rulesOf, type Said } from './refused.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let trunk: Estate;
/** Noticed and approved, not backed up. */
let noticed: Estate;
let world: unknown;
const branches: Estate[] = [];

beforeAll(async () => {
  trunk = await startEstate();
  await toTheNotice(trunk);
  await runAll(trunk, ['approve', NAME, '--all', '--confirm', NAME]);
  noticed = await trunk.branch();
  const backedUp = await trunk.run(['apply', NAME, '--until', 'back-up']);
  expect(backedUp.code, backedUp.out + backedUp.err).toBe(EXIT.moreToDo);
  world = await trunk.world();
});
afterEach(async () => {
  await trunk.clearFaults();
  await trunk.restore(world);
});
afterAll(async () => {
  for (const one of [...branches, noticed, trunk]) await one?.close();
});

async function branchOf(estate = trunk): Promise<Estate> {
  const branch = await estate.branch();
  branches.push(branch);
  return branch;
}

/** A branch whose contract says something else, recorded as an amendment. */
async function amended(from: string | RegExp, to: string, estate = trunk): Promise<Estate> {
  const branch = await branchOf(estate);
  await branch.edit(from, to);
  await runAll(branch, ['amend', NAME, '--reason', 'a test']);
  return branch;
}

const APPLY = ['apply', NAME];

describe('R06 another account', () => {
  test.each([
    ['member code', 'memberCode: abc12345', 'memberCode: xyz98765', /memberCode|member/],
    ['project', `projectId: "${DEFAULT_IDS.account}"`, 'projectId: "113000000009"', /113000000009/],
  ])('%s', async (_, from, to, saying) => {
    await expectRefused(await amended(from, to), APPLY, 'R06', { saying });
  });

  test('the key was exchanged for another account’s after everything was approved', async () => {
    const estate = await branchOf();
    await estate.change({ merge: { member: { code: 'xyz98765' } } });
    await expectRefused(estate, APPLY, 'R06');
  });
});

describe('R07 another server', () => {
  test('the contract names it otherwise', async () => {
    await expectRefused(await amended('name: fgt-prod-01,', 'name: fgt-prod-02,'), APPLY, 'R07', {
      saying: /expected “fgt-prod-02”/,
    });
  });

  test('it was renamed after everything was approved', async () => {
    const estate = await branchOf();
    const id = DEFAULT_IDS.server;
    await estate.change({ patch: { zone: 'is1b', collection: 'servers', id, with: { name: 'web-02' } } });
    await expectRefused(estate, APPLY, 'R07', { saying: /web-02/ });
  });
});

describe('R08 another unit', () => {
  test.each([
    ['serial', 'serial: FGVM02TM24001234', 'serial: FGVM02TM24009999'],
    ['hostname', 'hostname: FGT-PROD-01', 'hostname: FGT-PROD-09'],
    ['version', 'version: "7.4"', 'version: "7.2"'],
  ])('by its %s', async (_, from, to) => {
    // The back-up of the other unit is asked for first, and refused already.
    await expectRefused(await amended(from, to), APPLY, 'R08');
  });

  test('by its hostname, changed on the unit after everything was approved', async () => {
    const estate = await branchOf();
    await typeInto(estate.fortigate, ['config system global', 'set hostname FGT-OTHER', 'end']);
    try {
      await expectRefused(estate, APPLY, 'R08', { saying: /FGT-OTHER/ });
    } finally {
      await typeInto(estate.fortigate, ['config system global', 'set hostname FGT-PROD-01', 'end']);
    }
  });
});

describe('R09 another host key', () => {
  const wrong = `SHA256:${'A'.repeat(43)}`;
  const methodsAt = async ({ fortigate }: Estate) => {
    const unit = await door<{ logins: { method: string }[] }>(fortigate.admin, '/_world');
    return unit.logins.map((one) => one.method);
  };

  test('the contract pins one that the unit does not have; no credential is sent', async () => {
    const estate = await amended(/hostKey: SHA256:.*/, `hostKey: ${wrong}`);
    const before = await methodsAt(estate);
    await expectRefused(estate, APPLY, 'R09', { saying: /no credential was sent/ });
    expect(new Set((await methodsAt(estate)).slice(before.length))).toEqual(new Set(['none']));
  });

  test('the unit presents another one after everything was approved', async () => {
    const estate = await branchOf();
    await estate.fortigateFault('changed-host-key');
    await expectRefused(estate, APPLY, 'R09');
    await expectRefused(await branchOf(noticed), APPLY, 'R09');
  });
});

test('R10 a member of a cluster is backed up, and never reset', async () => {
  const peer = { hostname: 'FGT-PROD-02', serial: 'FGVM02TM24005678' };
  const unit = await trunk.startFortigate({ ha: { mode: 'a-p', role: 'primary', peer } });
  const estate = await branchOf(noticed);
  await estate.edit(/port: \d+/, `port: ${unit.port}`);
  await estate.edit(/hostKey: SHA256:.*/, `hostKey: ${unit.hostKey}`);
  await runAll(estate, ['amend', NAME, '--reason', 'the cluster']);
  const backedUp = await estate.run([...APPLY, '--until', 'back-up', '--format', 'json']);
  expect(rulesOf(jsonOf<Said>(backedUp)), backedUp.out).toContain('R10');
  await runAll(estate, ['approve', NAME, '--step', 'reset-fortigate', '--confirm', NAME]);
  await expectRefused(estate, APPLY, 'R10', { saying: /a-p/ });
  expect(await door(unit.admin, '/_transitions')).toEqual([]);
  unit.kill();
});

describe('R11 a back-up that does not serve', () => {
  const fileOf = async (estate: Estate) => {
    const [name] = await readdir(join(estate.folder, 'backups'), { recursive: true });
    return join(estate.folder, 'backups', name!);
  };

  test('older than maxAgeHours: it is taken again, and without a new one there is no reset', async () => {
    const estate = await branchOf();
    // Only this process believes that a day has passed.
    const env = clockEnv('2026-12-02T04:00:00.000Z');
    await estate.fortigateFault('no-scp');
    const before = await estate.effects();
    const planned = jsonOf<Said>(await estate.run(['plan', NAME, '--format', 'json'], env));
    const reset = planned.steps!.find((step) => step.id === 'reset-fortigate')!;
    expect(reset).toMatchObject({ verdict: 'blocked', due: false });
    expect(reset.findings.map((one) => `${one.refusal} ${one.what}`)).toEqual([
      expect.stringMatching(/^R11 .* is older than 24 h$/),
    ]);
    const ran = await estate.run([...APPLY, '--format', 'json'], env);
    const said = jsonOf<Said>(ran);
    expect({ code: ran.code, error: said.error?.code }, inShort(said)).toEqual({
      code: EXIT.refused,
      error: 'backup-scp-denied',
    });
    expect(await estate.effects()).toEqual(before);
    await estate.clearFaults();
    expect((await estate.run([...APPLY, '--until', 'back-up'], env)).out).toContain('back up the configuration');
    const attempts = (await estate.entries()).flatMap((entry) => (entry.kind === 'intended' ? [entry.body.verb] : []));
    expect(attempts).toEqual(['back-up', 'back-up', 'back-up']);
    expect(await estate.effects()).toEqual(before);
  });

  test('the configuration changed after it was taken', async () => {
    const estate = await branchOf();
    await typeInto(estate.fortigate, ['config system console', 'set output more', 'end']);
    try {
      await expectRefused(estate, APPLY, 'R11', { attempts: 1, saying: /present configuration/ });
    } finally {
      await typeInto(estate.fortigate, ['config system console', 'set output standard', 'end']);
    }
  });

  test('its file was altered or deleted; the next apply takes another before anything else', async () => {
    const estate = await branchOf(noticed);
    expect((await estate.run([...APPLY, '--until', 'back-up'])).code).toBe(EXIT.moreToDo);
    const file = await fileOf(estate);
    await writeFile(file, '#config-version=another\n', { mode: 0o600 });
    await expectRefused(await branchOf(estate), APPLY, 'R11', { attempts: 1, saying: /gone or changed/ });
    await rm(file);
    await expectRefused(estate, APPLY, 'R11', { attempts: 1, saying: /gone or changed/ });
    const { action } = jsonOf<{ action: { step: string } }>(await estate.run(['plan', NAME, '--format', 'json']));
    expect(action.step).toBe('back-up');
  });
});

test('R17 an object that two contract files of one folder claim', async () => {
  const estate = await branchOf();
  await copyFile(estate.contract, join(estate.folder, 'second.yaml'));
  await expectRefused(estate, APPLY, 'R17', { saying: /claimed by second/ });
});

describe('R22 two units, each reached through the other', () => {
  const SECOND = 'FGVM02TM24005678';
  /** A second service on the other server of the default world. */
  const service = (unit: { port: number; hostKey: string }) => `
  - resourceId: "113000000901"
    server: { id: "${DEFAULT_IDS.otherServer}", name: web-01, zone: is1b }
    disks: [{ id: "${DEFAULT_IDS.otherDisk}", name: web-01-system }]
    fortigate:
      host: 127.0.0.1
      port: ${unit.port}
      hostKey: ${unit.hostKey}
      user: admin
      password: file:secrets/password
      serial: ${SECOND}
      hostname: FGT-PROD-02
      version: "7.4"
      via: FGT-PROD-01
estate:`;

  test('neither is reset, until somebody acknowledges which one is lost', async () => {
    const unit = await trunk.startFortigate({ serial: SECOND, hostname: 'FGT-PROD-02' });
    const estate = await branchOf(noticed);
    await estate.edit('version: "7.4"', 'version: "7.4"\n      via: FGT-PROD-02');
    await estate.edit('\nestate:', service(unit));
    await runAll(estate, ['amend', NAME, '--reason', 'a second unit']);
    await estate.run([...APPLY, '--until', 'back-up']);
    await runAll(estate, ['approve', NAME, '--step', 'reset-fortigate', '--confirm', NAME]);
    const ran = await expectRefused(estate, APPLY, 'R22', { saying: /is reached through/ });
    expect(await door(unit.admin, '/_transitions')).toEqual([]);
    const resetOf = (said: Said) => said.steps!.find((step) => step.id === 'reset-fortigate')!;
    const { about } = resetOf(jsonOf<Said>(ran)).findings.find((one) => one.refusal === 'R22')!;
    await estate.edit(/$/, `waivers:\n  - { refusal: R22, about: "${about!}", reason: its disk is deleted }\n`);
    await runAll(estate, ['amend', NAME, '--reason', 'acknowledged']);
    const planned = jsonOf<Said>(await estate.run(['plan', NAME, '--format', 'json']));
    expect(resetOf(planned).findings).toEqual([]);
    unit.kill();
  });
});

test('R22 the machine that runs kaiyaku stands behind the device', async () => {
  const estate = await amended('\nestate:', '\nrunner: { via: FGT-PROD-01 }\nestate:');
  await estate.run([...APPLY, '--until', 'back-up']);
  await runAll(estate, ['approve', NAME, '--step', 'reset-fortigate', '--confirm', NAME]);
  await expectRefused(estate, APPLY, 'R22', { saying: /itself runs behind FGT-PROD-01/ });
});

describe('R18 could not look', () => {
  test.each([
    ['answers 401', { name: 'http-401', match: { times: 'always' } }],
    ['answers 500', { name: 'http-500', match: { times: 'always' } }],
    ['answers half a document', { name: 'truncated-json', match: { times: 'always' } }],
  ])('the API %s', async (_, fault) => {
    const estate = await branchOf();
    await estate.fault(fault);
    await expectRefused(estate, APPLY, 'R18', { code: EXIT.couldNotLook });
  });

  test('nobody listens at the API', async () => {
    const estate = await amended(/root: .*/, 'root: http://127.0.0.1:9/cloud/zone');
    await expectRefused(estate, APPLY, 'R18', { code: EXIT.couldNotLook });
  });

  test('nobody listens at the FortiGate', async () => {
    const estate = await amended(/port: \d+/, 'port: 9');
    await expectRefused(estate, APPLY, 'R18', { code: EXIT.couldNotLook });
  });

  test('the secret cannot be resolved', async () => {
    const estate = await branchOf();
    await rm(join(estate.folder, 'secrets/token'));
    await expectRefused(estate, APPLY, 'R18', { code: EXIT.couldNotLook });
  });
});

describe('R20 a clock that cannot be trusted', () => {
  test('ten minutes away from the API’s', async () => {
    const estate = await branchOf();
    await estate.fault({ name: 'clock-skew', ms: 600_000, match: { times: 'always' } });
    await expectRefused(estate, APPLY, 'R20', { saying: /differs by/ });
    await estate.clearFaults();
    await estate.fault({ name: 'clock-skew', ms: -600_000, match: { times: 'always' } });
    await expectRefused(estate, APPLY, 'R20', { saying: /differs by/ });
  });

  test('behind the journal’s last entry', async () => {
    const estate = await branchOf();
    const env = clockEnv('2026-12-01T00:10:00.000Z');
    await expectRefused(estate, APPLY, 'R20', { env, saying: /behind the journal/ });
  });
});

test('R21 before the day on which its users may lose it', async () => {
  const estate = await amended('serviceEndsOn: 2026-12-01', 'serviceEndsOn: 2026-12-20');
  await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
  await expectRefused(estate, APPLY, 'R21', { code: EXIT.waitingForDate, saying: /2026-12-20/ });
});

test('R25 factoryreset2 without a packet filter in front', async () => {
  const estate = await amended('version: "7.4"', 'version: "7.4"\n      resetCommand: factoryreset2');
  await expectRefused(estate, APPLY, 'R25', { saying: /without a password/ });
});

// Backups: fetched, checked, stored, read back; what is not complete is not stored. Against the simulated FortiGate.
import { readFile, stat, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/base/canonical-json.ts';
import { CONFIG_TEMPLATE } from '../../../src/executors/fortigate-ssh/simulator/config-template.ts';
import { worlds } from './world.ts';

const { make, closeAll } = worlds();
afterEach(closeAll);

const failure = async (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );

describe('a backup', () => {
  test.each(['6.4', '7.2', '7.4', '7.6'] as const)('of %s by SCP is the file as the unit sent it', async (profile) => {
    const world = await make({ device: { profile } });
    const { facts, evidence } = await world.backUp();
    const path = facts['path'] as string;
    const content = await readFile(path);
    expect(facts).toMatchObject({
      method: 'scp',
      hostname: world.expect.hostname,
      sha256: sha256Hex(content),
      bytes: content.length,
      readBack: true,
      checkedAt: '2026-11-20T01:02:03.000Z',
    });
    expect(path).toBe(
      join(world.folder, 'backups', `${world.expect.hostname}-${world.expect.serial}-20261120T010203Z.conf`),
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(content.toString()).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----');
    expect(evidence).toHaveLength(1);
    expect(world.evidence[0]!.text).not.toContain('config system');
    expect(world.unit.transitions).toEqual([]);
  });

  test('two of one configuration differ in bytes and compare equal', async () => {
    const world = await make();
    const [one, other] = [await world.backUp(), await world.backUp()];
    expect(one.facts['sha256']).not.toBe(other.facts['sha256']);
    expect(one.facts['normalisedSha256']).toBe(other.facts['normalisedSha256']);
    expect(await world.backups()).toHaveLength(2);
  });

  test.each([
    ['split packets', ['split-packets' as const]],
    ['noise', ['noise' as const]],
    ['a slow line', ['slow' as const]],
  ])('over %s compares equal to another', async (_, faults) => {
    const world = await make();
    const one = await world.backUp();
    for (const fault of faults) world.unit.addFault(fault);
    expect((await world.backUp()).facts['normalisedSha256']).toBe(one.facts['normalisedSha256']);
  });

  test('asks to accept a banner that SCP shows as well', async () => {
    const world = await make({ device: { profile: '7.2', postLoginBannerOn: ['shell', 'exec', 'scp'] } });
    expect((await world.backUp()).facts).toMatchObject({ readBack: true });
  });

  test.each(['6.4', '7.2', '7.4'] as const)(
    'of %s by `show` where SCP is not allowed and that is enough',
    async (profile) => {
      const world = await make({ device: { profile }, faults: ['no-scp'] });
      const { facts } = await world.backUp('scp-or-show');
      expect(facts).toMatchObject({ method: 'show', readBack: true });
      expect(await readFile(facts['path'] as string, 'utf8')).toMatch(/^#config-version=/);
      const again = await world.backUp('scp-or-show');
      expect(again.facts['normalisedSha256']).toBe(facts['normalisedSha256']);
    },
  );

  test('by `show` survives noise', async () => {
    const world = await make({ faults: ['no-scp', 'noise'] });
    expect((await world.backUp('scp-or-show')).facts).toMatchObject({ method: 'show' });
  });

  test('is large and still whole', async () => {
    const world = await make({ device: { policies: 8_000 } });
    const { facts } = await world.backUp();
    expect(facts['bytes']).toBeGreaterThan(2_000_000);
  });
});

describe('refused, with nothing stored', () => {
  test.each([
    ['SCP is not allowed', { faults: ['no-scp' as const] }, 'backup-scp-denied'],
    ['SCP is switched off', { device: { adminScp: false } }, 'backup-scp-denied'],
    ['fewer bytes came', { faults: ['short-scp' as const] }, 'backup-transfer'],
    ['a block is not closed', { faults: ['corrupt-config' as const] }, 'backup-incomplete'],
    ['it is larger than the limit', { limits: { configurationBytesMax: 1_000 } }, 'backup-transfer'],
    [
      'it holds a licence',
      { device: { configTemplate: `${CONFIG_TEMPLATE}@@ global always\n#-----BEGIN FGT VM LICENSE-----\n` } },
      'backup-incomplete',
    ],
    ['it is another unit', { expect: { serial: 'FGVM02TM24009999' } }, 'R07'],
    ['it wants no password', { device: { password: '' } }, 'R07'],
    ['its host key is another', { faults: ['changed-host-key' as const] }, 'R09'],
    ['the login is refused', { password: 'wrong-password' }, 'ssh-login-refused'],
  ])('when %s', async (_, overrides, code) => {
    const world = await make(overrides);
    const error = await failure(world.backUp());
    expect(error).toMatchObject({ code });
    expect(world.executor.classify(error)).toBe('permanent');
    await expect(world.backups()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(world.evidence).toEqual([]);
  });

  test('by `show` too, when that is not complete', async () => {
    const world = await make({ faults: ['no-scp', 'corrupt-config'] });
    expect(await failure(world.backUp('scp-or-show'))).toMatchObject({ code: 'backup-incomplete' });
  });

  test('when it is far from the size of the last one', async () => {
    const world = await make();
    const first = await world.backUp();
    await writeFile(first.facts['path'] as string, Buffer.alloc(1_000_000, 0x20));
    expect(await failure(world.backUp())).toMatchObject({
      code: 'backup-incomplete',
      detail: { facts: { problems: ['size-jump'] } },
    });
  });

  test('when the folder cannot be used', async () => {
    const world = await make();
    await writeFile(join(world.folder, 'backups'), 'a file');
    const error = await failure(world.backUp());
    expect(error).toMatchObject({ code: 'backup-not-stored', kind: 'user' });
    expect(world.executor.classify(error)).toBe('permanent');
  });
});

test('a partial file of a killed run is no backup', async () => {
  const world = await make();
  const folder = join(world.folder, 'backups');
  await mkdir(folder);
  await writeFile(join(folder, `${world.expect.hostname}-${world.expect.serial}-20261120T010203Z.conf.partial`), 'x');
  expect((await world.backUp()).facts).toMatchObject({ readBack: true });
  expect(await world.backups()).toHaveLength(1);
});

test('an unreachable unit may be tried again', async () => {
  const world = await make();
  world.unit.setPower('down');
  const error = await failure(world.backUp());
  expect(error).toMatchObject({ code: 'ssh-unreachable' });
  expect(world.executor.classify(error)).toBe('retry');
});

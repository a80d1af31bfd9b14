// `synth --stage next` from outside: what it shows is what the engine plans from, to the byte; what it writes no Terraform can
// apply; and where there is none it says why. A script stands for Terraform, so that the engine can be stopped at each document.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_IDS as IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { contractsFolder } from '../helpers/contracts-folder.ts';
import { type Estate, NAME, removeReferences, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000 });

interface Shown {
  readonly lookAtOnly: string;
  readonly journal: { readonly seq: number; readonly hash: string } | null;
  readonly stage: {
    readonly step: string;
    readonly objects: readonly object[];
    readonly providerVersion: number;
    readonly approval: string;
    readonly takeOver: object;
    readonly deletion: object;
  } | null;
  readonly none?: { readonly why: string; readonly coming?: string; readonly notBeforeOn?: string };
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const shown = async (estate: Pick<Estate, 'run'>, ...more: readonly string[]): Promise<Shown> => {
  const ran = await estate.run(['synth', NAME, '--stage', 'next', '--format', 'json', ...more]);
  expect(ran.code, ran.err).toBe(0);
  return jsonOf<Shown>(ran);
};

/** Keeps what it is to plan, and fails; once `taken-over` is there it has nothing to do where a block stands. */
const SCRIPT = `#!/bin/sh
case "$1" in
  init) exit 0 ;;
  show) cat ../../../plan.json ;;
  plan)
    if [ -e ../../../taken-over ] && grep -q '"resource"' main.tf.json; then touch stage.plan; exit 0; fi
    cp main.tf.json ../../../seen.json
    exit 1 ;;
esac
`;
/** Of a stage whose objects are in its state already. */
const QUIET_PLAN = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  timestamp: '2026-12-21T01:00:00Z',
  applyable: false,
  complete: true,
  errored: false,
  planned_values: {},
  resource_changes: [],
});

/** Everything but the deletions is done; Terraform is the script. */
async function beforeTheFirst(version: 2 | 3): Promise<Estate> {
  const estate = await startEstate();
  closing.push(() => estate.close());
  await mkdir(join(estate.folder, 'bin'));
  await writeFile(join(estate.folder, 'bin', 'terraform'), SCRIPT);
  await chmod(join(estate.folder, 'bin', 'terraform'), 0o755);
  await writeFile(join(estate.folder, 'plan.json'), QUIET_PLAN);
  const terraform = `terraform: { providerVersion: ${version}, binary: ./bin/terraform }`;
  await estate.edit('\napi:', `\nengine: terraform\n${terraform}\napi:`);
  await toTheNotice(estate);
  await removeReferences(estate);
  return estate;
}

test.each([2, 3] as const)(
  'is what the engine plans from, provider version %i; before that it says what comes first',
  async (version) => {
    const estate = await beforeTheFirst(version);
    const early = await shown(estate);
    expect(early.stage).toBeNull();
    expect(early.none).toMatchObject({
      why: expect.stringContaining('(back-up) comes first') as string,
      coming: expect.stringContaining('clear the reverse name of 203.0.113.4') as string,
    });

    await runAll(estate, ['approve', NAME, '--step', 'reset-fortigate', '--confirm', NAME]);
    await estate.run(['apply', NAME, '--until', 'delete-licence-file']);
    await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
    await estate.run(['apply', NAME, '--until', 'delete-licence-file']);
    expect((await shown(estate)).none?.why).toBe('power off server fgt-prod-01 (release-ips) comes first');

    await expectStage({ kind: 'ptr', id: '203.0.113.4', zone: 'is1b' }, 'not-needed');
    // Somebody else clears the names.
    const world = (await estate.world()) as { zones: { is1b: { ptrs: { hostName: string }[] } } };
    for (const one of world.zones.is1b.ptrs) one.hostName = '';
    await estate.restore(world);
    await expectStage({ kind: 'subnet', id: IDS.subnet, zone: 'is1b' }, 'unspent');

    /** What is shown is what the engine plans from, one document after the other. */
    async function expectStage(object: object, approval: string): Promise<void> {
      const [takenOver, seenFile] = ['taken-over', 'seen.json'].map((name) => join(estate.folder, name)) as [
        string,
        string,
      ];
      const seen = async () => JSON.parse(await readFile(seenFile, 'utf8')) as unknown;
      await rm(takenOver, { force: true });
      const ran = await estate.run(['apply', NAME, '--format', 'json']);
      expect(ran.out).toContain('terraform-failed');
      const { stage, journal } = await shown(estate);
      expect(stage).toMatchObject({ step: 'release-ips', objects: [object], providerVersion: version, approval });
      expect(journal).toMatchObject({ seq: (await estate.entries()).length - 1 });
      expect(stage!.takeOver).toEqual(await seen());
      await writeFile(takenOver, '');
      await estate.run(['apply', NAME]);
      expect(stage!.deletion).toEqual(await seen());
      expect(stage!.deletion).not.toHaveProperty('resource');
    }
  },
);

test('with engine: api, before the journal, and with a version that is not the contract’s', async () => {
  const at = await contractsFolder({ nowAt: '2026-12-02T01:00:00.000Z' });
  closing.push(() => at.close());
  await at.write({ 'fgt.yaml': await at.example('no-term') });
  const api = await at.run(['synth', 'fgt', '--stage', 'next']);
  expect(api.code, api.err).toBe(0);
  expect(api.out).toContain('no stage is next: the contract says engine: api');
  await at.edit('fgt.yaml', [/^api:/mu, 'engine: terraform\napi:']);
  const early = await at.run(['synth', 'fgt', '--stage', 'next']);
  expect(early.out).toMatch(/no stage is next: .*\(apply-for-cancellation\) comes first/);
  expect(early.out).toContain('the first will be: ');
  const version = await at.run(['synth', 'fgt', '--stage', 'next', '--provider-version', '3', '--format', 'json']);
  expect([version.code, jsonOf(version)]).toMatchObject([2, { error: { code: 'stage-version' } }]);
});

describe.skipIf(WITHOUT_TERRAFORM !== '')(`raw terraform over what is written${WITHOUT_TERRAFORM}`, () => {
  const terraform = (cwd: string, ...args: readonly string[]): Promise<{ code: number; text: string }> =>
    new Promise((done) => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, CHECKPOINT_DISABLE: '1' };
      execFile('terraform', [...args, '-no-color'], { cwd, env }, (error, out, err) =>
        done({ code: error === null ? 0 : Number(error.code), text: out + err }),
      );
    });

  test('nothing in it is a configuration, and under another name it is refused', async () => {
    const estate = await beforeTheFirst(2);
    await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
    await estate.run(['apply', NAME]);
    const printed = await shown(estate, '--out', 'look');
    expect(printed.stage).not.toBeNull();
    const folder = join(estate.folder, 'look');
    const file = join(folder, 'next-stage.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(printed);
    const raw = await terraform(folder, 'apply');
    expect([raw.code, raw.text]).toEqual([1, expect.stringContaining('No configuration files')]);
    await rename(file, join(folder, 'main.tf.json'));
    for (const command of ['init', 'plan', 'apply']) {
      const renamed = await terraform(folder, command);
      expect([renamed.code, renamed.text]).toEqual([1, expect.stringContaining('lookAtOnly')]);
    }
  });
});

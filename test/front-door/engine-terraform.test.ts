// `engine: terraform` from outside, with the real program: the same effects on the same objects in the same order as by the API
// client, and nothing at all where Terraform would do more than was approved.
import { join } from 'node:path';
import { mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { tryLock } from 'fs-native-extensions';
import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { approvedWithTerraform } from '../helpers/attached-terraform.ts';
import { applyToTheEnd, type Estate, NAME } from '../helpers/estate.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000 });

interface Rehearsed {
  readonly outcome: string;
  readonly engine: string;
  readonly effects: readonly {
    readonly step: string;
    readonly target: string;
    readonly call: string;
    readonly count: number;
  }[];
  readonly left: readonly string[];
}

/** Everything is approved, and everything before the deletions is done. */
async function readyToDelete(version: 2 | 3): Promise<Estate> {
  const estate = await approvedWithTerraform({ version });
  await estate.run(['apply', NAME, '--until', 'delete-licence-file']);
  return estate;
}

describe.skipIf(WITHOUT_TERRAFORM !== '')(`engine terraform${WITHOUT_TERRAFORM}`, () => {
  test('rehearse: the same outcome and the same effects in the same order as by the API', async () => {
    const rehearsed = async (engine: string) => {
      const ran = await runKaiyaku(['rehearse', '--engine', engine, '--format', 'json'], { timeoutMs: 110_000 });
      expect(ran.code, ran.out + ran.err).toBe(0);
      return jsonOf<Rehearsed>(ran);
    };
    const [api, terraform] = [await rehearsed('api'), await rehearsed('terraform')];
    expect(terraform).toMatchObject({ outcome: 'complete', engine: 'terraform', left: [] });
    expect(terraform.effects).toEqual(api.effects);
  });

  test('provider version 3 to the end; receipts name the plans that were applied, and no file holds a credential', async () => {
    const estate = await readyToDelete(3);
    const first = await estate.run(['apply', NAME]);
    expect(first.err).toMatch(/terraform: sakura_\w+\.\w+: Destruction complete/);
    const last = await applyToTheEnd(estate);
    expect(jsonOf<{ outcome: string }>(last).outcome).toBe('complete');
    const entries = await estate.entries();
    const applied = entries.flatMap((entry) =>
      entry.kind === 'done' && JSON.stringify(entry.body).includes('terraform apply sha256:')
        ? [entry.body.effect]
        : [],
    );
    expect(applied).toHaveLength(12);
    // Reverse names are resources that end: taken over without being set once more, then cleared from a plan of their own.
    const names = applied.filter((effect) => effect.startsWith('release-ips/clear-ptr:'));
    expect(names).toHaveLength(3);
    const written = (await estate.transitions()).filter(({ kind, call }) => kind === 'ptr' && call.startsWith('PUT'));
    expect(written).toHaveLength(3);
    const folder = join(estate.folder, '.kaiyaku', NAME, 'terraform');
    for (const name of await readdir(folder)) {
      if (name.startsWith('.terraform')) continue;
      const text = await readFile(join(folder, name), 'latin1');
      expect(text.includes('tokentokentoken') || text.includes('secretsecretsecret'), name).toBe(false);
    }
  });

  test('where Terraform would do more than was approved it is refused, and nothing is deleted', async () => {
    const estate = await readyToDelete(2);
    const folder = join(estate.folder, '.kaiyaku', NAME, 'terraform');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'more.tf'), 'resource "terraform_data" "more" {}\n');
    const before = await estate.transitions();
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    expect(ran.code, ran.out).not.toBe(0);
    expect(ran.out).toContain('stage-not-exact');
    expect(ran.out).toContain('create of terraform_data.more');
    const gone = (await estate.transitions()).slice(before.length).filter(({ to }) => to === null);
    // The IPv6 net has no block of its own and goes by the API; the first deletion by Terraform does not happen.
    expect(gone.map(({ kind }) => kind)).not.toContain('subnet');
  });

  test('a lock that somebody else holds is waited for, then said; nothing is broken', async () => {
    const estate = await readyToDelete(2);
    const folder = join(estate.folder, '.kaiyaku', NAME, 'terraform');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Somebody else holds the state of the first object that Terraform will be asked to delete.
    const state = await open(join(folder, `subnet.${DEFAULT_IDS.subnet}.tfstate`), 'w+');
    try {
      expect(tryLock(state.fd)).toBe(true);
      const ran = await estate.run(['apply', NAME, '--format', 'json']);
      expect(ran.out).toContain('terraform-failed');
      expect(ran.out).toContain('state lock');
      const deleted = (await estate.transitions()).filter(({ kind, to }) => kind === 'subnet' && to === null);
      expect(deleted).toEqual([]);
    } finally {
      await state.close();
    }
    expect(jsonOf<{ outcome: string }>(await applyToTheEnd(estate)).outcome).toBe('complete');
  });
});

test('without the program the rehearsal says so before anything begins, and blames nobody else', async () => {
  const ran = await runKaiyaku(['rehearse', '--engine', 'terraform'], { env: { PATH: '/nowhere' } });
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('no terraform or tofu on this machine')]);
  expect(ran.err).not.toContain('the other side');
  const asJson = await runKaiyaku(['rehearse', '--engine', 'terraform', '--format', 'json'], {
    env: { PATH: '/nowhere' },
  });
  const { error } = jsonOf<{ error: { kind: string; code: string } }>(asJson);
  expect(error).toMatchObject({ kind: 'user', code: 'no-terraform-binary' });
  expect(error).not.toHaveProperty('class');
});

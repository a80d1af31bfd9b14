// `terraform.stages: one-kind` from outside: what a step deletes of one kind is one approved plan, each object proven, and what a
// broken apply left is done by the next from a plan of its own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { approvedWithTerraform } from '../helpers/attached-terraform.ts';
import { applyToTheEnd, type Estate, NAME, runAll } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000 });

const DISKS = [DEFAULT_IDS.systemDisk, DEFAULT_IDS.logDisk];

const ready = (script?: (estate: Estate) => string): Promise<Estate> =>
  approvedWithTerraform({ more: ', stages: one-kind', ...(script === undefined ? {} : { script }) });

const deletionsOf = async (estate: Estate, ids: readonly string[]) =>
  (await estate.transitions()).filter(
    ({ id, to, call }) => to === null && ids.includes(id) && call.startsWith('DELETE'),
  );

describe.skipIf(WITHOUT_TERRAFORM !== '')(`several objects from one plan${WITHOUT_TERRAFORM}`, () => {
  test('both disks are one effect, one approval and one plan; the proof names each, and synth forgets each', async () => {
    const estate = await ready();
    expect(jsonOf<{ outcome: string }>(await applyToTheEnd(estate)).outcome).toBe('complete');
    const entries = await estate.entries();
    const done = entries.flatMap((entry) => (entry.kind === 'done' ? [entry.body] : []));
    const disks = done.filter(({ effect }) => effect.includes(':set:is1b:disk.2.'));
    expect(disks.map(({ receipt }) => receipt['requestedIds'])).toEqual([DISKS]);
    const proofs = entries.flatMap((entry) =>
      entry.kind === 'verified' && entry.body.effect === disks[0]!.effect
        ? [entry.body.parts.map(({ part }) => part)]
        : [],
    );
    expect(proofs).toEqual([DISKS.map((id) => `absent sakura-api:disk:is1b:${id}`)]);
    expect(await deletionsOf(estate, DISKS)).toHaveLength(2);
    expect((await estate.run(['verify', NAME])).code).toBe(0);
    await runAll(estate, ['synth', NAME, '--out', 'stack']);
    const stack = await readFile(join(estate.folder, 'stack', 'cdk.tf.json'), 'utf8');
    const { resource } = JSON.parse(stack) as { resource: Record<string, unknown> };
    expect(Object.keys(resource)).not.toContain('sakuracloud_disk');
  });

  test('an apply that dies between two objects: what is gone stays gone, the rest comes from a plan of its own', async () => {
    // The first time that both are to go: one of them is deleted as the provider would, then it dies.
    const script = ({ apiOrigin }: Estate) => `#!/bin/sh
if [ "$1" = apply ] && [ "$3" = -json ] && [ ! -e died ] && terraform show -json stage.plan | grep -q 'sakuracloud_disk.disk_${DISKS[1]}'; then
  touch died
  exec node -e 'fetch("${apiOrigin}/cloud/zone/is1b/api/cloud/1.1/disk/${DISKS[0]}", {
    method: "DELETE", headers: { authorization: "Basic " + btoa("tokentokentoken:secretsecretsecret") },
  }).then(() => process.kill(process.pid, "SIGKILL"))'
fi
exec terraform "$@"
`;
    const estate = await ready(script);
    let last = await applyToTheEnd(estate);
    for (let round = 0; round < 5 && last.code !== 0; round += 1) last = await applyToTheEnd(estate);
    expect(jsonOf<{ outcome: string }>(last).outcome, last.out).toBe('complete');
    const failed = (await estate.entries()).flatMap((entry) => (entry.kind === 'failed' ? [entry.body.nonEffect] : []));
    expect(failed).toEqual([`looked: ${DISKS[1]} is as it was before, what else it was about is gone`]);
    expect(await deletionsOf(estate, DISKS)).toHaveLength(2);
  });
});

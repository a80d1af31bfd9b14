// `terraform.backend` from outside: the states of the deletions lie where the contract says, each under its own name and lock, and
// a lock of somebody else stops the deletion. The real program; a state server, an S3 store and a PostgreSQL.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { approvedWithTerraform } from '../helpers/attached-terraform.ts';
import { applyToTheEnd, type Estate, NAME } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { startHttpStates, startPostgres, startS3, WITHOUT_POSTGRES } from '../helpers/state-stores.ts';

vi.setConfig({ testTimeout: 240_000 });

const PASSWORD = 'state-password-of-the-test';
const DISK = `disk.${DEFAULT_IDS.logDisk}`;
/** Objects that the teardown deletes by Terraform. */
const STATES = 12;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const readyToDelete = (backend: string, secret: string): Promise<Estate> =>
  approvedWithTerraform({
    more: `, backend: ${backend}`,
    prepare: (estate) => writeFile(join(estate.folder, 'secrets', 'state'), secret, { mode: 0o600 }),
  });

/** Nothing that the machine keeps of a stage may hold the credential of its store, and no state is kept there. */
async function expectNothingLeft(estate: Estate): Promise<void> {
  const folder = join(estate.folder, '.kaiyaku', NAME, 'terraform');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(text.includes(PASSWORD), file.name).toBe(false);
    expect(file.name.endsWith('.tfstate') && file.parentPath === folder, file.name).toBe(false);
  }
}

describe.skipIf(WITHOUT_TERRAFORM !== '')(`where the states of the deletions lie${WITHOUT_TERRAFORM}`, () => {
  test('http: a state and a lock for each object; a lock that is held is said and waited out by nobody', async () => {
    const store = await startHttpStates('kaiyaku', PASSWORD);
    closing.push(() => store.close());
    const at = `${store.origin}/state/{state}`;
    const credentials = 'username: "file:secrets/user", password: "file:secrets/state"';
    const estate = await readyToDelete(
      `{ http: { address: "${at}", lockAddress: "${at}/lock", ${credentials} } }`,
      PASSWORD,
    );
    await writeFile(join(estate.folder, 'secrets', 'user'), 'kaiyaku', { mode: 0o600 });
    store.kept.set(`/state/${DISK}/lock`, Buffer.from(JSON.stringify({ ID: 'somebody-else', Who: 'ci@elsewhere' })));
    const stopped = await applyToTheEnd(estate);
    expect(stopped.code, stopped.out).not.toBe(0);
    expect(stopped.out).toContain('somebody-else');
    expect((await estate.transitions()).filter(({ id, to }) => id === DEFAULT_IDS.logDisk && to === null)).toEqual([]);
    store.kept.delete(`/state/${DISK}/lock`);
    expect(jsonOf<{ outcome: string }>(await applyToTheEnd(estate)).outcome).toBe('complete');
    const states = [...store.kept.keys()];
    expect(states).toHaveLength(STATES);
    expect(states).toContain(`/state/${DISK}`);
    expect(states.filter((name) => name.endsWith('/lock'))).toEqual([]);
    await expectNothingLeft(estate);
  });

  test('s3: objects below the prefix, locked by the store itself', async () => {
    const store = await startS3('AKIATEST');
    closing.push(() => store.close());
    const credentials = 'accessKey: "file:secrets/access", secretKey: "file:secrets/state"';
    const estate = await readyToDelete(
      `{ s3: { bucket: states, endpoint: "${store.origin}", ${credentials} } }`,
      PASSWORD,
    );
    await writeFile(join(estate.folder, 'secrets', 'access'), 'AKIATEST', { mode: 0o600 });
    const last = await applyToTheEnd(estate);
    expect(jsonOf<{ outcome: string }>(last).outcome, last.out).toBe('complete');
    expect([...store.kept.keys()].filter((name) => name.endsWith('.tfstate'))).toHaveLength(STATES);
    expect(store.kept.has(`/states/kaiyaku/${DISK}.tfstate`)).toBe(true);
    expect(store.asked).toContain(`PUT /states/kaiyaku/${DISK}.tfstate.tflock`);
    expect([...store.kept.keys()].filter((name) => name.endsWith('.tflock'))).toEqual([]);
    await expectNothingLeft(estate);
  });

  test.skipIf(WITHOUT_POSTGRES !== '')(`pg: a schema for each object${WITHOUT_POSTGRES}`, async () => {
    const database = await startPostgres();
    closing.push(() => database.close());
    const connection = `${database.connection}&application_name=${PASSWORD}`;
    const estate = await readyToDelete('{ pg: { connection: "file:secrets/state" } }', connection);
    const last = await applyToTheEnd(estate);
    expect(jsonOf<{ outcome: string }>(last).outcome, last.out).toBe('complete');
    const schemas = database.query("select nspname from pg_namespace where nspname like '%.%'");
    expect(schemas).toHaveLength(STATES);
    expect(schemas).toContain(DISK);
    expect(database.query(`select count(*) from "${DISK}".states`)).toEqual(['1']);
    await expectNothingLeft(estate);
  });
});

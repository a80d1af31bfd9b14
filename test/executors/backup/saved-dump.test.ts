// Dumps through a real sshd from a real PostgreSQL and a real MariaDB, and what a truncated one is worth. Where a program is not installed these
// tests are skipped and say so.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import type { SshPlace } from '../../../src/base/ssh-place.ts';
import { type MariaDb, startMariaDb } from '../../helpers/mariadb.ts';
import { missingPrograms, programPath } from '../../helpers/programs.ts';
import { startPostgres, WITHOUT_POSTGRES } from '../../helpers/state-stores.ts';
import { actContext, lookContext } from '../contexts.ts';
import { PASSWORD, startSavedWorld, type SavedWorld } from './saved-world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const isReady = missingPrograms('sshd', 'restic', 'pg_dump').length === 0 && WITHOUT_POSTGRES === '';
if (WITHOUT_POSTGRES !== '') console.warn(WITHOUT_POSTGRES);
const hasMariaDb =
  missingPrograms('sshd', 'restic', 'mariadbd', 'mariadb-install-db', 'mariadb', 'mysqldump').length === 0;
const DATABASE_PASSWORD = "planted 'database' $password";

describe.skipIf(!isReady)('a PostgreSQL database', () => {
  let world: SavedWorld;
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let bin = '';
  beforeAll(async () => {
    bin = await mkdtemp(join(tmpdir(), 'kaiyaku-pg-dump-'));
    [world, postgres] = await Promise.all([
      startSavedWorld(`${bin}${delimiter}${process.env['PATH']}`),
      startPostgres(),
    ]);
    for (const sql of ['create database shop', "create role reader login superuser password 'unused under trust'"])
      postgres.query(sql);
    const into = postgres.connection.replace('/postgres?', '/shop?');
    const rows = "create table orders as select n, 'ご注文 ' || n as what from generate_series(1, 5000) n";
    execFileSync('psql', [into, '-c', rows], { stdio: 'ignore' });
  });
  afterAll(async () => {
    await Promise.all([world.close(), postgres.close()]);
    await rm(bin, { recursive: true });
  });

  const source = () => {
    const { ssh } = world.target().expect['source'] as unknown as { ssh: SshPlace };
    const port = Number(new URL(postgres.connection).port);
    return {
      kind: 'postgres',
      ssh,
      database: 'shop',
      host: '127.0.0.1',
      port,
      user: 'reader',
      hasPassword: true,
    } as const;
  };
  const executor = () =>
    world.executor({
      secrets: () =>
        Promise.resolve({
          source: { privateKey: new Secret(world.sshd.privateKey), password: new Secret(DATABASE_PASSWORD) },
          repository: { password: new Secret(PASSWORD) },
        }),
    });
  const save = (change: Partial<ReturnType<typeof source>> | { database: string } = {}) =>
    world.save({ name: 'shop', source: { ...source(), ...change } });
  /** What the server runs as pg_dump. */
  const serverSide = (script: string) => writeFile(join(bin, 'pg_dump'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const real = programPath('pg_dump');

  test('dumped whole, drilled, and what comes back out of the repository makes the database again', async () => {
    await serverSide(
      `[ "$1" = --version ] || [ "$PGPASSWORD" = "planted 'database' \\$password" ] || exit 9\nexec ${real} "$@"`,
    );
    expect(await executor().observe(save().target, lookContext())).toMatchObject({ state: 'present' });
    const { facts } = await executor().act(save(), actContext());
    expect(facts).toMatchObject({
      readBack: true,
      drilled: true,
      files: 1,
      taken: { program: 'pg_dump', complete: true, dumpBytes: facts['bytes'] },
    });
    const dump = world.restic('dump', facts['snapshot'] as string, '/shop.sql');
    postgres.query('create database again');
    const again = postgres.connection.replace('/postgres?', '/again?');
    execFileSync('psql', ['-v', 'ON_ERROR_STOP=1', '-q', again], { input: dump, stdio: ['pipe', 'ignore', 'ignore'] });
    const said = execFileSync('psql', ['-At', again, '-c', 'select count(*), max(what) from orders']).toString();
    expect(said.trim()).toBe('5000|ご注文 999');
  });

  test.each([
    ['that ends early, and well', `${real} "$@" | head -c 40000`, 'backup-dump-incomplete'],
    ['of nothing, that ends well', 'exit 0', 'backup-dump-incomplete'],
    // The mark is what the program writes last, not what stands in the data.
    [
      'whose data holds the mark',
      `printf -- '--\\n-- PostgreSQL database dump complete\\n--\\nCOPY\\n'`,
      'backup-dump-incomplete',
    ],
    ['that fails after its mark', `${real} "$@"; exit 1`, 'backup-dump-failed'],
  ])('a dump %s is no backup', async (_, script, code) => {
    await serverSide(script);
    await expect(executor().act(save(), actContext())).rejects.toMatchObject({ code });
  });

  test('a database that is not there', async () => {
    await serverSide(`exec ${real} "$@"`);
    const ctx = actContext();
    await expect(executor().act(save({ database: 'nowhere' }), ctx)).rejects.toMatchObject({
      code: 'backup-dump-failed',
    });
    expect(ctx.filed.get('backup-shop.log')).toContain('"nowhere"');
  });

  test('a server without pg_dump', async () => {
    await serverSide('exit 127');
    expect(await executor().observe(save().target, lookContext())).toMatchObject({
      state: 'unknown',
      error: { code: 'backup-tool-missing' },
    });
  });
});

describe.skipIf(!hasMariaDb)('a MariaDB database', () => {
  let world: SavedWorld;
  let mariadb: MariaDb;
  let bin = '';
  beforeAll(async () => {
    bin = await mkdtemp(join(tmpdir(), 'kaiyaku-mysqldump-'));
    [world, mariadb] = await Promise.all([startSavedWorld(`${bin}${delimiter}${process.env['PATH']}`), startMariaDb()]);
    const password = DATABASE_PASSWORD.replaceAll("'", "''");
    mariadb.query(`create database shop; grant all on *.* to reader@127.0.0.1 identified by '${password}';
      create table shop.orders (n int, what text);
      insert into shop.orders select seq, concat('order ', seq) from shop.seq_1_to_2000;`);
  });
  afterAll(async () => {
    await Promise.all([world.close(), mariadb.close()]);
    await rm(bin, { recursive: true });
  });
  const executor = (password = DATABASE_PASSWORD) =>
    world.executor({
      secrets: () =>
        Promise.resolve({
          source: { privateKey: new Secret(world.sshd.privateKey), password: new Secret(password) },
          repository: { password: new Secret(PASSWORD) },
        }),
    });
  const save = () => {
    const { ssh } = world.target().expect['source'] as unknown as { ssh: SshPlace };
    const at = { host: '127.0.0.1', port: mariadb.port, user: 'reader', hasPassword: true };
    return world.save({ name: 'shop', source: { kind: 'mysql', ssh, database: 'shop', ...at } });
  };
  const real = programPath('mysqldump');
  const serverSide = (script: string) => writeFile(join(bin, 'mysqldump'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  test('dumped whole, drilled, and what comes back makes the database again', async () => {
    await serverSide(`exec ${real} "$@"`);
    const { facts } = await executor().act(save(), actContext());
    expect(facts).toMatchObject({ readBack: true, drilled: true, taken: { program: 'mysqldump', complete: true } });
    const dump = world.restic('dump', facts['snapshot'] as string, '/shop.sql');
    mariadb.query('drop database shop');
    mariadb.query(dump);
    expect(mariadb.query('select count(*), max(n) from shop.orders').trim()).toBe('2000\t2000');
  });

  test('one that ends early, and a wrong password', async () => {
    await serverSide(`${real} "$@" | head -c 3000`);
    await expect(executor().act(save(), actContext())).rejects.toMatchObject({ code: 'backup-dump-incomplete' });
    await serverSide(`exec ${real} "$@"`);
    await expect(executor('a-wrong-password').act(save(), actContext())).rejects.toMatchObject({
      code: 'backup-dump-failed',
    });
  });
});

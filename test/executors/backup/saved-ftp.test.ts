// A folder out of a real ProFTPD: by lists of either form, with names in old encodings, and only read. Where a program is not
// installed these tests are skipped and say so.
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import { backupCommand, type BackupSource, savedDataTarget } from '../../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../../src/executors/backup/executor.ts';
import { type Ftp, startFtp } from '../../helpers/mail-and-ftp.ts';
import { missingPrograms } from '../../helpers/programs.ts';
import { actContext, lookContext } from '../contexts.ts';
import { PASSWORD, resticIn } from './saved-world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

type Source = Extract<BackupSource, { kind: 'ftp' }>;
const isReady = missingPrograms('proftpd', 'openssl', 'restic').length === 0;
/** 日本 in Shift_JIS. */
const SHIFT_JIS = Buffer.from([0x93, 0xfa, 0x96, 0x7b]);

describe.skipIf(!isReady)('a folder by FTP', () => {
  let baseDir = '';
  const servers: Ftp[] = [];
  beforeAll(async () => {
    baseDir = await mkdtemp(join(tmpdir(), 'kaiyaku-ftp-backup-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(() => rm(baseDir, { recursive: true }));

  async function started(how: Parameters<typeof startFtp>[0] = {}): Promise<Ftp> {
    const server = await startFtp(how);
    servers.push(server);
    const web = join(server.root, 'web');
    await mkdir(join(web, 'sub dir'), { recursive: true });
    await writeFile(join(web, 'index.html'), 'ようこそ');
    await writeFile(join(web, 'sub dir', '-日本.bin'), Buffer.from([0, 13, 10, 13, 255]));
    await writeFile(Buffer.concat([Buffer.from(`${web}/`), SHIFT_JIS]), 'an old name');
    return server;
  }
  const target = (ftp: Ftp, change: Partial<Source> = {}) =>
    savedDataTarget({
      name: 'site',
      source: {
        kind: 'ftp',
        host: '127.0.0.1',
        port: ftp.port,
        tls: 'explicit',
        user: ftp.user,
        ca: ftp.ca,
        path: '/web',
        ...change,
      },
      repository: { kind: 'path', path: 'kept' },
      readData: 'all',
      passwordKeptAt: 'safe',
      scratch: 'scratch',
      timeoutMs: 60_000,
    });
  const executor = (password: string) =>
    createBackupExecutor({
      baseDir,
      secrets: () =>
        Promise.resolve({
          source: { password: new Secret(password) },
          repository: { password: new Secret(PASSWORD) },
        }),
      limits: { freeBytesMin: 1_048_576, connectSecondsMax: 5, silenceSecondsMax: 10 },
    });
  const save = (ftp: Ftp, change: Partial<Source> = {}, password = ftp.password) =>
    executor(password).act(backupCommand('save', target(ftp, change)), actContext());
  const failure = (...how: Parameters<typeof save>) =>
    save(...how).then(
      () => 'done',
      (error: unknown) => (error as { code?: string }).code ?? error,
    );

  test('mirrored byte by byte, drilled, and only read', async () => {
    const ftp = await started();
    await symlink('index.html', join(ftp.root, 'web', 'start'));
    const { facts } = await save(ftp);
    expect(facts).toMatchObject({ readBack: true, drilled: true, files: 3, taken: { entries: 5, passes: 1 } });
    const kept = (...args: string[]) => resticIn(join(baseDir, 'kept'), ...args);
    const snapshot = facts['snapshot'] as string;
    expect(kept('dump', snapshot, '/sub dir/-日本.bin')).toBe(Buffer.from([0, 13, 10, 13, 255]).toString());
    expect(kept('ls', '--long', snapshot)).toMatch(/-> index\.html|start/);
    const asked = await ftp.asked();
    expect(asked).toContain('RETR');
    expect(asked).not.toMatch(/^(?:STOR|APPE|DELE|RNFR|RNTO|MKD|RMD|SITE)/m);
  });

  test('by the old form of the list, where there is no other; without TLS only where the contract says so', async () => {
    const ftp = await started({ tls: false, mlsd: false });
    expect(await failure(ftp)).toBe('backup-tls');
    expect(await ftp.asked()).not.toMatch(/^(?:USER|PASS)/m);
    const { facts } = await save(ftp, { tls: 'none' });
    expect(facts).toMatchObject({ drilled: true, files: 3 });
    expect(await ftp.asked()).toMatch(/^LIST/m);
  });

  test('a folder that is not there, a wrong password, a certificate of somebody else', async () => {
    const ftp = await started();
    const nowhere = { path: '/nowhere' };
    expect(await executor(ftp.password).observe(target(ftp, nowhere), lookContext())).toMatchObject({
      state: 'absent',
    });
    expect(await failure(ftp, nowhere)).toBe('backup-source-missing');
    expect(await failure(ftp, {}, 'a-wrong-password')).toBe('backup-login');
    await writeFile(join(baseDir, 'other.pem'), '');
    expect(await failure(ftp, { ca: join(baseDir, 'other.pem') })).toBe('backup-tls');
    expect(await failure(ftp, { port: 1 })).toBe('backup-unreachable');
  });

  test('a file that may not be read is no backup without it', async () => {
    const ftp = await started();
    await chmod(join(ftp.root, 'web', 'index.html'), 0);
    expect(await failure(ftp)).toBe('backup-source-unreadable');
  });

  test('a file that grows while it is copied', async () => {
    const ftp = await started();
    // A process of its own: nothing that this one does keeps it from writing.
    const loop = ['-c', 'while :; do printf x >> "$1"; done', 'sh', join(ftp.root, 'web', 'log')];
    const writing = spawn('sh', loop, { stdio: 'ignore' });
    const ended = new Promise((resolve) => writing.once('close', resolve));
    await vi.waitFor(() => stat(join(ftp.root, 'web', 'log')), { timeout: 20_000 });
    const code = await failure(ftp);
    writing.kill();
    await ended;
    expect(code).toBe('backup-source-changing');
    expect(await failure(ftp)).toBe('done');
  });
});

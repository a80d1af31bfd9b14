// A world for declared backups: a real sshd, a folder on it, and a restic repository beside. Only for tests.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../src/base/redact.ts';
import { backupCommand, savedDataTarget, type SavedData } from '../../../src/executors/backup/command.ts';
import { createBackupExecutor, type BackupOptions } from '../../../src/executors/backup/executor.ts';
import type { Target } from '../../../src/executors/port.ts';
import { startSshd, type Sshd } from '../../helpers/sshd.ts';

export const PASSWORD = 'planted-repository-password';

/** What restic itself says of it. A later `-r` wins. */
export const resticIn = (repository: string, ...args: string[]): string =>
  execFileSync('restic', ['-r', repository, '--no-cache', ...args], {
    env: { ...process.env, RESTIC_PASSWORD: PASSWORD },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();

export interface SavedWorld {
  readonly sshd: Sshd;
  /** The contract's folder. */
  readonly baseDir: string;
  /** On the server. */
  readonly www: string;
  readonly repository: string;
  target(change?: Partial<SavedData>): Target;
  save(change?: Partial<SavedData>): ReturnType<typeof backupCommand>;
  executor(options?: Partial<BackupOptions>): ReturnType<typeof createBackupExecutor>;
  restic(...args: string[]): string;
  close(): Promise<void>;
}

export async function startSavedWorld(path?: string): Promise<SavedWorld> {
  const sshd = await startSshd(path);
  const root = await mkdtemp(join(tmpdir(), 'kaiyaku-saved-'));
  const [baseDir, www, repository] = [join(root, 'contract'), join(root, 'srv it’s www'), join(root, 'kept')];
  for (const folder of [baseDir, www, join(www, 'deep', 'er')]) await mkdir(folder, { recursive: true });
  await writeFile(join(www, 'index.html'), '<h1>ようこそ</h1>');
  await writeFile(join(www, 'deep', 'er', 'データ 1.bin'), randomBytes(200_000));
  await writeFile(Buffer.concat([Buffer.from(`${www}/`), Buffer.from([0xff, 0xfe])]), 'a name that is no text');
  await writeFile(join(www, 'run.sh'), '#!/bin/sh\n', { mode: 0o750 });
  await symlink('index.html', join(www, 'link'));
  const ssh = sshd.place;
  const target = (change: Partial<SavedData> = {}) =>
    savedDataTarget({
      name: 'web',
      source: { kind: 'files', ssh, path: www, exclude: [] },
      repository: { kind: 'path', path: '../kept' },
      readData: 'all',
      passwordKeptAt: 'safe of the head office',
      scratch: 'scratch',
      timeoutMs: 60_000,
      ...change,
    });
  return {
    sshd,
    baseDir,
    www,
    repository,
    target,
    save: (change) => backupCommand('save', target(change)),
    executor: (options = {}) =>
      createBackupExecutor({
        baseDir,
        secrets: () =>
          Promise.resolve({
            source: { privateKey: new Secret(sshd.privateKey) },
            repository: { password: new Secret(PASSWORD), privateKey: new Secret(sshd.privateKey) },
          }),
        limits: { freeBytesMin: 1_048_576 },
        ...options,
      }),
    restic: (...args) => resticIn(repository, ...args),
    async close() {
      await sshd.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

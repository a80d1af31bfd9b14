// Backups, held to what every executor must do: the user's own commands, whose folder that is gone is the broken look, and
// declared ones.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovedClock } from '../../src/base/clock.ts';
import { Secret } from '../../src/base/redact.ts';
import type { SshPlace } from '../../src/base/ssh-place.ts';
import { backupCommand, dataBackupTarget } from '../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../src/executors/backup/executor.ts';
import { vi } from 'vitest';
import { PASSWORD, startSavedWorld } from '../executors/backup/saved-world.ts';
import { START_MS } from '../executors/contexts.ts';
import { missingPrograms } from '../helpers/programs.ts';
import { executorConformance, type ExecutorBinding } from './executor.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sh = (code: string) => ['sh', '-c', code];

executorConformance('backup', () => {
  const root = mkdtempSync(join(tmpdir(), 'kaiyaku-conformance-'));
  const baseDir = join(root, 'work');
  mkdirSync(baseDir);
  const secret = new Secret('planted-conformance-password').reveal();
  writeFileSync(join(baseDir, 'data'), secret);
  const backup = (command: string) =>
    dataBackupTarget({ name: 'wiki', command: sh(command), verify: sh('cat data; cmp data copy'), timeoutMs: 20_000 });
  const binding: ExecutorBinding = {
    executor: createBackupExecutor({ baseDir }),
    clock: new MovedClock(START_MS),
    present: backup('cat data; cp data copy'),
    absent: { why: 'a backup that does not verify is present and not verified' },
    foreign: { why: 'a verify command knows only yes and no' },
    breakLooking: () => renameSync(baseDir, join(root, 'away')),
    change: {
      command: backupCommand('run', backup('cat data; cp data copy')),
      reached: (seen) => seen.state === 'present' && seen.facts['verified'] === true,
    },
    refused: backupCommand('run', backup('cat data; exit 1')),
    wrongTarget: { why: 'its target is the command itself' },
    world: () => {
      const folder = existsSync(baseDir) ? baseDir : join(root, 'away');
      return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    },
    secrets: [secret],
    close: () => Promise.resolve(rmSync(root, { recursive: true })),
  };
  return Promise.resolve(binding);
});

/** A declared one, over a real sshd to a real repository. A server that is gone is the broken look. */
if (missingPrograms('sshd', 'rsync', 'restic').length === 0)
  executorConformance('backup, declared', async () => {
    const world = await startSavedWorld();
    const { ssh } = world.target().expect['source'] as unknown as { ssh: SshPlace };
    const nowhere = { source: { kind: 'files', ssh, path: '/nowhere', exclude: [] } } as const;
    const holds = (folder: string): unknown =>
      existsSync(folder)
        ? readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => [
            parentPath,
            name,
          ])
        : 'nothing';
    return {
      executor: world.executor(),
      clock: new MovedClock(START_MS),
      present: world.target(),
      absent: world.target(nowhere),
      foreign: { why: 'a server with another host key is not spoken to: unknown' },
      breakLooking: () => world.sshd.close(),
      change: {
        command: world.save(),
        reached: (seen) => seen.state === 'present' && seen.facts['snapshots'] === 1,
      },
      refused: world.save(nowhere),
      wrongTarget: { why: 'there is no foreign target' },
      world: () => [holds(world.repository), holds(world.www)],
      secrets: [PASSWORD, world.sshd.privateKey],
      close: () => world.close(),
    };
  });

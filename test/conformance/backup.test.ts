// The user's own backup commands, held to what every executor must do. Its folder that is gone is the broken look.
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
import { backupCommand, dataBackupTarget } from '../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../src/executors/backup/executor.ts';
import { START_MS } from '../executors/contexts.ts';
import { executorConformance, type ExecutorBinding } from './executor.ts';

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

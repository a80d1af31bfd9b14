// The lock between real processes: who has it, who is told, and what frees it.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { errorDetail } from '../../src/base/errors.ts';
import { FileJournalStore } from '../../src/journal/file-store.ts';
import { filesystemKind, FUSE } from '../../src/journal/filesystem-kind.ts';
import { partsOf } from '../../src/journal/folder.ts';
import { readHolder, takeLock } from '../../src/journal/lock.ts';
import { buildChild, type ChildProgram, type RunningChild } from './child-process.ts';
import { at, CONTRACT, openedBody } from './entries.ts';

// Only a limit: on a busy machine starting a process takes seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let program: ChildProgram;
let journalDir: string;
let started: RunningChild[];
const parts = () => partsOf(path.join(journalDir, CONTRACT));
const store = () => new FileJournalStore({ journalDir, contract: CONTRACT, clock: realClock });
const start = (...args: string[]): RunningChild => {
  const child = program.start(args);
  started.push(child);
  return child;
};
const heldBack = async (): Promise<ReturnType<typeof errorDetail>> =>
  store()
    .open('kaiyaku plan')
    .then(async (session) => {
      await session.close();
      throw new Error('the lock was free');
    }, errorDetail);

beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.dispose());
beforeEach(async () => {
  started = [];
  journalDir = await mkdtemp(path.join(tmpdir(), 'kaiyaku-lock-'));
  await (await store().create(openedBody, 'kaiyaku open')).close();
});
afterEach(async () => {
  for (const child of started) {
    child.process.kill('SIGKILL');
    await child.ended;
  }
  await rm(journalDir, { recursive: true });
});

describe('two processes', () => {
  it('one holds, the other is told who', async () => {
    const holder = start('hold', journalDir);
    await holder.printed('held');
    const refused = await heldBack();
    expect(refused).toMatchObject({
      code: 'locked',
      kind: 'refusal',
      exitCode: 14,
      facts: {
        holder: { pid: holder.process.pid, host: hostname(), command: 'kaiyaku hold', since: expect.any(String) },
      },
    });
    expect(refused.message).toContain(`process ${holder.process.pid}`);
    const other = start('append', journalDir, '1');
    expect(await other.ended).toEqual({ code: 14, signal: null });
    expect(other.lines).toEqual(['error locked']);
    expect((await store().read()).state.entries).toBe(1);
  });

  it('a killed holder’s lock is free at once', async () => {
    const holder = start('hold', journalDir);
    await holder.printed('held');
    holder.process.kill('SIGKILL');
    expect(await holder.ended).toEqual({ code: null, signal: 'SIGKILL' });
    const session = await store().open('kaiyaku apply');
    expect(await readHolder(parts().lock)).toMatchObject({ pid: process.pid, command: 'kaiyaku apply' });
    await session.close();
  });

  it('a holder that ends gives it back, and leaves no name behind', async () => {
    const holder = start('hold', journalDir);
    await holder.printed('held');
    holder.process.stdin!.end();
    expect(await holder.ended).toEqual({ code: 0, signal: null });
    expect(await readFile(parts().lock, 'utf8')).toBe('');
    await (await store().open('kaiyaku apply')).close();
  });

  it('deleting the lock file lets nobody in', async () => {
    const holder = start('hold', journalDir);
    await holder.printed('held');
    await rm(parts().lock);
    expect(await heldBack()).toMatchObject({ code: 'locked', exitCode: 14 });
    const other = start('append', journalDir, '1');
    await other.ended;
    expect(other.lines).toEqual(['error locked']);
  });

  it('contenders append one after another, and none of them loses an entry', async () => {
    const children = [1, 2, 3, 4].map(() => start('append', journalDir, '5'));
    await Promise.all(children.map((child) => child.ended));
    const acked = children.flatMap((child) => child.lines.filter((line) => line.startsWith('acked')));
    expect(acked.length % 5).toBe(0);
    expect(acked.length).toBeGreaterThan(0);
    expect(new Set(acked).size).toBe(acked.length);
    expect((await store().read()).state.entries).toBe(1 + acked.length);
  });
});

describe('the lock file', () => {
  it('is private, and what it says is never believed', async () => {
    await writeFile(parts().lock, '{"pid":1,"host":"x"');
    expect(await readHolder(parts().lock)).toBeUndefined();
    const lock = await takeLock(parts().lock, 'x'.repeat(100_000), at(0));
    expect((await stat(parts().lock)).mode & 0o777).toBe(0o600);
    expect((await readHolder(parts().lock))?.command).toMatch(/^x{500}$/);
    await lock.release();
  });

  it('is not made in a folder that does not exist', async () => {
    await expect(takeLock(path.join(journalDir, 'none', 'lock'), 'x', at(0))).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(path.join(journalDir, 'none'));
    await (await takeLock(path.join(journalDir, 'none', 'lock'), 'x', at(0))).release();
  });
});

describe('file systems', () => {
  it.each([
    ['NFS', 0x6969],
    ['CIFS', 0xff534d42],
    ['CIFS', 0xff534d42 | 0], // as a signed number
    ['SMB2', 0xfe534d42],
    ['SMB', 0x517b],
    ['9p', 0x01021997],
  ])('%s is refused', (name, type) => {
    expect(filesystemKind(type)).toEqual({ kind: 'network', name });
  });
  it('ext4, xfs, btrfs and tmpfs are local', () => {
    for (const type of [0xef53, 0x58465342, 0x9123683e, 0x01021994])
      expect(filesystemKind(type)).toEqual({ kind: 'local' });
  });
  it('FUSE is warned of', () => {
    expect(filesystemKind(FUSE)).toEqual({ kind: 'unsure', name: 'FUSE' });
  });
});

// The scratch folder goes away whatever was copied into it, and what a killed attempt left there goes first.
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BACKUP_LIMITS } from '../../../src/executors/backup/limits.ts';
import { openScratch } from '../../../src/executors/backup/scratch.ts';
import { asNobody } from '../as-nobody.ts';

const limits = { ...BACKUP_LIMITS, freeBytesMin: 0 };
let base = '';
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'kaiyaku-scratch-'));
  if (process.getuid?.() === 0) await chown(base, 65_534, 65_534);
});
afterEach(() => rm(base, { recursive: true, force: true }));

test('folders that may not be written in, with names that are no text, are removed all the same', async () => {
  await asNobody(base, async () => {
    const root = join(base, 'scratch');
    const scratch = await openScratch(root, 'key', limits);
    const closed = Buffer.concat([Buffer.from(`${scratch.taken}/`), Buffer.from([0xff])]);
    await mkdir(closed);
    await writeFile(Buffer.concat([closed, Buffer.from('/file')]), '');
    await chmod(closed, 0o500);
    await scratch.close();
    expect(await readdir(root)).toEqual(['.gitignore']);
  });
});

test('what a killed attempt left is gone before the next one begins', async () => {
  await asNobody(base, async () => {
    const root = join(base, 'scratch');
    const killed = await openScratch(root, 'key', limits);
    await writeFile(join(killed.taken, 'secret'), '');
    const next = await openScratch(root, 'key', limits);
    expect([await readdir(next.taken), await readdir(next.restored)]).toEqual([[], []]);
    await killed.close();
    await next.close();
  });
});

// The folder in which a backup is put together and restored: private, kept out of Git, emptied before and after. Watches that
// the disk below it never runs full.
import type { Dirent } from 'node:fs';
import { chmod, mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemErrorCode } from '../../base/errors.ts';
import { backupError } from './attempt.ts';
import type { BackupLimits } from './limits.ts';

export interface Scratch {
  /** What was taken. */
  readonly taken: string;
  /** What was restored. */
  readonly restored: string;
  /** Aborted when room runs short. */
  readonly roomLeft: AbortSignal;
  close(): Promise<void>;
}

/** `key` tells backups apart; what an attempt that was killed left under it goes first. Throws `backup-disk-full`. */
export async function openScratch(root: string, key: string, limits: BackupLimits): Promise<Scratch> {
  const base = resolve(root);
  const folder = join(base, key);
  const [taken, restored] = [join(folder, 'taken'), join(folder, 'restored')];
  await mkdir(base, { recursive: true, mode: 0o700 });
  await writeFile(join(base, '.gitignore'), '*\n', { mode: 0o600 });
  await removeTree(folder);
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(base);
    const free = bavail * bsize;
    if (free >= limits.freeBytesMin || controller.signal.aborted) return;
    controller.abort(
      backupError('backup-disk-full', `only ${free} bytes are free in ${root}`, {
        why: `${limits.freeBytesMin} bytes have to stay free; a backup needs room for twice its size`,
        next: 'make room, or name another folder as backup.scratch',
      }),
    );
  };
  await look();
  controller.signal.throwIfAborted();
  for (const path of [taken, restored]) await mkdir(path, { recursive: true, mode: 0o700 });
  const timer = setInterval(
    () => void look().catch((error: unknown) => controller.abort(error)),
    limits.freeSpacePollMs,
  );
  return {
    taken,
    restored,
    roomLeft: controller.signal,
    async close() {
      clearInterval(timer);
      await removeTree(folder);
    },
  };
}

/** What was copied has the modes of where it came from: folders that nobody may write in are opened first. */
async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (systemErrorCode(error) !== 'EACCES') throw error;
    await openFolders(Buffer.from(folder));
    await rm(folder, { recursive: true, force: true });
  }
}

async function openFolders(folder: Buffer): Promise<void> {
  await chmod(folder, 0o700);
  const found = (await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) as unknown as Dirent<Buffer>[];
  for (const entry of found)
    if (entry.isDirectory()) await openFolders(Buffer.concat([folder, Buffer.from('/'), entry.name]));
}

// Where backups of configurations lie: one file a backup, 0600, on the disk before its name is known, never overwritten.
// It holds every secret of the unit, so it is not evidence and goes nowhere else.
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../base/canonical-json.ts';
import { providerError, systemErrorCode, userError } from '../../base/errors.ts';
import { syncFolder } from '../../base/sync-folder.ts';
import { SAME_NAME_MAX } from './limits.ts';

export interface StoredBackup {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackupName {
  readonly hostname: string;
  readonly serial: string;
  readonly atMs: number;
}

/** Writes, reads back, compares. Throws `user/backup-not-stored`, or `backup-read-back` when the disk holds something else. */
export async function storeBackup(folder: string, name: BackupName, content: Uint8Array): Promise<StoredBackup> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = await freeName(folder, `${stem(name)}${stamp(name.atMs)}`);
    const partial = `${path}.partial`;
    // A partial file of a killed run is nobody's backup.
    await unlink(partial).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    });
    const file = await open(partial, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(folder);
    const sha256 = sha256Hex(await readFile(path));
    if (sha256 !== sha256Hex(content))
      throw providerError('backup-read-back', `${path} reads back differently from what was written`, {
        class: 'permanent',
      });
    return { path, bytes: content.length, sha256 };
  } catch (error) {
    throw storeFailure(folder, error);
  }
}

/** Size of the newest backup of this unit, or undefined. */
export async function lastBackupBytes(
  folder: string,
  name: Pick<BackupName, 'hostname' | 'serial'>,
): Promise<number | undefined> {
  try {
    const names = (await readdir(folder))
      .filter((file) => file.startsWith(stem(name)) && file.endsWith('.conf'))
      .sort();
    const last = names.at(-1);
    return last === undefined ? undefined : (await stat(join(folder, last))).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw storeFailure(folder, error);
  }
}

/** Whether the file is still there with that digest. */
export async function isIntact(path: string, sha256: string): Promise<boolean> {
  try {
    return sha256Hex(await readFile(path)) === sha256;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw storeFailure(path, error);
  }
}

const stem = ({ hostname, serial }: Pick<BackupName, 'hostname' | 'serial'>): string =>
  `${safe(hostname)}-${safe(serial)}-`;
const safe = (text: string): string => text.replace(/[^\w.~-]/g, '_');
const stamp = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');

async function freeName(folder: string, start: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let count = 1; count <= SAME_NAME_MAX; count += 1) {
    const name = count === 1 ? `${start}.conf` : `${start}-${count}.conf`;
    if (!taken.has(name)) return join(folder, name);
  }
  throw userError('backup-not-stored', `${folder} holds ${SAME_NAME_MAX} backups of the same second`);
}

function storeFailure(where: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return userError('backup-not-stored', `the backup folder cannot be used: ${where} (${code})`, {
    cause: error,
    next: 'check the folder of `backup.to`: it must exist or be creatable, be writable and have room',
  });
}

// Writing so that it survives a power cut: the bytes, then the name. Folders are 0700 and files 0600 whatever the umask
// says. Existing modes are left alone: they are the user's.
import { chmod, type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../base/errors.ts';
import { syncFolder } from '../base/sync-folder.ts';

export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** Creates a folder and its missing parents, each 0700 and durable. One that exists is left as it is. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: FOLDER_MODE });
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return;
    if (systemErrorCode(error) !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    return makeFolder(folder);
  }
  await chmod(folder, FOLDER_MODE);
  await syncFolder(path.dirname(folder));
}

/** Writes all bytes at a position; a short write is continued. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    if (bytesWritten === 0) throw new Error('a write of a journal file made no progress');
    written += bytesWritten;
  }
}

/** Instants inside `replaceFile` that a crash test may name. */
export interface ReplaceInstants {
  readonly beforeWrite?: () => void;
  readonly afterWrite?: () => void;
  readonly afterSync?: () => void;
}

/**
 * Puts a whole file in place: written and fsynced under `<file>.new`, renamed, folder fsynced. Readers see the old file
 * or the new one. Only one process at a time may replace a given file: callers hold the lock.
 */
export async function replaceFile(file: string, bytes: Uint8Array, instants: ReplaceInstants = {}): Promise<void> {
  const temporary = `${file}.new`;
  instants.beforeWrite?.();
  const handle = await open(temporary, 'w', FILE_MODE);
  try {
    await handle.chmod(FILE_MODE);
    await writeAll(handle, bytes, 0);
    instants.afterWrite?.();
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(path.dirname(file));
  instants.afterSync?.();
}

/** The whole file, or undefined when there is none. Every other failure is thrown. */
export async function readIfThere(file: string, bytesMax: number): Promise<Buffer | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    if (size > bytesMax) throw new RangeError(`${path.basename(file)} is larger than ${bytesMax} bytes`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

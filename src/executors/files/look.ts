// One careful look at one path: what is there, and whether nothing is. It follows no symbolic link at the end of the
// path, and it never says "absent" unless the folder was readable before and after.
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, opendir, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sha256Hex } from '../../base/canonical-json.ts';
import { systemErrorCode } from '../../base/errors.ts';
import { changed, unreadable } from './errors.ts';
import { looksLikeLicence } from './licence.ts';

/** A licence has a few kilobytes. A larger file is something else, and is not read. */
export const LICENCE_FILE_BYTES_MAX = 262_144;

export interface SeenFile {
  readonly is: 'file';
  /** Identity of what was opened: `device:inode`. */
  readonly identity: string;
  /** `device:inode` of its folder. */
  readonly folder: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly isLicence: boolean;
  /** Names that this content has; more than one means that deleting this one leaves it. */
  readonly links: number;
}

export type Look =
  | SeenFile
  | { readonly is: 'nothing'; readonly folder: string; readonly proof: readonly string[] }
  | { readonly is: 'other'; readonly kind: string; readonly bytes?: number };

/** Throws `file-unreadable` for everything that is neither a sight nor a proven absence. */
export async function look(path: string): Promise<Look> {
  const folder = await readableFolder(path);
  const found = await lstatOrNothing(path);
  if (found === undefined) {
    const again = await readableFolder(path);
    if (again !== folder) throw changed(path, 'its folder was replaced');
    return { is: 'nothing', folder, proof: [`folder ${dirname(path)} readable (${folder})`, `lstat ${path}: ENOENT`] };
  }
  if (!found.isFile()) return { is: 'other', kind: kindOf(found) };
  if (found.size > LICENCE_FILE_BYTES_MAX)
    return { is: 'other', kind: 'a file too large for a licence', bytes: Number(found.size) };
  const { content, opened } = await readOpened(path, found);
  return {
    is: 'file',
    identity: identityOf(opened),
    folder,
    bytes: content.length,
    sha256: sha256Hex(content),
    isLicence: looksLikeLicence(content.toString('utf8')),
    links: Number(opened.nlink),
  };
}

export const identityOf = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}`;

/** The folder of a path can be listed; gives its identity. Listing matters: a stale mount still answers `stat`. */
async function readableFolder(path: string): Promise<string> {
  const folder = dirname(path);
  try {
    const listing = await opendir(folder);
    try {
      await listing.read();
    } finally {
      await listing.close();
    }
    return identityOf(await stat(folder, { bigint: true }));
  } catch (error) {
    throw unreadable(folder, 'the folder', error);
  }
}

async function lstatOrNothing(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw unreadable(path, 'the file', error);
  }
}

/** Content and identity of the same open file; refuses one that is not what `lstat` saw. */
async function readOpened(path: string, found: BigIntStats): Promise<{ content: Buffer; opened: BigIntStats }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const opened = await handle.stat({ bigint: true });
    if (identityOf(opened) !== identityOf(found)) throw changed(path, 'it was replaced');
    const content = Buffer.alloc(LICENCE_FILE_BYTES_MAX + 1);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(content, filled, content.length - filled);
      if (bytesRead === 0 || filled + bytesRead > LICENCE_FILE_BYTES_MAX) {
        filled += bytesRead;
        break;
      }
      filled += bytesRead;
    }
    if (filled !== Number(opened.size)) throw changed(path, 'it was written to');
    return { content: content.subarray(0, filled), opened };
  } catch (error) {
    throw unreadable(path, 'the file', error);
  } finally {
    await handle?.close();
  }
}

function kindOf(stats: BigIntStats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isDirectory()) return 'a folder';
  return 'a special file';
}

// The files of a zone: its master file and what that includes, read whole, and put back or replaced whole. A reader sees the
// old bytes or the new ones, never half of them.
import { createHash } from 'node:crypto';
import { access, chmod, chown, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { providerError, systemErrorCode } from '../../base/errors.ts';
import { editingOf, type Editing, type Move } from './edit.ts';
import { INCLUDE_DEPTH_MAX, ZONE_FILE_BYTES_MAX, ZONE_FILES_MAX } from './limits.ts';
import { Unbalanced } from './tokens.ts';
import type { ZonePlace } from './tools.ts';

export interface ZoneText {
  /** Links are followed: the file itself is what is replaced. */
  readonly path: string;
  /** Latin-1: one character a byte. */
  readonly text: string;
  readonly editing: Editing;
}

/** Throws provider errors `zone-unreadable`, `zone-too-large`, `zone-not-valid`. */
export async function zoneTexts(place: ZonePlace, move: Move): Promise<ZoneText[]> {
  const found = new Map<string, ZoneText>();
  const read = async (file: string, depth: number): Promise<void> => {
    const path = await real(resolve(place.directory, file));
    if (found.has(path)) return;
    if (depth > INCLUDE_DEPTH_MAX || found.size >= ZONE_FILES_MAX)
      throw tooLarge(`${place.zone} includes more than ${ZONE_FILES_MAX} files, or deeper than ${INCLUDE_DEPTH_MAX}`);
    const text = await textOf(path);
    const editing = edited(text, path, move);
    found.set(path, { path, text, editing });
    for (const included of editing.includes) await read(included, depth + 1);
  };
  await read(place.file, 0);
  return [...found.values()];
}

/** A journal beside the master file: the server writes this zone itself. */
export async function isDynamic(place: ZonePlace): Promise<boolean> {
  const path = await real(resolve(place.directory, place.file));
  return access(`${path}.jnl`).then(
    () => true,
    (error: unknown) => {
      if (systemErrorCode(error) === 'ENOENT') return false;
      throw unreadable(`${path}.jnl`, error);
    },
  );
}

/** Replaced under its own name, with its mode and owner; durable when it returns. Throws what the system says. */
export async function replaceText(path: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(path);
  const temporary = `${path}.kaiyaku.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(Buffer.from(text, 'latin1'));
      await file.sync();
    } finally {
      await file.close();
    }
    await chown(temporary, uid, gid);
    await chmod(temporary, mode & 0o7777);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export const digestOfText = (text: string): string =>
  createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');

export async function textOf(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > ZONE_FILE_BYTES_MAX)
      throw tooLarge(`${path} has more than ${ZONE_FILE_BYTES_MAX} bytes`);
    return await readFile(path, 'latin1');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function edited(text: string, path: string, move: Move): Editing {
  try {
    return editingOf(text, move);
  } catch (error) {
    if (!(error instanceof Unbalanced)) throw error;
    throw providerError('zone-not-valid', `${path}: a quote or parenthesis is not closed (${error.message})`, {
      class: 'permanent',
      next: 'mend the file, then run apply again',
    });
  }
}

function unreadable(path: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  return providerError('zone-unreadable', `${path} cannot be read (${code})`, {
    class: 'permanent',
    next: 'run kaiyaku where the zone lies, as a user who may read it',
    cause,
  });
}

const tooLarge = (message: string) =>
  providerError('zone-too-large', message, { class: 'permanent', next: 'change this zone by hand' });

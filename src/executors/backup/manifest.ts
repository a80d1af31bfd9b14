// What a folder holds, file by file: kind, mode, size, time and SHA-256. Two folders are the same when their manifests are. It
// reads every byte, also of names that are no text.
import type { Dirent } from 'node:fs';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { sha256Hex } from '../../base/canonical-json.ts';
import { backupError } from './attempt.ts';
import type { Attempt } from './attempt.ts';

export interface Manifest {
  /** One line an entry, in the order of the paths: `kind mode size time digest path`. */
  readonly lines: readonly string[];
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Owners are left out: only root can restore them. */
export async function manifestOf(folder: string, attempt: Attempt): Promise<Manifest> {
  const entries: { path: string; line: string; bytes: number; isFile: boolean }[] = [];
  const pending: Buffer[] = [Buffer.alloc(0)];
  for (let inside = pending.pop(); inside !== undefined; inside = pending.pop()) {
    const here = inside;
    const found = (await readdir(inFolder(folder, here), {
      withFileTypes: true,
      encoding: 'buffer',
    })) as unknown as Dirent<Buffer>[];
    for (const entry of found) {
      attempt.signal.throwIfAborted();
      if (entries.length >= attempt.limits.entriesMax)
        throw backupError('backup-too-many-files', `more than ${attempt.limits.entriesMax} entries are to be saved`, {
          next: 'split it into several backups',
        });
      const path = here.length === 0 ? entry.name : Buffer.concat([here, SLASH, entry.name]);
      if (entry.isDirectory()) pending.push(path);
      entries.push({ path: textOf(path), ...(await described(inFolder(folder, path), attempt.signal)) });
    }
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = entries.map(({ line, path }) => `${line} ${path}`);
  return {
    lines,
    files: entries.filter(({ isFile }) => isFile).length,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: sha256Hex(`${lines.join('\n')}\n`),
  };
}

/** Lines that stand in only one of the two, at most so many. */
export function differencesOf(taken: Manifest, restored: Manifest, max: number): string[] {
  const [there, here] = [new Set(restored.lines), new Set(taken.lines)];
  return [
    ...taken.lines.filter((line) => !there.has(line)).map((line) => `taken: ${line}`),
    ...restored.lines.filter((line) => !here.has(line)).map((line) => `restored: ${line}`),
  ].slice(0, max);
}

const SLASH = Buffer.from('/');
const inFolder = (folder: string, inside: Buffer): Buffer => Buffer.concat([Buffer.from(folder), SLASH, inside]);

/** A name that is no UTF-8, or would break a line, is written in percent form. */
function textOf(path: Buffer): string {
  const text = path.toString('utf8');
  // oxlint-disable-next-line no-control-regex -- control characters in names are what is looked for
  if (Buffer.from(text).equals(path) && !/[\u0000-\u001f%]/.test(text)) return text;
  return [...path]
    .map((byte) =>
      byte > 0x20 && byte < 0x7f && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

async function described(path: Buffer, signal: AbortSignal) {
  const stat = await lstat(path);
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  if (stat.isFile()) {
    const digest = await digestOfFile(path, signal);
    const at = Math.floor(stat.mtimeMs / 1_000);
    return { line: `f ${mode} ${stat.size} ${at} ${digest}`, bytes: stat.size, isFile: true };
  }
  // The mode of a link says nothing.
  const [kind, what] = stat.isSymbolicLink()
    ? ['l ----', sha256Hex(await readlink(path, 'buffer'))]
    : [`${stat.isDirectory() ? 'd' : 'o'} ${mode}`, '-'];
  return { line: `${kind} - - ${what}`, bytes: 0, isFile: false };
}

async function digestOfFile(path: Buffer, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

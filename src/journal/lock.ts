// One writer a contract. The lock is the kernel's (an open-file-description lock): it needs no clean-up and no timeout,
// because it ends with the process that holds it, however that dies. Must never wait, and never be broken by force.
import { type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { type KaiyakuError, refusal, systemErrorCode, userError } from '../base/errors.ts';
import { FILE_MODE, writeAll } from './durable-file.ts';
import { filesystemKind } from './filesystem-kind.ts';
import { HOLDER_BYTES_MAX, HOLDER_COMMAND_LENGTH_MAX, LOCK_TRIES_MAX } from './limits.ts';

/** Who holds a lock, as it wrote it down. For messages only: the kernel decides. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  readonly since: string;
}

export interface Lock {
  /** What the user should hear: a file system on which a lock may not be one. */
  readonly warnings: readonly string[];
  release(): Promise<void>;
}

/**
 * Takes the lock file of an existing folder, or throws: `locked` (refusal, exit code 14) with facts {holder}, or
 * `network-file-system` (refusal). `command` is what a person who has to wait will read; `since` an instant.
 */
export async function takeLock(file: string, command: string, since: string): Promise<Lock> {
  const warnings = await requireLocalFilesystem(path.dirname(file));
  for (let tries = 0; tries < LOCK_TRIES_MAX; tries += 1) {
    const handle = await open(file, 'a+', FILE_MODE);
    try {
      if (!(await tryLock(handle))) throw lockedError(path.dirname(file), await readHolder(file));
      if (await isStillAt(handle, file)) {
        await handle.chmod(FILE_MODE);
        await writeHolder(handle, { pid: process.pid, host: hostname(), command, since });
        return { warnings, release: () => release(handle) };
      }
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
  }
  throw userError('lock-file-unsteady', `The lock file ${file} is being replaced again and again.`, {
    next: 'Find out which program deletes it.',
    exitCode: 1,
  });
}

/** Takes the kernel's lock on an open, writable file without waiting; false when another open file holds it. */
export async function tryLock(handle: FileHandle): Promise<boolean> {
  const locks = await loadLocks();
  return locks.tryLock(handle.fd);
}

/** The refusal `locked` (exit code 14), with facts {folder, holder}. */
export function lockedError(folder: string, holder: Holder | undefined): KaiyakuError {
  const who =
    holder === undefined
      ? 'another process'
      : `\`${holder.command}\` (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return refusal('locked', `The journal ${folder} is held by ${who}.`, {
    why: 'A journal has one writer at a time.',
    next: 'Wait until it ends, or stop that process; its lock ends with it. Deleting the lock file does not help.',
    exitCode: 14,
    facts: { folder, ...(holder && { holder }) },
  });
}

/** Who wrote into the lock file last; undefined when nobody did, or what stands there is not a holder. */
export async function readHolder(lockFile: string): Promise<Holder | undefined> {
  let text: string;
  try {
    const handle = await open(lockFile, 'r');
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(HOLDER_BYTES_MAX), 0, HOLDER_BYTES_MAX, 0);
      text = buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return parseHolder(text);
}

// Loaded only when a lock is taken: `status` must not pay for a native module.
async function loadLocks(): Promise<{ tryLock(fd: number): boolean }> {
  try {
    const { tryLock: take } = await import('fs-native-extensions');
    return { tryLock: take };
  } catch (cause) {
    throw userError('lock-unavailable', 'The lock module of this platform could not be loaded.', {
      why: 'Without a lock that the kernel frees, two runs could write one journal.',
      next: 'Use Linux or macOS on x64 or arm64, or reinstall kaiyaku’s dependencies.',
      exitCode: 1,
      cause,
    });
  }
}

async function requireLocalFilesystem(folder: string): Promise<string[]> {
  // The numbers are Linux's; elsewhere they mean other things.
  if (process.platform !== 'linux') return [];
  const found = filesystemKind((await statfs(folder)).type);
  if (found.kind === 'local') return [];
  if (found.kind === 'unsure')
    return [`${folder} is on ${found.name}; where that is a network file system, the lock protects nothing`];
  throw refusal('network-file-system', `The journal folder ${folder} is on a network file system (${found.name}).`, {
    why: 'A lock there may not be seen by other machines, and two runs could act at once.',
    next: 'Put the journal folder on a local disk (--journal-dir) and copy or commit it from there.',
    facts: { folder, filesystem: found.name },
  });
}

// Between our open and our lock somebody may have deleted the file; a lock on a file without a name excludes nobody.
async function isStillAt(handle: FileHandle, file: string): Promise<boolean> {
  const ours = await handle.stat();
  try {
    const named = await stat(file);
    return named.ino === ours.ino && named.dev === ours.dev;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeHolder(handle: FileHandle, holder: Holder): Promise<void> {
  const bytes = Buffer.from(
    `${JSON.stringify({ ...holder, command: holder.command.slice(0, HOLDER_COMMAND_LENGTH_MAX) })}\n`,
  );
  await handle.truncate(0);
  await writeAll(handle, bytes, 0);
}

// Emptied first, so that nobody is told of a holder that has gone; the lock itself ends with the close.
async function release(handle: FileHandle): Promise<void> {
  try {
    await handle.truncate(0);
  } finally {
    await handle.close();
  }
}

function parseHolder(text: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // empty, or read in the middle of being written: the message then names no holder
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, host, command, since } = value as Record<string, unknown>;
  return typeof pid === 'number' && typeof host === 'string' && typeof command === 'string' && typeof since === 'string'
    ? { pid, host, command, since }
    : undefined;
}

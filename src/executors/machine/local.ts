// This machine.
import { access, chmod, chown, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { KaiyakuError, systemErrorCode } from '../../base/errors.ts';
import { syncFolder } from '../../base/sync-folder.ts';
import { runCommand } from '../../base/run-command.ts';
import { fileMissing, fileNotWritten, fileTooLarge, fileUnreadable } from './failures.ts';
import { FILE_BYTES_MAX, FOLDER_NAMES_MAX, OUTPUT_BYTES_MAX_DEFAULT } from './limits.ts';
import { type Machine, type Ran, type RunLimits, SYSTEM_PATH, temporaryOf } from './machine.ts';

export function localMachine(signal?: AbortSignal): Machine {
  return {
    name: 'this machine',
    realPath: (path) => reading(path, () => realpath(path)),
    read: (path) =>
      reading(path, async () => {
        if ((await stat(path)).size > FILE_BYTES_MAX)
          throw fileTooLarge(`${path} has more than ${FILE_BYTES_MAX} bytes`);
        return readFile(path, 'latin1');
      }),
    exists: (path) =>
      access(path).then(
        () => true,
        (error: unknown) => {
          if (systemErrorCode(error) === 'ENOENT') return false;
          throw unreadable(path, error);
        },
      ),
    isFolder: (path) => reading(path, async () => (await stat(path)).isDirectory()),
    list: (folder) =>
      reading(folder, async () => {
        const names = await readdir(folder);
        if (names.length > FOLDER_NAMES_MAX) throw fileTooLarge(`${folder} holds more than ${FOLDER_NAMES_MAX} names`);
        return names.sort();
      }),
    replace: (path, text) => writing(path, () => replace(path, text)),
    remove: (path) => writing(path, () => rm(path)),
    run: (argv, limits) => run(argv, limits, signal),
    close: () => Promise.resolve(),
  };
}

async function replace(path: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(path);
  const temporary = temporaryOf(path);
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
  await syncFolder(dirname(path));
}

async function run(argv: readonly string[], limits: RunLimits, signal: AbortSignal | undefined): Promise<Ran> {
  const path = [process.env['PATH'] ?? '', SYSTEM_PATH].join(delimiter);
  const ran = await runCommand({
    argv,
    timeoutMs: limits.timeoutMs,
    outputBytesMax: limits.outputBytesMax ?? OUTPUT_BYTES_MAX_DEFAULT,
    env: { PATH: path, LC_ALL: 'C' },
    ...(limits.stdin === undefined ? {} : { stdin: limits.stdin }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (ran.ended === 'cancelled') signal?.throwIfAborted();
  const output = { stdout: ran.stdout, truncated: ran.stdoutTruncated };
  if (ran.ended === 'not-started')
    return { ended: 'not-started', ...output, said: `${argv[0]} cannot be started (${ran.systemCode})` };
  const said = ran.tail.trim();
  if (ran.ended !== 'exited' || ran.exitCode === undefined) return { ended: 'unknown', ...output, said };
  return { ended: 'exited', exitCode: ran.exitCode, ...output, said };
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof KaiyakuError || systemErrorCode(error) === undefined) throw error;
    throw fileNotWritten(`${path} could not be replaced (${systemErrorCode(error)})`, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (error instanceof KaiyakuError || code === undefined) return error;
  return code === 'ENOENT'
    ? fileMissing(`${path} is not there`, error)
    : fileUnreadable(`${path} cannot be read (${code})`, error);
}

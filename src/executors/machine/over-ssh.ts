// A machine behind SSH: one connection to the pinned host key, files by SFTP, programs by an argv that is quoted for the login
// shell of its user.
import type { Client } from 'ssh2';
import { type SshPlace, sshName } from '../../base/ssh-place.ts';
import type { Credential } from '../ssh/authentication.ts';
import { exec } from '../ssh/exec.ts';
import { logInTo } from '../ssh/pinned.ts';
import { OUTPUT_BYTES_MAX_DEFAULT } from './limits.ts';
import { type Machine, type Ran, type RunLimits, SYSTEM_PATH } from './machine.ts';
import { quoted } from './quoted.ts';
import { SftpFiles } from './sftp.ts';

/** Throws R09 for another host key, and what the connection throws. `credential` is asked for after the key was found right. */
export async function machineOverSsh(
  place: SshPlace,
  credential: () => Promise<Credential>,
  signal?: AbortSignal,
): Promise<Machine> {
  const name = sshName(place);
  const connection = await logInTo(place, credential, { signal });
  try {
    const files = await SftpFiles.open(connection.client, name, signal);
    return {
      name,
      realPath: (path) => files.realPath(path),
      read: (path) => files.read(path),
      exists: (path) => files.exists(path),
      isFolder: (path) => files.isFolder(path),
      list: (folder) => files.list(folder),
      replace: (path, text) => files.replace(path, text),
      remove: (path) => files.remove(path),
      run: (argv, limits) => run(connection.client, name, argv, limits, signal),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The shell says 127 where there is no such program, and 126 where it may not be started. */
const NOT_STARTED = [126, 127];

async function run(
  client: Client,
  where: string,
  argv: readonly string[],
  limits: RunLimits,
  signal: AbortSignal | undefined,
): Promise<Ran> {
  const line = quoted(['env', `PATH=${SYSTEM_PATH}`, 'LC_ALL=C', ...argv]);
  const { timeoutMs, outputBytesMax = OUTPUT_BYTES_MAX_DEFAULT, stdin } = limits;
  const ran = await exec(client, line, `${where}: ${argv[0]}`, { timeoutMs, outputBytesMax, stdin }, signal);
  const output = { stdout: ran.stdout.raw(), truncated: ran.stdout.truncated, said: ran.both.redacted().trim() };
  if (ran.ended === 'unknown') return { ...output, ended: 'unknown', said: output.said || ran.why };
  const { exitCode } = ran;
  return { ended: NOT_STARTED.includes(exitCode) ? 'not-started' : 'exited', exitCode, ...output };
}

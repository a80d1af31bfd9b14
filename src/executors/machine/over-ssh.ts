// A machine behind SSH: one connection to the pinned host key, files by SFTP, programs by an argv that is quoted for the login
// shell of its user.
import type { Client, ClientChannel } from 'ssh2';
import { refusal } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import { OutputTail } from '../../base/output-tail.ts';
import { type SshPlace, sshName } from '../../base/ssh-place.ts';
import { authentication, type Credential } from '../ssh/authentication.ts';
import { openPinned } from '../ssh/connection.ts';
import { loginRefused, neverOpened } from '../ssh/failures.ts';
import { SSH_LIMITS } from '../ssh/limits.ts';
import { lineLost } from './failures.ts';
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
  const opened = await openPinned(
    {
      host: place.host,
      port: place.port,
      legacyAlgorithms: false,
      limits: SSH_LIMITS,
      ...(signal === undefined ? {} : { signal }),
    },
    place.hostKey,
    () => authentication(place.user, credential),
  );
  if (opened.result === 'other-key')
    throw refusal('R09', `${name} presents another host key than the pinned one`, {
      facts: { pinned: place.hostKey, presented: opened.presentedKey },
      next: 'find out why; a new key is pinned in the contract only after it was compared on the console',
    });
  if (opened.result === 'refused')
    throw loginRefused(`${name} refused the login`, { next: 'check user, key or password by hand' });
  const { connection } = opened;
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
  signal?.throwIfAborted();
  const channel = await new Promise<ClientChannel | Error>((resolve) => {
    client.exec(line, (error, opened) => resolve(error ?? opened));
  });
  if (channel instanceof Error) {
    if (neverOpened(channel)) throw lineLost(`${where} runs no programs`, channel);
    // The line was lost before the answer to the request: the program may have begun.
    return { ended: 'unknown', stdout: '', truncated: false, said: redact(channel.message) };
  }
  const bytesMax = limits.outputBytesMax ?? OUTPUT_BYTES_MAX_DEFAULT;
  const [stdout, both] = [new OutputTail(bytesMax), new OutputTail(bytesMax)];
  const exitCode = await new Promise<number | undefined>((resolve, reject) => {
    const onAbort = (): void => end(() => reject(signal?.reason as Error));
    const end = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const timer = setTimeout(() => end(() => resolve(undefined)), limits.timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    let code: number | undefined;
    channel.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      both.push(chunk);
    });
    channel.stderr.on('data', (chunk: Buffer) => both.push(chunk));
    channel.on('exit', (ended: number | null) => (code = ended ?? undefined));
    channel.on('close', () => end(() => resolve(code)));
    channel.end(limits.stdin);
  }).finally(() => channel.destroy());
  const output = { stdout: stdout.raw(), truncated: stdout.truncated, said: both.redacted().trim() };
  if (exitCode === undefined) return { ended: 'unknown', ...output };
  return { ended: NOT_STARTED.includes(exitCode) ? 'not-started' : 'exited', exitCode, ...output };
}

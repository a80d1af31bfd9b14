// A reference in a contract (`env:NAME`, `file:PATH`, `{command: [argv…]}`) to the secret it names. Called only where a
// protocol needs it. No error, warning or log ever holds the value, nor what a command wrote.
import { constants, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type KaiyakuError, systemErrorCode, userError } from './errors.ts';
import { Secret } from './redact.ts';
import { runCommand } from './run-command.ts';

/** A key file or a password; more is a wrong file. */
export const SECRET_BYTES_MAX = 65_536;
/** A command that asks a person for a code takes a while; one that hangs must end. */
export const SECRET_COMMAND_MS_MAX = 60_000;
/** Group and others: a secret file should be readable by its owner only. */
const MODE_OF_OTHERS = 0o077;

export type SecretReference = string | { readonly command: readonly string[] };

export interface ResolveSecretOptions {
  /** Folder of the contract file: relative paths and commands start there. */
  readonly baseDir: string;
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Told of a secret file that others may read. */
  warn?(text: string): void;
}

/**
 * Exactly one trailing line end is cut off; everything else is the secret’s own.
 * Throws `secret-unresolved` (kind `user`) when there is nothing to be had; rejects with the signal’s reason.
 */
export async function resolveSecret(reference: SecretReference, options: ResolveSecretOptions): Promise<Secret> {
  if (typeof reference !== 'string') return secretOf(await fromCommand(reference.command, options), 'the command');
  const [, scheme, rest = ''] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (scheme === 'env') return secretOf(fromEnvironment(rest, options), `the environment variable ${rest}`);
  if (scheme === 'file') return secretOf(await fromFile(rest, options), `the file ${rest}`);
  // Never repeat it: it may be the secret itself.
  throw userError('secret-unresolved', 'a secret is not given by reference', {
    next: 'write env:NAME, file:PATH or {command: [argv…]} in the contract file',
  });
}

function secretOf(text: string, where: string): Secret {
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw unresolved(`${where} holds no secret`, 'it is empty');
  return new Secret(value);
}

function fromEnvironment(name: string, { env = process.env }: ResolveSecretOptions): string {
  const value = env[name];
  if (value === undefined)
    throw unresolved(`the environment variable ${name} is not set`, undefined, `set ${name} and run it again`);
  return value;
}

async function fromFile(path: string, options: ResolveSecretOptions): Promise<string> {
  const absolute = resolve(options.baseDir, path);
  try {
    const handle = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw unresolved(`the secret file ${path} could not be read`, 'it is not a regular file');
      if ((stat.mode & MODE_OF_OTHERS) !== 0)
        options.warn?.(`the secret file ${path} can be read by others; run \`chmod 600 ${path}\``);
      const buffer = Buffer.alloc(SECRET_BYTES_MAX + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (bytesRead > SECRET_BYTES_MAX)
        throw unresolved(`the secret file ${path} is too large`, `more than ${SECRET_BYTES_MAX} bytes`);
      return decoded(buffer.subarray(0, bytesRead), `the secret file ${path}`);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    throw unresolved(`the secret file ${path} could not be read`, code === 'ENOENT' ? 'there is no such file' : code);
  }
}

async function fromCommand(argv: readonly string[], options: ResolveSecretOptions): Promise<string> {
  const env = Object.entries(options.env ?? process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  // Its whole environment: a password manager finds its own session there.
  const result = await runCommand({
    argv,
    cwd: options.baseDir,
    env: Object.fromEntries(env),
    timeoutMs: SECRET_COMMAND_MS_MAX,
    outputBytesMax: SECRET_BYTES_MAX,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  options.signal?.throwIfAborted();
  const what = `the secret command ${argv[0]} gave no secret`;
  const next = 'run it by hand, in the folder of the contract file, and see what it says';
  if (result.ended === 'not-started') throw unresolved(what, `it could not be started: ${result.systemCode}`, next);
  if (result.ended === 'timed-out') throw unresolved(what, `it took longer than ${SECRET_COMMAND_MS_MAX} ms`, next);
  if (result.ended !== 'exited' || result.exitCode !== 0)
    throw unresolved(what, `it ended with ${result.exitCode ?? result.signalName ?? result.ended}`, next);
  if (result.stdoutTruncated) throw unresolved(what, `it wrote more than ${SECRET_BYTES_MAX} bytes`, next);
  return result.stdout;
}

function decoded(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unresolved(`${where} holds no secret`, 'it is not UTF-8 text');
  }
}

function unresolved(what: string, why?: string, next = 'check the reference in the contract file'): KaiyakuError {
  return userError('secret-unresolved', what, { ...(why === undefined ? {} : { why }), next });
}

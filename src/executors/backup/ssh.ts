// A login by the ssh of this machine, to one pinned host key, with one key: no agent, no configuration of this machine, no
// question. What runs on the other side is handed over as lines of standard input, so that no shell reads any of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bugError } from '../../base/errors.ts';
import type { Secret } from '../../base/redact.ts';
import type { RunResult } from '../../base/run-command.ts';
import { type Attempt, backupError } from './attempt.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import { fingerprintOf } from '../ssh/host-key.ts';

/** The name of the server inside our own configuration. */
export const SSH_ALIAS = 'kaiyaku-pinned';
/** What ssh itself ends with when there was no connection or no login. */
const SSH_FAILED_EXIT = 255;

export interface Ssh {
  /** The configuration file, for what is started through ssh: rsync, restic. */
  readonly config: string;
  /** Runs argv on the other side. Throws when ssh failed; how argv ended is the result. */
  run(what: string, argv: readonly string[], options?: RemoteOptions): Promise<RunResult>;
  close(): Promise<void>;
}

interface RemoteOptions {
  readonly stdoutFd?: number;
  /** Set in the environment of argv, over there. */
  readonly secret?: { readonly variable: 'PGPASSWORD' | 'MYSQL_PWD'; readonly value: Secret };
}

/** Throws `backup-unreachable` (retry) and `backup-host-key` (permanent) before anything of ours was sent. */
export async function openSsh(place: SshPlace, privateKey: Secret, attempt: Attempt): Promise<Ssh> {
  const knownHost = await pinnedKey(place, attempt);
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-ssh-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const [known, key, config] = [join(folder, 'known_hosts'), join(folder, 'key'), join(folder, 'config')];
    await writeFile(known, `${SSH_ALIAS} ${knownHost}\n`, { mode: 0o600 });
    await writeFile(key, `${privateKey.reveal().trimEnd()}\n`, { mode: 0o600 });
    await writeFile(config, configOf(place, known, key, attempt), { mode: 0o600 });
    return {
      config,
      close,
      async run(what, argv, { stdoutFd, secret } = {}) {
        const lines = [...argv, '', ...(secret === undefined ? [] : [secret.value.reveal()])];
        if (lines.some((line) => /[\r\n\0]/.test(line)) || argv.includes(''))
          throw bugError('bad-argument', `an argument of ${argv[0]} is empty or has more than one line`);
        const run = await attempt.run(what, ['ssh', '-F', config, SSH_ALIAS, remoteScript(secret?.variable)], {
          stdin: `${lines.join('\n')}\n`,
          ...(stdoutFd === undefined ? {} : { stdoutFd }),
        });
        if (run.exitCode === SSH_FAILED_EXIT) throw loginFailed(place);
        return run;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export const loginFailed = ({ user, host, port }: SshPlace) =>
  backupError('backup-login', `no login as ${user} on ${host}:${port} by SSH, or the line was lost`, {
    next: 'check user and privateKey in the contract, and try `ssh` by hand',
  });

/** Fixed text: reads its arguments up to an empty line, then perhaps a secret, and runs them. */
const remoteScript = (variable: string | undefined): string => {
  const secret = variable === undefined ? '' : `IFS= read -r ${variable}; export ${variable}; `;
  return `exec sh -c 'set --; while IFS= read -r a && [ -n "$a" ]; do set -- "$@" "$a"; done; ${secret}"$@" </dev/null'`;
};

/** The one key of the server that has the pinned fingerprint. Asking for keys sends nothing of ours. */
async function pinnedKey({ host, port, hostKey }: SshPlace, attempt: Attempt): Promise<string> {
  const seconds = `${attempt.limits.connectSecondsMax}`;
  const scan = await attempt.run('ssh-keyscan', ['ssh-keyscan', '-T', seconds, '-p', `${port}`, '--', host]);
  const keys = scan.stdout
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const [, type, blob] = line.trim().split(' ');
      return type === undefined || blob === undefined ? [] : [{ type, blob }];
    });
  if (keys.length === 0)
    throw backupError('backup-unreachable', `no SSH server answered on ${host}:${port}`, { class: 'retry' });
  const found = keys.find(({ blob }) => fingerprintOf(Buffer.from(blob, 'base64')) === hostKey);
  if (found !== undefined) return `${found.type} ${found.blob}`;
  throw backupError('backup-host-key', `${host}:${port} shows another host key than the pinned one`, {
    why: `pinned ${hostKey}; found ${keys.map(({ type, blob }) => `${fingerprintOf(Buffer.from(blob, 'base64'))} (${type})`).join(', ')}`,
    next: 'find out why it changed before you write another hostKey into the contract',
  });
}

const configOf = ({ host, port, user }: SshPlace, known: string, key: string, { limits }: Attempt): string =>
  [
    `Host ${SSH_ALIAS}`,
    `HostName ${host}`,
    `Port ${port}`,
    `User ${user}`,
    `HostKeyAlias ${SSH_ALIAS}`,
    `UserKnownHostsFile "${known}"`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    `IdentityFile "${key}"`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'PreferredAuthentications publickey',
    'BatchMode yes',
    'ClearAllForwardings yes',
    'ForwardAgent no',
    'PermitLocalCommand no',
    'RequestTTY no',
    `ConnectTimeout ${limits.connectSecondsMax}`,
    'ServerAliveInterval 15',
    'ServerAliveCountMax 4',
    'LogLevel ERROR',
    '',
  ].join('\n');

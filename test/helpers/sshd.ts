// A real OpenSSH server on loopback, for the user who runs the tests, with a host key and a login key of its own in a folder
// that goes away. Only for tests.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import type { SshPlace } from '../../src/base/ssh-place.ts';
import { freePort } from '../executors/dns/bind.ts';
import { FOLDERS, programPath, untilListening } from './programs.ts';

const sshd = programPath('sshd');
export const hasSshd = sshd !== undefined && programPath('ssh-keygen') !== undefined;

export interface Sshd {
  readonly place: SshPlace;
  /** Of the login key. */
  readonly keyFile: string;
  readonly privateKey: string;
  close(): Promise<void>;
}

/** `path`: PATH of what runs on it. */
export async function startSshd(path = FOLDERS.join(delimiter)): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-sshd-'));
  const key = (name: string): string => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
    return join(folder, name);
  };
  const [hostKey, keyFile, port] = [key('host'), key('login'), await freePort()];
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${keyFile}.pub`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 50',
    `SetEnv PATH=${path}`,
    'Subsystem sftp internal-sftp',
    '',
  ];
  writeFileSync(join(folder, 'sshd_config'), config.join('\n'));
  // Root's server wants the folder that it shuts its children into.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const child = spawn(sshd!, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (bytes: Buffer) => (log = `${log}${bytes.toString()}`.slice(-20_000)));
  const fingerprint = execFileSync('ssh-keygen', ['-lf', `${hostKey}.pub`], { encoding: 'utf8' }).split(' ')[1]!;
  try {
    await untilListening(port, () => log);
  } catch (error) {
    await stop(child, folder);
    throw error;
  }
  return {
    place: { host: '127.0.0.1', port, user: userInfo().username, hostKey: fingerprint },
    keyFile,
    privateKey: readFileSync(keyFile, 'utf8'),
    close: () => stop(child, folder),
  };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}

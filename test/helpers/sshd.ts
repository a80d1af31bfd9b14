// A real sshd on loopback with a host key of its own, for one user: whoever runs the tests. Only for tests. Where a program is
// missing, `missingPrograms` names it, and what needs it is skipped and says so.
import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian puts servers where only root's path may look. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

export function programPath(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Those of them that this machine does not have; said aloud, so that a skipped suite is seen. */
export function missingPrograms(...names: string[]): string[] {
  const missing = names.filter((name) => programPath(name) === undefined);
  if (missing.length > 0) console.warn(`skipped: not installed: ${missing.join(', ')}`);
  return missing;
}

export interface Sshd {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly hostKey: string;
  /** The private key that may log in, as a file. */
  readonly keyFile: string;
  readonly key: string;
  close(): Promise<void>;
}

/** `path`: PATH of what runs on it. */
export async function startSshd(path = FOLDERS.join(delimiter)): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-sshd-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)]);
  await writeFile(at('authorized_keys'), await readFile(at('user.pub')), { mode: 0o600 });
  const port = await freePort();
  await writeFile(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'PidFile none',
      'PrintMotd no',
      'MaxStartups 50',
      `SetEnv PATH=${path}`,
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  // Where sshd runs as root it wants this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server = spawn(programPath('sshd')!, ['-D', '-e', '-f', at('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilListening(port, () => said);
  const fingerprint = execFileSync('ssh-keygen', ['-lf', at('host.pub')])
    .toString()
    .split(' ')[1]!;
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    hostKey: fingerprint,
    keyFile: at('user'),
    key: await readFile(at('user'), 'utf8'),
    async close() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const LISTEN_TRIES_MAX = 100;

/** Until somebody listens there; throws with what the server said. */
export async function untilListening(port: number, said: () => string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    if (tried === LISTEN_TRIES_MAX) throw new Error(`nothing listens on ${port}: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

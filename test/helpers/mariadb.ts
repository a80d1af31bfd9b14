// A real MariaDB in a folder that goes away, on loopback. Only for tests.
import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../executors/dns/bind.ts';
import { programPath, untilListening } from './programs.ts';

export interface MariaDb {
  readonly port: number;
  /** As root, by the socket. */
  query(sql: string): string;
  close(): Promise<void>;
}

export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-mariadb-'));
  // It refuses to run as root: its own user then owns the folder.
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? ['--user=mysql'] : [];
  if (isRoot) execFileSync('chown', ['mysql', folder]);
  await chmod(folder, 0o755);
  const [data, socket] = [join(folder, 'data'), join(folder, 'sock')];
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...as],
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    programPath('mariadbd')!,
    ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', ...as],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => server.once('close', resolve));
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilListening(port, () => said);
  return {
    port,
    query: (sql) =>
      execFileSync('mariadb', ['--no-defaults', '-N', '-u', 'root', `--socket=${socket}`], { input: sql }).toString(),
    async close() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

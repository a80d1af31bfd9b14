// Programs of this machine that a rehearsal starts: real servers, as Debian has them. Servers of the system are not on every
// user's path. A program that is missing is said with its package, before anything is started.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { userError } from '../base/errors.ts';

const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** Its path; undefined where this machine does not have it. */
export const installed = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...SYSTEM_FOLDERS]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** Debian's packages. */
const PACKAGES: Readonly<Record<string, string>> = {
  named: 'bind9',
  'named-checkconf': 'bind9-utils',
  'named-checkzone': 'bind9-utils',
  'named-compilezone': 'bind9-utils',
  rndc: 'bind9-utils',
  dig: 'bind9-dnsutils',
  nsupdate: 'bind9-dnsutils',
  apache2: 'apache2',
  nginx: 'nginx-light',
  ss: 'iproute2',
};

/** Throws `rehearsal-needs-program` (user), which names every package that is missing. */
export function requireInstalled(names: readonly string[]): void {
  const missing = names.filter((name) => installed(name) === undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => PACKAGES[name] ?? name))];
  throw userError('rehearsal-needs-program', `not installed on this machine: ${missing.join(', ')}`, {
    why: 'the contract’s server is rehearsed with real servers on loopback',
    next: `install them (Debian: apt-get install ${packages.join(' ')}), then rehearse again`,
  });
}

/** Ports of loopback; for UDP too, as nothing else of a rehearsal takes one by number. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

export const freePort = async (): Promise<number> => (await freePorts(1))[0]!;

/** Of servers that come up, or go. */
const READY_MS = 15_000;
const PAUSE_MS = 50;

/** Throws where it does not hold in time: the machine is too slow, or the server said why in its own log. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += PAUSE_MS) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`waited in vain for ${what}`);
}

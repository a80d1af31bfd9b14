// A real BIND on loopback with many zones, for the sweep. It is started and ended by the benchmark; nothing is asked of the network.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Resolver } from 'node:dns/promises';
import { createServer } from 'node:net';
import path from 'node:path';

export const ZONES = 1_000;
export const ZONE_RECORDS = 100;
/** The address that is looked for: in one zone of ten one record carries it, and one leads to it. */
export const ADDRESS = '203.0.113.77';
const READY_MS = 60_000;
const PAUSE_MS = 100;

export const zoneName = (at: number): string => `zone-${at}.example`;

const PLACES = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
/** Undefined where BIND is not installed. */
export const namedProgram = PLACES.map((folder) => path.join(folder, 'named')).find((file) => existsSync(file));

/** 100 records, as a small company has them: most of them addresses, some that lead on. */
function zoneText(at: number): string {
  const name = zoneName(at);
  const lines = [
    '$TTL 3600',
    `@ IN SOA ns1.${name}. hostmaster.${name}. ( 1 86400 3600 1209600 300 )`,
    '@ NS ns1',
    '@ NS ns2',
    'ns1 A 127.0.0.1',
    'ns2 A 127.0.0.1',
    '@ MX 10 mail',
    '@ TXT "v=spf1 mx -all"',
    `mail A ${at % 10 === 0 ? ADDRESS : '198.51.100.25'}`,
  ];
  for (let host = 1; lines.length < ZONE_RECORDS + 1; host += 1) {
    if (host % 10 === 0) lines.push(`alias-${host} CNAME host-${host - 1}`);
    else if (host % 10 === 5) lines.push(`host-${host} AAAA 2001:db8::${host.toString(16)}`);
    else if (host % 25 === 7) lines.push(`note-${host} TXT "checked by the owner of host ${host}, 198.51.100.${host}"`);
    else lines.push(`host-${host} A 198.51.100.${host}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Writes the zones and starts the server; resolves when the last zone is served. */
export async function startNamed(folder: string): Promise<{ readonly at: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const blocks: string[] = [];
  for (let at = 0; at < ZONES; at += 1) {
    writeFileSync(path.join(folder, `${at}.zone`), zoneText(at));
    blocks.push(`zone "${zoneName(at)}" { type primary; file "${at}.zone"; allow-transfer { any; }; };`);
  }
  const config = path.join(folder, 'named.conf');
  const options =
    `options { directory "${folder}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no;` +
    ' notify no; pid-file none; session-keyfile none; dnssec-validation no; allow-query { any; }; };\n' +
    'logging { channel quiet { null; }; category default { quiet; }; };\ncontrols { };';
  writeFileSync(config, [options, ...blocks, ''].join('\n'));
  const child = spawn(namedProgram!, ['-f', '-n', '1', '-c', config], { stdio: 'ignore' });
  await served(port, child);
  return { at: `127.0.0.1:${port}`, stop: () => ended(child) };
}

async function served(port: number, child: ChildProcess): Promise<void> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += PAUSE_MS) {
    if (child.exitCode !== null) throw new Error(`named ended with ${child.exitCode}`);
    const soa = await resolver.resolveSoa(zoneName(ZONES - 1)).catch(() => undefined);
    if (soa !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error('named did not serve its zones');
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Wall time in ms of one `dig` that transfers the zones one after another, a connection each, and prints nothing to anybody;
 * undefined where it is not installed. Writes its list of questions into the folder.
 */
export function digMs(at: string, folder: string, zones: number): number | undefined {
  const [host, port] = at.split(':') as [string, string];
  const batch = path.join(folder, 'questions');
  writeFileSync(batch, Array.from({ length: zones }, (_, zone) => `${zoneName(zone)} AXFR\n`).join(''));
  const startMs = performance.now();
  const { error, status } = spawnSync('dig', [`@${host}`, '-p', port, '+noall', '+answer', '-f', batch], {
    stdio: 'ignore',
  });
  return error === undefined && status === 0 ? performance.now() - startMs : undefined;
}

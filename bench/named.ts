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

/** One way of transferring by `dig`. */
export interface Dug {
  readonly tookMs: number;
  /** Of all of its processes, user and system. */
  readonly cpuMs: number;
}

// `times` tells in its second line what the ended children took.
const DIG = `host=$1; port=$2; shift 2; started=
for file; do dig "@$host" -p "$port" +noall +answer +keepopen -f "$file" >/dev/null & started="$started $!"; done
for one in $started; do wait "$one" || exit 1; done
times`;

/**
 * The zones transferred by so many `dig` at once, each its share one after another on a connection that it keeps, printed to nobody;
 * undefined where it is not installed. Writes the lists of questions into the folder.
 */
export function dig(at: string, folder: string, zones: number, processes: number): Dug | undefined {
  const [host, port] = at.split(':') as [string, string];
  const files = Array.from({ length: processes }, (_, process) => {
    const file = path.join(folder, `questions-${process}`);
    const own = Array.from({ length: zones }, (__, zone) => zone).filter((zone) => zone % processes === process);
    writeFileSync(file, own.map((zone) => `${zoneName(zone)} AXFR\n`).join(''));
    return file;
  });
  const startMs = performance.now();
  const { error, status, stdout } = spawnSync('sh', ['-c', DIG, 'sh', host, port, ...files], { encoding: 'utf8' });
  const tookMs = performance.now() - startMs;
  if (error !== undefined || status !== 0) return undefined;
  const children = stdout.trim().split('\n').at(-1)!;
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return { tookMs, cpuMs: seconds.reduce((sum, one) => sum + one, 0) * 1_000 };
}

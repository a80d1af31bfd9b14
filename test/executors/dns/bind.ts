// Real BIND on loopback: a primary, a secondary that transfers from it, and a parent, each on a port of its own and in a
// folder that goes away. Zone texts are checked by named-checkzone first. Only for tests.
import { randomBytes } from 'node:crypto';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const READY_MS = 15_000;
const PAUSE_MS = 50;
/** From here the secondary transfers also what is refused to everybody else. */
const SECONDARY_SOURCE = '127.0.0.2';

/** Servers of the system are not on every user's path. */
function program(name: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

const named = program('named');
const checkZone = program('named-checkzone');
/** `nsupdate` and `dig` come with another package. */
export const hasUpdate = program('nsupdate') !== undefined && program('dig') !== undefined;
export const hasBind = named !== undefined && checkZone !== undefined;

export interface BindZone {
  readonly name: string;
  /** The zone's text, without its SOA and `$TTL`. */
  readonly text: string;
  /** Further files beside it, for `$INCLUDE`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly transfer?: boolean;
  /** A key clause whose holder may update and transfer the zone; nobody else may transfer it. */
  readonly updateKey?: string;
}

export interface BindServer {
  readonly at: string;
  /** Its configuration and its zones. */
  readonly folder: string;
  /** A SIGHUP makes it read its zones again. */
  readonly pid: number;
  /** argv to which a command of rndc is added. */
  readonly rndc: readonly string[];
  serial(zone: string): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface BindPrimary extends BindServer {
  /** Puts another text in place under the next serial and reloads; nobody is notified. */
  replace(zone: BindZone): Promise<void>;
}

/** `resolves`: it says that it answers for others too, as a resolver does; it knows no zone but these. */
export async function startPrimary(zones: readonly BindZone[], resolves = false): Promise<BindPrimary> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-bind-'));
  const serials = new Map(zones.map(({ name }) => [name, 1]));
  for (const zone of zones) writeZone(folder, zone, 1);
  const blocks = zones.map(({ name, transfer = true, updateKey }) =>
    updateKey === undefined
      ? `zone "${name}" { type primary; file "${name}.zone"; allow-transfer { ${transfer ? 'any' : SECONDARY_SOURCE}; }; };`
      : `key "${name}-key" ${updateKey};\nzone "${name}" { type primary; file "${name}.zone";` +
        ` allow-transfer { key "${name}-key"; ${SECONDARY_SOURCE}; }; update-policy { grant "${name}-key" zonesub ANY; }; };`,
  );
  const { server, child } = await start(
    folder,
    blocks,
    zones.map(({ name }) => name),
    resolves,
  );
  return {
    ...server,
    replace: async (zone) => {
      const serial = serials.get(zone.name)! + 1;
      serials.set(zone.name, serial);
      writeZone(folder, zone, serial);
      child.kill('SIGHUP');
      await until(`serial ${serial} of ${zone.name}`, async () => (await server.serial(zone.name)) === serial);
    },
  };
}

/** Holds what it has transferred; its refresh is too long to be seen in a test. */
export async function startSecondary(primary: BindServer, zones: readonly BindZone[]): Promise<BindServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-bind-'));
  const [host, port] = primary.at.split(':');
  const blocks = zones.map(
    ({ name, transfer = true }) =>
      `zone "${name}" { type secondary; file "${name}.zone"; primaries { ${host} port ${port}; };` +
      ` transfer-source ${SECONDARY_SOURCE};` +
      ` allow-transfer { ${transfer ? 'any' : 'none'}; }; };`,
  );
  return (
    await start(
      folder,
      blocks,
      zones.map(({ name }) => name),
    )
  ).server;
}

async function start(folder: string, blocks: readonly string[], zones: readonly string[], resolves = false) {
  const [port, controlPort] = [await freePort(), await freePort()];
  const key = `key "control" { algorithm hmac-sha256; secret "${randomBytes(32).toString('base64')}"; };`;
  const rndcConf = join(folder, 'rndc.conf');
  const defaults = `options { default-key "control"; default-server 127.0.0.1; default-port ${controlPort}; };`;
  writeFileSync(rndcConf, `${key}\n${defaults}\n`, { mode: 0o600 });
  const controls = `controls { inet 127.0.0.1 port ${controlPort} allow { 127.0.0.1; } keys { "control"; }; };`;
  const options =
    `options { directory "${folder}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion ${resolves ? 'yes' : 'no'};` +
    ` notify no; pid-file none; session-keyfile none; dnssec-validation no; allow-query { any; }; };`;
  writeFileSync(join(folder, 'named.conf'), [options, key, controls, ...blocks, ''].join('\n'));
  const child = spawn(named!, ['-g', '-n', '1', '-c', join(folder, 'named.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (bytes: Buffer) => (log = `${log}${bytes.toString()}`.slice(-20_000)));
  const at = `127.0.0.1:${port}`;
  const server: BindServer = {
    at,
    folder,
    pid: child.pid!,
    rndc: ['rndc', '-c', rndcConf],
    serial: (zone) => serialAt(at, zone),
    close: () => stop(child, folder),
  };
  try {
    for (const zone of zones) await until(`${zone} at ${at}`, async () => (await server.serial(zone)) !== undefined);
  } catch (error) {
    await server.close();
    throw new Error(`named did not serve its zones:\n${log}`, { cause: error });
  }
  return { server, child };
}

function writeZone(folder: string, zone: BindZone, serial: number): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(zone.files ?? {})) writeFileSync(join(folder, name), text);
  const soa = `@ IN SOA ns1.${zone.name}. hostmaster.${zone.name}. ( ${serial} 86400 3600 1209600 300 )`;
  const file = join(folder, `${zone.name}.zone`);
  writeFileSync(file, `$TTL 3600\n${soa}\n${zone.text}\n`);
  execFileSync(checkZone!, ['-q', '-i', 'local', '-k', 'ignore', '-w', folder, zone.name, file]);
}

/** By Node's own resolver, so that what is under test does not vouch for itself. */
async function serialAt(at: string, zone: string): Promise<number | undefined> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([at]);
  try {
    return (await resolver.resolveSoa(zone)).serial;
  } catch {
    return undefined;
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += PAUSE_MS) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** The port is free for UDP too, as nothing else of a test takes one by number. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}

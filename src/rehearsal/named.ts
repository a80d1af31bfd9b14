// Real BIND on loopback, on a port of its own and in a folder that goes away. Zone texts are checked by named-checkzone first. What
// its zones say changes by `replace` and `drop` as by the hand of whoever runs it; nobody is notified.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, installed, until } from './installed.ts';

/** From here secondaries transfer also what is refused to everybody else. */
const SECONDARY_SOURCE = '127.0.0.2';
const LOG_CHARS_MAX = 20_000;

/** A zone that a server is the primary of. */
export interface BindZone {
  readonly name: string;
  /** The zone's text, without its SOA and `$TTL`. */
  readonly text: string;
  /** Of its SOA; default `ns1` in the zone. */
  readonly mname?: string;
  /** Further files beside it, for `$INCLUDE`. */
  readonly files?: Readonly<Record<string, string>>;
  /** To anybody; default yes, and no where there is an update key. */
  readonly transfer?: boolean;
  /** A key clause, whose name is `ZONE-key`: its holder may update and transfer the zone. */
  readonly updateKey?: string;
}

/** A zone that a server fetches; its refresh is too long to be seen. */
export interface FollowedZone extends Pick<BindZone, 'name' | 'transfer'> {
  /** `127.0.0.1:5353` */
  readonly from: string;
}

export interface NamedOptions {
  readonly primary?: readonly BindZone[];
  readonly secondary?: readonly FollowedZone[];
  /** It says that it answers for others too, as a resolver does; it knows no zone but these and those that it forwards. */
  readonly resolves?: boolean;
  /** Of a resolver: asked there, and remembered for no time. */
  readonly forward?: readonly Pick<FollowedZone, 'name' | 'from'>[];
  /** How often it stands there, each time on another port; default once. */
  readonly doors?: number;
}

export interface BindServer {
  /** `127.0.0.1:5353`; its first door. */
  readonly at: string;
  readonly doors: readonly string[];
  /** Its configuration and its zones. */
  readonly folder: string;
  /** A SIGHUP makes it read its zones again. */
  readonly pid: number;
  /** argv to which a command of rndc is added. */
  readonly rndc: readonly string[];
  serial(zone: string): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface NamedRig extends BindServer {
  /** Puts another text in place under the next serial and reloads. */
  replace(zone: BindZone): Promise<void>;
  /** The zone goes out of its configuration. */
  drop(zone: string): Promise<void>;
  /** Fetches the zone from its primary, until it has that serial. */
  fetch(zone: string, serial: number): Promise<void>;
}

/** Throws what named said where it does not serve its zones. */
export async function startNamed({
  primary = [],
  secondary = [],
  resolves = false,
  forward = [],
  doors: count = 1,
}: NamedOptions): Promise<NamedRig> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-bind-'));
  const serials = new Map(primary.map(({ name }) => [name, 1]));
  for (const zone of primary) writeZone(folder, zone, 1);
  const [controlPort, ...doorPorts] = await freePorts(count + 1);
  const key = `key "control" { algorithm hmac-sha256; secret "${randomBytes(32).toString('base64')}"; };`;
  const rndcConf = join(folder, 'rndc.conf');
  const defaults = `options { default-key "control"; default-server 127.0.0.1; default-port ${controlPort}; };`;
  writeFileSync(rndcConf, `${key}\n${defaults}\n`, { mode: 0o600 });
  const controls = `controls { inet 127.0.0.1 port ${controlPort} allow { 127.0.0.1; } keys { "control"; }; };`;
  const options =
    `options { directory "${folder}"; ${doorPorts.map((port) => `listen-on port ${port} { 127.0.0.1; };`).join(' ')} listen-on-v6 { none; };` +
    ` recursion ${resolves ? 'yes' : 'no'}; notify no; pid-file none; session-keyfile none; dnssec-validation no;` +
    ` allow-query { any; };${forward.length > 0 ? ' max-cache-ttl 0; max-ncache-ttl 0;' : ''} };`;
  const conf = join(folder, 'named.conf');
  const blocks = [...primary.map(primaryBlock), ...secondary.map(secondaryBlock), ...forward.map(forwardBlock)];
  writeFileSync(conf, [options, key, controls, ...blocks, ''].join('\n'));
  const child = spawn(installed('named')!, ['-g', '-n', '1', '-c', conf], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (bytes: Buffer) => (log = `${log}${bytes.toString()}`.slice(-LOG_CHARS_MAX)));
  const doors = doorPorts.map((port) => `127.0.0.1:${port}`);
  const at = doors[0]!;
  const rndc = ['rndc', '-c', rndcConf];
  const serial = (zone: string) => serialAt(at, zone);
  const control = (...command: string[]): void => {
    execFileSync(installed('rndc')!, [...rndc.slice(1), ...command], { stdio: 'ignore' });
  };
  try {
    for (const { name } of [...primary, ...secondary])
      await until(`${name} at ${at}`, async () => (await serial(name)) !== undefined);
  } catch (error) {
    await stop(child, folder);
    throw new Error(`named did not serve its zones:\n${log}`, { cause: error });
  }
  return {
    at,
    doors,
    folder,
    pid: child.pid!,
    rndc,
    serial,
    replace: async (zone) => {
      const next = serials.get(zone.name)! + 1;
      serials.set(zone.name, next);
      writeZone(folder, zone, next);
      child.kill('SIGHUP');
      await until(`serial ${next} of ${zone.name}`, async () => (await serial(zone.name)) === next);
    },
    drop: async (zone) => {
      const lines = readFileSync(conf, 'utf8').split('\n');
      writeFileSync(conf, lines.filter((line) => !line.startsWith(`zone "${zone}" `)).join('\n'));
      control('reconfig');
      await until(`the end of ${zone}`, async () => (await serial(zone)) === undefined);
    },
    fetch: async (zone, wanted) => {
      control('retransfer', zone);
      await until(`serial ${wanted} of ${zone}`, async () => (await serial(zone)) === wanted);
    },
    close: () => stop(child, folder),
  };
}

function primaryBlock({ name, updateKey, transfer = updateKey === undefined }: BindZone): string {
  const key = updateKey === undefined ? '' : `key "${name}-key"; `;
  const policy = updateKey === undefined ? '' : ` update-policy { grant "${name}-key" zonesub ANY; };`;
  return (
    (updateKey === undefined ? '' : `key "${name}-key" ${updateKey};\n`) +
    `zone "${name}" { type primary; file "${name}.zone";` +
    ` allow-transfer { ${transfer ? 'any' : `${key}${SECONDARY_SOURCE}`}; };${policy} };`
  );
}

function secondaryBlock({ name, from, transfer = true }: FollowedZone): string {
  const [host, port] = from.split(':');
  return (
    `zone "${name}" { type secondary; file "${name}.zone"; primaries { ${host} port ${port}; };` +
    ` transfer-source ${SECONDARY_SOURCE}; allow-transfer { ${transfer ? 'any' : 'none'}; }; };`
  );
}

function forwardBlock({ name, from }: Pick<FollowedZone, 'name' | 'from'>): string {
  const [host, port] = from.split(':');
  return `zone "${name}" { type forward; forward only; forwarders { ${host} port ${port}; }; };`;
}

function writeZone(folder: string, zone: BindZone, serial: number): void {
  for (const [name, text] of Object.entries(zone.files ?? {})) writeFileSync(join(folder, name), text);
  const { name, mname = `ns1.${name}` } = zone;
  const soa = `@ IN SOA ${mname}. hostmaster.${name}. ( ${serial} 86400 3600 1209600 300 )`;
  const file = join(folder, `${name}.zone`);
  writeFileSync(file, `$TTL 3600\n${soa}\n${zone.text}\n`);
  const options = ['-q', '-i', 'local', '-k', 'ignore', '-w', folder];
  execFileSync(installed('named-checkzone')!, [...options, name, file]);
}

/** By Node's own resolver, so that the executors do not vouch for themselves. */
async function serialAt(at: string, zone: string): Promise<number | undefined> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([at]);
  try {
    return (await resolver.resolveSoa(zone)).serial;
  } catch {
    return undefined;
  }
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}

// A zone that its server writes itself, read whole by `dig` (AXFR) and changed by `nsupdate` (RFC 2136), both with one TSIG key in
// a file that only we can read. What they print is never matched: a transfer is whole between two SOA records, an update by its
// exit code.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KaiyakuError, providerError, userError } from '../../base/errors.ts';
import type { Secret } from '../../base/redact.ts';
import { localMachine } from '../machine/local.ts';
import type { LookContext } from '../port.ts';
import { inColumns } from './compiled.ts';
import { ANSWER_TIMEOUT_S, COMPILED_BYTES_MAX, TOOL_TIMEOUT_MS, TRANSFER_TIMEOUT_MS } from './limits.ts';

/** A TSIG key (RFC 8945). */
export interface UpdateKey {
  readonly name: string;
  readonly algorithm: string;
  readonly secret: Secret;
}

export interface LivePlace {
  readonly zone: string;
  readonly host: string;
  readonly port: string;
}

const DNS_PORT = '53';

/** Throws the user's error `bad-name-server`. Only addresses: a name would be a resolver's word. */
export function livePlaceOf(zone: string, server: string): LivePlace {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::(\d{1,5}))?$/.exec(server) ?? [];
  const host = bracketed ?? plain ?? (isIPv6(server) ? server : undefined);
  if (host === undefined) throw userError('bad-name-server', `${server} is no address of a name server`);
  return { zone, host, port: port ?? DNS_PORT };
}

/** Does `work` with the key in a file that goes away. */
export async function withKeyFile<T>(key: UpdateKey, work: (path: string) => Promise<T>): Promise<T> {
  const secret = key.secret.reveal();
  if (!/^[0-9A-Za-z+/=]+$/.test(secret) || !/^[0-9A-Za-z_.-]+$/.test(key.name))
    throw userError('bad-tsig-key', `the TSIG key ${key.name} is not one: its secret must be base64`, {
      next: 'copy the secret from the key clause of named.conf',
    });
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-tsig-'));
  try {
    const path = join(folder, 'key.conf');
    const clause = `key "${key.name}" { algorithm ${key.algorithm}; secret "${secret}"; };\n`;
    await writeFile(path, clause, { mode: 0o600 });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One canonical line a record, the SOA once. Throws `zone-not-transferred`, `bind-tools-missing`. */
export async function liveLines(place: LivePlace, keyFile: string, ctx: LookContext): Promise<string[]> {
  const { zone, host, port } = place;
  const argv = [
    'dig',
    '+noall',
    '+answer',
    '+nosplit',
    '+tries=1',
    // As nsupdate below: a server that has just written its journal may take longer than dig's own five seconds.
    `+time=${ANSWER_TIMEOUT_S}`,
    '-k',
    keyFile,
    '-p',
    port,
    `@${host}`,
    zone,
    'AXFR',
  ];
  const ran = await localMachine(ctx.signal).run(argv, {
    timeoutMs: TRANSFER_TIMEOUT_MS,
    outputBytesMax: COMPILED_BYTES_MAX,
  });
  if (ran.ended === 'not-started') throw toolMissing('dig', ran.said);
  const lines = ran.stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .map(inColumns);
  const isSoa = (line: string | undefined) => line !== undefined && / SOA /.test(line);
  const whole = lines.length > 1 && isSoa(lines[0]) && lines.at(-1) === lines[0];
  if (ran.ended !== 'exited' || ran.exitCode !== 0 || ran.truncated || !whole)
    throw providerError('zone-not-transferred', `${host} port ${port} does not hand over ${zone} as a whole`, {
      class: 'retry',
      why: 'what a name server does not say cannot be taken for clean',
      next: 'allow the key to transfer the zone (allow-transfer { key …; }), and look at the way to it by TCP',
    });
  return lines.slice(0, -1);
}

/** Sends one update. `refused`: the server said no, nothing happened; anything else than `done` and that is not known. */
export async function sendUpdate(
  { zone, host, port }: LivePlace,
  keyFile: string,
  lines: readonly string[],
  ctx: LookContext,
): Promise<'done' | 'refused' | 'unknown'> {
  const script = [`server ${host} ${port}`, `zone ${zone}.`, ...lines, 'send', ''].join('\n');
  const ran = await localMachine(ctx.signal).run(['nsupdate', '-t', String(ANSWER_TIMEOUT_S), '-k', keyFile], {
    timeoutMs: TOOL_TIMEOUT_MS,
    stdin: script,
  });
  if (ran.ended === 'not-started') throw toolMissing('nsupdate', ran.said);
  if (ran.ended === 'unknown') return 'unknown';
  if (ran.exitCode === 0) return 'done';
  // 2: an answer came, and it is no success; 1: it gave up without one.
  return ran.exitCode === 2 ? 'refused' : 'unknown';
}

const toolMissing = (program: string, said: string): KaiyakuError =>
  providerError('bind-tools-missing', `${program}: ${said}`, {
    class: 'permanent',
    next: 'install BIND’s tools beside kaiyaku (Debian: bind9-dnsutils)',
  });

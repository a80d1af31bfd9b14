// A world in other processes, as an engineer would start it by hand: two `kaiyaku simulate`, a contract file that points at
// them, secrets and a licence file in a temporary folder. Time passes fast and is the same in every process.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contractText, LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { KAIYAKU, type Ran, runKaiyaku } from './run-kaiyaku.ts';

export const NAME = 'fgt-test';
/** How much faster time passes than the clock on the wall. */
const FACTOR = 60;
/** Before the window of nothing: every test starts on this day in Japan. */
const START_AT = '2026-12-01T01:00:00.000Z';

export interface Transition {
  readonly at: string;
  readonly call: string;
  readonly kind: string;
  readonly id: string;
  readonly from: Record<string, unknown> | null;
  readonly to: Record<string, unknown> | null;
}

export interface Estate {
  readonly folder: string;
  readonly contract: string;
  readonly apiOrigin: string;
  /** The clock that all its processes share. */
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** `POST /_change` at the API simulator. */
  change(body: unknown): Promise<void>;
  fault(body: unknown): Promise<void>;
  /** Factory resets that took effect at the device. */
  resets(): Promise<number>;
  fortigateFault(body: unknown): Promise<void>;
  transitions(): Promise<Transition[]>;
  /** Replaces text in the contract file. */
  edit(from: string | RegExp, to: string): Promise<void>;
  /** Stops the FortiGate's process: nothing answers on its port any more. */
  killFortigate(): void;
  close(): Promise<void>;
}

export interface EstateOptions {
  readonly device?: Record<string, unknown>;
  readonly world?: unknown;
  readonly fortigateFaults?: readonly unknown[];
  readonly endMonth?: string;
  readonly serviceEndsOn?: string;
  readonly startAt?: string;
}

const LICENCE_TEXT = `-----BEGIN FGT VM LICENSE-----\nQAAAA${'A'.repeat(59)}\n${'B'.repeat(64)}\n-----END FGT VM LICENSE-----\n`;

export async function startEstate(options: EstateOptions = {}): Promise<Estate> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-estate-'));
  const startMs = Date.parse(options.startAt ?? START_AT);
  // now(t) = start + (t − start) × factor, so the start that gives the wanted instant now lies in the past or future.
  const originMs = Math.round((FACTOR * Date.now() - startMs) / (FACTOR - 1));
  const env = { KAIYAKU_TEST_CLOCK: `scaled:${new Date(originMs).toISOString()}:${FACTOR}`, KAIYAKU_BY: 'tester' };
  const children: ChildProcess[] = [];
  const start = async (args: readonly string[]) => {
    const child = spawn(process.execPath, [KAIYAKU, 'simulate', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once('line', resolve);
      child.once('exit', (code) => reject(new Error(`simulate ${args[0]} exited ${code}`)));
    });
    return { child, said: JSON.parse(line) as Record<string, string> };
  };
  const worldArgs = options.world === undefined ? [] : ['--world', await jsonFile(folder, 'world.json', options.world)];
  const api = await start(['sakura-api', ...worldArgs]);
  const apiOrigin = new URL(api.said['listening']!).origin;
  const device = { profile: '7.4', serial: 'FGVM02TM24001234', hostname: 'FGT-PROD-01', ...options.device };
  const fortigate = await start([
    'fortigate',
    '--world',
    await jsonFile(folder, 'device.json', device),
    '--power',
    apiOrigin,
    '--server',
    `is1b/${DEFAULT_IDS.server}`,
    ...(options.fortigateFaults ?? []).flatMap((fault) => ['--fault', JSON.stringify(fault)]),
  ]);
  const port = Number(fortigate.said['listening']!.split(':')[1]);
  const contract = join(folder, `${NAME}.yaml`);
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  await mkdir(join(folder, 'licences'), { mode: 0o700 });
  const files: Record<string, string> = {
    'secrets/token': 'tokentokentoken',
    'secrets/secret': 'secretsecretsecret',
    'secrets/password': fortigate.said['password']!,
    'notice.txt': 'ライセンス通知書',
    [LICENCE_FILE]: LICENCE_TEXT,
    [`${NAME}.yaml`]: contractText({
      ids: DEFAULT_IDS,
      ips: DEFAULT_ADDRESSES,
      apiRoot: api.said['listening']!,
      fortigate: { port, hostKey: fortigate.said['hostKey']!, user: fortigate.said['user']! },
      endMonth: options.endMonth ?? '2026-12',
      serviceEndsOn: options.serviceEndsOn ?? '2026-12-01',
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  const post = async (path: string, body: unknown, origin = apiOrigin) => {
    const answer = await fetch(`${origin}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    folder,
    contract,
    apiOrigin,
    env,
    run: (args, more = {}) => runKaiyaku(args, { cwd: folder, env: { ...env, ...more } }),
    change: (body) => post('/_change', body),
    fault: (body) => post('/_fault', body),
    fortigateFault: (body) => post('/_fault', body, fortigate.said['admin']!),
    resets: async () => {
      const all = (await (await fetch(`${fortigate.said['admin']!}/_transitions`)).json()) as { call: string }[];
      return all.filter((one) => one.call.startsWith('execute factoryreset')).length;
    },
    transitions: async () => transitionsOf(await (await fetch(`${apiOrigin}/_transitions`)).json()),
    edit: async (from, to) => {
      const text = await readFile(contract, 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`nothing to replace: ${String(from)}`);
      await writeFile(contract, edited);
    },
    killFortigate: () => void fortigate.child.kill('SIGKILL'),
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function jsonFile(folder: string, name: string, value: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(value));
  return path;
}

const transitionsOf = (answer: unknown): Transition[] =>
  Array.isArray(answer) ? (answer as Transition[]) : (answer as { transitions: Transition[] }).transitions;

/** open, approve, request, attest: up to the point where kaiyaku's own steps begin. */
export async function toTheNotice(estate: Estate, endsOn = '2026-12-31'): Promise<void> {
  const all: readonly (readonly string[])[] = [
    ['open', NAME],
    ['approve', NAME, '--step', 'apply-for-cancellation', '--confirm', NAME],
    ['request', NAME, 'apply-for-cancellation'],
    ['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn=2026-12-01'],
    [
      'attest',
      NAME,
      'file-licence-notice',
      '--set',
      `endsOn=${endsOn}`,
      '--set',
      'acceptedOn=2026-12-01',
      '--file',
      'notice.txt',
    ],
  ];
  for (const args of all) {
    const ran = await estate.run(args);
    if (ran.code !== 0) throw new Error(`${args.join(' ')}: exit ${ran.code}\n${ran.out}\n${ran.err}`);
  }
}

/** Takes away what still names the address (R13). */
export async function removeReferences(estate: Estate): Promise<void> {
  await estate.change({ remove: { collection: 'items', id: DEFAULT_IDS.monitor } });
  await estate.change({ remove: { collection: 'items', id: DEFAULT_IDS.dns } });
}

/** Approves whatever waits, and applies, until it says something else than "approve" or "more". */
export async function applyToTheEnd(estate: Estate, roundsMax = 40): Promise<Ran> {
  for (let round = 0; ; round += 1) {
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    if (round >= roundsMax || (ran.code !== 11 && ran.code !== 15)) return ran;
    if (ran.code === 15) continue;
    const approved = await estate.run(['approve', NAME, '--confirm', NAME, '--format', 'json']);
    if (approved.code !== 0) return approved;
  }
}

// The two simulators as an engineer starts them by hand, each in its own process, and the doors that show their worlds.
// Never our own modules: whatever a test learns here it learns from another process.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { KAIYAKU } from './run-kaiyaku.ts';

export interface Transition {
  readonly at: string;
  readonly call: string;
  readonly kind: string;
  readonly id: string;
  readonly from: Record<string, unknown> | null;
  readonly to: Record<string, unknown> | null;
}

export interface FortigateProcess {
  readonly port: number;
  readonly hostKey: string;
  readonly user: string;
  readonly password: string;
  /** Origin of its side door. */
  readonly admin: string;
  kill(): void;
}

export interface Simulators {
  /** For the contract's `api.root`. */
  readonly apiRoot: string;
  readonly apiOrigin: string;
  readonly fortigate: FortigateProcess;
  /** One more FortiGate; `server` (`zone/id`) is the one it is, default none. */
  startFortigate(
    device?: Record<string, unknown>,
    faults?: readonly unknown[],
    server?: string,
  ): Promise<FortigateProcess>;
  kill(): void;
}

export interface SimulatorOptions {
  /** World files are put below it, in `simulated/`. */
  readonly folder: string;
  /** Carries the clock that all processes share. */
  readonly env: Readonly<Record<string, string>>;
  readonly world?: unknown;
  readonly device?: Record<string, unknown>;
  readonly fortigateFaults?: readonly unknown[];
  /** `zone/id` of the server that the FortiGate is. */
  readonly server: string;
}

export const DEVICE = { profile: '7.4', serial: 'FGVM02TM24001234', hostname: 'FGT-PROD-01' } as const;

/** `kaiyaku simulate …` in a process of its own, and the line that it prints once it listens. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what the simulator prints
export async function simulate<Said = Record<string, string>>(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly child: ChildProcess; readonly said: Said }> {
  const child = spawn(process.execPath, [KAIYAKU, 'simulate', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`simulate ${args[0]} exited ${code}`)));
  });
  return { child, said: JSON.parse(line) as Said };
}

export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const { folder, env, world, server } = options;
  const children: ChildProcess[] = [];
  const start = async (args: readonly string[]) => {
    const { child, said } = await simulate(args, env);
    children.push(child);
    return { child, said };
  };
  let files = 0;
  const jsonFile = async (value: unknown) => {
    const path = join(folder, 'simulated', `${(files += 1)}.json`);
    await mkdir(join(folder, 'simulated'), { recursive: true });
    await writeFile(path, JSON.stringify(value));
    return path;
  };
  const startFortigate = async (
    device: Record<string, unknown> = {},
    faults: readonly unknown[] = [],
    more: readonly string[] = [],
  ): Promise<FortigateProcess> => {
    const { child, said } = await start([
      'fortigate',
      '--world',
      await jsonFile({ ...DEVICE, ...device }),
      ...more,
      ...faults.flatMap((fault) => ['--fault', JSON.stringify(fault)]),
    ]);
    const { listening, hostKey, user, password, admin } = said;
    return {
      port: Number(listening!.split(':')[1]),
      hostKey: hostKey!,
      user: user!,
      password: password!,
      admin: admin!,
      kill: () => void child.kill('SIGKILL'),
    };
  };
  const kill = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  try {
    const api = await start(['sakura-api', ...(world === undefined ? [] : ['--world', await jsonFile(world)])]);
    const apiRoot = api.said['listening']!;
    const apiOrigin = new URL(apiRoot).origin;
    const wire = (of: string) => ['--power', apiOrigin, '--server', of];
    const fortigate = await startFortigate(options.device, options.fortigateFaults, wire(server));
    return {
      apiRoot,
      apiOrigin,
      fortigate,
      startFortigate: (device, faults, of) => startFortigate(device, faults, of === undefined ? [] : wire(of)),
      kill,
    };
  } catch (error) {
    kill();
    throw error;
  }
}

/** One call at a simulator's side door; `body` makes it a POST. Throws unless it answers 2xx. */
export async function door<T = unknown>(origin: string, path: string, body?: unknown, method?: string): Promise<T> {
  const how = method ?? (body === undefined ? 'GET' : 'POST');
  const answer = await fetch(`${origin}${path}`, {
    method: how,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${how} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

// A world in other processes, as an engineer would start it by hand: two `kaiyaku simulate`, a contract file that points at
// them, secrets and a licence file in a temporary folder. Time passes fast and is the same in every process.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractText, LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import type { Ran } from './run-kaiyaku.ts';
import { type ContractInFolder, contractInFolder, runAll } from './contract-in-folder.ts';
import { door, type FortigateProcess, type Simulators, startSimulators, type Transition } from './simulators.ts';

export { runAll } from './contract-in-folder.ts';
export type { Transition } from './simulators.ts';

export const NAME = 'fgt-test';
/** How much faster time passes than the clock on the wall. */
const FACTOR = 60;
/** Before the window of nothing: every test starts on this day in Japan. */
const START_AT = '2026-12-01T01:00:00.000Z';

export interface Estate extends ContractInFolder {
  readonly apiOrigin: string;
  readonly fortigate: FortigateProcess;
  /** The clock that all its processes share. */
  readonly env: Readonly<Record<string, string>>;
  /** `POST /_change` at the API simulator. */
  change(body: unknown): Promise<void>;
  fault(body: unknown): Promise<void>;
  /** At both simulators. */
  clearFaults(): Promise<void>;
  /** The API's world as it is now, for `restore`. */
  world(): Promise<unknown>;
  restore(world: unknown): Promise<void>;
  /** Factory resets that took effect at the device. */
  resets(): Promise<number>;
  fortigateFault(body: unknown): Promise<void>;
  transitions(): Promise<Transition[]>;
  /** Everything that ever took effect at the API and at the FortiGate. */
  effects(): Promise<unknown[]>;
  /** Stops the FortiGate's process: nothing answers on its port any more. */
  killFortigate(): void;
  /** One more FortiGate process, wired to the server that is named. */
  startFortigate: Simulators['startFortigate'];
  /** The same world with a copy of the folder as it is now: what is recorded there is recorded nowhere else. */
  branch(): Promise<Estate>;
  /** Ends the processes (not for a branch) and removes the folder. */
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

export const LICENCE_TEXT = `-----BEGIN FGT VM LICENSE-----\nQAAAA${'A'.repeat(59)}\n${'B'.repeat(64)}\n-----END FGT VM LICENSE-----\n`;

/** The environment that makes a process believe it is `startAt` now, and that time passes fast. */
export function clockEnv(startAt = START_AT, factor = FACTOR): Record<string, string> {
  // now(t) = start + (t − start) × factor, so the start that gives the wanted instant now lies in the past or future.
  const originMs = Math.round((factor * Date.now() - Date.parse(startAt)) / (factor - 1));
  return { KAIYAKU_TEST_CLOCK: `scaled:${new Date(originMs).toISOString()}:${factor}` };
}

export async function startEstate(options: EstateOptions = {}): Promise<Estate> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-estate-'));
  const env = { ...clockEnv(options.startAt), KAIYAKU_BY: 'tester' };
  const { device, world, fortigateFaults } = options;
  const simulators = await startSimulators({
    folder,
    env,
    server: `is1b/${DEFAULT_IDS.server}`,
    ...(device === undefined ? {} : { device }),
    ...(world === undefined ? {} : { world }),
    ...(fortigateFaults === undefined ? {} : { fortigateFaults }),
  });
  const { port, hostKey, user, password } = simulators.fortigate;
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  await mkdir(join(folder, 'licences'), { mode: 0o700 });
  const files: Record<string, string> = {
    'secrets/token': 'tokentokentoken',
    'secrets/secret': 'secretsecretsecret',
    'secrets/password': password,
    'notice.txt': 'ライセンス通知書',
    [LICENCE_FILE]: LICENCE_TEXT,
    [`${NAME}.yaml`]: contractText({
      ids: DEFAULT_IDS,
      ips: DEFAULT_ADDRESSES,
      apiRoot: simulators.apiRoot,
      fortigate: { port, hostKey, user },
      endMonth: options.endMonth ?? '2026-12',
      serviceEndsOn: options.serviceEndsOn ?? '2026-12-01',
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  return estateIn(folder, simulators, env, () => simulators.kill());
}

function estateIn(
  folder: string,
  simulators: Simulators,
  env: Readonly<Record<string, string>>,
  ended: () => void,
): Estate {
  const { apiOrigin, fortigate } = simulators;
  const transitions = () => door<Transition[]>(apiOrigin, '/_transitions');
  const deviceTransitions = () => door<{ call: string }[]>(fortigate.admin, '/_transitions');
  const change = async (body: unknown) => void (await door(apiOrigin, '/_change', body));
  return {
    ...contractInFolder(folder, NAME, env),
    apiOrigin,
    fortigate,
    env,
    change,
    fault: async (body) => void (await door(apiOrigin, '/_fault', body)),
    clearFaults: async () => {
      await door(apiOrigin, '/_fault', undefined, 'DELETE');
      await door(fortigate.admin, '/_fault', undefined, 'DELETE');
    },
    world: () => door(apiOrigin, '/_world'),
    restore: (world) => change({ merge: world }),
    fortigateFault: async (body) => void (await door(fortigate.admin, '/_fault', body)),
    resets: async () => (await deviceTransitions()).filter((one) => one.call.startsWith('execute factoryreset')).length,
    transitions,
    effects: async () => [...(await transitions()), ...(await deviceTransitions())],
    killFortigate: () => fortigate.kill(),
    startFortigate: (...one) => simulators.startFortigate(...one),
    branch: async () => {
      const copy = await mkdtemp(join(tmpdir(), 'kaiyaku-estate-'));
      await cp(folder, copy, { recursive: true });
      return estateIn(copy, simulators, env, () => undefined);
    },
    close: async () => {
      ended();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** open, approve, request, attest: up to the point where kaiyaku's own steps begin. */
export async function toTheNotice(estate: Estate, endsOn = '2026-12-31'): Promise<void> {
  const notice = ['--set', `endsOn=${endsOn}`, '--set', 'acceptedOn=2026-12-01', '--file', 'notice.txt'];
  await runAll(
    estate,
    ['open', NAME],
    ['approve', NAME, '--step', 'apply-for-cancellation', '--confirm', NAME],
    ['request', NAME, 'apply-for-cancellation'],
    ['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn=2026-12-01'],
    ['attest', NAME, 'file-licence-notice', ...notice],
  );
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

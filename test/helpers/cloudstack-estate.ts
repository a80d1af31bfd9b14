// A CMS package in other processes, as an engineer would start it by hand: `kaiyaku simulate cloudstack`, a contract file with
// an `api` that points at it, keys in a temporary folder. Time passes fast and is the same in every process.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_IDS } from '../../src/executors/cloudstack-api/simulator/default-world.ts';
import type { WorldState } from '../../src/executors/cloudstack-api/simulator/world.ts';
import { type ContractInFolder, contractInFolder, runAll } from './contract-in-folder.ts';
import { clockEnv } from './estate.ts';
import type { Ran } from './run-kaiyaku.ts';
import { door, simulate } from './simulators.ts';

export { runAll } from './contract-in-folder.ts';
export { DEFAULT_IDS } from '../../src/executors/cloudstack-api/simulator/default-world.ts';
export const NAME = 'cms';
/** The first day on which anything may be taken down, in Japan. */
const START_AT = '2027-03-24T01:00:00.000Z';

export interface Change {
  readonly what: string;
  readonly id: string;
}

export interface CloudStackEstate extends ContractInFolder {
  world(): Promise<WorldState>;
  /** Another state, changed from a copy of the one it is started with. */
  restore(how?: (state: WorldState) => void): Promise<void>;
  /** A change from outside the API, to the state as it is now. */
  change(how: (state: WorldState) => void): Promise<void>;
  fault(body: unknown): Promise<void>;
  /** Everything that took effect, since the last `restore`. */
  changes(): Promise<Change[]>;
  /** The same account with a copy of the folder as it is now. */
  branch(): Promise<CloudStackEstate>;
  close(): Promise<void>;
}

const ids = DEFAULT_IDS;

/** The package of the simulator's default world, with every volume and snapshot of its servers decided. */
const contractText = (endpoint: string): string => `\
provider: altus
contractNumbers: [G1002001]
endOn: 2027-03-31
serviceEndsOn: 2027-03-24
customer: { company: 株式会社エグザンプル, person: 佐藤花子 }
sales: { mail: sales-contact@example.com }
plesk: [{ serverIp: 203.0.113.10 }]
addresses: [203.0.113.10, 203.0.113.11]
servers: [KLS-0001, KLS-0002]
coolDownDays: 0
backups: [web content]
api:
  endpoint: ${endpoint}
  zone: tokyo-1
  account: cms-customer
  apiKey: file:secrets/apiKey
  secretKey: file:secrets/secretKey
  storage:
    - { kind: volume, id: ${ids.webData}, name: KLS-0001-data }
    - { kind: volume, id: ${ids.forgottenVolume}, name: KLS-0002-old-data }
    - { kind: snapshot, id: ${ids.webSnapshot}, name: KLS-0001_ROOT-1_20261101, fate: keep, reason: books }
`;

export async function startCloudStackEstate(): Promise<CloudStackEstate> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-cloudstack-'));
  const env = { ...clockEnv(START_AT), KAIYAKU_BY: 'tester' };
  const { child, said } = await simulate(['cloudstack'], env);
  const { listening, apiKey, secretKey } = said as Record<'listening' | 'apiKey' | 'secretKey', string>;
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  const files = { 'secrets/apiKey': apiKey, 'secrets/secretKey': secretKey, 'proof.txt': '証跡' };
  for (const [name, text] of Object.entries({ ...files, [`${NAME}.yaml`]: contractText(listening) }))
    await writeFile(join(folder, name), text, { mode: 0o600 });
  const { origin } = new URL(listening);
  const first = await door<WorldState>(origin, '/_world');
  return estateIn(folder, { origin, env, first }, () => void child.kill('SIGKILL'));
}

interface Shared {
  readonly origin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly first: WorldState;
}

function estateIn(folder: string, shared: Shared, ended: () => void): CloudStackEstate {
  const { origin, env, first } = shared;
  const world = () => door<WorldState>(origin, '/_world');
  const all = () => door<Change[]>(origin, '/_transitions');
  const replace = async (state: WorldState) => void (await door(origin, '/_world', state));
  let before = 0;
  return {
    ...contractInFolder(folder, NAME, env),
    world,
    restore: async (how = () => undefined) => {
      const state = structuredClone(first);
      how(state);
      await replace(state);
      await door(origin, '/_fault', undefined, 'DELETE');
      before = (await all()).length;
    },
    change: async (how) => {
      const state = await world();
      how(state);
      await replace(state);
    },
    fault: async (body) => void (await door(origin, '/_fault', body)),
    changes: async () => (await all()).slice(before).map(({ what, id }) => ({ what, id })),
    branch: async () => {
      const copy = await mkdtemp(join(tmpdir(), 'kaiyaku-cloudstack-'));
      await cp(folder, copy, { recursive: true });
      return estateIn(copy, shared, () => undefined);
    },
    close: async () => {
      ended();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const FILE = ['--file', 'proof.txt'];
const attest = (step: string, ...set: readonly string[]) => [
  'attest',
  NAME,
  step,
  ...set.flatMap((one) => ['--set', one]),
  ...FILE,
];

/** open, told, backed up, returned and arrived: the licences are next. */
export async function toTheLicences(estate: CloudStackEstate, ...returned: readonly string[]): Promise<void> {
  await runAll(
    estate,
    ['open', NAME],
    attest('notify-sales', 'toldOn=2027-02-22'),
    attest('back-up', 'backedUpOn=2027-03-01'),
    ['approve', NAME, '--step', 'return-notice', '--confirm', NAME],
    ['request', NAME, 'return-notice'],
    attest('return-notice', 'sentOn=2027-03-01', ...(returned.length > 0 ? returned : ['arrivedOn=2027-03-03'])),
    attest('final-back-up', 'backedUpOn=2027-03-23'),
  );
}

/** The licences are deleted: kaiyaku’s own steps begin. */
export const deleteLicences = (estate: CloudStackEstate): Promise<void> =>
  runAll(
    estate,
    ['approve', NAME, '--step', 'delete-plesk-licences', '--confirm', NAME],
    ['request', NAME, 'delete-plesk-licences'],
    attest('delete-plesk-licences', 'deletedOn=2027-03-24'),
  );

/** Approves whatever waits, and applies, until it says something else than "approve" or "more". */
export async function applyAll(estate: CloudStackEstate, roundsMax = 40): Promise<Ran> {
  for (let round = 0; ; round += 1) {
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    if (round >= roundsMax || (ran.code !== 11 && ran.code !== 15)) return ran;
    if (ran.code === 15) continue;
    const approved = await estate.run(['approve', NAME, '--confirm', NAME, '--format', 'json']);
    if (approved.code !== 0) return ran;
  }
}

export const fileTheEnd = (estate: CloudStackEstate): Promise<void> =>
  runAll(estate, ['request', NAME, 'close'], attest('close', 'goneOn=2027-03-24'));

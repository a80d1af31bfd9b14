// A Clara contract with Plesk in other processes, as an engineer would start it by hand: `kaiyaku simulate plesk`, a contract file
// with a `plesk` section that points at one of its doors, keys in a temporary folder. Time passes fast and is the same everywhere.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULTS as names } from '../../src/executors/plesk/simulator/default-world.ts';
import type { WorldState } from '../../src/executors/plesk/simulator/world.ts';
import { type ContractInFolder, contractInFolder, runAll } from './contract-in-folder.ts';
import { clockEnv } from './estate.ts';
import { jsonOf, type Ran } from './run-kaiyaku.ts';
import { door, simulate } from './simulators.ts';

export { names };
export const NAME = 'ip';
/** In the month before the one before it ends, so that the form may go. */
const START_AT = '2027-03-02T01:00:00.000Z';
/** Something that was done before the start. */
export const DAY = '2027-03-01';
const AFTER_THE_END_AT = '2027-05-01T01:00:00.000Z';

/** What `apply` and `plan` print as JSON. */
export interface Said {
  readonly outcome: string;
  readonly error?: { readonly code: string };
  readonly steps: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly sentence: string;
    readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
  }[];
}

export interface PleskEstate extends ContractInFolder {
  apply(...more: readonly string[]): Promise<Ran>;
  /** The commands in order; throws at the first that does not end with 0. */
  all(...commands: readonly (readonly string[])[]): Promise<void>;
  world(): Promise<WorldState>;
  /** A change from outside of Plesk. */
  change(how: (state: WorldState) => void): Promise<void>;
  fault(body: unknown): Promise<void>;
  clearFaults(): Promise<void>;
  /** Everything that took effect: `web moved example.jp`. */
  changes(): Promise<string[]>;
  close(): Promise<void>;
}

const deletedLine = (name: string): string =>
  `  - { name: ${name}, fate: delete, primaryDns: own-server, registrar: clara, hostRegistered: false }\n`;

const contractText = (plesk: string, more: readonly string[]): string => `\
provider: clara-additional-ip
customerNumber: C-104479
service: Clara Cloud Flex
serverHost: web03.example.jp
additionalIp: ${names.additionalAddress}
mainIp: ${names.mainAddress}
endMonth: 2027-04
openedOn: 2025-04-10
minimumTermMonths: 12
monthlyFee: 550
formMayArriveEarly: true
quietDays: 0
ttlDays: 0
panel: plesk
plesk:
${plesk}
  backup: { to: /var/backups/kaiyaku }
domains:
  - { name: ${names.moves}, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: false }
${[names.deleted, ...more].map(deletedLine).join('')}contact: { company: 株式会社エグザンプル, person: 佐藤花子, registered: true }
seal: company
`;

/** `more`: further domains that are to be deleted. */
export async function startPleskEstate(by: 'api' | 'ssh' = 'api', more: readonly string[] = []): Promise<PleskEstate> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-plesk-'));
  const env = { ...clockEnv(START_AT), KAIYAKU_BY: 'tester' };
  const { child, said } = await simulate<{
    listening: string;
    key: string;
    ssh: { host: string; port: number; user: string; hostKey: string; privateKey: string };
  }>(['plesk'], env);
  const { listening, key, ssh } = said;
  const section =
    by === 'api'
      ? `  api: { root: "${listening}", key: "file:secrets/key" }`
      : `  ssh: { host: ${ssh.host}, port: ${ssh.port}, user: ${ssh.user}, hostKey: "${ssh.hostKey}", privateKey: "file:secrets/id" }`;
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  const files = {
    'secrets/key': key,
    'secrets/id': ssh.privateKey,
    'secrets/other': 'another-key',
    'proof.txt': '証跡',
  };
  for (const [name, text] of Object.entries({ ...files, [`${NAME}.yaml`]: contractText(section, more) }))
    await writeFile(join(folder, name), text, { mode: 0o600 });

  const own = contractInFolder(folder, NAME, env);
  const world = () => door<WorldState>(listening, '/_world');
  const first = await world();
  const like = first.subscriptions.find(({ name }) => name === names.deleted)!;
  for (const name of more) first.subscriptions.push({ ...like, name, systemUser: name });
  await door(listening, '/_world', first);
  return {
    ...own,
    apply: (...options) => own.run(['apply', NAME, '--format', 'json', ...options]),
    all: (...commands) => runAll(own, ...commands),
    world,
    change: async (how) => {
      const state = await world();
      how(state);
      await door(listening, '/_world', state);
    },
    fault: async (body) => void (await door(listening, '/_fault', body)),
    clearFaults: async () => void (await door(listening, '/_fault', undefined, 'DELETE')),
    changes: async () =>
      (await door<{ what: string; id: string }[]>(listening, '/_transitions')).map(({ what, id }) => `${what} ${id}`),
    close: async () => {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const stepOf = (ran: Ran, id: string) => jsonOf<Said>(ran).steps.find((step) => step.id === id)!;

export const attested = (step: string, ...set: readonly string[]): string[] => [
  'attest',
  NAME,
  step,
  ...set.flatMap((one) => ['--set', one]),
  '--file',
  'proof.txt',
];

/** What persons do between kaiyaku’s own steps. Commands that are not due yet fail, and are then given again. */
export const PERSONS: readonly (readonly string[])[] = [
  attested(`lower-ttl:${names.moves}`, `loweredOn=${DAY}`),
  attested(`secondary-zone:${names.moves}`, `doneOn=${DAY}`),
  attested(`mail-clients:${names.moves}`, `doneOn=${DAY}`),
  attested(`verify:${names.moves}`, `verifiedOn=${DAY}`),
  ...afterDeletion(names.deleted),
];

/** Of one domain that was deleted. */
export function afterDeletion(name: string): string[][] {
  return [attested(`secondary-zone:${name}`, `doneOn=${DAY}`), attested(`verify:${name}`, `verifiedOn=${DAY}`)];
}

/** The form, and the end. The contract is then closed. */
export async function fileTheEnd(estate: PleskEstate): Promise<Ran> {
  await estate.all(
    ['approve', NAME, '--step', 'cancellation-form', '--confirm', NAME],
    ['request', NAME, 'cancellation-form'],
    attested('cancellation-form', `sentOn=${DAY}`, `arrivedOn=${DAY}`, 'endsOn=2027-04-30'),
  );
  const later = clockEnv(AFTER_THE_END_AT);
  for (const args of [['request', NAME, 'close'], attested('close', 'goneOn=2027-05-01')]) {
    const ran = await estate.run(args, later);
    if (ran.code !== 0) throw new Error(`${args.join(' ')}: exit ${ran.code}\n${ran.out}\n${ran.err}`);
  }
  return await estate.run(['apply', NAME], later);
}

// A Clara contract with Plesk in other processes, as an engineer would start it by hand: `kaiyaku simulate plesk`, a contract file
// with a `plesk` section that points at one of its doors, keys in a temporary folder. Time passes fast and is the same everywhere.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULTS as names } from '../../src/executors/plesk/simulator/default-world.ts';
import type { WorldState } from '../../src/executors/plesk/simulator/world.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { clockEnv } from './estate.ts';
import { jsonOf, KAIYAKU, type Ran, runKaiyaku } from './run-kaiyaku.ts';
import { door } from './simulators.ts';

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

export interface PleskEstate {
  readonly folder: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
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
  entries(): Promise<Entry[]>;
  edit(from: string | RegExp, to: string): Promise<void>;
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
  const child = spawn(process.execPath, [KAIYAKU, 'simulate', 'plesk'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`simulate plesk exited ${code}`)));
  });
  const { listening, key, ssh } = JSON.parse(line) as {
    listening: string;
    key: string;
    ssh: { host: string; port: number; user: string; hostKey: string; privateKey: string };
  };
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

  const run: PleskEstate['run'] = (args, other = {}) => runKaiyaku(args, { cwd: folder, env: { ...env, ...other } });
  const world = () => door<WorldState>(listening, '/_world');
  const first = await world();
  const like = first.subscriptions.find(({ name }) => name === names.deleted)!;
  for (const name of more) first.subscriptions.push({ ...like, name, systemUser: name });
  await door(listening, '/_world', first);
  return {
    folder,
    run,
    apply: (...options) => run(['apply', NAME, '--format', 'json', ...options]),
    all: async (...commands) => {
      for (const args of commands) {
        const ran = await run(args);
        if (ran.code !== 0) throw new Error(`${args.join(' ')}: exit ${ran.code}\n${ran.out}\n${ran.err}`);
      }
    },
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
    entries: async () =>
      (await readFile(join(folder, '.kaiyaku', NAME, 'journal.jsonl'), 'utf8'))
        .split('\n')
        .filter((entry) => entry !== '')
        .map((entry) => JSON.parse(entry) as Entry),
    edit: async (from, to) => {
      const path = join(folder, `${NAME}.yaml`);
      const text = await readFile(path, 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`nothing to replace: ${String(from)}`);
      await writeFile(path, edited);
    },
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

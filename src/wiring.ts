// The only file that chooses real or simulated parts: it puts contract, journal, executors and policies together for the
// command line and the rehearsal. Must never decide anything about a contract.
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { policies } from '../policies/index.ts';
import { realClock, type Clock } from './base/clock.ts';
import { testClockOf } from './base/test-clock.ts';
import { userError } from './base/errors.ts';
import { resolveSecret } from './base/resolve-secret.ts';
import { civilDateInJapan, isCivilDate, type CivilDate } from './calendar/civil-date.ts';
import { claimsAgainst } from './contract-claims.ts';
import { ContractReader } from './contract-reader.ts';
import { baseTeardown, type ContractInHand, type Run } from './engine/run.ts';
import type { Executor } from './executors/port.ts';
import { executorsOf, type ExecutorParts } from './executors/index.ts';
import { FileJournalStore } from './journal/file-store.ts';
import { journalDirOf, journalFolder } from './journal/folder.ts';
import { emptyState } from './journal/project.ts';
import { readOnlySession } from './journal/read-only-session.ts';
import type { JournalSession, JournalStore } from './journal/store.ts';
import { parseAnchor } from './journal/anchor.ts';
import { TOOL_VERSION } from './version.ts';

export interface Options {
  readonly journalDir?: string;
  readonly today?: string;
  readonly by?: string;
  readonly anchor?: string;
  readonly early?: string;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly progress?: (text: string) => void;
  /** A rehearsal hands in executors of its own world. */
  readonly executors?: (parts: ExecutorParts) => ReadonlyMap<string, Executor>;
  /** A provider attached to Terraform (TF_REATTACH_PROVIDERS): only for an API on loopback. */
  readonly reattach?: string;
}

/** A contract with its run; `close` gives the lock back and closes connections. */
export interface Opened {
  readonly run: Run;
  readonly store: JournalStore;
  /** The journal exists; without one the contract is only looked at. */
  readonly hasJournal: boolean;
  readonly close: () => Promise<void>;
}

/** Reads and checks a contract file. Throws `contract-invalid` with every problem at once. */
export async function contractInHand(path: string): Promise<ContractInHand & { journalId?: string }> {
  const reader = new ContractReader();
  const { contract } = await reader.read(path);
  return { ...contract, claimedBy: await claimsAgainst(path, contract.name, reader) };
}

/** `--today`, checked. */
export function todayOption(text: string | undefined): CivilDate | undefined {
  if (text === undefined) return undefined;
  if (!isCivilDate(text)) throw userError('bad-date', `--today ${text} is not a date like 2026-12-31`);
  return text;
}

/**
 * The machine's clock. KAIYAKU_TEST_CLOCK=scaled:<instant>:<factor> makes time pass faster for tests against simulators;
 * it is refused for any API that is not on loopback, because dates decide everything here.
 */
export function clockOf(env: Readonly<Record<string, string | undefined>>, content: unknown): Clock {
  if (env['KAIYAKU_TEST_CLOCK'] === undefined) return realClock;
  if (!onlyLoopback(content))
    throw userError('test-clock', 'KAIYAKU_TEST_CLOCK is set, but the contract’s API is not a simulator on 127.0.0.1', {
      next: 'unset KAIYAKU_TEST_CLOCK',
    });
  return testClockOf(env);
}

/** Everything that the contract lets kaiyaku act on is a simulator on this machine, and there is such a thing. */
function onlyLoopback(content: unknown): boolean {
  const { api, plesk, services } = content as {
    api?: { root?: string; endpoint?: string };
    plesk?: { api?: { root?: string }; ssh?: { host?: string } };
    services?: { fortigate?: { host?: string } }[];
  };
  const roots = [api?.root ?? api?.endpoint, plesk?.api?.root].filter((one) => one !== undefined);
  const hosts = [...(services ?? []).map((one) => one.fortigate?.host), plesk?.ssh?.host].filter(
    (one) => one !== undefined,
  );
  return (
    roots.length + hosts.length > 0 &&
    (api === undefined || roots.length > 0) &&
    roots.every(isLoopback) &&
    hosts.every((host) => host === '127.0.0.1')
  );
}

/** For reading only: no lock, and whatever tries to write is a bug. */
export async function openForReading(path: string, options: Options = {}): Promise<Opened> {
  const contract = await contractInHand(path);
  const parts = partsOf(contract, options);
  const hasJournal = await parts.store.exists();
  if (!hasJournal && contract.journalId !== undefined) await parts.store.read();
  const session = hasJournal
    ? readOnlySession((await parts.store.read(expectedOf(contract, options))).state)
    : unopened(contract, parts.todayOn);
  return opened(contract, session, parts, options, hasJournal, true);
}

/** What still makes sense for a contract that is closed. */
const AFTER_CLOSED: ReadonlySet<string> = new Set(['apply', 'attest', 'close', 'rehearse']);

/** For writing: takes the lock. Throws `locked` (14), R19, `not-open` (2). */
export async function openForWriting(path: string, command: string, options: Options = {}): Promise<Opened> {
  const contract = await contractInHand(path);
  const parts = partsOf(contract, options);
  if (contract.journalId === undefined && !(await parts.store.exists()))
    throw userError('not-open', `${contract.name} has no journal yet`, { next: `kaiyaku open ${path}` });
  if (options.today !== undefined)
    throw userError('today-is-for-planning', '--today is for planning only', { next: 'run without --today' });
  const session = await parts.store.open(command, expectedOf(contract, options));
  if (session.state.closed !== undefined && !AFTER_CLOSED.has(command)) {
    await session.close();
    throw userError('closed', `${contract.name} is closed as ${session.state.closed.as}`, {
      next: 'kaiyaku status CONTRACT, or kaiyaku close CONTRACT to sweep once more',
    });
  }
  for (const warning of session.warnings) options.progress?.(`warning: ${warning}`);
  return opened(contract, session, parts, options, true, false);
}

interface Parts {
  readonly clock: Clock;
  /** Where this contract's journal lies. */
  readonly folder: string;
  readonly store: JournalStore;
  readonly todayOn: CivilDate;
}

export function partsOf(contract: ContractInHand, options: Options): Parts {
  const clock = options.clock ?? clockOf(options.env ?? process.env, contract.content);
  const store = new FileJournalStore({
    journalDir: journalDirOf(contract.path, options.journalDir),
    contract: contract.name,
    clock,
  });
  const { path: folder } = journalFolder(journalDirOf(contract.path, options.journalDir), contract.name);
  return { clock, folder, store, todayOn: todayOption(options.today) ?? civilDateInJapan(clock.nowMs()) };
}

const expectedOf = (contract: { journalId?: string }, { anchor }: Options) => ({
  ...(contract.journalId === undefined ? {} : { journalId: contract.journalId }),
  ...(anchor === undefined ? {} : { anchor: parseAnchor(anchor) }),
});

function unopened(contract: ContractInHand, todayOn: CivilDate): JournalSession {
  const state = {
    ...emptyState(),
    contractDigest: contract.digest,
    teardownDigest: baseTeardown(contract, todayOn).digest,
  };
  return readOnlySession(state);
}

function opened(
  contract: ContractInHand,
  journal: JournalSession,
  parts: Parts,
  options: Options,
  hasJournal: boolean,
  readOnly: boolean,
): Opened {
  const build = options.executors ?? executorsOf;
  const stages = stagesOf(contract, parts, options);
  const executors = build({
    contract: contract.content,
    baseDir: dirname(contract.path),
    clock: parts.clock,
    readOnly,
    ...(stages === undefined ? {} : { stages }),
    resolveSecret: (ref) =>
      resolveSecret(ref as Parameters<typeof resolveSecret>[0], { baseDir: dirname(contract.path) }),
  });
  const run: Run = {
    contract,
    clock: parts.clock,
    executors,
    policies,
    journal,
    by: options.by ?? loginName(options.env ?? process.env),
    toolVersion: TOOL_VERSION,
    progress: options.progress ?? (() => undefined),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.today === undefined ? {} : { todayOn: parts.todayOn }),
    ...(options.early === undefined ? {} : { early: options.early }),
  };
  return {
    run,
    store: parts.store,
    hasJournal,
    async close() {
      for (const executor of executors.values()) await executor.close?.();
      await journal.close();
    },
  };
}

/** For `engine: terraform`: a folder beside the journal, and what Terraform is to hold there. */
function stagesOf(
  contract: ContractInHand,
  { folder }: Parts,
  { reattach, env = process.env }: Options,
): ExecutorParts['stages'] {
  const content = contract.content as {
    engine?: string;
    api?: { root?: string };
    terraform?: { providerVersion?: 2 | 3 };
  };
  if (content.engine !== 'terraform') return undefined;
  const attached = reattach ?? (isLoopback(content.api?.root) ? env['TF_REATTACH_PROVIDERS'] : undefined);
  return {
    folder: join(folder, 'terraform'),
    document: async (stage) => {
      const { stageDocument } = await import('./synth-stack.ts');
      return stageDocument(contract, content.terraform?.providerVersion ?? 2, stage);
    },
    ...(attached === undefined ? {} : { env: { TF_REATTACH_PROVIDERS: attached } }),
  };
}

const isLoopback = (root: string | undefined): boolean => /^http:\/\/127\.0\.0\.1:\d+(?:\/|$)/.test(root ?? '');

/** Who is at the terminal, for the journal. */
export function loginName(env: Readonly<Record<string, string | undefined>>): string {
  const fromEnv = env['KAIYAKU_BY'] ?? env['GITHUB_ACTOR'] ?? env['GITLAB_USER_LOGIN'];
  if (fromEnv !== undefined && fromEnv !== '') return fromEnv;
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container without a passwd entry
  }
}

export type {
  DeviceFileInput as FortigateDevice,
  FortigateSimulator,
} from './executors/fortigate-ssh/simulator/index.ts';
export type { CloudStackSimulator, WorldState as CloudStackWorld } from './executors/cloudstack-api/simulator/index.ts';
export type { PleskSimulator, WorldState as PleskWorld } from './executors/plesk/simulator/index.ts';
export type { SakuraApiSimulator, WorldFile as SakuraWorldFile } from './executors/sakura-api/simulator/index.ts';

export type { DomainState as SimulatedDomain } from './executors/registry/simulator/index.ts';

/** The simulators, loaded only by `rehearse` and `simulate`. */
export async function loadSimulators() {
  const [cloud, fortigate, { startCloudStack }, { startPlesk, templateZone, UTILITIES }, { startRegistry }] =
    await Promise.all([
      import('./executors/sakura-api/simulator/index.ts'),
      import('./executors/fortigate-ssh/simulator/index.ts'),
      import('./executors/cloudstack-api/simulator/index.ts'),
      import('./executors/plesk/simulator/index.ts'),
      import('./executors/registry/simulator/index.ts'),
    ]);
  return { ...cloud, ...fortigate, startCloudStack, startPlesk, templateZone, UTILITIES, startRegistry };
}

/** The stand-in Terraform provider, loaded only by `simulate terraform-provider`: nothing else needs gRPC. */
export const loadStandInProvider = () => import('./executors/terraform/simulator/index.ts');

export { testClockOf } from './base/test-clock.ts';
export { findBinary as findTerraform } from './executors/terraform/stage/tool.ts';
export { executorsOf, type ExecutorParts } from './executors/index.ts';
export { FAULT_NAMES, withFaults, type Fault, type FaultName } from './executors/wrappers/fault.ts';

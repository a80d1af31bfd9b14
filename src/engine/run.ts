// Everything one command works with, handed in by wiring.ts. The engine knows executors by the port only.
import type { Clock } from '../base/clock.ts';
import { userError } from '../base/errors.ts';
import { civilDateInJapan, type CivilDate } from '../calendar/civil-date.ts';
import type { Executor, Target } from '../executors/port.ts';
import { routeInForce } from '../journal/project.ts';
import type { JournalSession } from '../journal/store.ts';
import type { Policy } from '../teardown/policy.ts';
import { NO_HISTORY, type Discovered, type History, type Provider } from '../teardown/provider.ts';
import { teardownDigest, type Teardown } from '../teardown/step.ts';
import type { Terms } from '../teardown/terms.ts';
import { attestedFacts } from './attestations.ts';
import type { DecideInput } from './decide-input.ts';
import { settledAtMs } from './standing.ts';
import type { Decision } from './verdict.ts';

/** One contract file, read and checked. */
export interface ContractInHand {
  readonly name: string;
  readonly path: string;
  readonly content: unknown;
  readonly digest: string;
  readonly provider: Provider;
  /** Object ids that other contract files claim, by id. */
  readonly claimedBy: ReadonlyMap<string, readonly string[]>;
}

/** One command's contract, journal, executors, clock and policies. */
export interface Run {
  readonly contract: ContractInHand;
  readonly clock: Clock;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly policies: readonly Policy[];
  /** The open journal; its `state` follows every append. */
  readonly journal: JournalSession;
  readonly by: string;
  readonly toolVersion: string;
  readonly signal?: AbortSignal;
  /** For planning only: the civil date to reason with. */
  readonly todayOn?: CivilDate;
  /** What if this route were approved; only for drawing up its approval. */
  readonly route?: string;
  /** An `anytime` step wanted ahead of its turn (`--until back-up`). */
  readonly early?: string;
  progress(text: string): void;
  /** Told every decision as it is made, and what it rests on; for rehearsals, records and progress displays. */
  watch?(decision: Decision, input: DecideInput): void;
}

export function executorFor(run: Run, target: Pick<Target, 'executor' | 'label'>): Executor {
  const executor = run.executors.get(target.executor);
  if (executor === undefined)
    throw userError('no-executor', `${target.label} needs executor ${target.executor}, which is not configured`);
  return executor;
}

export const todayOf = (run: Run): CivilDate => run.todayOn ?? civilDateInJapan(run.clock.nowMs());

/** The journal as a provider may see it. */
export function historyOf(run: Pick<Run, 'journal' | 'clock' | 'route'>): History {
  const { state } = run.journal;
  const settled = [...state.effects].flatMap(([id, effect]): [string, number][] => {
    const atMs = settledAtMs(effect);
    return atMs === undefined ? [] : [[id, atMs]];
  });
  return {
    attested: Object.fromEntries(
      [...state.attestations.keys()].map((step) => [step, attestedFacts(state, step) as History['attested'][string]]),
    ),
    receipts: Object.fromEntries(
      [...state.effects].flatMap(([id, effect]) => (effect.receipt === undefined ? [] : [[id, effect.receipt]])),
    ),
    effects: [...state.effects.keys()],
    route: run.route ?? routeInForce(state, run.clock.nowMs()),
    provenAt: Object.fromEntries([
      ...settled.map(([id, atMs]) => [id, new Date(atMs).toISOString()] as const),
      ...[...state.verifiedSteps].map(([step, { at }]) => [step, at] as const),
    ]),
    ...(settled.length === 0 ? {} : { lastVerifiedOn: civilDateInJapan(Math.max(...settled.map(([, atMs]) => atMs))) }),
  };
}

export interface Derived {
  readonly terms: Terms;
  readonly teardown: Teardown;
}

/** Terms and teardown as they follow from contract, journal and what was discovered. */
export function derive(run: Run, discovered: Discovered): Derived {
  const { provider, content } = run.contract;
  const history = historyOf(run);
  const terms = provider.termsOf(content, history, todayOf(run));
  return { terms, teardown: provider.teardownOf(content, terms, history, discovered) };
}

interface Base {
  readonly teardown: Teardown;
  readonly digest: string;
}
/** A contract in hand never changes, so what follows from it on one day is derived once. */
const bases = new WeakMap<ContractInHand, Base & { readonly todayOn: CivilDate }>();

/** The digest of what this version of kaiyaku derives from the contract alone, whatever has happened since. */
export function baseTeardown(contract: ContractInHand, todayOn: CivilDate): Base {
  const known = bases.get(contract);
  if (known?.todayOn === todayOn) return known;
  const { provider, content } = contract;
  const teardown = provider.teardownOf(content, provider.termsOf(content, NO_HISTORY, todayOn), NO_HISTORY, new Map());
  const base = { teardown, digest: teardownDigest(teardown), todayOn };
  bases.set(contract, base);
  return base;
}

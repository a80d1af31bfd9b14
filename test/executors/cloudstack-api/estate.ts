// The executor against the simulated account of a CMS package. The clock is moved by hand, so waiting costs nothing.
import type { JsonObject } from '../../../src/base/canonical-json.ts';
import { MovedClock } from '../../../src/base/clock.ts';
import type { FetchOne } from '../../../src/base/http-exchange.ts';
import { Secret } from '../../../src/base/redact.ts';
import { createClient } from '../../../src/executors/cloudstack-api/client.ts';
import {
  cloudStackCommand,
  type CloudStackExpect,
  type CloudStackKind,
  cloudStackTarget,
  type CloudStackVerb,
} from '../../../src/executors/cloudstack-api/command.ts';
import { createCloudStackExecutor } from '../../../src/executors/cloudstack-api/executor.ts';
import {
  type CloudStackSimulator,
  DEFAULT_IDS as ids,
  defaultWorld,
  startCloudStack,
  type WorldState,
} from '../../../src/executors/cloudstack-api/simulator/index.ts';
import type { Executor, Observation, Target } from '../../../src/executors/port.ts';
import { actContext, NO_EVIDENCE } from '../contexts.ts';

export { ids };
/** An id that no object ever had. */
export const NO_ID = '00000003-0000-4000-8000-000000000999';
export const KEYS = { apiKey: 'api-key-of-a-test', secretKey: 'secret-key-of-a-test' };

export interface Estate {
  readonly simulator: CloudStackSimulator;
  readonly executor: Executor;
  readonly clock: MovedClock;
  /** What `act` noted, in order. */
  readonly notes: string[];
  look(target: Target): Promise<Observation>;
  act(verb: CloudStackVerb, target: Target, args?: JsonObject): ReturnType<Executor['act']>;
  /** Calls that are no reads, in order. */
  changes(): string[];
  close(): Promise<void>;
}

interface Options {
  readonly world?: (state: WorldState) => void;
  readonly strict?: boolean;
  readonly fetch?: FetchOne;
  readonly zone?: string;
  readonly account?: string;
  /** How far the client's clock is ahead. */
  readonly aheadMs?: number;
}

export async function startEstate(options: Options = {}): Promise<Estate> {
  const clock = new MovedClock(Date.UTC(2026, 10, 27, 3));
  const world = defaultWorld();
  options.world?.(world);
  const simulator = await startCloudStack({ clock, world, keys: KEYS, strict: options.strict ?? true });
  const { aheadMs = 0 } = options;
  const own = { nowMs: () => clock.nowMs() + aheadMs, sleep: clock.sleep.bind(clock) };
  const client = createClient({
    endpoint: simulator.endpoint,
    apiKey: new Secret(KEYS.apiKey),
    secretKey: new Secret(KEYS.secretKey),
    clock: own,
    timeoutMs: 1_000,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const place = {
    zone: options.zone ?? 'tokyo-1',
    ...(options.account === undefined ? {} : { account: options.account }),
  };
  const executor = createCloudStackExecutor({ client, place });
  const ctx = { ...actContext({ clock }), evidence: NO_EVIDENCE };
  return {
    simulator,
    executor,
    clock,
    notes: ctx.notes,
    look: (target) => executor.observe(target, ctx),
    act: (verb, target, args) => executor.act(cloudStackCommand(verb, target, args), ctx),
    changes: () => simulator.requests.map(({ command }) => command).filter((name) => !/^(?:list|query)/.test(name)),
    close: () => simulator.close(),
  };
}

const of = (kind: CloudStackKind, id: string, expect: CloudStackExpect = {}): Target =>
  cloudStackTarget({ kind, id, expect });

/** The estate as a contract would name it. */
export const targets = {
  account: of('account', 'tokyo-1', { name: 'cms-customer' }),
  web: of('vm', ids.webServer, { name: 'KLS-0001' }),
  database: of('vm', ids.databaseServer, { name: 'KLS-0002' }),
  webData: of('volume', ids.webData, { name: 'KLS-0001-data', vmId: ids.webServer }),
  forgottenVolume: of('volume', ids.forgottenVolume, { name: 'KLS-0002-old-data' }),
  webSnapshot: of('snapshot', ids.webSnapshot, { volumeId: ids.webRoot }),
  sourceNat: of('ip-address', ids.sourceNat, { address: '203.0.113.1' }),
  staticNatAddress: of('ip-address', ids.staticNatAddress, { address: '203.0.113.10' }),
  staticNat: of('static-nat', ids.staticNatAddress, { address: '203.0.113.10' }),
  ruledAddress: of('ip-address', ids.ruledAddress, { address: '203.0.113.11' }),
  plainAddress: of('ip-address', ids.plainAddress, { address: '203.0.113.12' }),
  of,
};

// The executor against the simulated account of a FortiGate estate. The clock is moved by hand, so waiting costs nothing.
import { MovedClock } from '../../../src/base/clock.ts';
import type { JsonObject } from '../../../src/base/canonical-json.ts';
import { Secret } from '../../../src/base/redact.ts';
import { createClient } from '../../../src/executors/sakura-api/client.ts';
import {
  sakuraCommand,
  type SakuraExpect,
  type SakuraKind,
  sakuraTarget,
  type SakuraVerb,
} from '../../../src/executors/sakura-api/command.ts';
import { createSakuraExecutor } from '../../../src/executors/sakura-api/executor.ts';
import {
  DEFAULT_IDS as ids,
  type SakuraApiOptions,
  type SakuraApiSimulator,
  startSakuraApi,
} from '../../../src/executors/sakura-api/simulator/index.ts';
import type { FetchOne } from '../../../src/base/http-exchange.ts';
import type { ActContext, Executor, Observation, Target } from '../../../src/executors/port.ts';
import { actContext, NO_EVIDENCE } from '../contexts.ts';
import { API_NOW_MS, SECRET, TOKEN } from './scripted-api.ts';

export { ids };
export const ZONES = ['is1a', 'is1b', 'tk1a'];
export const ACCOUNT = { projectId: ids.account, memberCode: 'abc12345' };
/** An id that no object ever had. */
export const NO_ID = '113000000999';

export interface Estate {
  readonly simulator: SakuraApiSimulator;
  readonly executor: Executor;
  readonly clock: MovedClock;
  /** What `act` noted, in order. */
  readonly notes: string[];
  readonly ctx: ActContext;
  look(target: Target): Promise<Observation>;
  act(verb: SakuraVerb, target: Target, args?: JsonObject): ReturnType<Executor['act']>;
  /** `METHOD zone/path` of every write that reached the API. */
  writes(): string[];
  close(): Promise<void>;
}

type Options = Partial<Omit<SakuraApiOptions, 'clock'>> & {
  readonly zones?: readonly string[];
  readonly fetch?: FetchOne;
};

export async function startEstate({ zones = ZONES, fetch: fetchOne, ...options }: Options = {}): Promise<Estate> {
  const clock = new MovedClock(API_NOW_MS);
  const simulator = await startSakuraApi({ clock, ...options });
  const client = createClient({
    root: simulator.root,
    token: new Secret(TOKEN),
    secret: new Secret(SECRET),
    clock,
    timeoutMs: 5_000,
    ...(fetchOne === undefined ? {} : { fetch: fetchOne }),
  });
  const executor = createSakuraExecutor({ client, account: ACCOUNT, zones });
  const ctx = { ...actContext({ clock }), evidence: NO_EVIDENCE };
  return {
    simulator,
    executor,
    clock,
    notes: ctx.notes,
    ctx,
    look: (target) => executor.observe(target, ctx),
    act: (verb, target, args) => executor.act(sakuraCommand(verb, target, args), ctx),
    writes: () =>
      simulator.requests.flatMap(({ method, url }) =>
        method === 'GET' ? [] : [`${method} ${url.replace(/^\/cloud\/zone\/([^/]+)\/api\/cloud\/1\.1/, '$1')}`],
      ),
    close: () => simulator.close(),
  };
}

const of = (kind: SakuraKind, id: string, expect: SakuraExpect = {}): Target =>
  sakuraTarget({ kind, id, zone: 'is1b', expect });

/** The estate as a contract would name it. */
export const targets = {
  account: sakuraTarget({ kind: 'account', id: ids.account, expect: { memberCode: ACCOUNT.memberCode } }),
  server: of('server', ids.server, { name: 'fgt-prod-01', diskIds: [ids.systemDisk, ids.logDisk] }),
  systemDisk: of('disk', ids.systemDisk, { name: 'fgt-prod-01-system', serverId: ids.server }),
  archive: of('archive', ids.archive, { name: 'fgt-prod-01-before-upgrade' }),
  autoBackup: of('auto-backup', ids.autoBackup, { name: 'fgt-prod-01-weekly' }),
  wanNic: of('interface', ids.wanNic),
  lanSwitch: of('switch', ids.lanSwitch, { name: 'fgt-lan' }),
  router: of('router', ids.router, { name: 'fgt-router', switchId: ids.routerSwitch }),
  subnet: of('subnet', ids.subnet, { network: '203.0.113.16/28', routerId: ids.router }),
  ipv6Net: of('ipv6-net', ids.ipv6Net, { network: '2001:db8:1::/64', routerId: ids.router }),
  packetFilter: of('packet-filter', ids.packetFilter, { name: 'fgt-wan' }),
  ptr: of('ptr', '203.0.113.4'),
  of,
};

/** Looks until the wanted is seen or `looks` are used up; moves the clock between two looks. */
export async function lookUntil(estate: Estate, target: Target, wanted: (seen: Observation) => boolean, looks = 20) {
  let seen = await estate.look(target);
  for (let n = 1; n < looks && !wanted(seen); n += 1) {
    await estate.clock.sleep(5_000);
    seen = await estate.look(target);
  }
  return seen;
}

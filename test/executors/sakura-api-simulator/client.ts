// A bare API client for these tests: plain fetch, no retries, nothing hidden. And a simulator that is closed after each test.
import { afterEach } from 'vitest';
import { MovedClock } from '../../../src/base/clock.ts';
import {
  startSakuraApi,
  type SakuraApiOptions,
  type SakuraApiSimulator,
} from '../../../src/executors/sakura-api/simulator/index.ts';

export const START_MS = Date.parse('2026-08-03T10:00:00+09:00');
export const BASIC = `Basic ${Buffer.from('token:secret').toString('base64')}`;

// The tests read deep into answers whose shape is what they check.
// oxlint-disable-next-line typescript/no-explicit-any
export type Body = any;

export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Bench {
  readonly sim: SakuraApiSimulator;
  readonly clock: MovedClock;
  /** `path` below `/is1b/api/cloud/1.1/`; another zone as `is1a:server`. */
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  put(path: string, body?: object): Promise<Reply>;
  post(path: string, body?: object): Promise<Reply>;
  del(path: string, body?: object): Promise<Reply>;
  /** A find with its JSON percent-encoded as a whole. */
  find(path: string, query: object): Promise<Reply>;
  /** Moves the clock on. */
  later(ms: number): void;
}

const open: SakuraApiSimulator[] = [];
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close();
});

export async function bench(options: Partial<SakuraApiOptions> = {}): Promise<Bench> {
  const clock = new MovedClock(START_MS);
  const sim = await startSakuraApi({ clock, ...options });
  open.push(sim);
  const call: Bench['call'] = async (method, path, body, headers = {}) => {
    const [zone, rest] = path.includes(':') && /^[a-z0-9]{4}:/.test(path) ? path.split(/:(.*)/s) : ['is1b', path];
    const response = await fetch(`${sim.root}/${zone}/api/cloud/1.1/${rest}`, {
      method,
      headers: { Authorization: BASIC, 'X-Sakura-Bigint-As-Int': '1', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json(), headers: response.headers };
  };
  return {
    sim,
    clock,
    call,
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body) => call('POST', path, body),
    del: (path, body) => call('DELETE', path, body),
    find: (path, query) => call('GET', `${path}?${encodeURIComponent(JSON.stringify(query))}`),
    later: (ms) => clock.moveTo(clock.nowMs() + ms),
  };
}

/** Short form of a refusal: `409 server_power_must_be_down`. */
export const said = (reply: Reply): string => `${reply.status} ${reply.body.error_code ?? 'ok'}`;

/** Ids in a find's answer. */
export const idsOf = (rows: readonly { ID: number | string }[]): string[] => rows.map(({ ID }) => String(ID));

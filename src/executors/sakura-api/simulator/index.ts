// A simulated Sakura Cloud API v1.1 on loopback, for tests, rehearsals and any client that lets its API root be set. It
// keeps one account's world in memory and answers from it; what it decides without a source is listed in README.md.
import { createServer } from 'node:http';
import type { Clock } from '../../../base/clock.ts';
import { userError } from '../../../base/errors.ts';
import { closeAtOnce, listenOnLoopback } from '../../../base/loopback.ts';
import { applyChanges, changePower, currentId, readChanges, type WorldChange } from './change.ts';
import { faultBox } from './faults/box.ts';
import type { FaultSpec } from './faults/spec.ts';
import { serveAdmin } from './http/admin.ts';
import type { Credentials } from './http/auth.ts';
import { serveApi, type Service } from './http/serve.ts';
import { jstText } from './jst.ts';
import { KEEP_ALIVE_MS, REQUESTS_KEPT_MAX } from './limits.ts';
import { powerEventOf, type PowerEvent } from './power-events.ts';
import { routes } from './routes/index.ts';
import { defaultWorld } from './world/default-world.ts';
import { type WorldFile, type WorldState } from './world/file.ts';
import { readWorldFile } from './world/read-file.ts';
import { World, type Transition } from './world/world.ts';
import type { ZoneName } from './zones.ts';

export { DEFAULT_ADDRESSES, DEFAULT_IDS, defaultWorld } from './world/default-world.ts';
export { readWorldFile } from './world/read-file.ts';
export type { WorldFile, WorldState } from './world/file.ts';
export type { Transition } from './world/world.ts';
export type { FaultName, FaultSpec } from './faults/spec.ts';
export type { WorldChange } from './change.ts';
export type { PowerEvent } from './power-events.ts';
export type { ZoneName } from './zones.ts';

export interface SakuraApiOptions {
  /** 0, the default, takes a free one. Always on 127.0.0.1. */
  readonly port?: number;
  readonly clock: Clock;
  /** Default `defaultWorld()`. */
  readonly world?: WorldFile;
  /** Durations are divided by it; default 1. */
  readonly timeScale?: number;
  readonly faults?: readonly FaultSpec[];
  /** The one key that is accepted; without it any token and secret are. */
  readonly credentials?: Credentials;
}

/** One request as it came; `status` 0 means that it got no answer. */
export interface SeenRequest {
  readonly at: string;
  readonly method: string;
  /** Path and query as on the wire. */
  readonly url: string;
  readonly status: number;
}

export interface SakuraApiSimulator {
  /** `http://127.0.0.1:P/cloud/zone`, for `api.root` or SAKURA_API_ROOT_URL. */
  readonly root: string;
  readonly port: number;
  /** A copy of the state as it is now; a sound world file. */
  world(): WorldState;
  /** Effective changes only, oldest first; the list grows. */
  readonly transitions: readonly Transition[];
  /** The newest requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  addFault(spec: FaultSpec): void;
  clearFaults(): void;
  /** Changes the world from outside the API, by a function on the state or by data. Throws `userError` and changes nothing when the result is not sound. */
  change(how: ((state: WorldState) => void) | WorldChange | readonly WorldChange[]): void;
  /** The guest went down or came up by itself. Follows a renewed id. Throws `userError` for an unknown server. */
  setServerPower(zone: ZoneName, id: string, status: 'up' | 'cleaning' | 'down'): void;
  /** Instance.Status now, after whatever is due; follows a renewed id. */
  serverPower(zone: ZoneName, id: string): 'up' | 'cleaning' | 'down' | 'absent';
  /** Calls back for every change of any server's power, for its deletion and renewal. Returns how to stop that. */
  onPower(callback: (event: PowerEvent) => void): () => void;
  close(): Promise<void>;
}

/** Starts the simulator. Throws `userError('world-file')` or `userError('fault-spec')` before it listens. */
export async function startSakuraApi(options: SakuraApiOptions): Promise<SakuraApiSimulator> {
  const timeScale = options.timeScale ?? 1;
  if (!(timeScale > 0)) throw userError('time-scale', `timeScale must be above 0, not ${timeScale}`);
  const world = new World(readWorldFile(options.world ?? defaultWorld()), options.clock, timeScale);
  const faults = faultBox(options.faults);
  const service: Service = { world, faults, routes, credentials: options.credentials, stale: [], errors: 0 };
  const requests: SeenRequest[] = [];
  const power = new Set<(event: PowerEvent) => void>();
  world.onTransition((transition) => {
    const event = powerEventOf(world, transition);
    if (event !== undefined) for (const callback of power) callback(event);
  });

  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    if (url.startsWith('/_')) return void serveAdmin({ world, faults, requests }, request, response);
    void serveApi(service, request, response).then(
      (status) => {
        requests.push({ at: jstText(options.clock.nowMs()), method, url, status });
        if (requests.length > REQUESTS_KEPT_MAX) requests.shift();
      },
      // The client went away while it was sending; there is nobody to answer.
      () => request.socket.destroy(),
    );
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listenOnLoopback(server, options.port ?? 0);

  return {
    root: `http://127.0.0.1:${port}/cloud/zone`,
    port,
    world: () => {
      world.settle();
      return structuredClone(world.state);
    },
    transitions: world.transitions,
    requests,
    addFault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    change: (how) => {
      if (typeof how !== 'function') return applyChanges(world, readChanges(how));
      world.change('change', () => {
        how(world.state);
        world.state = readWorldFile(world.state);
      });
    },
    setServerPower: (zone, id, status) => void world.change('change', () => changePower(world, zone, id, status)),
    serverPower: (zone, id) => {
      world.settle();
      const now = currentId(world.state, id);
      const row = world.state.zones[zone].servers.find((one) => one.id === now);
      return row === undefined ? 'absent' : row.power === '' ? 'down' : row.power;
    },
    onPower: (callback) => {
      power.add(callback);
      return () => void power.delete(callback);
    },
    close: () => closeAtOnce(server),
  };
}

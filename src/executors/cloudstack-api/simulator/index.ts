// A simulated CloudStack API on loopback, for tests, rehearsals and any client that lets its endpoint be set. It keeps
// one account's world in memory; what is fact and what is choice in it is listed in README.md.
import { createServer } from 'node:http';
import type { Clock } from '../../../base/clock.ts';
import { userError } from '../../../base/errors.ts';
import { closeAtOnce, listenOnLoopback, serveSideDoors } from '../../../base/loopback.ts';
import { COMMANDS } from './commands.ts';
import { defaultWorld } from './default-world.ts';
import { faultBox, type FaultSpec } from './faults.ts';
import { KEEP_ALIVE_MS, REQUESTS_KEPT_MAX } from './limits.ts';
import { serveApi, type Served, type Service } from './serve.ts';
import type { Keys } from './signature.ts';
import { Simulation, type Transition } from './simulation.ts';
import type { WorldState } from './world.ts';

export { DEFAULT_IDS, defaultWorld } from './default-world.ts';
export type { FaultSpec } from './faults.ts';
export type { WorldState } from './world.ts';

export interface CloudStackOptions {
  /** 0, the default, takes a free one. Always on 127.0.0.1. */
  readonly port?: number;
  readonly clock: Clock;
  /** Default `defaultWorld()`. */
  readonly world?: WorldState;
  /** Durations are divided by it; default 1. */
  readonly timeScale?: number;
  readonly faults?: readonly FaultSpec[];
  /** The one pair that is accepted; the default is made up and no secret. */
  readonly keys?: Keys;
  /** `enforce.post.requests.and.timestamps`: changes by POST only, signature version 3 only. */
  readonly strict?: boolean;
}

export interface CloudStackSimulator extends Keys {
  /** `http://127.0.0.1:P/client/api` */
  readonly endpoint: string;
  /** A copy of the state as it is now. */
  world(): WorldState;
  readonly transitions: readonly Transition[];
  /** The newest calls, oldest first. */
  readonly requests: readonly Served[];
  addFault(spec: FaultSpec): void;
  clearFaults(): void;
  /** Changes the world from outside the API. */
  change(how: (state: WorldState) => void): void;
  close(): Promise<void>;
}

const DEFAULT_KEYS: Keys = { apiKey: 'simulated-api-key', secretKey: 'simulated-secret-key' };

/** Starts the simulator. Throws `userError('fault-spec')`, `time-scale` or `cannot-listen`. */
export async function startCloudStack(options: CloudStackOptions): Promise<CloudStackSimulator> {
  const { clock, timeScale = 1, keys = DEFAULT_KEYS, strict = false } = options;
  if (!(timeScale > 0)) throw userError('time-scale', `timeScale must be above 0, not ${timeScale}`);
  const world = structuredClone(options.world ?? defaultWorld());
  const simulation = new Simulation(world, clock, timeScale, finishOf);
  const faults = faultBox(options.faults);
  const service: Service = { simulation, faults, keys, strict };
  const requests: Served[] = [];
  const doors = sideDoors(service, requests);
  const server = createServer((request, response) => {
    const serving = request.url?.startsWith('/_') ? serveSideDoors(doors, request, response) : serveOne();
    // The client went away while it was sending; there is nobody to answer.
    serving.catch(() => request.socket.destroy());
    async function serveOne(): Promise<void> {
      requests.push(await serveApi(service, request, response));
      if (requests.length > REQUESTS_KEPT_MAX) requests.shift();
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    ...keys,
    endpoint: `http://127.0.0.1:${port}/client/api`,
    world: () => worldOf(simulation),
    transitions: simulation.transitions,
    requests,
    addFault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    change: (how) => how(simulation.state),
    close: () => closeAtOnce(server),
  };
}

function finishOf(command: string) {
  const one = COMMANDS[command];
  if (one?.kind !== 'async') throw userError('world-file', `${command} has no jobs`);
  return one.finish;
}

function worldOf(simulation: Simulation): WorldState {
  simulation.settle();
  return structuredClone(simulation.state);
}

function sideDoors({ simulation, faults }: Service, requests: readonly Served[]) {
  return {
    'GET /_world': () => worldOf(simulation),
    'POST /_world': (body: string) => ((simulation.state = JSON.parse(body) as WorldState), { replaced: true }),
    'GET /_transitions': () => simulation.transitions,
    'GET /_requests': () => requests,
    'POST /_fault': (body: string) => (faults.add(JSON.parse(body) as FaultSpec), { added: true }),
    'DELETE /_fault': () => (faults.clear(), { cleared: true }),
  };
}

// A simulated CloudStack API on loopback, for tests, rehearsals and any client that lets its endpoint be set. It keeps
// one account's world in memory; what is fact and what is choice in it is listed in README.md.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../base/clock.ts';
import { errorDetail, userError } from '../../../base/errors.ts';
import { COMMANDS } from './commands.ts';
import { defaultWorld } from './default-world.ts';
import { FaultBox, type FaultSpec } from './faults.ts';
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
  const faults = new FaultBox();
  for (const fault of options.faults ?? []) faults.add(fault);
  const service: Service = { simulation, faults, keys, strict };
  const requests: Served[] = [];
  const server = createServer((request, response) => {
    const serving = request.url?.startsWith('/_') ? serveDoor(service, requests, request, response) : serveOne();
    // The client went away while it was sending; there is nobody to answer.
    serving.catch(() => request.socket.destroy());
    async function serveOne(): Promise<void> {
      requests.push(await serveApi(service, request, response));
      if (requests.length > REQUESTS_KEPT_MAX) requests.shift();
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(userError('cannot-listen', `cannot listen: ${cause.message}`, { cause })));
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...keys,
    endpoint: `http://127.0.0.1:${port}/client/api`,
    world: () => worldOf(simulation),
    transitions: simulation.transitions,
    requests,
    addFault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    change: (how) => how(simulation.state),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
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

/** Doors beside the API, without a key: what the world is, what was asked, faults on order. */
async function serveDoor(
  { simulation, faults }: Service,
  requests: readonly Served[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const doors: Readonly<Record<string, (body: string) => unknown>> = {
    'GET /_world': () => worldOf(simulation),
    'POST /_world': (body) => ((simulation.state = JSON.parse(body) as WorldState), { replaced: true }),
    'GET /_transitions': () => simulation.transitions,
    'GET /_requests': () => requests,
    'POST /_fault': (body) => (faults.add(JSON.parse(body) as FaultSpec), { added: true }),
    'DELETE /_fault': () => (faults.clear(), { cleared: true }),
  };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const door = doors[`${request.method} ${request.url}`];
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  if (door === undefined) return void answer(404, { doors: Object.keys(doors) });
  try {
    answer(200, door(Buffer.concat(chunks).toString('utf8')));
  } catch (error) {
    answer(400, { error: errorDetail(error).message });
  }
}

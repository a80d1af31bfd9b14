// A simulated Plesk server on loopback with its two doors, for tests and rehearsals. It keeps domains, zones and backups in
// memory; what is fact and what is choice in it is listed in README.md.
import { createServer } from 'node:http';
import type { Clock } from '../../../base/clock.ts';
import { closeAtOnce, listenOnLoopback } from '../../../base/loopback.ts';
import { defaultWorld } from './default-world.ts';
import { faultBox, type FaultSpec } from './faults.ts';
import { KEEP_ALIVE_MS } from './limits.ts';
import { serveRest } from './rest.ts';
import type { Served, Service } from './service.ts';
import { type SshDoor, startSsh } from './ssh.ts';
import type { Transition, WorldState } from './world.ts';

export { DEFAULTS, defaultWorld, UTILITIES } from './default-world.ts';
export type { FaultSpec } from './faults.ts';
export { templateZone, type WorldState } from './world.ts';

export interface PleskOptions {
  /** Of the REST door; 0, the default, takes a free one. Always on 127.0.0.1. The SSH door takes a free one. */
  readonly port?: number;
  readonly clock: Clock;
  /** Default `defaultWorld()`. */
  readonly world?: WorldState;
  readonly faults?: readonly FaultSpec[];
  /** The one key that is accepted; the default is made up and no secret. */
  readonly key?: string;
}

export interface PleskSimulator {
  /** `http://127.0.0.1:P` */
  readonly root: string;
  readonly key: string;
  readonly ssh: Omit<SshDoor, 'close'>;
  /** A copy of the state as it is now. */
  world(): WorldState;
  readonly transitions: readonly Transition[];
  readonly requests: readonly Served[];
  addFault(spec: FaultSpec): void;
  clearFaults(): void;
  /** Changes the world from outside of Plesk. */
  change(how: (state: WorldState) => void): void;
  close(): Promise<void>;
}

/** Starts the simulator. Throws `userError('fault-spec')` or `cannot-listen`. */
export async function startPlesk(options: PleskOptions): Promise<PleskSimulator> {
  const { clock, key = 'simulated-plesk-key' } = options;
  const faults = faultBox(options.faults);
  const service: Service = {
    server: {
      state: structuredClone(options.world ?? defaultWorld()),
      transitions: [],
      nowMs: () => clock.nowMs(),
    },
    faults,
    requests: [],
  };
  const rest = createServer((request, response) => {
    // The client went away while it was sending; there is nobody to answer.
    serveRest(service, key, request, response).catch(() => request.socket.destroy());
  });
  rest.keepAliveTimeout = KEEP_ALIVE_MS;
  const restPort = await listenOnLoopback(rest, options.port ?? 0);
  const sshDoor = await startSsh(service, 0);
  const { host, port, user, hostKey, privateKey } = sshDoor;
  return {
    root: `http://127.0.0.1:${restPort}`,
    key,
    ssh: { host, port, user, hostKey, privateKey },
    world: () => structuredClone(service.server.state),
    transitions: service.server.transitions,
    requests: service.requests,
    addFault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    change: (how) => how(service.server.state),
    async close() {
      await sshDoor.close();
      await closeAtOnce(rest);
    },
  };
}

// The executor against the simulated server, by either door. The clock is moved by hand, so waiting costs nothing.
import type { JsonObject } from '../../../src/base/canonical-json.ts';
import { MovedClock } from '../../../src/base/clock.ts';
import { Secret } from '../../../src/base/redact.ts';
import {
  pleskCommand,
  type PleskExpect,
  type PleskKind,
  pleskTarget,
  type PleskVerb,
} from '../../../src/executors/plesk/command.ts';
import type { PleskDoor } from '../../../src/executors/plesk/door.ts';
import { createPleskExecutor } from '../../../src/executors/plesk/executor.ts';
import { createRestDoor } from '../../../src/executors/plesk/rest-door.ts';
import {
  DEFAULTS as names,
  defaultWorld,
  type PleskSimulator,
  startPlesk,
  type WorldState,
} from '../../../src/executors/plesk/simulator/index.ts';
import { createSshDoor } from '../../../src/executors/plesk/ssh-door.ts';
import type { Executor, Observation, Target } from '../../../src/executors/port.ts';
import { actContext, lookContext, type RecordedActContext } from '../contexts.ts';

export { names };
export const KEY = 'a-plesk-key-of-a-test';
export type DoorName = 'rest' | 'ssh';
export const DOORS: readonly DoorName[] = ['rest', 'ssh'];

export interface Estate {
  readonly simulator: PleskSimulator;
  readonly executor: Executor;
  readonly clock: MovedClock;
  look(target: Target): Promise<Observation>;
  act(verb: PleskVerb, target: Target, args?: JsonObject, ctx?: RecordedActContext): ReturnType<Executor['act']>;
  /** What changed in the world, in order. */
  changes(): string[];
  close(): Promise<void>;
}

export async function startEstate(door: DoorName, how: (world: WorldState) => void = () => undefined): Promise<Estate> {
  const clock = new MovedClock(Date.parse('2026-12-01T00:00:00Z'));
  const world = defaultWorld();
  how(world);
  const simulator = await startPlesk({ clock, world, key: KEY });
  const executor = createPleskExecutor({ door: doorTo(simulator, door), mainAddress: names.mainAddress });
  return {
    simulator,
    executor,
    clock,
    look: (target) => executor.observe(target, { ...lookContext(), clock }),
    act: (verb, target, args, ctx = actContext()) =>
      executor.act(pleskCommand(verb, target, args), Object.assign(ctx, { clock })),
    changes: () => simulator.transitions.map(({ what, id }) => `${what} ${id}`),
    async close() {
      await executor.close?.();
      await simulator.close();
    },
  };
}

export function doorTo(
  { root, ssh }: Pick<PleskSimulator, 'root' | 'ssh'>,
  door: DoorName,
  other: { key?: string; hostKey?: string; privateKey?: string } = {},
): PleskDoor {
  if (door === 'rest') return createRestDoor({ root, key: new Secret(other.key ?? KEY) });
  const { host, port, user } = ssh;
  const privateKey = new Secret(other.privateKey ?? ssh.privateKey);
  return createSshDoor({
    host,
    port,
    user,
    hostKey: other.hostKey ?? ssh.hostKey,
    credential: () => Promise.resolve({ privateKey }),
  });
}

export const of = (kind: PleskKind, id: string, expect: PleskExpect = {}): Target => pleskTarget({ kind, id, expect });

const { mainAddress: to, additionalAddress: from } = names;
export const targets = {
  server: of('server', to),
  moves: of('domain', names.moves, { from, to }),
  deleted: of('domain', names.deleted, { from, alone: true }),
  addOn: of('domain', names.addOn, { from, alone: true }),
  stranger: of('domain', names.stranger, { from, alone: true }),
  nobody: of('domain', 'nobody.example', { from, to }),
  additional: of('address', from),
};

// Registries held to what every executor must do, as far as one that only reads can be: by RDAP and by WHOIS.
import { MovedClock } from '../../src/base/clock.ts';
import { domainTarget, type RegistryDoor } from '../../src/executors/registry/command.ts';
import { createRegistryExecutor } from '../../src/executors/registry/executor.ts';
import { startRegistry } from '../../src/executors/registry/simulator/index.ts';
import { observeTimeout } from '../../src/executors/wrappers/timeout.ts';
import { START_MS } from '../executors/contexts.ts';
import { executorConformance, type ExecutorBinding } from './executor.ts';

const READ_ONLY = { why: 'it only reads' };

async function bind(name: string, other: string, door: 'rdap' | 'whois'): Promise<ExecutorBinding> {
  const simulator = await startRegistry();
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= simulator.close());
  const at: RegistryDoor = { [door]: simulator[door] };
  const present = domainTarget(name, at);
  return {
    executor: observeTimeout(createRegistryExecutor()),
    clock: new MovedClock(START_MS),
    present,
    absent: domainTarget(other, at),
    foreign: { why: 'whose a registration is, is not told by it' },
    breakLooking: close,
    change: READ_ONLY,
    refused: { target: present, verb: 'delete', args: {} },
    wrongTarget: READ_ONLY,
    world: () => name,
    secrets: [],
    close,
  };
}

executorConformance('registry by RDAP', () => bind('shop.example', 'gone.example', 'rdap'));
executorConformance('registry by WHOIS', () => bind('example.co.jp', 'gone.jp', 'whois'));

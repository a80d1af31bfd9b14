// The FortiGate executor is an executor: on a simulated unit without SCP, so that a back-up by SCP is what it refuses.
import { fortigateCommand } from '../../src/executors/fortigate-ssh/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { makeWorld } from '../executors/fortigate-ssh/world.ts';
import { type ExecutorBinding, executorConformance } from './executor.ts';

async function bind(): Promise<ExecutorBinding> {
  const world = await makeWorld({ device: { adminScp: false, networkAfterReset: 'kept' } });
  const { executor, clock, unit, target } = world;
  const { facts } = await world.backUp('scp-or-show');
  const foreign: Target = { ...target, expect: { ...target.expect, hostname: 'FGT-OTHER' } };
  const change = world.resetCommand('factoryreset2', facts);
  return {
    executor,
    clock,
    present: target,
    absent: { why: 'a unit that does not answer is unknown: nothing over SSH proves that it is gone' },
    foreign,
    breakLooking: () => unit.addFault('kex-legacy-only'),
    change: {
      command: change,
      reached: (seen) => seen.state === 'foreign' && seen.facts['configuration'] === 'factory-default',
    },
    refused: fortigateCommand('back-up', target, { by: 'scp', to: 'backups' }),
    wrongTarget: { ...change, target: foreign },
    world: () => {
      const { configuration, serial, hostname, passwordless, licence, console, hostKey, transitions } = unit.device();
      return { configuration, serial, hostname, passwordless, licence, console, hostKey, transitions };
    },
    secrets: [unit.password],
    close: () => world.close(),
  };
}

executorConformance('fortigate-ssh', bind);

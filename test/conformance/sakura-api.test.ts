// The Sakura Cloud executor, its client and the simulated account against the rules of every executor: once for
// deleting by id, once for an address, whose reverse name is cleared and not deleted.
import { sakuraCommand } from '../../src/executors/sakura-api/command.ts';
import { type Estate, ids, NO_ID, startEstate, targets } from '../executors/sakura-api/estate.ts';
import { SECRET, TOKEN } from '../executors/sakura-api/scripted-api.ts';
import { type ExecutorBinding, executorConformance, type Samples } from './executor.ts';

async function bindTo(choose: (estate: Estate) => Samples) {
  const estate = await startEstate();
  return {
    executor: estate.executor,
    clock: estate.clock,
    breakLooking: () => estate.simulator.addFault({ name: 'http-401', match: { method: 'GET', times: 'always' } }),
    world: () => estate.simulator.world(),
    secrets: [TOKEN, SECRET, `${TOKEN}:${SECRET}`],
    close: () => estate.close(),
    ...choose(estate),
  } satisfies ExecutorBinding;
}

const { of } = targets;

executorConformance('sakura-api (a server)', () =>
  bindTo(() => ({
    present: targets.server,
    absent: of('server', NO_ID, { name: 'gone', diskIds: ['113000000998'] }),
    foreign: of('server', ids.otherServer, { name: 'fgt-prod-01' }),
    change: {
      command: sakuraCommand('force-stop', targets.server),
      reached: (seen) => seen.state === 'present' && seen.facts['power'] === 'down',
    },
    refused: sakuraCommand('delete', targets.server),
    wrongTarget: sakuraCommand('force-stop', of('server', ids.otherServer, { name: 'fgt-prod-01' })),
  })),
);

executorConformance('sakura-api (an archive)', () =>
  bindTo(() => ({
    present: targets.archive,
    absent: of('archive', NO_ID, { name: 'gone' }),
    foreign: of('archive', NO_ID, { name: 'fgt-prod-01-before-upgrade' }),
    change: { command: sakuraCommand('delete', targets.archive), reached: (seen) => seen.state === 'absent' },
    refused: { why: 'the simulated API deletes every archive of the account' },
    wrongTarget: sakuraCommand('delete', of('archive', ids.fortigateImage, { name: 'FortiGate-VM 7.4' })),
  })),
);

executorConformance('sakura-api (an address)', () =>
  bindTo(() => ({
    present: targets.ptr,
    absent: of('ptr', '192.0.2.77'),
    foreign: { why: 'the address is its whole identity' },
    change: {
      command: sakuraCommand('clear-ptr', targets.ptr),
      reached: (seen) => seen.state === 'present' && seen.facts['hostName'] === '',
    },
    refused: sakuraCommand('clear-ptr', of('ptr', '192.0.2.77')),
    wrongTarget: { why: 'the address is its whole identity' },
  })),
);

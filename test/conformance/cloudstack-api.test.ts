// The CloudStack executor, its client and the simulated account against the rules of every executor: a machine that is
// expunged, an address that is released, a volume that is deleted without a job.
import { cloudStackCommand } from '../../src/executors/cloudstack-api/command.ts';
import { type Estate, ids, KEYS, NO_ID, startEstate, targets } from '../executors/cloudstack-api/estate.ts';
import { type ExecutorBinding, executorConformance, type Samples } from './executor.ts';

async function bindTo(choose: (estate: Estate) => Samples) {
  const estate = await startEstate();
  return {
    executor: estate.executor,
    clock: estate.clock,
    breakLooking: () => estate.simulator.addFault({ name: 'http', status: 401, match: { times: 'always' } }),
    world: () => ({ ...estate.simulator.world(), jobs: [], nextId: 0 }),
    secrets: [KEYS.apiKey, KEYS.secretKey],
    close: () => estate.close(),
    ...choose(estate),
  } satisfies ExecutorBinding;
}

const { of } = targets;

executorConformance('cloudstack-api (a machine)', () =>
  bindTo((estate) => {
    estate.simulator.change(({ machines }) => {
      machines[1]!.state = 'Destroyed';
    });
    return {
      present: targets.database,
      absent: of('vm', NO_ID, { name: 'KLS-0999' }),
      foreign: of('vm', ids.otherServer, { name: 'KLS-0001' }),
      change: {
        command: cloudStackCommand('expunge', targets.database),
        reached: (seen) => seen.state === 'absent',
      },
      refused: cloudStackCommand('expunge', targets.web),
      wrongTarget: cloudStackCommand('destroy', of('vm', ids.otherServer, { name: 'KLS-0001' })),
    };
  }),
);

executorConformance('cloudstack-api (an address)', () =>
  bindTo(() => ({
    present: targets.plainAddress,
    absent: of('ip-address', NO_ID, { address: '203.0.113.99' }),
    foreign: of('ip-address', ids.plainAddress, { address: '203.0.113.99' }),
    change: {
      command: cloudStackCommand('release-address', targets.plainAddress),
      reached: (seen) => seen.state === 'absent',
    },
    refused: cloudStackCommand('release-address', targets.sourceNat),
    wrongTarget: cloudStackCommand('release-address', of('ip-address', ids.plainAddress, { address: '203.0.113.99' })),
  })),
);

executorConformance('cloudstack-api (a volume)', () =>
  bindTo(() => ({
    present: targets.forgottenVolume,
    absent: of('volume', NO_ID, { name: 'gone' }),
    foreign: of('volume', ids.forgottenVolume, { name: 'another' }),
    change: {
      command: cloudStackCommand('delete', targets.forgottenVolume),
      reached: (seen) => seen.state === 'absent',
    },
    refused: cloudStackCommand('delete', targets.webData),
    wrongTarget: cloudStackCommand('delete', of('volume', ids.forgottenVolume, { name: 'another' })),
  })),
);

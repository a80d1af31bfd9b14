// The Plesk executor and the simulated server against the rules of every executor, by REST and by SSH: a domain that moves, one
// that is removed, a backup.
import { pleskCommand } from '../../src/executors/plesk/command.ts';
import { DOORS, type DoorName, type Estate, KEY, names, of, startEstate, targets } from '../executors/plesk/estate.ts';
import { type ExecutorBinding, executorConformance, type Samples } from './executor.ts';

const BACKUP = '/var/backups/old.tar';

async function bindTo(door: DoorName, choose: (estate: Estate) => Samples) {
  const estate = await startEstate(door, ({ backups }) => {
    backups.push({ path: BACKUP, domain: names.deleted, madeAtMs: 0, damaged: false });
  });
  return {
    executor: estate.executor,
    clock: estate.clock,
    breakLooking: () =>
      estate.simulator.addFault({ name: 'code', code: 1, match: { utility: 'ipmanage', times: 'always' } }),
    world: () => estate.simulator.world(),
    secrets: [KEY, estate.simulator.ssh.privateKey],
    close: () => estate.close(),
    ...choose(estate),
  } satisfies ExecutorBinding;
}

const { additionalAddress: from } = names;

for (const door of DOORS) {
  executorConformance(`plesk (a domain that moves, ${door})`, () =>
    bindTo(door, () => ({
      present: targets.moves,
      absent: targets.nobody,
      foreign: of('domain', names.stranger, { from, to: '198.51.100.1' }),
      change: {
        command: pleskCommand('move', targets.moves),
        reached: (seen) => seen.state === 'present' && seen.facts['onMain'] === true,
      },
      refused: pleskCommand('move', of('domain', names.moves, { from, to: '198.51.100.1' })),
      wrongTarget: pleskCommand('move', of('domain', names.stranger, { from, to: '198.51.100.1' })),
    })),
  );

  executorConformance(`plesk (a domain that is removed, ${door})`, () =>
    bindTo(door, () => ({
      present: targets.deleted,
      absent: targets.nobody,
      foreign: targets.stranger,
      change: {
        command: pleskCommand('remove', targets.deleted, { backup: BACKUP }),
        reached: (seen) => seen.state === 'absent',
      },
      // It would take its add-on domain along.
      refused: pleskCommand('remove', of('domain', names.moves, { from, alone: true }), { backup: BACKUP }),
      wrongTarget: pleskCommand('remove', targets.stranger, { backup: BACKUP }),
    })),
  );
}

executorConformance('plesk (a backup)', () =>
  bindTo('rest', (estate) => ({
    present: of('domain-backup', names.moves),
    absent: of('domain-backup', 'nobody.example'),
    foreign: { why: 'a backup is of a name; whose it is the step that uses it asks' },
    change: {
      command: pleskCommand('back-up', of('domain-backup', names.moves), { to: '/var/backups' }),
      // That it was made is only in the receipt.
      reached: () => estate.simulator.world().backups.length > 1,
    },
    refused: pleskCommand('back-up', of('domain-backup', 'nobody.example'), { to: '/var/backups' }),
    wrongTarget: { why: 'a backup changes nothing' },
  })),
);

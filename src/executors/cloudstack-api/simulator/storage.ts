// Commands on volumes and snapshots. A snapshot survives its volume and its machine, and goes on being billed.
import { type Command, named } from './command.ts';
import { badParameter, internal } from './refuse.ts';

export const STORAGE: Readonly<Record<string, Command>> = {
  detachVolume: {
    kind: 'async',
    idParam: 'id',
    check: ({ state }, params) => {
      const volume = named(state.volumes, params, 'id');
      if (volume.vmId === null) throw badParameter('The specified volume is not attached to any virtual machine.');
      if (volume.type === 'ROOT') throw badParameter('Please specify a data volume, or a root volume of a stopped VM.');
    },
    finish: (simulation, params) => {
      const volume = named(simulation.state.volumes, params, 'id');
      volume.vmId = null;
      simulation.changed('volume detached', volume.id);
      return { volume: { id: volume.id } };
    },
  },
  deleteVolume: {
    kind: 'sync',
    takes: ['id*'],
    run: (simulation, params) => {
      const volume = named(simulation.state.volumes, params, 'id');
      if (volume.vmId !== null) throw badParameter('Please specify a volume that is not attached to any VM.');
      if (volume.deleteProtected === true) throw internal('The volume has delete protection enabled.');
      simulation.state.volumes = simulation.state.volumes.filter(({ id }) => id !== volume.id);
      simulation.changed('volume deleted', volume.id);
      // As text: servers differ, and clients have to take both.
      return { success: 'true' };
    },
  },
  deleteSnapshot: {
    kind: 'async',
    idParam: 'id',
    check: ({ state }, params) => void named(state.snapshots, params, 'id'),
    finish: (simulation, params) => {
      const snapshot = named(simulation.state.snapshots, params, 'id');
      if (snapshot.state !== 'BackedUp') throw internal('Can’t delete a snapshot that is not backed up yet');
      simulation.state.snapshots = simulation.state.snapshots.filter(({ id }) => id !== snapshot.id);
      simulation.changed('snapshot deleted', snapshot.id);
      return { success: true };
    },
  },
};

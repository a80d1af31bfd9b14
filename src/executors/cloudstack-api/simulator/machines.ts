// Commands on machines, after the server's state machine: there is no way from Running to Destroyed but through a stop,
// and a second destroy of a destroyed machine succeeds and does nothing.
import { type Command, named } from './command.ts';
import { denied, internal } from './refuse.ts';
import type { CallParams, Simulation } from './simulation.ts';
import type { Machine } from './world.ts';

const machineOf = (simulation: Simulation, params: CallParams): Machine =>
  named(simulation.state.machines, params, 'id');

const onMachine = (
  finish: (simulation: Simulation, machine: Machine, params: CallParams) => void,
  takes: readonly string[] = [],
): Command => ({
  kind: 'async',
  idParam: 'id',
  takes,
  check: (simulation, params) => void machineOf(simulation, params),
  finish: (simulation, params) => {
    const machine = machineOf(simulation, params);
    finish(simulation, machine, params);
    // Nearly empty, as after an expunge: nobody is to read a state from it.
    return { virtualmachine: { id: machine.id, securitygroup: [], nic: [] } };
  },
});

function requireState(machine: Machine, states: readonly Machine['state'][], what: string): void {
  if (!states.includes(machine.state)) throw internal(`Unable to ${what} a VM in state ${machine.state}`);
}

function mayExpunge({ state }: Simulation): void {
  if (state.account.type === 0 && !state.capabilities.allowuserexpungerecovervm)
    throw denied('Expunging a VM can only be done by an Admin. Or when the allow.user.expunge.recover.vm key is set.');
}

function destroy(simulation: Simulation, machine: Machine, params: CallParams): void {
  const expunge = params['expunge'] === 'true';
  if (expunge) mayExpunge(simulation);
  if (machine.state === 'Destroyed' || machine.state === 'Expunging') {
    // Without expunge: success, and nothing. With it: as since 4.16.
    if (expunge) simulation.removeMachine(machine.id);
    return;
  }
  if (machine.deleteProtected === true)
    throw internal(
      `Instance [id = ${machine.id}, name = ${machine.name}] has delete protection enabled and cannot be deleted.`,
    );
  requireUnsnapshotted(simulation, machine);
  requireState(machine, ['Running', 'Stopped', 'Error'], 'destroy');
  for (const volume of simulation.state.volumes)
    if (volume.vmId === machine.id && volume.type === 'DATADISK') volume.vmId = null;
  if (expunge || machine.state === 'Error') return simulation.removeMachine(machine.id);
  machine.state = 'Destroyed';
  machine.destroyedAtMs = simulation.nowMs();
  simulation.changed('machine destroyed', machine.id);
}

function requireUnsnapshotted({ state }: Simulation, machine: Machine): void {
  const roots = state.volumes.filter(({ vmId, type }) => vmId === machine.id && type === 'ROOT').map(({ id }) => id);
  if (state.snapshots.some((one) => one.state === 'BackingUp' && roots.includes(one.volumeId)))
    throw internal(`There is/are unbacked up snapshot(s) on ROOT volume, vm destroy is not permitted`);
}

export const MACHINES: Readonly<Record<string, Command>> = {
  stopVirtualMachine: onMachine(
    (simulation, machine, params) => {
      if (
        params['forced'] === 'true' &&
        simulation.state.account.type === 0 &&
        !simulation.state.capabilities.allowuserforcestopvm
      )
        throw denied('Only Admins can perform forced stop.');
      if (machine.state === 'Stopped') return;
      requireState(machine, ['Running'], 'stop');
      machine.state = 'Stopped';
      simulation.changed('machine stopped', machine.id);
    },
    ['forced'],
  ),
  startVirtualMachine: onMachine((simulation, machine) => {
    requireState(machine, ['Stopped'], 'start');
    machine.state = 'Running';
    simulation.changed('machine started', machine.id);
  }),
  destroyVirtualMachine: onMachine(destroy, ['expunge']),
  expungeVirtualMachine: onMachine((simulation, machine) => {
    mayExpunge(simulation);
    requireState(machine, ['Destroyed', 'Expunging', 'Stopped', 'Error'], 'expunge');
    simulation.removeMachine(machine.id);
  }),
  recoverVirtualMachine: {
    kind: 'sync',
    takes: ['id*'],
    run: (simulation, params) => {
      const machine = machineOf(simulation, params);
      mayExpunge(simulation);
      requireState(machine, ['Destroyed'], 'recover');
      machine.state = 'Stopped';
      delete machine.destroyedAtMs;
      simulation.changed('machine recovered', machine.id);
      return { virtualmachine: { id: machine.id, state: machine.state } };
    },
  },
};

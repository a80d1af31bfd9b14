// A machine on its way out: Destroyed is not gone, gone needs a key that can see, and a job is judged by its end.
import { afterEach, describe, expect, it } from 'vitest';
import { cloudStackCommand } from '../../../src/executors/cloudstack-api/command.ts';
import { type Estate, ids, startEstate, targets } from './estate.ts';

const DESTROY = { command: 'destroyVirtualMachine' };

let estate: Estate;
afterEach(() => estate.close());

const stateOf = (id: string) => estate.simulator.world().machines.find((one) => one.id === id)?.state;
const failureOf = async (promise: Promise<unknown>) => {
  const [result] = await Promise.allSettled([promise]);
  if (result.status === 'fulfilled') throw new Error('a failure was expected');
  return result.reason as unknown;
};

describe('a machine', () => {
  it('is present while it is Destroyed, and absent once it is expunged', async () => {
    estate = await startEstate();
    await estate.act('destroy', targets.web);
    expect(await estate.look(targets.web)).toMatchObject({ state: 'present', facts: { state: 'Destroyed' } });
    await estate.act('expunge', targets.web);
    const seen = await estate.look(targets.web);
    expect(seen).toMatchObject({ state: 'absent' });
    expect(JSON.stringify(seen)).toContain('able to see destroyed machines');
    expect(estate.changes()).toEqual(['destroyVirtualMachine', 'expungeVirtualMachine']);
  });

  it('is not expunged by a second destroy: none is sent', async () => {
    estate = await startEstate();
    await estate.act('destroy', targets.web);
    await expect(estate.act('destroy', targets.web)).rejects.toMatchObject({ code: 'wrong-state' });
    expect(estate.changes()).toEqual(['destroyVirtualMachine']);
    expect(stateOf(ids.webServer)).toBe('Destroyed');
  });

  it('is not expunged while it runs', async () => {
    estate = await startEstate();
    await expect(estate.act('expunge', targets.web)).rejects.toMatchObject({ code: 'not-destroyed' });
    expect(estate.changes()).toEqual([]);
  });

  it('that is protected is left to a person', async () => {
    estate = await startEstate({ world: ({ machines }) => void (machines[0]!.deleteProtected = true) });
    await expect(estate.act('destroy', targets.web)).rejects.toMatchObject({ code: 'delete-protected' });
    expect(estate.changes()).toEqual([]);
  });

  it('that an address still leads to, though no list has it, is in doubt', async () => {
    estate = await startEstate({
      world: (state) => void (state.machines = state.machines.filter(({ id }) => id !== ids.webServer)),
    });
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'still-listed' } });
  });

  it('leaves its data volume and its snapshots behind, and they are found', async () => {
    estate = await startEstate();
    await estate.act('destroy', targets.web);
    await estate.act('expunge', targets.web);
    const known = [ids.databaseServer, ids.databaseRoot, ids.otherServer, ids.staticNatAddress, ids.ruledAddress];
    const seen = await estate.look(targets.of('leftovers', 'tokyo-1', { ids: [...known, ids.plainAddress] }));
    const hits = seen.state === 'present' ? (seen.facts['hits'] as { id: string }[]) : [];
    expect(hits.map(({ id }) => id)).toEqual([
      ids.webData,
      ids.forgottenVolume,
      ids.webSnapshot,
      ids.forgottenSnapshot,
    ]);
  });
});

describe('a key that cannot', () => {
  const blind = {
    world: ({ capabilities }: { capabilities: { allowuserviewdestroyedvm: boolean } }) =>
      void (capabilities.allowuserviewdestroyedvm = false),
  };

  it('see destroyed machines leaves one that is in no list in doubt', async () => {
    estate = await startEstate(blind);
    await estate.act('destroy', targets.web);
    expect(stateOf(ids.webServer)).toBe('Destroyed');
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'cannot-see-destroyed' } });
    estate.simulator.change((world) => void (world.machines = []));
    expect(await estate.look(targets.web)).toMatchObject({ state: 'unknown', error: { code: 'cannot-see-destroyed' } });
  });

  it('see destroyed machines still proves other things gone', async () => {
    estate = await startEstate(blind);
    await estate.act('release-address', targets.plainAddress);
    expect(await estate.look(targets.plainAddress)).toMatchObject({ state: 'absent' });
  });

  it('expunge is told so before anything is sent, and the machine stays present', async () => {
    estate = await startEstate({ world: ({ capabilities }) => void (capabilities.allowuserexpungerecovervm = false) });
    await estate.act('destroy', targets.web);
    const error = await failureOf(estate.act('expunge', targets.web));
    expect(error).toMatchObject({ code: 'may-not-expunge' });
    expect(estate.executor.classify(error)).toBe('permanent');
    expect(estate.changes()).toEqual(['destroyVirtualMachine']);
    expect(await estate.look(targets.web)).toMatchObject({ state: 'present', facts: { state: 'Destroyed' } });
  });

  it('call a command at all is refused by the role, and nothing happened', async () => {
    estate = await startEstate({ world: ({ forbidden }) => void forbidden.push('destroyVirtualMachine') });
    const error = await failureOf(estate.act('destroy', targets.web));
    expect(error).toMatchObject({ code: 'unsupported-action', detail: { class: 'permanent' } });
    expect(stateOf(ids.webServer)).toBe('Running');
  });
});

describe('a job', () => {
  it.each(['object', 'text'] as const)(
    'that fails after acceptance (%s) and left all as it was: permanent',
    async (as) => {
      estate = await startEstate();
      estate.simulator.addFault({ name: 'job-fails', as, errortext: 'no host', match: DESTROY });
      const error = await failureOf(estate.act('destroy', targets.web));
      expect(error).toMatchObject({
        code: 'job-failed',
        detail: { class: 'permanent', facts: { errorText: 'no host' } },
      });
      expect(estate.notes.map((note) => note.split(' ')[0])).toEqual(['sending', 'accepted']);
    },
  );

  it('that fails half way: nobody knows but by looking', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'job-fails', half: true, match: DESTROY });
    const error = await failureOf(estate.act('destroy', targets.web));
    expect(error).toMatchObject({ code: 'job-failed', detail: { class: 'unknown-outcome' } });
    expect(await estate.look(targets.web)).toMatchObject({ state: 'present', facts: { state: 'Stopped' } });
  });

  it('that cannot be asked after leaves the outcome unknown', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'http', status: 401, match: { command: 'queryAsyncJobResult' } });
    const error = await failureOf(estate.act('destroy', targets.web));
    expect(error).toMatchObject({ code: 'job-unreadable', detail: { class: 'unknown-outcome' } });
    expect(estate.executor.recover?.(cloudStackCommand('destroy', targets.web), estate.notes)).toEqual({
      proves: 'nothing',
    });
  });

  it('that runs already keeps a second command from being sent', async () => {
    estate = await startEstate();
    estate.simulator.addFault({ name: 'http', status: 401, match: { command: 'queryAsyncJobResult' } });
    await failureOf(estate.act('stop', targets.web));
    const error = await failureOf(estate.act('destroy', targets.web));
    expect(error).toMatchObject({ code: 'job-pending', detail: { class: 'retry' } });
    expect(estate.changes()).toEqual(['stopVirtualMachine']);
  });
});

// The executor on the simulated server: what it sees, what it sends, and what it says of an end that it does not know.
import { afterEach, describe, expect, test } from 'vitest';
import type { WorldState } from '../../../src/executors/plesk/simulator/index.ts';
import { actContext } from '../contexts.ts';
import { type Estate, names, of, startEstate, targets } from './estate.ts';

const { mainAddress: to, additionalAddress: from } = names;
const BACKUP = '/var/backups/one.tar';

const estates: Estate[] = [];
afterEach(async () => {
  for (const estate of estates.splice(0)) await estate.close();
});
async function started(how?: (world: WorldState) => void): Promise<Estate> {
  const estate = await startEstate('rest', (world) => {
    world.backups.push({ path: BACKUP, domain: names.deleted, madeAtMs: 0, damaged: false });
    how?.(world);
  });
  estates.push(estate);
  return estate;
}
const subscriptionIn = (world: WorldState, name: string) => world.subscriptions.find((one) => one.name === name)!;

describe('it sees', () => {
  test('the server by its main address, and that another one is another one', async () => {
    const estate = await started();
    expect(await estate.look(targets.server)).toMatchObject({
      state: 'present',
      facts: { addresses: [to, from], lacking: [] },
    });
    estate.simulator.change((world) => (world.addresses = world.addresses.filter(({ address }) => address !== to)));
    expect(await estate.look(targets.server)).toMatchObject({ state: 'foreign' });
    // Nothing on another server is said to be absent.
    expect(await estate.look(targets.nobody)).toMatchObject({ state: 'unknown', error: { code: 'R07' } });
  });

  test('how many sites and pools are on an address, and when nothing is', async () => {
    const estate = await started((world) => void (world.addresses[1]!.clients = 1));
    expect(await estate.look(targets.additional)).toMatchObject({
      state: 'present',
      facts: {
        type: 'exclusive',
        hosting: 3,
        clients: 1,
        hits: [
          { kind: 'sites', id: '3' },
          { kind: 'pools', id: '1' },
        ],
      },
    });
    expect(await estate.look(of('address', to))).toMatchObject({
      facts: { hosting: 1, hits: [{ kind: 'sites', id: '1' }] },
    });
    expect(await estate.look(of('address', '198.51.100.1'))).toMatchObject({ state: 'absent' });
  });

  test('where web and mail of a domain are, and whose add-on it is', async () => {
    const estate = await started();
    expect(await estate.look(targets.moves)).toMatchObject({
      state: 'present',
      facts: { subscription: true, web: [from], mail: [from], stillOn: ['web'], onMain: false },
    });
    expect(await estate.look(targets.addOn)).toMatchObject({
      facts: { subscription: false, subscriptionOf: names.moves, otherSites: [] },
    });
    expect(await estate.look(of('domain', names.moves, { from, alone: true }))).toMatchObject({
      facts: { otherSites: [names.addOn] },
    });
  });

  test('a site of which nobody shows the subscription counts as going along', async () => {
    const estate = await started((world) =>
      subscriptionIn(world, names.stranger).sites.push({ name: 'forward.example', hosting: 'Standard forwarding' }),
    );
    expect(await estate.look(targets.deleted)).toMatchObject({ facts: { otherSites: ['forward.example'] } });
  });

  test('no mail where Plesk serves no zone, and says unknown of the zone itself', async () => {
    const estate = await started((world) => (world.zones = world.zones.filter(({ name }) => name !== names.moves)));
    expect(await estate.look(targets.moves)).toMatchObject({ state: 'present', facts: { mail: null } });
    expect(await estate.look(of('zone', names.moves, { from }))).toMatchObject({
      state: 'unknown',
      error: { code: 'plesk-read-failed' },
    });
  });

  test.each(['ipmanage', 'domain', 'subscription', 'site'])(
    'nothing absent when %s answers otherwise, half, or with a code',
    async (utility) => {
      const estate = await started();
      for (const fault of [
        { name: 'garbage' },
        { name: 'code', code: 1 },
        { name: 'http', status: 500 },
        { name: 'cut-after' },
      ] as const) {
        estate.simulator.addFault({ ...fault, match: { utility, times: 'always' } });
        expect(await estate.look(targets.nobody), fault.name).toMatchObject({ state: 'unknown' });
        estate.simulator.clearFaults();
      }
      expect(await estate.look(targets.nobody)).toMatchObject({ state: 'absent' });
    },
  );

  test('half a zone is no zone', async () => {
    const estate = await started();
    estate.simulator.addFault({ name: 'truncated', match: { utility: 'dns' } });
    expect(await estate.look(of('zone', names.moves, { from }))).toMatchObject({
      state: 'unknown',
      error: { code: 'plesk-unread' },
    });
  });
});

describe('a move', () => {
  test('names every address of the domain again, so that no family is dropped', async () => {
    const v6 = '2001:db8::77';
    const estate = await started((world) => {
      world.addresses.push({ address: v6, interface: 'eth0', mask: '64', type: 'S', clients: 0 });
      subscriptionIn(world, names.moves).web = [from, v6];
    });
    expect(await estate.act('move', targets.moves)).toMatchObject({ facts: { addresses: [to, v6] } });
    expect(subscriptionIn(estate.simulator.world(), names.moves)).toMatchObject({ web: [to, v6], mail: [to, v6] });
    expect(await estate.look(targets.moves)).toMatchObject({
      facts: { stillOn: [], onMain: true, mail: [v6, to].sort() },
    });
  });

  test('of an add-on domain is not sent', async () => {
    const estate = await started();
    const error = await estate.act('move', of('domain', names.addOn, { from, to })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'plesk-not-movable' });
    expect(estate.executor.classify(error)).toBe('permanent');
    expect(estate.changes()).toEqual([]);
  });

  test('that ends with a code: permanent where nothing changed, unknown where it did', async () => {
    const estate = await started();
    for (const [half, errorClass] of [
      [false, 'permanent'],
      [true, 'unknown-outcome'],
    ] as const) {
      estate.simulator.addFault({
        name: 'code',
        code: 2,
        half,
        match: { utility: 'subscription', command: '--update' },
      });
      const error = await estate.act('move', targets.moves).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'plesk-refused', detail: { facts: { code: 2 } } });
      expect(estate.executor.classify(error)).toBe(errorClass);
    }
  });
});

describe('a removal', () => {
  test('of a subscription, and of an add-on domain alone', async () => {
    const estate = await started();
    await estate.act('remove', targets.addOn, { backup: BACKUP });
    await estate.act('remove', targets.deleted, { backup: BACKUP });
    expect(estate.changes()).toEqual([`site removed ${names.addOn}`, `subscription removed ${names.deleted}`]);
    expect(await estate.look(targets.deleted)).toMatchObject({
      state: 'absent',
      proof: [
        `ipmanage --ip_list shows ${to}: it is the contract’s server`,
        `domain --list was read: ${names.deleted} is none of its 2`,
        `subscription --list was read: ${names.deleted} is none of its 2`,
        `site --list was read: ${names.deleted} is none of its 2`,
      ],
    });
  });

  test.each<[string, (world: WorldState) => void, object]>([
    ['no backup is on record', () => undefined, {}],
    ['its file is gone', (world) => (world.backups = []), { backup: BACKUP }],
    ['its file is damaged', (world) => void (world.backups[0]!.damaged = true), { backup: BACKUP }],
  ])('is not sent where %s (R11)', async (_, how, args) => {
    const estate = await started(how);
    const error = await estate.act('remove', targets.deleted, args as never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'R11', kind: 'refusal' });
    expect(estate.changes()).toEqual([]);
  });
});

describe('a backup', () => {
  test('is made under a name of its own, read back, and its zone kept as text', async () => {
    const estate = await started();
    const ctx = actContext();
    const { facts } = await estate.act('back-up', of('domain-backup', names.moves), { to: '/var/backups/' }, ctx);
    expect(facts).toMatchObject({
      verified: true,
      domain: names.moves,
      path: `/var/backups/${names.moves}-20261201T000000Z.tar`,
    });
    expect(ctx.filed.get(`plesk-zone-${names.moves}.txt`)).toContain(`mail.${names.moves}. A ${from}`);
    expect(await estate.look(of('backup', facts['path'] as string))).toMatchObject({
      state: 'present',
      facts: { readable: true },
    });
    expect(await estate.look(of('backup', '/var/backups/none.tar'))).toMatchObject({ facts: { readable: false } });
  });

  test.each(['pleskbackup', 'pleskrestore'])('counts for nothing where %s fails', async (utility) => {
    const estate = await started();
    estate.simulator.addFault({ name: 'code', code: 1, match: { utility } });
    const error = await estate
      .act('back-up', of('domain-backup', names.moves), { to: '/var/backups' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'plesk-backup-failed' });
  });

  test('that was cut off is taken again, because it changed nothing', async () => {
    const estate = await started();
    const command = { target: of('domain-backup', names.moves), verb: 'back-up', args: {} };
    expect(estate.executor.recover?.(command, ['sending pleskbackup x'])).toMatchObject({ proves: 'not-begun' });
    expect(estate.executor.recover?.({ ...command, verb: 'remove' }, ['sending subscription x'])).toEqual({
      proves: 'nothing',
    });
  });
});

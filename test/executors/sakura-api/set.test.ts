// Several objects of one kind as one target: one list shows those that are there; what it lacks is read under its id before anybody
// calls it gone.
import { afterEach, expect, test } from 'vitest';
import { sakuraTarget, setTarget } from '../../../src/executors/sakura-api/command.ts';
import type { Target } from '../../../src/executors/port.ts';
import { type Estate, ids, startEstate } from './estate.ts';

const DISKS: readonly (readonly [id: string, name: string])[] = [
  [ids.systemDisk, 'fgt-prod-01-system'],
  [ids.logDisk, 'fgt-prod-01-log'],
];
const of = (disks: typeof DISKS): Target =>
  setTarget(
    'disk.2.x',
    'is1b',
    disks.map(([id, name]) => sakuraTarget({ kind: 'disk', id, zone: 'is1b', expect: { name } })),
  );

let estate: Estate;
afterEach(() => estate.close());

/** `disk` for the list, `disk/ID` for a single one. */
const disksAsked = () =>
  estate.simulator.requests.flatMap(({ url }) => /\/is1b\/api\/cloud\/1\.1\/(disk(?:\/\d+)?)/.exec(url)?.[1] ?? []);
const gone = (id: string) =>
  estate.simulator.change((state) => {
    const { disks } = state.zones.is1b;
    disks.splice(
      disks.findIndex((disk) => disk.id === id),
      1,
    );
  });

test('all there: one list is the whole look', async () => {
  estate = await startEstate();
  expect(await estate.look(of(DISKS))).toMatchObject({ state: 'present', facts: { left: DISKS.map(([id]) => id) } });
  expect(disksAsked()).toEqual(['disk']);
});

test('one that bears another name makes the set foreign', async () => {
  estate = await startEstate();
  const [first, [id]] = DISKS as [(typeof DISKS)[0], (typeof DISKS)[0]];
  expect(await estate.look(of([first, [id, 'somebody-elses']]))).toMatchObject({
    state: 'foreign',
    differences: [{ what: 'name', expected: 'somebody-elses', found: 'fgt-prod-01-log' }],
  });
});

test('one that no list has is read under its id, and so is its neighbour', async () => {
  estate = await startEstate();
  gone(ids.logDisk);
  expect(await estate.look(of(DISKS))).toMatchObject({ state: 'present', facts: { left: [ids.systemDisk] } });
  expect(disksAsked()).toEqual(expect.arrayContaining(DISKS.map(([id]) => `disk/${id}`)));
});

test('all gone: absent only because each id reads 404', async () => {
  estate = await startEstate();
  for (const [id] of DISKS) gone(id);
  const seen = await estate.look(of(DISKS));
  const proof = seen.state === 'absent' ? seen.proof : [];
  for (const [id] of DISKS) expect(proof).toContain(`disk ${id} reads 404 not_found in is1b`);
});

test('a list that is behind is no proof: what it lacks but is still there stays present', async () => {
  const without = async (url: string, init: RequestInit) => {
    const answer = await fetch(url, init);
    if (!/\/is1b\/api\/cloud\/1\.1\/disk\?/.test(url)) return answer;
    const body = (await answer.json()) as { Disks: { ID: number }[]; Total: number; Count: number };
    const Disks = body.Disks.filter((disk) => String(disk.ID) !== ids.logDisk);
    return Response.json({ ...body, Disks, Total: Disks.length, Count: Disks.length }, { headers: answer.headers });
  };
  estate = await startEstate({ fetch: without });
  expect(await estate.look(of(DISKS))).toMatchObject({ state: 'present', facts: { left: DISKS.map(([id]) => id) } });
});

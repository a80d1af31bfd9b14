// A list is read whole or not at all.
import { assert, asyncProperty, integer } from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { apiError, failure, type Got, type Reply, type ScriptedApi, scriptedApi } from './scripted-api.ts';

const open: ScriptedApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** An API that sends at most `pageRows` rows at once, whatever was asked for. */
function pages(ids: (n: number) => readonly number[], pageRows: number) {
  return ({ query }: Got, n: number): Reply => {
    const all = ids(n);
    const from = Number(query['From'] ?? 0);
    const rows = all.slice(from, from + pageRows).map((ID) => ({ ID }));
    return { json: { From: from, Count: rows.length, Total: all.length, Disks: rows, is_ok: true } };
  };
}

async function list(replies: Parameters<typeof scriptedApi>[0]) {
  const api = await scriptedApi(replies);
  open.push(api);
  return { api, rows: api.client({ requestsPerSecond: 1000 }).find('is1b', 'disk', 'Disks', api.ctx) };
}

const ids = (count: number) => Array.from({ length: count }, (_, n) => 113000000000 + n);

test('every row comes exactly once, whatever the page size', async () => {
  await assert(
    asyncProperty(integer({ min: 0, max: 30 }), integer({ min: 1, max: 10 }), async (count, pageRows) => {
      const { api, rows } = await list(pages(() => ids(count), pageRows));
      expect((await rows).map((row) => row['ID'])).toEqual(ids(count));
      await api.close();
      open.splice(open.indexOf(api), 1);
    }),
    { numRuns: 25 },
  );
});

test('asks for everything at once first', async () => {
  const { api, rows } = await list(pages(() => ids(3), 100));
  await rows;
  expect(api.got.map(({ query }) => query)).toEqual([{ Count: 0, From: 0 }]);
});

test('ids come as numbers or as text', async () => {
  const { rows } = await list([{ json: { Total: '2', Disks: [{ ID: '113000000001' }, { ID: 113000000002 }] } }]);
  expect(await rows).toHaveLength(2);
});

test('fewer rows than Total is an error, not a short list', async () => {
  const { rows } = await list([{ json: { From: 0, Count: 1, Total: 3, Disks: [{ ID: 113000000001 }] } }]);
  expect((await failure(rows)).detail).toMatchObject({ code: 'incomplete-list', kind: 'provider' });
});

test('the same row twice does not stand for a missing one', async () => {
  const row = { ID: 113000000001 };
  const { rows } = await list([{ json: { From: 0, Count: 2, Total: 2, Disks: [row, row] } }]);
  expect((await failure(rows)).code).toBe('incomplete-list');
});

test('a row that is deleted between two pages does not hide its neighbour', async () => {
  // The first request sees 1 to 6, all later ones no longer see 1: rows move up by one.
  const { rows } = await list(pages((n) => (n === 0 ? ids(6) : ids(6).slice(1)), 3));
  expect((await rows).map((row) => row['ID'])).toEqual(ids(6).slice(1));
});

test('rows that move while Total stays the same are noticed', async () => {
  const moved = [...ids(6).slice(1), 113000000099];
  const { rows } = await list(pages((n) => (n === 0 ? ids(6) : moved), 3));
  expect((await rows).map((row) => row['ID'])).toEqual(moved);
});

test('a list that never rests is an error', async () => {
  const { rows } = await list(pages((n) => ids(6 + n), 3));
  expect((await failure(rows)).code).toBe('incomplete-list');
});

test.each([
  { json: { Total: 0 } },
  { json: { Disks: [] } },
  { json: { Total: 'many', Disks: [] } },
  { json: { Total: 0, Disks: {} } },
  { json: { Total: 1, Disks: ['a'] } },
  { json: { Total: 0, disks: [] } },
])('%j is no empty list', async (reply) => {
  const { rows } = await list([reply]);
  expect((await failure(rows)).code).toBe('bad-response');
});

test('an error on a later page is an error of the list', async () => {
  const page = pages(() => ids(6), 3);
  const { rows } = await list((got, n) => (n === 1 ? apiError(403, 'forbidden') : page(got, n)));
  expect((await failure(rows)).code).toBe('forbidden');
});

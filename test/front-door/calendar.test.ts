// `calendar` from outside: one file for all contracts, which follows them through their lives.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder, type FolderOptions, otherIds } from '../helpers/contracts-folder.ts';
import { dayOf, readIcs, textOf, valueOf } from '../report/strict-ics.ts';

const open: ContractsFolder[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));
const folder = async (options?: FolderOptions): Promise<ContractsFolder> => {
  const made = await contractsFolder(options);
  open.push(made);
  return made;
};

/** Writes `all.ics` and reads it with a reader of the standard: day, sequence and status by id. */
async function calendar(at: ContractsFolder, ...args: readonly string[]) {
  const ran = await at.run(['calendar', ...args, '-o', 'all.ics']);
  expect(ran.code, ran.err).toBe(0);
  const events = readIcs(await readFile(join(at.path, 'all.ics'), 'utf8')).children;
  return new Map(
    events.map((event) => [
      valueOf(event, 'UID'),
      { on: dayOf(event, 'DTSTART'), sequence: valueOf(event, 'SEQUENCE'), status: valueOf(event, 'STATUS'), event },
    ]),
  );
}

test('every deadline, window and end of all contracts, on their days, with alarms at nine in Japan', async () => {
  const at = await folder();
  const text = await at.example('no-term');
  await at.write({ 'contracts/a.yaml': otherIds(text, '11111'), 'contracts/deep/b.yaml': otherIds(text, '22222') });
  const entries = await calendar(at, '--today', '2026-11-01');
  const days = [...entries].map(([uid, { on }]) => `${uid} ${on}`);
  expect(days.filter((one) => one.startsWith('a.'))).toEqual([
    'a.SF1.opens@kaiyaku 2026-11-24',
    'a.SF1@kaiyaku 2026-12-18',
    'a.SF8.reset-fortigate@kaiyaku 2026-12-30',
    'a.end@kaiyaku 2026-12-31',
    'a.teardown.opens@kaiyaku 2026-12-14',
  ]);
  expect(days).toHaveLength(10);
  const { event } = entries.get('a.SF1@kaiyaku')!;
  expect(textOf(event, 'DESCRIPTION')).toContain('cost of missing it: ¥33,000');
  expect(event.children.map((alarm) => valueOf(alarm, 'TRIGGER'))).toEqual([
    '20261211T000000Z',
    '20261217T000000Z',
    '20261218T000000Z',
  ]);
});

test('run again it changes nothing; a moved deadline moves its entry; what is met is cancelled', async () => {
  const at = await folder({ nowAt: '2026-12-02T01:00:00.000Z' });
  await at.write({ 'fgt.yaml': await at.example('no-term') });
  const first = await calendar(at, '.');
  const bytes = await readFile(join(at.path, 'all.ics'));
  await calendar(at, '.');
  expect((await readFile(join(at.path, 'all.ics'))).equals(bytes)).toBe(true);

  await at.edit('fgt.yaml', ['endMonth: 2026-12', 'endMonth: 2027-01']);
  const moved = await calendar(at, '.');
  expect([...moved.keys()]).toEqual([...first.keys()]);
  expect(moved.get('fgt.SF1@kaiyaku')).toMatchObject({ on: '2027-01-20', sequence: '1', status: 'CONFIRMED' });
  expect(moved.get('fgt.teardown.opens@kaiyaku')).toMatchObject({ on: '2026-12-14' });

  await at.edit('fgt.yaml', ['endMonth: 2027-01', 'endMonth: 2026-12']);
  const steps: readonly (readonly string[])[] = [
    ['open', 'fgt.yaml'],
    ['approve', 'fgt', '--step', 'apply-for-cancellation', '--confirm', 'fgt'],
    ['request', 'fgt', 'apply-for-cancellation'],
    ['attest', 'fgt', 'apply-for-cancellation', '--set', 'sentOn=2026-12-02', '--set', 'acceptedOn=2026-12-02'],
  ];
  for (const args of steps) expect((await at.run(args)).code).toBe(0);
  const met = await calendar(at, '.');
  expect(met.get('fgt.SF1@kaiyaku')).toMatchObject({ status: 'CANCELLED' });
  expect(met.get('fgt.SF8.reset-fortigate@kaiyaku')).toMatchObject({ status: 'CONFIRMED', on: '2026-12-30' });

  const close = ['close', 'fgt', '--as', 'withdrawn', '--reason', 'kept after all', '--confirm', 'fgt'];
  expect((await at.run(close)).code).toBe(0);
  const closed = await calendar(at, '.');
  expect([...closed.values()].map(({ status }) => status)).toEqual(Array(5).fill('CANCELLED'));
});

test('a contract that cannot be read leaves the file as it was', async () => {
  const at = await folder();
  const text = await at.example('no-term');
  await at.write({ 'a.yaml': text, 'b.yaml': otherIds(text, '22222') });
  await calendar(at, '.');
  const bytes = await readFile(join(at.path, 'all.ics'));
  await at.edit('b.yaml', ['provider:', 'provder:']);
  const ran = await at.run(['calendar', '.', '-o', 'all.ics']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('no calendar was written');
  expect((await readFile(join(at.path, 'all.ics'))).equals(bytes)).toBe(true);
});

test('another program’s file is not overwritten, and nothing is left beside it', async () => {
  const at = await folder();
  await at.write({ 'fgt.yaml': await at.example('no-term'), 'all.ics': 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' });
  const ran = await at.run(['calendar', '.', '-o', 'all.ics']);
  expect(ran.code).toBe(2);
  expect(await at.read('all.ics')).toBe('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
  expect((await at.run(['calendar', '.', '-o', 'no/such/folder.ics'])).code).toBe(1);
  expect((await at.run(['calendar', '.', '-o', '.'])).code).toBe(1);
  expect((await readdir(at.path)).sort()).toEqual(['all.ics', 'fgt.yaml']);
});

test('without -o it goes to standard output, and to nowhere else', async () => {
  const at = await folder();
  await at.write({ 'fgt.yaml': await at.example('no-term') });
  const ran = await at.run(['calendar', 'fgt.yaml']);
  expect(ran.code).toBe(0);
  expect(readIcs(ran.out).children).toHaveLength(5);
  await expect(stat(join(at.path, 'all.ics'))).rejects.toThrow('ENOENT');
});

test('two contracts of one name in two folders keep apart', async () => {
  const at = await folder();
  const text = await at.example('no-term');
  await at.write({ 'tokyo/fgt.yaml': otherIds(text, '11111'), 'osaka/fgt.yaml': otherIds(text, '22222') });
  const entries = await calendar(at, '.');
  expect(entries.size).toBe(10);
  expect([...entries.keys()].every((uid) => /^fgt-[0-9a-f]{8}\./u.test(uid))).toBe(true);
});

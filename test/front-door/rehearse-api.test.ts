// `rehearse` of a contract that kaiyaku takes down over a CloudStack API: the example, and a file of one's own, in a simulated
// account that is built from the file. Neither the file, its endpoint nor its keys are used.
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Rehearsed {
  readonly steps: readonly { readonly id: string; readonly actor: string; readonly verdict: string }[];
  readonly effects: readonly { readonly step: string; readonly call: string; readonly count: number }[];
  readonly story: readonly { readonly who: string; readonly text: string }[];
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-api-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function complete(...args: readonly string[]): Promise<Rehearsed> {
  const ran = await runKaiyaku(['rehearse', ...args, '--format', 'json'], { cwd: folder });
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({
    rehearsal: true,
    outcome: 'complete',
    provider: 'altus',
    engine: 'api',
    route: 'ordinary',
    left: [],
    journal: { verified: true },
  });
  expect(document.effects.filter(({ count }) => count !== 1)).toEqual([]);
  return document;
}

const countOf = ({ effects }: Rehearsed, call: string) => effects.filter((one) => one.call === call).length;

test('--engine api: addresses, servers and what they leave are ended by kaiyaku, each once', async () => {
  const document = await complete('--provider', 'altus', '--engine', 'api');
  expect(document.steps.filter(({ actor }) => actor === 'kaiyaku').map(({ id, verdict }) => [id, verdict])).toEqual([
    ['release-addresses', 'done'],
    ['destroy-servers', 'done'],
    ['expunge-servers', 'done'],
  ]);
  expect(countOf(document, 'machine destroyed')).toBe(2);
  expect(countOf(document, 'machine expunged')).toBe(2);
  expect(countOf(document, 'address released')).toBe(2);
  expect(countOf(document, 'volume deleted')).toBe(1);
  // The last word is a person's, and the account is looked through once more behind it.
  expect(document.steps.at(-1)).toEqual({ id: 'close', actor: 'customer', verdict: 'done' });
});

test('when the other side fails, at three steps', async () => {
  const faults = ['timeout-after@release-addresses', 'unreachable@destroy-servers', 'error-500@expunge-servers'];
  const document = await complete(
    '--provider',
    'altus',
    '--engine',
    'api',
    ...faults.flatMap((one) => ['--fault', one]),
  );
  expect(countOf(document, 'machine expunged')).toBe(2);
});

test('a contract of one’s own: its names, from a copy', async () => {
  const file = join(folder, 'shop.yaml');
  await cp('examples/altus/with-api.yaml', file);
  const before = await readFile(file, 'utf8');
  const { story } = await complete('shop', '--today', '2026-11-24');
  expect(story.map(({ text }) => text)).toContain('expunge KLS-0902');
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readdir(folder)).toEqual(['shop.yaml']);
});

test.each([
  [['--engine', 'none'], /not for sakura-fortigate/],
  [['--provider', 'altus', '--engine', 'terraform'], /not for altus/],
  [['--provider', 'jmotto-transfer', '--engine', 'api'], /not for jmotto-transfer/],
  [['examples/altus/with-api.yaml', '--engine', 'api'], /a contract says by itself who acts/],
  [['--provider', 'altus', '--engine', 'api', '--route', 'd'], /simulated world/],
  [['--provider', 'altus', '--engine', 'api', '--fault', 'timeout-after@back-up'], /release-addresses/],
])('%j is an error of the user', async (args, saying) => {
  const ran = await runKaiyaku(['rehearse', ...args]);
  expect(ran.code, ran.out + ran.err).toBe(2);
  expect(ran.err).toMatch(saying);
});

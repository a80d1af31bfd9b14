// `rehearse` of a contract that kaiyaku itself takes down, over a CloudStack API or in Plesk: the example, and a file of one's own,
// on a simulator that is built from the file. Neither the file, its addresses nor its keys are used.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

const complete = (...args: readonly string[]) => completeOf('altus', ...args);

async function completeOf(provider: string, ...args: readonly string[]): Promise<Rehearsed> {
  const ran = await runKaiyaku(['rehearse', ...args, '--format', 'json'], { cwd: folder });
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({
    rehearsal: true,
    outcome: 'complete',
    provider,
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

test('--engine api of Clara: domains are backed up, moved and deleted in Plesk by kaiyaku, each once', async () => {
  const document = await completeOf('clara-additional-ip', '--provider', 'clara-additional-ip', '--engine', 'api');
  expect(document.steps.filter(({ actor }) => actor === 'kaiyaku').map(({ id, verdict }) => [id, verdict])).toEqual([
    ['back-up:cafe.example', 'done'],
    ['change:cafe.example', 'done'],
    ['back-up:spring-fair.example', 'done'],
    ['delete:spring-fair.example', 'done'],
    ['address-unused', 'done'],
  ]);
  expect(['backed up', 'web moved', 'subscription removed'].map((call) => countOf(document, call))).toEqual([2, 1, 1]);
});

test('--engine api of Clara, when Plesk fails at three steps', async () => {
  const faults = [
    'timeout-after@change:cafe.example',
    'timeout-before@delete:spring-fair.example',
    'unknown-observe@address-unused',
  ];
  const example = ['--provider', 'clara-additional-ip', '--engine', 'api'];
  await completeOf('clara-additional-ip', ...example, ...faults.flatMap((one) => ['--fault', one]));
});

test('a contract of one’s own that reaches Plesk by SSH', async () => {
  const file = join(folder, 'ip.yaml');
  const text = await readFile('examples/clara-additional-ip/with-plesk.yaml', 'utf8');
  const bySsh = `ssh: { host: web03.example.jp, hostKey: "SHA256:${'A'.repeat(43)}", privateKey: "env:NO_SUCH_KEY" }`;
  await writeFile(file, text.replace(/ {2}api:\n(?: {4}.*\n)+/, `  ${bySsh}\n`));
  await completeOf('clara-additional-ip', 'ip', '--today', '2026-11-24');
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

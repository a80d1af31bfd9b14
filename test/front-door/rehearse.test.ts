// `rehearse`: what `npm ci && npx kaiyaku rehearse --format json` has to show on a fresh machine, on both routes, and when
// the other side fails.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Rehearsed {
  readonly outcome: string;
  readonly engine: string;
  readonly route: string;
  readonly steps: readonly { readonly id: string; readonly actor: string; readonly verdict: string }[];
  readonly effects: readonly {
    readonly step: string;
    readonly target: string;
    readonly call: string;
    readonly count: number;
  }[];
  readonly journal: { readonly entries: number; readonly head: string; readonly verified: boolean };
  readonly left: readonly string[];
  readonly wallMs: number;
  readonly waitedMs: number;
}

const rehearsed = (...args: readonly string[]): Promise<Rehearsed> => rehearsedIn({}, ...args);

async function rehearsedIn(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Rehearsed> {
  const ran = await runKaiyaku(['rehearse', '--format', 'json', ...args], { env, timeoutMs: 110_000 });
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({
    outcome: 'complete',
    engine: 'api',
    left: [],
    journal: {
      entries: expect.any(Number) as unknown,
      head: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      verified: true,
    },
    wallMs: expect.any(Number) as unknown,
    waitedMs: expect.any(Number) as unknown,
  });
  // Each irreversible thing took effect exactly once, as the simulators count it.
  const irreversible = document.effects.filter(
    ({ call }) => call.startsWith('DELETE ') || call.includes('factoryreset'),
  );
  expect(irreversible.filter(({ count }) => count !== 1)).toEqual([]);
  const gone = irreversible.map(({ target }) => target);
  for (const id of [DEFAULT_IDS.server, DEFAULT_IDS.systemDisk, DEFAULT_IDS.archive, DEFAULT_IDS.router])
    expect(
      gone.some((target) => target.includes(id)),
      `${id} in ${gone.join(' ')}`,
    ).toBe(true);
  return document;
}

const verdictOf = ({ steps }: Rehearsed, id: string) => steps.find((step) => step.id === id)?.verdict;
const resets = ({ effects }: Rehearsed) => effects.filter(({ call }) => call.includes('factoryreset'));

describe('rehearse', () => {
  test('route R: reset and delete; nothing is left behind on this machine', async () => {
    // A folder for temporary files of its own: others may rehearse on this machine at the same time.
    const temporary = await mkdtemp(join(tmpdir(), 'kaiyaku-tmp-'));
    const document = await rehearsedIn({ TMPDIR: temporary });
    expect(document.route).toBe('r');
    expect(document.steps.map(({ verdict }) => verdict)).toEqual(document.steps.map(() => 'done'));
    expect(resets(document)).toMatchObject([{ step: 'reset-fortigate', count: 1 }]);
    expect(document.waitedMs).toBeGreaterThan(document.wallMs);
    expect(await readdir(temporary)).toEqual([]);
    await rm(temporary, { recursive: true });
  });

  test('route D: the device is dead', async () => {
    const document = await rehearsed('--route', 'd');
    expect(document.route).toBe('d');
    expect(verdictOf(document, 'reset-fortigate')).toBe('not-needed');
    expect(resets(document)).toEqual([]);
  });

  test('when the other side fails, at four steps', async () => {
    const faults = [
      'unreachable@back-up',
      'unknown-observe@reset-fortigate',
      'error-500@release-ips',
      'timeout-after@destroy-server',
    ];
    const document = await rehearsed(...faults.flatMap((fault) => ['--fault', fault]));
    expect(document.steps.map(({ verdict }) => verdict)).toEqual(document.steps.map(() => 'done'));
    expect(resets(document)).toHaveLength(1);
  });

  test('as text every line of the story says that it is a rehearsal', async () => {
    const args = ['rehearse', '--route', 'd', '--fault', 'timeout-before@destroy-server'];
    const ran = await runKaiyaku(args, { timeoutMs: 110_000 });
    expect(ran.code, ran.out + ran.err).toBe(0);
    const story = ran.out.split('\n').filter((line) => /JST\s/.test(line));
    expect(story.length).toBeGreaterThan(10);
    expect(story.filter((line) => !line.startsWith('REHEARSAL'))).toEqual([]);
    expect(ran.out).toMatch(/Left\s+nothing/);
  });

  test('--list-faults names what --fault takes', async () => {
    const ran = await runKaiyaku(['rehearse', '--list-faults']);
    expect(ran.code).toBe(0);
    for (const word of ['timeout-after', 'error-500', 'destroy-server']) expect(ran.out).toContain(word);
  });
});

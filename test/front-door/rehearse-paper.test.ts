// `rehearse` where persons act: each provider's example and every other example contract, from `open` to `closed`, without
// touching the file, a journal or anybody. And what cannot be rehearsed from a file.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Rehearsed {
  readonly steps: readonly { readonly id: string; readonly actor: string; readonly verdict: string }[];
  readonly story: readonly { readonly who: string; readonly text: string }[];
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-paper-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function complete(...args: readonly string[]): Promise<Rehearsed> {
  const ran = await runKaiyaku(['rehearse', ...args, '--format', 'json'], { cwd: folder });
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({
    rehearsal: true,
    outcome: 'complete',
    engine: 'none',
    left: [],
    journal: { verified: true },
  });
  return document;
}

test.each(['altus', 'clara-additional-ip', 'flxsrv-plan-change', 'jmotto-transfer'])(
  '--provider %s: to the end, each step of a person requested, filed, and told as such',
  async (provider) => {
    const document = await complete('--provider', provider);
    expect(document).toMatchObject({ provider });
    const done = document.steps.filter(({ verdict }) => verdict === 'done');
    expect(done.length).toBeGreaterThan(5);
    for (const { id, actor } of done) {
      const said = document.story.filter(({ text }) => text.includes(` ${id}:`));
      // Filed once more where what was filed wants an explanation.
      expect([...new Set(said.map(({ who }) => who))]).toEqual(['kaiyaku', actor]);
      expect(said.filter(({ who }) => who === actor).at(-1)!.text).toMatch(/^files for .*(\d{4}-\d{2}-\d{2}|a file)/);
    }
    expect(document.steps.every(({ verdict }) => verdict === 'done' || verdict === 'not-needed')).toBe(true);
  },
);

test.each([
  ['flxsrv-plan-change', ['switch-dns', 'verify']],
  ['jmotto-transfer', ['transfer-domain', 'switch-dns', 'verify']],
])('--provider %s: what was said counts when it is seen', async (provider, proven) => {
  const { story } = await complete('--provider', provider);
  const texts = story.map(({ text }) => text);
  for (const step of proven) {
    const at = (start: string) => texts.findIndex((text) => text.startsWith(start));
    expect(at(`${step} is proven: `)).toBeGreaterThan(at(`files for ${step}: `));
    expect(texts.filter((text) => text.startsWith(`${step} is proven: `))).toHaveLength(1);
  }
  // Name servers follow an hour later: until then a word closes nothing.
  expect(
    texts.filter((text) => text.startsWith('switch-dns: attested, but the probe does not see it yet')),
  ).toHaveLength(1);
});

test('what cannot be undone is approved once, before it is requested', async () => {
  const { story } = await complete('--provider', 'altus');
  const about = story.filter(({ text }) => text.includes('expunge-servers')).map(({ text }) => text.split(' ')[0]);
  expect(about).toEqual(['approves', 'request', 'files']);
});

test.each([
  ['altus/letters-only.yaml', '2026-11-24'],
  ['altus/several-contracts.yaml', '2026-11-24'],
  ['altus/with-registry.yaml', '2026-11-24'],
  ['altus/with-dns.yaml', '2026-11-24'],
  ['clara-additional-ip/no-domain.yaml', '2026-11-24'],
  ['clara-additional-ip/provider-dns.yaml', '2026-11-24'],
  ['flxsrv-plan-change/monthly-to-monthly.yaml', '2027-01-12'],
  ['jmotto-transfer/own-domain.yaml', '2026-11-24'],
])('a contract of one’s own, like %s: rehearsed from a copy', async (example, today) => {
  const file = join(folder, basename(example));
  await cp(join('examples', example), file);
  const before = await readFile(file, 'utf8');
  await complete(basename(example), '--today', today);
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await readdir(folder)).toEqual([basename(example)]);
});

test('a text that the file has too little for stops it, and says what is missing', async () => {
  await cp('examples/flxsrv-plan-change/yearly-to-monthly.yaml', join(folder, 'change.yaml'));
  const ran = await runKaiyaku(['rehearse', 'change', '--today', '2027-01-12'], { cwd: folder });
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/switch-dns stops: .*newServerIp/s);
});

test('too late a day shows in the rehearsal, not on the day', async () => {
  await cp('examples/clara-additional-ip/no-domain.yaml', join(folder, 'ip.yaml'));
  const ran = await runKaiyaku(['rehearse', 'ip', '--today', '2027-05-06', '--format', 'json'], { cwd: folder });
  expect(ran.code, ran.out).toBe(1);
  expect(jsonOf<Rehearsed & { outcome: string }>(ran).outcome).not.toBe('complete');
});

test.each([
  ['clara-additional-ip/no-domain.yaml', '2027-05-06'],
  ['sakura-fortigate/no-term.yaml', '2027-06-01'],
])('a window that is not open on that day (%s, R02) names a day on which it is', async (example, today) => {
  await cp(join('examples', example), join(folder, 'late.yaml'));
  const refused = await runKaiyaku(['rehearse', 'late', '--today', today], { cwd: folder });
  expect(refused.code, refused.out).toBe(1);
  const [, day = ''] = /kaiyaku rehearse CONTRACT --today (\S+)/.exec(refused.out) ?? [];
  const ran = await runKaiyaku(['rehearse', 'late', '--today', day, '--format', 'json'], { cwd: folder });
  expect(jsonOf(ran)).toMatchObject({ outcome: 'complete' });
  expect(jsonOf(ran)).not.toHaveProperty('opensOn');
});

/** A package whose data kaiyaku itself backs up. */
async function withBackup(): Promise<void> {
  const section = /^backup:\n(?: .*\n)+/m.exec(await readFile('examples/jmotto-transfer/with-backup.yaml', 'utf8'))![0];
  const text = await readFile('examples/altus/one-package.yaml', 'utf8');
  await writeFile(join(folder, 'cms.yaml'), text.replace(/^backups:.*/m, section));
}

const faulty = async (fault: string) => {
  const args = ['rehearse', 'cms', '--today', '2026-11-24', '--fault', fault, '--format', 'json'];
  return runKaiyaku(args, { cwd: folder });
};

test.each([
  ['back-up', ['return-notice', 'cancel-domains', 'delete-plesk-licences', 'release-addresses', 'destroy-servers']],
  ['final-back-up', ['delete-plesk-licences', 'release-addresses', 'destroy-servers', 'expunge-servers']],
])('a backup that fails at %s stops it before what cannot be undone', async (step, later) => {
  await withBackup();
  const ran = await faulty(`refused@${step}`);
  expect(ran.code, ran.out + ran.err).toBe(1);
  const { steps, story } = jsonOf<Rehearsed>(ran);
  for (const id of later) {
    expect(steps.find((one) => one.id === id)?.verdict).toBe('blocked');
    expect(story.filter(({ text }) => text.startsWith(`approves ${id}`) || text.startsWith(`request ${id}`))).toEqual(
      [],
    );
  }
  expect(story.some(({ text }) => /rehearsed fault refused: save of backup .* was refused/.test(text))).toBe(true);
});

test.each(['timeout-before', 'timeout-after', 'error-500', 'unreachable'])(
  'a backup whose answer fails by %s is taken again, and the rehearsal comes to its end',
  async (fault) => {
    await withBackup();
    const ran = await faulty(`${fault}@final-back-up`);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const { story } = jsonOf<Rehearsed>(ran);
    expect(story.some(({ text }) => text.includes(`rehearsed fault ${fault}`))).toBe(true);
  },
);

test.each([
  [['rehearse', '--provider', 'alts'], /altus/],
  [['rehearse', 'examples/altus/one-package.yaml', '--provider', 'altus'], /not both/],
  [['rehearse', '--provider', 'altus', '--fault', 'timeout-after@close'], /simulated world/],
  [['rehearse', '--provider', 'altus', '--today', '2027-02-30'], /--today/],
  [['rehearse', 'nowhere'], /no contract file nowhere/],
])('%j is an error of the user', async (args, saying) => {
  const ran = await runKaiyaku(args);
  expect(ran.code, ran.out + ran.err).toBe(2);
  expect(ran.err).toMatch(saying);
});

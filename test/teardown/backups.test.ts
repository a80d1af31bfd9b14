// The `backup` section over all providers: which steps become kaiyaku's, what they are fresh for, which day counts as done, and
// what a file must not say. Without a section nothing changes: the goldens of the examples stand.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContractReader } from '../../src/contract-reader.ts';
import { diagnosticsOf } from '../../src/contract/read-contract.ts';
import type { KaiyakuError } from '../../src/base/errors.ts';
import { withBackups } from '../../src/teardown/backups.ts';
import { type History, NO_HISTORY } from '../../src/teardown/provider.ts';
import { teardownDigest } from '../../src/teardown/step.ts';

const TODAY = '2026-11-28';
const HOST_KEY = `SHA256:${'A'.repeat(43)}`;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaiyaku-backup-section-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const item = (name: string, domain = '') => `
    - name: ${name}
      ${domain === '' ? '' : `domain: ${domain}`}
      from:
        ssh: { host: web.example.jp, user: web, privateKey: file:keys/web, hostKey: "${HOST_KEY}" }
        path: /var/www/${name}`;
const section = (...items: string[]) => `
backup:
  repository: { path: ../restic, password: env:RESTIC_PASSWORD, passwordKeptAt: safe }
  data:${items.join('')}
`;

async function teardownOf(example: string, added = '', history: History = NO_HISTORY) {
  const path = join(folder, 'contract.yaml');
  const text = readFileSync(`examples/${example}`, 'utf8');
  // A list for a person does not stand beside a section.
  writeFileSync(path, (added === '' ? text : text.replace(/^backups:.*\n/m, '')) + added);
  const { contract } = await new ContractReader().read(path);
  const provider = contract.provider;
  const terms = provider.termsOf(contract.content, history, TODAY);
  return { terms, contract, teardown: provider.teardownOf(contract.content, terms, history, new Map()) };
}

const codesOf = (example: string, added: string): Promise<string[]> =>
  teardownOf(example, added).then(
    () => [],
    (error: unknown) => diagnosticsOf(error as KaiyakuError).map(({ code }) => code),
  );

describe.each<[string, string, Record<string, string>]>([
  ['altus/one-package.yaml', section(item('web'), item('db')), { 'back-up': 'return-notice', 'final-back-up': '' }],
  ['flxsrv-plan-change/monthly-to-monthly.yaml', section(item('web')), { 'back-up': 'move-data' }],
  ['jmotto-transfer/own-domain.yaml', section(item('web')), { 'back-up': 'copy-data' }],
])('%s', (example, added, steps) => {
  it('has kaiyaku’s own backups where it declares them, and a person’s where it does not', async () => {
    const [without, plain] = [await teardownOf(example), await teardownOf(example, added)];
    for (const [id, untilStep] of Object.entries(steps)) {
      expect(without.teardown.steps.find((step) => step.id === id)).toMatchObject({ actor: 'customer', effects: [] });
      const step = plain.teardown.steps.find((one) => one.id === id)!;
      expect(step).toMatchObject({ actor: 'kaiyaku', evidence: [] });
      for (const effect of step.effects) {
        expect(effect).toMatchObject({
          irreversible: false,
          proof: [{ goal: { is: 'receipt', equal: { readBack: true, drilled: true } } }],
          fresh: { forMs: 86_400_000 },
        });
        expect(plain.teardown.steps.map((one) => one.id)).toContain(effect.fresh!.untilStep);
        if (untilStep !== '') expect(effect.fresh!.untilStep).toBe(untilStep);
        // References to secrets are the contract's, not the target's.
        expect(JSON.stringify(effect.command)).not.toMatch(/RESTIC_PASSWORD|keys\/web/);
      }
    }
    expect(teardownDigest(plain.teardown)).not.toBe(teardownDigest(without.teardown));
    const others = (teardown: typeof plain.teardown) =>
      teardown.steps.filter(({ id }) => steps[id] === undefined).map(({ id, after, actor }) => [id, after, actor]);
    expect(others(plain.teardown)).toEqual(others(without.teardown));
  });

  it('counts the step as done on the day of its last backup, once all of them are there', async () => {
    const { teardown, terms } = await teardownOf(example, added);
    const planned = (of: typeof terms) => (of.schedule ?? []).map(({ step }) => step);
    expect(planned(terms)).toContain('back-up');
    const effects = teardown.steps.find(({ id }) => id === 'back-up')!.effects;
    const receipts = Object.fromEntries(effects.map(({ id }) => [id, { finishedAt: '2026-11-27T16:00:00Z' }]));
    const history = { ...NO_HISTORY, receipts };
    const done = await teardownOf(example, added, history);
    expect(planned(done.terms)).not.toContain('back-up');
    const content = done.contract.content as Parameters<typeof withBackups>[0];
    expect(withBackups(content, history).attested).toEqual({ 'back-up': { backedUpOn: '2026-11-28' } });
    const [, ...rest] = Object.entries(receipts);
    const partly = { ...NO_HISTORY, receipts: Object.fromEntries(rest) };
    expect(withBackups(content, partly).attested).toEqual({});
  });
});

describe('clara-additional-ip', () => {
  const example = 'clara-additional-ip/two-domains.yaml';

  it('backs up domain by domain; one without backups stays a person’s', async () => {
    const { teardown: plain } = await teardownOf(example);
    const domains = plain.steps.flatMap(({ id }) => (id.startsWith('back-up:') ? [id.slice('back-up:'.length)] : []));
    const [first, second] = [domains[0]!, domains[1]!];
    const { teardown } = await teardownOf(example, section(item('web', first)));
    const actorOf = (domain: string) => teardown.steps.find(({ id }) => id === `back-up:${domain}`)!.actor;
    expect([actorOf(first), actorOf(second)]).toEqual(['kaiyaku', 'customer']);
    expect(await codesOf(example, section(item('web')))).toContain('backup-without-domain');
  });

  it('saves what is declared beside the backup that Plesk makes', async () => {
    const declared = section(item('web', 'spring-fair.example'));
    const { teardown } = await teardownOf('clara-additional-ip/with-plesk.yaml', declared);
    const { effects } = teardown.steps.find(({ id }) => id === 'back-up:spring-fair.example')!;
    expect(effects.map(({ command }) => `${command.target.executor} ${command.verb}`)).toEqual([
      'plesk back-up',
      'backup save',
    ]);
  });
});

describe('a section', () => {
  const example = 'jmotto-transfer/own-domain.yaml';

  it.each<[string, string, string, string]>([
    ['without a repository', example, section(item('web')).replace(/ {2}repository.*\n/, ''), 'missing-key'],
    ['that names one twice', example, section(item('web'), item('web')), 'listed-twice'],
    ['with domains where there are none', example, section(item('web', 'example.jp')), 'unknown-key'],
    [
      'kept on the machine that it is taken from',
      example,
      section(item('web')).replace(
        'path: ../restic',
        `sftp: { host: web.example.jp, user: b, privateKey: file:k, hostKey: "${HOST_KEY}", path: /r }`,
      ),
      'backup-beside-its-source',
    ],
    [
      'with an option as a database',
      example,
      section(item('db').replace(/path: .*/, 'postgres: { database: "--help" }')),
      'wrong-value',
    ],
    [
      'beside a list for a person',
      'altus/one-package.yaml',
      `${section(item('web'))}backups: [web]\n`,
      'backups-twice',
    ],
  ])('%s is an error of the file', async (_, from, added, code) => {
    expect(await codesOf(from, added)).toContain(code);
  });

  it('of the main job stands beside the commands that it had', async () => {
    const path = join(folder, 'fgt.yaml');
    const text = readFileSync('examples/sakura-fortigate/no-term.yaml', 'utf8');
    writeFileSync(path, text.replace(/^backup:\n {2}to: backups\n/m, `${section(item('web'))}  to: backups\n`));
    const { contract } = await new ContractReader().read(path);
    const of = contract.provider;
    const terms = of.termsOf(contract.content, NO_HISTORY, TODAY);
    const { steps } = of.teardownOf(contract.content, terms, NO_HISTORY, new Map());
    const ids = steps.find(({ id }) => id === 'back-up')!.effects.map(({ id }) => id);
    expect(ids.at(-1)).toBe('back-up/save:backup:saved-data:web');
    expect(ids[0]).toContain('back-up/back-up:fortigate-ssh');
  });
});

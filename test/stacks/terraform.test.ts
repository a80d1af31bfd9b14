// The real binary over synthesized folders: nothing is planned for deletion at any moment, a full destroy and a stale
// description are refused. No registry is asked: each object is stood for by a built-in resource of the same protection.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalMoment } from '../../stacks/gone.ts';
import { synthesize } from '../../stacks/synth.ts';
import { effectsOf, fortigateExamples, moment, notOpened } from './moments.ts';

const hasTerraform = ((): boolean => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const examples = await fortigateExamples();
const example = examples.find(({ name }) => name === 'two-fortigates-one-router')!;
const effects = effectsOf(example);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-stacks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const textOf = (journal: JournalMoment, of = example, version: 2 | 3 = 2): string =>
  JSON.stringify(
    synthesize({ name: of.name, contract: of.contract, journal, journalFile: 'journal.jsonl' }, version).terraform,
  );

/** Every object's block as `terraform_data` under its own name, with its own lifecycle; nothing to import or to configure. */
function withoutProvider(text: string): string {
  const { resource, removed } = JSON.parse(text) as {
    resource: Record<string, Record<string, { lifecycle: object; input?: object }>>;
    removed?: { from: string }[];
  };
  const blocks = Object.values(resource).flatMap((named) =>
    Object.entries(named).map(([name, { lifecycle, input }]) => [name, { lifecycle, ...(input && { input }) }]),
  );
  return JSON.stringify({
    resource: { terraform_data: Object.fromEntries(blocks) as object },
    ...(removed && { removed: removed.map((one) => ({ ...one, from: one.from.replace(/^\w+/, 'terraform_data') })) }),
  });
}

/** As the journal's last line is: its own hash, and the one before. */
const journalLine = ({ head }: JournalMoment) =>
  `{"at":"${head.at}","body":{},"hash":"${head.hash}","kind":"held","prev":"${'f'.repeat(64)}","seq":${head.seq}}\n`;

function terraform(...args: readonly string[]): Promise<{ code: number; text: string }> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  return new Promise((done) => {
    execFile('terraform', [...args], { cwd: folder, env, timeout: 60_000 }, (error, out, err) => {
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, text: out + err });
    });
  });
}

/** Writes a moment, and a journal that ends where it says. */
async function write(journal: JournalMoment, text = withoutProvider(textOf(journal))): Promise<void> {
  await writeFile(join(folder, 'cdk.tf.json'), text);
  if (journal.head.seq >= 0) await writeFile(join(folder, 'journal.jsonl'), `{"seq":0}\n${journalLine(journal)}`);
}

describe.skipIf(!hasTerraform)('with the real terraform (where it is installed)', () => {
  test.each(examples)('reads every document: $name', async (one) => {
    for (const version of [2, 3] as const)
      for (const journal of [notOpened(), moment(effectsOf(one))]) {
        await write(notOpened(), textOf(journal, one, version));
        const { code, text } = await terraform('providers');
        expect(code, text).toBe(0);
        expect(text).toContain('terraform.io/builtin/terraform');
      }
  });

  test('a whole teardown: applied at every moment nothing is deleted; at each, a destroy and a stale head are refused', async () => {
    await write(notOpened());
    expect((await terraform('init', '-input=false')).code).toBe(0);
    const first = await terraform('apply', '-input=false', '-auto-approve', '-no-color');
    expect(first.text).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    const steps = [0, 0.3, 0.6, 1].map((part) => moment(effects.slice(0, Math.ceil(part * effects.length))));
    for (const journal of steps) {
      await write(journal);
      const applied = await terraform('apply', '-input=false', '-auto-approve', '-no-color');
      expect(applied.code, applied.text).toBe(0);
      expect(applied.text).toMatch(/ 0 destroyed/);
      const destroyed = await terraform('apply', '-destroy', '-input=false', '-auto-approve', '-no-color');
      expect(destroyed.code).toBe(1);
      expect(destroyed.text).toContain('prevent_destroy');
      await writeFile(join(folder, 'journal.jsonl'), journalLine({ ...journal, head: { ...journal.head, hash: 'a' } }));
      const stale = await terraform('plan', '-input=false', '-no-color');
      expect(stale.code).toBe(1);
      expect(stale.text).toContain('run kaiyaku synth again');
    }
    expect((await terraform('state', 'list')).text.trim().split('\n')).toEqual(['terraform_data.kaiyaku_sentinel']);
  });
});

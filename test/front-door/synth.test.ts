// `synth` from outside: what is written, for whom, and that the stack follows the journal's head.
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder } from '../helpers/contracts-folder.ts';
import { jsonOf, KAIYAKU } from '../helpers/run-kaiyaku.ts';

const open: ContractsFolder[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));
const folder = async (): Promise<ContractsFolder> => {
  const made = await contractsFolder({ nowAt: '2026-12-02T01:00:00.000Z' });
  open.push(made);
  await made.write({ 'fgt.yaml': await made.example('no-term') });
  return made;
};

interface Printed {
  readonly file: string;
  readonly journal: { readonly seq: number; readonly hash: string } | null;
  readonly kept: readonly string[];
  readonly forgotten: readonly string[];
  readonly terraform: object;
}

test('writes the stack for the owner alone, and names the head of the journal that it follows', async () => {
  const at = await folder();
  const before = await at.run(['synth', 'fgt']);
  expect(before.code, before.err).toBe(0);
  const file = join(at.path, 'cdktf.out', 'stacks', 'fgt', 'cdk.tf.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  expect(await readFile(file, 'utf8')).toContain('!fileexists(');

  expect((await at.run(['open', 'fgt.yaml'])).code).toBe(0);
  const after = await at.run(['synth', 'fgt', '--provider-version', '3', '--out', 'v3', '--format', 'json']);
  const printed = jsonOf<Printed>(after);
  expect(printed.kept.length).toBeGreaterThan(0);
  expect(printed.kept.every((address) => address.startsWith('sakura_'))).toBe(true);
  expect(printed.forgotten).toEqual([]);
  const written = await readFile(join(at.path, 'v3', 'cdk.tf.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(printed.terraform);
  expect(written).toContain(printed.journal!.hash);
  const journal = await readFile(join(at.path, '.kaiyaku', 'fgt', 'journal.jsonl'), 'utf8');
  expect(journal).toContain(printed.journal!.hash);
});

test('a folder keeps what it described: dropped blocks are forgotten, another version is refused', async () => {
  const at = await folder();
  const first = jsonOf<Printed>(await at.run(['synth', 'fgt', '--format', 'json']));
  await at.edit('fgt.yaml', [/^estate:\n(?:(?: .*)?\n)+/mu, '']);
  const second = jsonOf<Printed>(await at.run(['synth', 'fgt', '--format', 'json']));
  expect([...second.kept, ...second.forgotten].toSorted()).toEqual(first.kept.toSorted());
  expect(second.forgotten.length).toBeGreaterThan(0);
  const other = await at.run(['synth', 'fgt', '--provider-version', '3']);
  expect(other.code).toBe(2);
  expect(other.err).toContain('synth-folder-taken');
});

test('as the app of the CDKTF command line: where it says, with its manifest and its note, and again', async () => {
  const at = await folder();
  for (const round of [1, 2]) {
    const ran = await at.run(['synth', 'fgt'], { CDKTF_OUTDIR: 'out' });
    expect(ran.code, `round ${round}: ${ran.err}`).toBe(0);
    const manifest = JSON.parse(await at.read('out/manifest.json')) as { stacks: Record<string, object> };
    expect(manifest.stacks).toEqual({
      fgt: {
        name: 'fgt',
        constructPath: 'fgt',
        workingDirectory: 'stacks/fgt',
        synthesizedStackPath: 'stacks/fgt/cdk.tf.json',
        annotations: [],
        dependencies: [],
      },
    });
    const document = JSON.parse(await at.read('out/stacks/fgt/cdk.tf.json')) as Record<string, unknown>;
    expect(document['//']).toMatchObject({ metadata: { backend: 'local', stackName: 'fgt' } });
  }
  // Who says where it goes gets no manifest.
  expect((await at.run(['synth', 'fgt', '--out', 'own'], { CDKTF_OUTDIR: 'none' })).code).toBe(0);
  expect((await readdir(at.path)).sort()).toEqual(['fgt.yaml', 'out', 'own']);
});

test('a folder that others can read is refused; so is a provider without a stack', async () => {
  const at = await folder();
  await mkdir(join(at.path, 'wide'));
  await chmod(join(at.path, 'wide'), 0o755);
  const wide = await at.run(['synth', 'fgt', '--out', 'wide', '--format', 'json']);
  expect(wide.code).toBe(2);
  expect(wide.out + wide.err).toContain('synth-folder-open');
  const letters = await at.run(['synth', join(import.meta.dirname, '../../examples/altus/letters-only.yaml')]);
  expect(letters.code).toBe(2);
  expect(letters.err).toContain('no-stack');
});

test('no other command loads the construct library: its part of the bundle is imported on demand only', async () => {
  const dist = dirname(KAIYAKU);
  const parts = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(parts.map(async (name) => [name, await readFile(join(dist, name), 'utf8')] as const));
  const withLibrary = texts.filter(([, text]) => /from\s*"cdktf"/.test(text)).map(([name]) => name);
  expect(withLibrary).toHaveLength(1);
  expect(withLibrary).not.toContain(basename(KAIYAKU));
  for (const [name, text] of texts)
    expect(text, name).not.toMatch(new RegExp(`(?:from|import)\\s*"\\./${withLibrary[0]}"`));
});

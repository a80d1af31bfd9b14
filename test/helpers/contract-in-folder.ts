// One contract in a folder of its own, driven by the built command: what every estate of the tests can do with it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from '../../src/journal/entry.ts';
import { type Ran, runKaiyaku } from './run-kaiyaku.ts';

/** One command may hold a whole teardown by Terraform, on a machine that others use too. */
const RUN_TIMEOUT_MS = 180_000;

export interface ContractInFolder {
  readonly folder: string;
  readonly contract: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** The journal, line by line. */
  entries(): Promise<Entry[]>;
  /** Replaces text in the contract file. */
  edit(from: string | RegExp, to: string): Promise<void>;
}

export function contractInFolder(
  folder: string,
  name: string,
  env: Readonly<Record<string, string>>,
): ContractInFolder {
  const contract = join(folder, `${name}.yaml`);
  return {
    folder,
    contract,
    run: (args, more = {}) => runKaiyaku(args, { cwd: folder, env: { ...env, ...more }, timeoutMs: RUN_TIMEOUT_MS }),
    entries: async () =>
      (await readFile(join(folder, '.kaiyaku', name, 'journal.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry),
    edit: async (from, to) => writeFile(contract, replaced(await readFile(contract, 'utf8'), from, to)),
  };
}

/** Throws where nothing was replaced: a test that edits nothing tests nothing. */
export function replaced(text: string, from: string | RegExp, to: string): string {
  const after = text.replace(from, to);
  if (after === text) throw new Error(`nothing to replace: ${String(from)}`);
  return after;
}

/** Runs the commands in order; throws at the first that does not end with 0. */
export async function runAll(
  { run }: Pick<ContractInFolder, 'run'>,
  ...all: readonly (readonly string[])[]
): Promise<void> {
  for (const args of all) {
    const ran = await run(args);
    if (ran.code !== 0) throw new Error(`${args.join(' ')}: exit ${ran.code}\n${ran.out}\n${ran.err}`);
  }
}

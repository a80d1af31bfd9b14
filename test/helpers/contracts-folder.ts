// A folder of contract files made from the examples, with journals that the built command opens. No network, no simulator.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaced } from './contract-in-folder.ts';
import { clockEnv } from './estate.ts';
import { type Ran, runKaiyaku } from './run-kaiyaku.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/sakura-fortigate/', import.meta.url));
/** An API on loopback that nobody serves, as every device: so that the test clock is let in. */
const API_ROOT = 'http://127.0.0.1:9/cloud/zone';

export type Edit = readonly [from: string | RegExp, to: string];

export interface ContractsFolder {
  readonly path: string;
  /** Text of an example contract, edited. */
  example(name: string, ...edits: readonly Edit[]): Promise<string>;
  /** Writes files under names like `contracts/a.yaml`; folders are made. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  read(name: string): Promise<string>;
  edit(name: string, ...edits: readonly Edit[]): Promise<void>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  close(): Promise<void>;
}

export interface FolderOptions {
  /** The instant that every command believes in. */
  readonly nowAt?: string;
}

export async function contractsFolder({
  nowAt = '2026-12-01T01:00:00.000Z',
}: FolderOptions = {}): Promise<ContractsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'kaiyaku-contracts-'));
  const write: ContractsFolder['write'] = async (files) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
  };
  const read = (name: string) => readFile(join(path, name), 'utf8');
  return {
    path,
    write,
    read,
    example: async (name, ...edits) => {
      const text = await readFile(join(EXAMPLES, `${name}.yaml`), 'utf8');
      const loopback: Edit[] = [
        [/^api:\n/mu, `api:\n  root: ${API_ROOT}\n`],
        [/^ {6}host: .*$/gmu, '      host: 127.0.0.1'],
      ];
      return edited(text, [...loopback, ...edits]);
    },
    edit: async (name, ...edits) => write({ [name]: edited(await read(name), edits) }),
    // Hardly faster than real time, so that one test stays on one day.
    run: (args, env = {}) =>
      runKaiyaku(args, { cwd: path, env: { ...clockEnv(nowAt, 2), KAIYAKU_BY: 'tester', ...env }, timeoutMs: 60_000 }),
    close: () => rm(path, { recursive: true, force: true }),
  };
}

/** Throws where nothing was replaced: a test that edits nothing tests nothing. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, [from, to]) => replaced(before, from, to), text);
}

/** Other ids for every object, so that two contracts of one example claim different things. */
export const otherIds = (text: string, digits: string): string =>
  text
    .replaceAll(/"113000(\d{6})"/gu, `"1${digits}$1"`)
    .replaceAll(/ip: [\d.]+\.(\d+)/gu, `ip: 10.${Number(digits) % 250}.0.$1`);

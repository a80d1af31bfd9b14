// The examples for CI, timers and clusters, read with the readers of their formats: each line that starts kaiyaku, and what
// becomes of its exit code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'examples/ci';

/** Every file below `examples/ci`, path to text. */
export async function ciExamples(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(join(ROOT, FOLDER), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (file) => [file.slice(ROOT.length), await readFile(file, 'utf8')]));
  return new Map(texts as [string, string][]);
}

export interface Call {
  readonly verb: string;
  readonly words: readonly string[];
}

/** Every `kaiyaku VERB …` that is run: comments are none; lines that are folded before an option count as one. */
export function callsIn(text: string): Call[] {
  const run = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\n\s+(?=--)/g, ' ');
  return [...run.matchAll(/(?:npx |ExecStart=|^\s+)kaiyaku ([a-z]+\b[^\n]*)/gm)]
    .map(([, line]) => line!.replace(/\s*(?:\|\||&$| #).*$/, '').split(/\s+/))
    .map(([verb, ...words]) => ({ verb: verb!, words }));
}

/** A unit file of systemd: section to key to its values, in their order. Throws for what is no line of one. */
export function unitOf(text: string): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | undefined;
  for (const line of text.split('\n')) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const [, name] = /^\[([A-Z][A-Za-z]*)\]$/.exec(line) ?? [];
    const [, key, value] = /^([A-Z][A-Za-z]*)=(.+)$/.exec(line) ?? [];
    if (name !== undefined) sections.set(name, (section = new Map()));
    else if (key === undefined || section === undefined) throw new Error(`no line of a unit: ${line}`);
    else section.set(key, [...(section.get(key) ?? []), value!]);
  }
  return sections;
}

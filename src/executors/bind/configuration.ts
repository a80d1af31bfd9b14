// The configuration of a name server on its machine: its files, and what it means as named-checkconf says it. Keys are masked by
// the tool itself.
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { COMPILED_BYTES_MAX, INCLUDE_DEPTH_MAX, TOOL_TIMEOUT_MS, ZONE_FILES_MAX } from './limits.ts';
import { type Statement, statementsOf, Unclosed } from './named-conf.ts';

export interface ConfigText {
  /** Links are followed: the file itself is what is replaced. */
  readonly path: string;
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The file and what it includes. Throws what the machine throws, and `config-by-hand`. */
export async function configTexts(machine: Machine, config: string): Promise<ConfigText[]> {
  const found = new Map<string, ConfigText>();
  const read = async (file: string, depth: number): Promise<void> => {
    const path = await machine.realPath(file);
    if (found.has(path)) return;
    if (depth > INCLUDE_DEPTH_MAX || found.size >= ZONE_FILES_MAX) throw byHand(`${config} includes too much`);
    const text = await machine.read(path);
    const statements = parsed(path, text);
    found.set(path, { path, text, statements });
    for (const { kind, name } of statements) {
      if (kind !== 'include') continue;
      // named looks for a relative name where it stands at that moment, which nobody else can tell.
      if (!name.startsWith('/') || /[*?[]/.test(name)) throw byHand(`${path}: include ${name} cannot be followed`);
      await read(name, depth + 1);
    }
  };
  await read(config, 0);
  return [...found.values()];
}

function parsed(path: string, text: string): Statement[] {
  try {
    return statementsOf(text);
  } catch (error) {
    if (!(error instanceof Unclosed)) throw error;
    throw byHand(`${path}: a comment, a string or a block is not closed`);
  }
}

export const byHand = (what: string): KaiyakuError =>
  providerError('config-by-hand', what, {
    class: 'permanent',
    next: 'take the zone out of the configuration by hand, then run apply again',
  });

/** Canonical lines. Throws `config-not-valid`, in the tool's own words. */
export async function canonicalConfig(machine: Machine, config: string): Promise<string[]> {
  const limits = { timeoutMs: TOOL_TIMEOUT_MS, outputBytesMax: COMPILED_BYTES_MAX };
  const ran = await machine.run(['named-checkconf', '-p', '-x', config], limits);
  if (ran.ended === 'exited' && ran.exitCode === 0 && !ran.truncated) return ran.stdout.split('\n');
  throw providerError('config-not-valid', `${machine.name}: named-checkconf does not accept ${config}: ${ran.said}`, {
    class: 'permanent',
    next: 'mend the configuration by hand, then run apply again',
  });
}

/** The lines without the one block of that zone; undefined where there is not exactly one. */
export function withoutZone(lines: readonly string[], zone: string): string[] | undefined {
  const heads = lines.flatMap((line, at) => {
    const [, indent, name] = /^(\s*)zone "([^"]*)"(?: \S+)? \{$/.exec(line) ?? [];
    return name?.toLowerCase().replace(/\.$/, '') === zone ? [{ at, indent: indent ?? '' }] : [];
  });
  const [head, ...others] = heads;
  if (head === undefined || others.length > 0) return undefined;
  const end = lines.indexOf(`${head.indent}};`, head.at);
  return end < 0 ? undefined : [...lines.slice(0, head.at), ...lines.slice(end + 1)];
}

// The files of a configuration on their machine: the roots and everything that they include, by the server's own rules for
// relative names and patterns.
import { posix } from 'node:path';
import { providerError } from '../../base/errors.ts';
import { FILE_MISSING } from '../machine/failures.ts';
import { KaiyakuError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { apacheDirectives } from './apache.ts';
import type { WebServer } from './command.ts';
import { type Directive, Unbalanced } from './directive.ts';
import { CONFIG_FILES_MAX, INCLUDE_DEPTH_MAX } from './limits.ts';
import { nginxDirectives } from './nginx.ts';

export interface ConfigFile {
  /** Links are followed: the file itself is what is replaced. */
  readonly path: string;
  readonly text: string;
  readonly directives: readonly Directive[];
}

/** Throws what the machine throws, `web-config-unread` where an include leads nowhere that can be told. */
export async function configFiles(machine: Machine, { server, roots }: WebServer): Promise<ConfigFile[]> {
  const found = new Map<string, ConfigFile>();
  const read = async (path: string, base: string, depth: number): Promise<void> => {
    const real = await machine.realPath(path);
    if (found.has(real)) return;
    if (depth > INCLUDE_DEPTH_MAX || found.size >= CONFIG_FILES_MAX)
      throw unread(`more than ${CONFIG_FILES_MAX} files, or includes deeper than ${INCLUDE_DEPTH_MAX}`);
    const text = await machine.read(real);
    const directives = parsed(real, text, server);
    found.set(real, { path: real, text, directives });
    let from = base;
    for (const directive of directives) {
      const [word] = directive.words;
      if (server === 'apache' && directive.name === 'serverroot' && word !== undefined) from = word.text;
      if (!INCLUDES.has(directive.name) || word === undefined) continue;
      const mayLack = server === 'nginx' ? /[*?[]/.test(word.text) : directive.name === 'includeoptional';
      for (const one of await included(machine, word.text, { from, mayLack, where: `${real}, line ${directive.line}` }))
        await read(one, from, depth + 1);
    }
  };
  for (const root of roots) await read(root, posix.dirname(root), 0);
  return [...found.values()];
}

const INCLUDES = new Set(['include', 'includeoptional']);

function parsed(path: string, text: string, server: WebServer['server']): Directive[] {
  try {
    return server === 'apache' ? apacheDirectives(text) : nginxDirectives(text);
  } catch (error) {
    if (!(error instanceof Unbalanced)) throw error;
    throw unread(`${path}: a quote or a block is not closed (${error.message})`);
  }
}

interface From {
  readonly from: string;
  readonly mayLack: boolean;
  readonly where: string;
}

/** Paths behind one include, in alphabetical order. A folder stands for everything in it. */
async function included(machine: Machine, pattern: string, { from, mayLack, where }: From): Promise<string[]> {
  if (pattern.includes('${')) throw unread(`${where}: ${pattern} cannot be followed`);
  let paths = ['/'];
  for (const part of posix.resolve(from, pattern).split('/').filter(Boolean)) {
    const next: string[] = [];
    for (const path of paths) {
      if (!/[*?[]/.test(part)) next.push(posix.join(path, part));
      else if (await isFolder(machine, path))
        next.push(...(await machine.list(path)).filter(matcher(part)).map((name) => posix.join(path, name)));
    }
    paths = next;
  }
  const files: string[] = [];
  for (const path of paths) {
    if (!(await machine.exists(path))) {
      if (!mayLack && !/[*?[]/.test(pattern)) throw unread(`${where}: ${path} is not there`);
    } else files.push(...(await inside(machine, path, 0)));
  }
  return files;
}

async function inside(machine: Machine, path: string, depth: number): Promise<string[]> {
  if (!(await machine.isFolder(path))) return [path];
  if (depth > INCLUDE_DEPTH_MAX) throw unread(`${path}: folders deeper than ${INCLUDE_DEPTH_MAX}`);
  const files: string[] = [];
  for (const name of await machine.list(path))
    files.push(...(await inside(machine, posix.join(path, name), depth + 1)));
  return files;
}

async function isFolder(machine: Machine, path: string): Promise<boolean> {
  try {
    return await machine.isFolder(path);
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === FILE_MISSING) return false;
    throw error;
  }
}

/** `*`, `?` and `[…]` as the shell reads them; a name that begins with a dot only where the pattern says so. */
export function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(/\[!|[*?[\].+^${}()|\\]/g, (char) => GLOB[char] ?? `\\${char}`);
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name) && (!name.startsWith('.') || pattern.startsWith('.'));
}

const GLOB: Readonly<Record<string, string>> = { '*': '[^/]*', '?': '[^/]', '[': '[', ']': ']', '[!': '[^' };

const unread = (message: string): KaiyakuError =>
  providerError('web-config-unread', message, {
    class: 'permanent',
    next: 'mend it, or name the file itself under server.web.roots; then look again',
  });

// The files of the project as a map from path to text, so that every check can be tried on a small made-up tree.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readSource, type Source } from './source.ts';

/** Paths relative to the root, with slashes. */
export type Tree = ReadonlyMap<string, string>;

export interface Problem {
  readonly path: string;
  readonly line?: number;
  readonly what: string;
  /** What to do or use instead. */
  readonly instead: string;
}

export const printed = (problems: readonly Problem[]): string[] =>
  problems.map(
    ({ path, line, what, instead }) => `${path}${line === undefined ? '' : `:${line}`}: ${what} — ${instead}`,
  );

/** Not ours, made by a tool, or kept byte for byte as something else made it. */
const SKIPPED = /^(?:node_modules|dist|coverage|\.git|\.kaiyaku)$|\/node_modules$|^packages\/[^/]+\/lib$/;
const TEXT =
  /\.(?:ts|mjs|js|cjs|json|ya?ml|md|sh)$|(?:^|\/)(?:\.ci\/run|\.editorconfig|\.npmrc|\.gitignore)$|^test\/fixtures\/bin\//;

export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const read = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (SKIPPED.test(path)) continue;
      if (entry.isDirectory()) read(path);
      else if (entry.isFile() && TEXT.test(path)) tree.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  read('.');
  return tree;
}

const sources = new WeakMap<Tree, Map<string, Source>>();

/** The source of a file, read once. */
export function sourceOf(tree: Tree, path: string): Source {
  let known = sources.get(tree);
  if (known === undefined) sources.set(tree, (known = new Map()));
  let source = known.get(path);
  if (source === undefined) known.set(path, (source = readSource(tree.get(path) ?? '')));
  return source;
}

export const isCode = (path: string): boolean => /\.(?:ts|mjs)$/.test(path) && !path.endsWith('.d.ts');

/** The folders of the product; everything else serves it. */
export const isProduct = (path: string): boolean => isCode(path) && /^(?:src|scripts|policies|stacks)\//.test(path);

/** The file that a relative specifier names, or undefined for packages. */
export function resolved(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** Files reached by imports, from the given ones on, with the file that led there. */
export function reached(tree: Tree, roots: readonly string[], withTypes: boolean): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>(roots.map((root) => [root, undefined]));
  for (const path of found.keys())
    if (isCode(path))
      for (const { specifier, typeOnly } of sourceOf(tree, path).imports) {
        const to = resolved(path, specifier);
        if (to !== undefined && tree.has(to) && !found.has(to) && (withTypes || !typeOnly)) found.set(to, path);
      }
  return found;
}

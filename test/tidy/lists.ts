// Nothing registers itself: every provider, executor, policy and command stands in its written list, and every file is
// reached from an entry, a list or a test. What is not reached is dead.
import { isCode, isProduct, type Problem, reached, resolved, sourceOf, type Tree } from './tree.ts';

interface List {
  readonly list: string;
  /** A file that has to be listed. */
  readonly listed: RegExp;
  /** What the list imports for it. */
  readonly as: (match: RegExpExecArray) => readonly string[];
}

export const LISTS: readonly List[] = [
  {
    list: 'scripts/index.ts',
    listed: /^scripts\/([^/]+)\/(?:teardown|terms)\.ts$/,
    as: ([, folder]) => [`scripts/${folder}/index.ts`, `scripts/${folder}/teardown.ts`],
  },
  {
    list: 'src/executors/index.ts',
    listed: /^src\/executors\/(?!wrappers\/)([^/]+)\/executor\.ts$/,
    as: ([path]) => [path],
  },
  { list: 'policies/index.ts', listed: /^policies\/[^/]+\/[rp]\d+-[^/]+\.ts$/, as: ([path]) => [path] },
  {
    list: 'src/cli/index.ts',
    listed: /^src\/cli\/verbs\/([^/.]+)\.ts$/,
    as: ([, verb]) => [`src/cli/verbs/${verb}.command.ts`],
  },
];

export function checkLists(tree: Tree): Problem[] {
  return LISTS.filter(({ list }) => tree.has(list)).flatMap(({ list, listed, as }) => {
    const imported = new Set(sourceOf(tree, list).imports.map(({ specifier }) => resolved(list, specifier)));
    return [...tree.keys()].flatMap((path) => {
      const match = listed.exec(path);
      if (match === null || as(match).some((wanted) => imported.has(wanted))) return [];
      return [{ path, what: `is not in ${list}`, instead: 'add its line, or delete it' }];
    });
  });
}

/** What is started from outside: by a person, by npm, by vitest. */
const ENTRIES: readonly RegExp[] = [
  /^src\/(?:cli\/main|index)\.ts$/,
  /^vitest\.config\.ts$/,
  /^(?:tools|bench)\/[^/]+\.(?:ts|mjs)$/,
  /^test\/.*\.test\.ts$/,
  /^examples\//,
];

/**
 * Files that nothing imports. Small programs are started by their path: a file outside the product is alive when its name
 * stands in a text of a living file, one of the product only when a living neighbour names it as `./name.ts`.
 */
export function checkDead(tree: Tree): Problem[] {
  const code = [...tree.keys()].filter(isCode);
  const roots = code.filter((path) => ENTRIES.some((entry) => entry.test(path)));
  let alive = reached(tree, roots, true);
  for (;;) {
    const texts = [...alive.keys(), ...[...tree.keys()].filter((path) => /(?:^|\/)package\.json$|^\.ci\//.test(path))]
      .filter((path) => !path.startsWith('test/tidy'))
      .map((path) => [path, isCode(path) ? sourceOf(tree, path).withTexts : tree.get(path)!] as const);
    const named = code.filter((path) => !alive.has(path) && texts.some(([from, text]) => names(from, text, path)));
    if (named.length === 0) break;
    alive = reached(tree, [...alive.keys(), ...named], true);
  }
  return code
    .filter((path) => !alive.has(path) && !path.startsWith('packages/'))
    .map((path) => ({
      path,
      what: 'is reached from no entry, list or test',
      instead: 'import it where it belongs, or delete it',
    }));
}

function names(from: string, text: string, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(folder.length);
  if (!isProduct(path)) return text.includes(name);
  return from.startsWith(folder) && text.includes(`'./${name}'`);
}

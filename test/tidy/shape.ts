// The shape of files: a header that says what each is for, a size that can be read at once, names that say something,
// and a sentence on what others use.
import { isCode, isProduct, type Problem, sourceOf, type Tree } from './tree.ts';

export const FILE_LINES_MAX = 300;
/** A table of cases is read by its rows: tests may be longer. */
export const TEST_LINES_MAX = 500;
const HEADER_LINES_MAX = 6;

/** Files that may be longer, each with the reason. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  'test/executors/sakura-api-simulator/order.test.ts':
    'the order rules of every resource family in the order of the fact sheet',
};

const linesMax = (path: string): number => (path.startsWith('test/') ? TEST_LINES_MAX : FILE_LINES_MAX);

export function checkSize(tree: Tree, longFiles = LONG_FILES): Problem[] {
  const tooLong = [...tree]
    .filter(([path]) => isCode(path))
    .flatMap(([path, text]) => {
      const lines = text.split('\n').length - 1;
      if (lines <= linesMax(path) || longFiles[path] !== undefined) return [];
      return [
        {
          path,
          what: `has ${lines} lines (at most ${linesMax(path)})`,
          instead: 'split it by its nouns, or give the reason in LONG_FILES of test/tidy/shape.ts',
        },
      ];
    });
  const stale = Object.keys(longFiles)
    .filter((path) => (tree.get(path) ?? '').split('\n').length - 1 <= linesMax(path))
    .map((path) => ({ path, what: 'is excused as long and is not', instead: 'take it out of LONG_FILES' }));
  return [...tooLong, ...stale];
}

export function checkHeaders(tree: Tree): Problem[] {
  return [...tree]
    .filter(([path]) => isCode(path))
    .flatMap(([path, text]) => {
      const lines = text.replace(/^#!.*\n/, '').split('\n');
      const length = lines.findIndex((line) => !line.startsWith('//'));
      if (length === 0)
        return [
          {
            path,
            line: 1,
            what: 'does not open with a comment',
            instead: 'say in two to five lines what it is for and what it must never do',
          },
        ];
      if (length > HEADER_LINES_MAX)
        return [
          {
            path,
            line: 1,
            what: `opens with ${length} comment lines`,
            instead: 'keep it to five; the rest belongs beside the code or in docs/',
          },
        ];
      return [];
    });
}

const EMPTY_NAME = /(?:^|[-./])(utils?|helpers?|managers?)(?=[-./]|$)/;

export function checkNames(tree: Tree): Problem[] {
  return [...tree.keys()].filter(isCode).flatMap((path) => {
    const problems: Problem[] = [];
    const empty = isProduct(path) ? EMPTY_NAME.exec(path)?.[1] : undefined;
    if (empty !== undefined)
      problems.push({ path, what: `is named ${empty}`, instead: 'name the noun that it is about' });
    const file = path.slice(path.lastIndexOf('/') + 1);
    if (!/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(file))
      problems.push({ path, what: 'is not in kebab-case', instead: 'use small letters and hyphens' });
    return problems;
  });
}

/** Where every exported name carries a docstring: what others build against. */
const DOCUMENTED: readonly RegExp[] = [/^src\/executors\/port\.ts$/];
const DOCUMENTED_WHEN_PUBLIC = /^src\/(?:teardown|journal|engine|contract|calendar|report|rehearsal)\//;
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/gm;

export function checkDocstrings(tree: Tree): Problem[] {
  const published = publicNames(tree);
  return [...tree]
    .filter(([path]) => isProduct(path))
    .flatMap(([path, text]) => {
      const always = DOCUMENTED.some((pattern) => pattern.test(path));
      if (!always && !DOCUMENTED_WHEN_PUBLIC.test(path)) return [];
      return [...text.matchAll(EXPORTED)].flatMap((match) => {
        const name = match[1]!;
        const before = text.slice(0, match.index).trimEnd();
        if (before.endsWith('*/') || (!always && !published.has(`${path}#${name}`) && !published.has(`${path}#*`)))
          return [];
        const line = text.slice(0, match.index).split('\n').length;
        return [
          {
            path,
            line,
            what: `exports ${name} without a docstring`,
            instead: 'say what it is for: shapes, units, errors thrown',
          },
        ];
      });
    });
}

/** `path#name` of everything that src/index.ts exports. */
function publicNames(tree: Tree): Set<string> {
  const index = 'src/index.ts';
  const names = new Set<string>();
  if (!tree.has(index)) return names;
  const { withTexts } = sourceOf(tree, index);
  for (const [, list, from] of withTexts.matchAll(/export\s+(?:type\s+)?(\*|\{[^}]*\})\s*from\s*'\.\/([^']+)'/g))
    for (const name of list === '*' ? ['*'] : list!.replaceAll(/[{}]|\btype\s/g, '').split(','))
      if (name.trim() !== '') names.add(`src/${from}#${name.trim().split(/\s/)[0]}`);
  return names;
}

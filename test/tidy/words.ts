// Words that must not stand in the project, each with what to write instead. Patterns are put together from pieces, so
// that this file does not forbid itself.
import { lineOf } from './source.ts';
import { isCode, isProduct, type Problem, sourceOf, type Tree } from './tree.ts';

interface Ban {
  readonly word: RegExp;
  readonly what: string;
  readonly instead: string;
  /** Which files; default all. */
  readonly where?: (path: string) => boolean;
  /** Where in a file: `text` everything, `code` neither comments nor strings. */
  readonly in?: 'text' | 'code';
}

const isTest = (path: string): boolean => path.startsWith('test/');
/** The tidy check itself shows what it forbids. */
const isTidy = (path: string): boolean => /^test\/tidy[./]/.test(path);
const any = (...words: string[]): string => `(?:${words.join('|')})`;
const CALLS = any('test', 'it', 'describe', 'suite');

export const BANS: readonly Ban[] = [
  {
    word: new RegExp(`(?<![\\w.])/${any('work', 'home', 'root', 'Users', 'tmp')}/`, 'g'),
    what: 'names a path of one machine',
    instead: 'use a path relative to the project, or os.tmpdir()',
    where: (path) => !isTidy(path),
  },
  {
    word: new RegExp(
      `https?://(?:[\\w-]+\\.)*${any('npmjs', 'yarnpkg', 'npmmirror', 'verdaccio', 'artifactory', 'jfrog')}\\b[\\w.:-]*|\\b(?:registry|mirror|proxy)\\.[\\w-]+\\.(?:local|internal|lan)\\b|"resolved": "http`,
      'g',
    ),
    what: 'names a package registry',
    instead: 'leave it to the user’s npm configuration',
    where: (path) => !isTidy(path),
  },
  {
    word: /^import \{[^}]*\bz\b[^}]*\} from/gm,
    what: 'bundles zod’s error texts in every language',
    instead: "import * as z from 'zod'",
    where: isProduct,
    in: 'code',
  },
  {
    word: new RegExp(`\\b${CALLS}(?:\\.\\w+)*\\.only\\s*\\(`, 'g'),
    what: 'runs only some tests',
    instead: 'name the file on vitest’s command line',
    where: isTest,
    in: 'code',
  },
  {
    // `test.skip(condition, why)` inside of a test names its condition; with a title first it has none.
    word: new RegExp(
      `\\b${CALLS}(?:\\.\\w+)*\\.(?:${any('todo', 'fails')}\\s*\\(|skip(?:\\.\\w+)*\\s*\\(\\s*['"\`])|\\bx${any('it', 'test', 'describe')}\\s*\\(`,
      'g',
    ),
    what: 'leaves a test out',
    instead: 'use skipIf with the condition that its title names, or delete it',
    where: isTest,
    in: 'code',
  },
  {
    word: new RegExp(`@ts-${any('ignore', 'nocheck')}\\b`, 'g'),
    what: 'switches the compiler off',
    instead: 'use @ts-expect-error with a reason',
    where: (path) => isCode(path) && !isTidy(path),
  },
  {
    word: /\bDate\.now\b|\bnew Date\(\s*\)/g,
    what: 'reads the clock itself',
    instead: 'take a Clock (src/base/clock.ts)',
    where: (path) => isProduct(path) && path !== 'src/base/clock.ts',
    in: 'code',
  },
  {
    word: /\bMath\.random\b/g,
    what: 'uses chance that no seed repeats',
    instead: 'take a seed, or use randomUUID of node:crypto for names',
    where: (path) => isProduct(path),
    in: 'code',
  },
  {
    word: /\bconsole\s*\./g,
    what: 'prints',
    instead: 'return the text, or call progress of the context; src/cli/io.ts prints',
    where: (path) => isProduct(path) && !path.startsWith('src/cli/'),
    in: 'code',
  },
  {
    word: /\bprocess\.exit\s*\(/g,
    what: 'ends the process in the middle of things',
    instead: 'throw, or return an exit code to src/cli/main.ts',
    where: (path) => isProduct(path) && !/^src\/cli\/(?:main|io)\.ts$/.test(path),
    in: 'code',
  },
  {
    word: /\bcatch\s*(?:\(\s*\w*\s*\)\s*)?\{\s*\}/g,
    what: 'swallows an error',
    instead: 'handle the code it expects and rethrow the rest',
    where: isProduct,
    in: 'code',
  },
  {
    word: /\b(?:error|err|cause|reason|failure|thrown|caught|e|Error)\)?\.message\s*(?:[!=]==|\.(?:includes|match|startsWith|endsWith|search)\s*\()|\.test\(\s*\w+\.message\s*\)/g,
    what: 'tells errors apart by their text',
    instead: 'switch on code or kind (src/base/errors.ts)',
    where: isProduct,
    in: 'code',
  },
  {
    word: /\bexport default\b/g,
    what: 'exports without a name',
    instead: 'export it by its name',
    where: (path) => isProduct(path),
    in: 'code',
  },
];

export function checkWords(tree: Tree, bans = BANS): Problem[] {
  return bans.flatMap(({ word, what, instead, where = () => true, in: part = 'text' }) =>
    [...tree]
      .filter(([path]) => where(path))
      .flatMap(([path, text]) => {
        const searched = part === 'code' ? sourceOf(tree, path).code : text;
        return [...searched.matchAll(word)].map((match) => ({
          path,
          line: lineOf(searched, match.index),
          what: `${what} (${match[0].trim()})`,
          instead,
        }));
      }),
  );
}

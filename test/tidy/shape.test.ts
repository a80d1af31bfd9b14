// The check is checked: headers, sizes, names, docstrings, and the document of refusals.
import { describe, expect, test } from 'vitest';
import { paths, treeOf } from './made-up-tree.ts';
import { checkRefusals } from './refusals-document.ts';
import { checkDocstrings, checkHeaders, checkNames, checkSize, FILE_LINES_MAX, TEST_LINES_MAX } from './shape.ts';
import { printed } from './tree.ts';

describe('shape', () => {
  test('a file opens with a comment, also after a shebang; not with an essay', () => {
    const check = (text: string) => paths(checkHeaders(treeOf({ 'src/base/a.ts': text })));
    expect(check('// What it is for.\nexport {};')).toEqual([]);
    expect(check('#!/usr/bin/env node\n// What it is for.\nexport {};')).toEqual([]);
    expect(check('export {};\n// too late')).toHaveLength(1);
    expect(check('// x\n'.repeat(12))).toHaveLength(1);
  });

  test('size, its exceptions, and exceptions that are none any more', () => {
    const tree = treeOf({
      'src/base/a.ts': 'x\n'.repeat(FILE_LINES_MAX + 1),
      'src/base/b.ts': 'x\n'.repeat(FILE_LINES_MAX),
      'test/a.test.ts': 'x\n'.repeat(TEST_LINES_MAX),
      'test/b.test.ts': 'x\n'.repeat(TEST_LINES_MAX + 1),
    });
    expect(paths(checkSize(tree, {}))).toEqual(['src/base/a.ts', 'test/b.test.ts']);
    expect(paths(checkSize(tree, { 'src/base/a.ts': 'a table', 'src/base/b.ts': 'was long' }))).toEqual([
      'test/b.test.ts',
      'src/base/b.ts',
    ]);
  });

  test.each([
    'src/base/utils.ts',
    'src/helpers/a.ts',
    'scripts/one/date-helper.ts',
    'src/base/lock-manager.ts',
    'src/base/camelCase.ts',
    'test/under_score.ts',
  ])('the name %s says nothing or is misspelt', (path) => {
    expect(paths(checkNames(treeOf({ [path]: '' })))).toEqual([path]);
  });

  test('names that only contain such a word, and folders of tests', () => {
    expect(
      checkNames(treeOf({ 'src/base/managed-state.ts': '', 'test/helpers/run.ts': '', 'src/a/b.test-data.ts': '' })),
    ).toEqual([]);
  });

  test('docstrings: always in the port, elsewhere for what src/index.ts exports', () => {
    const port = checkDocstrings(
      treeOf({
        'src/executors/port.ts': '/** Said. */\nexport interface A {}\n// not a docstring\nexport type B = 1;',
      }),
    );
    expect(printed(port)).toEqual([expect.stringContaining('port.ts:4: exports B without a docstring')]);
    const engine =
      'export function advance() {}\nexport const internal = 1;\n/**\n * Said.\n */\nexport async function run() {}';
    const published = (index: string) =>
      checkDocstrings(treeOf({ 'src/engine/advance.ts': engine, 'src/index.ts': index })).map(({ what }) => what);
    expect(published("export { advance, type run } from './engine/advance.ts';")).toEqual([
      'exports advance without a docstring',
    ]);
    expect(published("export * from './engine/advance.ts';")).toHaveLength(2);
    expect(published('')).toEqual([]);
  });
});

test('refusals: both lists say the same', () => {
  const rules = [
    { id: 'R01', slug: 'not-accepted', title: 'to act before the application is accepted', waivable: false },
    { id: 'R02', slug: 'wrong-window', title: 'to trust the contract’s window', waivable: true },
  ];
  const good =
    "## R01 `not-accepted`\nRefuses *to act before\nthe application* is accepted.\n## R02 wrong-window\nTo trust the contract's window.";
  expect(checkRefusals(rules, good)).toEqual([]);
  expect(checkRefusals(rules, good.replace('R02', 'R03')).map(({ what }) => what)).toEqual([
    'does not explain R02 wrong-window',
    'explains R03, which does not exist',
  ]);
  expect(checkRefusals(rules, good.replace('accepted.', 'received.'))[0]?.what).toBe('words R01 differently');
  expect(checkRefusals(rules, good.replace('wrong-window', 'window'))[0]?.what).toContain('by its slug');
});

// The check is checked: what is missing in a list, and what nothing reaches.
import { describe, expect, test } from 'vitest';
import { checkDead, checkLists, LISTS } from './lists.ts';
import { paths, treeOf } from './made-up-tree.ts';

describe('lists', () => {
  test.each([
    ['scripts/index.ts', 'scripts/one/teardown.ts', "import('./one/index.ts')"],
    ['src/executors/index.ts', 'src/executors/one/executor.ts', "import('./one/executor.ts')"],
    ['policies/index.ts', 'policies/contract/r01-x.ts', "import { x } from './contract/r01-x.ts'"],
    ['src/cli/index.ts', 'src/cli/verbs/plan.ts', "import { plan } from './verbs/plan.command.ts'"],
  ])('%s lists %s', (list, file, line) => {
    expect(paths(checkLists(treeOf({ [list]: '', [file]: '' })))).toEqual([file]);
    expect(checkLists(treeOf({ [list]: `${line};`, [file]: '' }))).toEqual([]);
    expect(checkLists(treeOf({ [file]: '' }))).toEqual([]);
    expect(LISTS.map((each) => each.list)).toContain(list);
  });

  test('wrappers are no executors', () => {
    expect(checkLists(treeOf({ 'src/executors/index.ts': '', 'src/executors/wrappers/executor.ts': '' }))).toEqual([]);
  });
});

describe('dead files', () => {
  test('alive by import, by type, by a test, by a name in a text', () => {
    const tree = treeOf({
      'src/cli/main.ts': "import './a.ts'; import type { T } from './t.ts';",
      'src/cli/a.ts': '',
      'src/cli/t.ts': '',
      'src/base/tested.ts': '',
      'test/a.test.ts': "import '../src/base/tested.ts'; fork('child.ts');",
      'test/crash/child.ts': "import './more.ts';",
      'test/crash/more.ts': '',
      'src/base/dead.ts': '',
      'src/base/dead-too.ts': "import './dead.ts';",
      'test/crash/dead.ts': '// child.ts',
    });
    expect(paths(checkDead(tree))).toEqual(['src/base/dead.ts', 'src/base/dead-too.ts', 'test/crash/dead.ts']);
  });

  test('a program of the product is alive when a neighbour starts it, not when somebody mentions its name', () => {
    const main = "new Worker(new URL('./worker.ts', import.meta.url)); print('other.ts');";
    const tree = treeOf({
      'src/cli/main.ts': main,
      'src/cli/worker.ts': '',
      'src/cli/other.ts': '',
      'src/base/worker.ts': '',
    });
    expect(paths(checkDead(tree))).toEqual(['src/cli/other.ts', 'src/base/worker.ts']);
  });
});

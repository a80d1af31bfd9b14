// The check is checked: circles by values, by types, by lazy imports; and what only meets again is none.
import { describe, expect, test } from 'vitest';
import { checkCircles } from './circles.ts';
import { treeOf } from './made-up-tree.ts';
import { printed } from './tree.ts';

describe('circles', () => {
  test.each([
    "import './c.ts';",
    "import type { C } from './c.ts';",
    "export * from './c.ts';",
    "await import('./c.ts');",
  ])('%s closes one, and the way is named', (last) => {
    const tree = treeOf({ 'src/a.ts': "import './b.ts';", 'src/b.ts': last, 'src/c.ts': "import './a.ts';" });
    expect(printed(checkCircles(tree))).toEqual([
      expect.stringMatching(/^src\/a\.ts: leads back to itself: src\/a\.ts → src\/b\.ts → src\/c\.ts → src\/a\.ts/),
    ]);
  });

  test('two ways to one file are no circle', () => {
    const tree = treeOf({
      'src/a.ts': "import './b.ts';\nimport './c.ts';",
      'src/b.ts': "import './d.ts';",
      'src/c.ts': "import './d.ts';",
      'src/d.ts': "import 'zod';",
    });
    expect(checkCircles(tree)).toEqual([]);
  });
});

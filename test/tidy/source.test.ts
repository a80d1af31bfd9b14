// The reader of source, on every form in which an import or a text can stand.
import { describe, expect, test } from 'vitest';
import { readSource } from './source.ts';

describe('reading source', () => {
  const imports = (text: string) => readSource(text).imports.map(({ specifier, typeOnly }) => [specifier, typeOnly]);

  test.each<[string, [string, boolean][]]>([
    [`import { a } from './a.ts';`, [['./a.ts', false]]],
    [`import type { A } from './a.ts';`, [['./a.ts', true]]],
    [`import { type A, type B } from './a.ts';`, [['./a.ts', true]]],
    [`import { type A, b } from './a.ts';`, [['./a.ts', false]]],
    [`import {\n  type A,\n  type B,\n} from './a.ts';`, [['./a.ts', true]]],
    [`import type from './a.ts';`, [['./a.ts', false]]],
    [
      `import * as a from "a";\nimport b, { c } from 'b';`,
      [
        ['a', false],
        ['b', false],
      ],
    ],
    [`import './a.ts';`, [['./a.ts', false]]],
    [
      `export * from './a.ts';\nexport type { B } from './b.ts';`,
      [
        ['./a.ts', false],
        ['./b.ts', true],
      ],
    ],
    [`const a = await import('./a.ts');`, [['./a.ts', false]]],
    [`const load = () => import('./a.ts').then((a) => a.run());`, [['./a.ts', false]]],
    [
      `let a: import('./a.ts').A; let b: typeof import('./b.ts');`,
      [
        ['./a.ts', true],
        ['./b.ts', true],
      ],
    ],
    [`// import { a } from './a.ts';\n/* import './b.ts' */`, []],
    [`const text = "import { a } from './a.ts'";\nconst t = \`import './b.ts'\`;`, []],
    [`export const from = 'a';\nexport function f(x = 'b') {}\nimport.meta.url + 'c';`, []],
    [`export const table = {\n  from: 'a',\n};`, []],
  ])('%j', (text, expected) => {
    expect(imports(text)).toEqual(expected);
  });

  test('comments, texts and regular expressions are no code, and lines stay', () => {
    const text = [
      "const a = 'Date.now'; // Date.now",
      'const b = `Date.now ${Date.now()} ${`${inner}`} Date.now`;',
      'const c = /[/"\'] Date.now/g.test(x) ? y / 2 : z; /* Date.now',
      'Date.now */ const d = a / b / Date.now();',
    ].join('\n');
    const { code, withTexts } = readSource(text);
    expect([...code.matchAll(/Date\.now/g)].map(({ index }) => code.slice(0, index).split('\n').length)).toEqual([
      2, 4,
    ]);
    expect(code).toContain('${`${inner}`}'.replaceAll('`', '`'));
    expect(code.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    expect([...withTexts.matchAll(/Date\.now/g)]).toHaveLength(6);
  });
});

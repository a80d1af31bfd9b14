// The check is checked: everything impure, in the ring and one file further away.
import { describe, expect, test } from 'vitest';
import { treeOf } from './made-up-tree.ts';
import { checkPure } from './pure.ts';
import { printed } from './tree.ts';

describe('the pure ring', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'performance.now()',
    'Math.random()',
    'crypto.randomUUID()',
    'process.env',
    "process['env']",
    'async () => 1',
    'await x',
    'new Promise(f)',
    'Promise.all([])',
    'setTimeout(f, 1)',
    'fetch(url)',
    'console.log(1)',
    "import('./x.ts')",
    'globalThis.x',
  ])('%s is not pure', (code) => {
    for (const path of [
      'src/calendar/a.ts',
      'src/teardown/a.ts',
      'scripts/one/terms.ts',
      'policies/plan/a.ts',
      'src/engine/decide.ts',
      'src/journal/chain.ts',
      'src/executors/one/command.ts',
    ])
      expect(checkPure(treeOf({ [path]: `export const x = ${code};` })).length).toBeGreaterThan(0);
    expect(checkPure(treeOf({ 'src/engine/advance.ts': `export const x = ${code};` }))).toEqual([]);
  });

  test('what only looks like it is pure', () => {
    const text =
      "// Date.now()\nexport const at = new Date(ms); export const processed = 'await process.env'; export type P = Promise<void>;";
    expect(checkPure(treeOf({ 'src/calendar/a.ts': text }))).toEqual([]);
  });

  test('purity is not lost one file further away, and the way there is named', () => {
    const tree = treeOf({
      'scripts/one/terms.ts': "import { a } from '../../src/base/a.ts';",
      'src/base/a.ts':
        "import type { Stats } from 'node:fs';\nimport { b } from './b.ts';\nimport type { c } from './c.ts';",
      'src/base/b.ts': "import { readFileSync } from 'node:fs';",
      'src/base/c.ts': 'export const c = process.env;',
    });
    expect(printed(checkPure(tree))).toEqual([
      expect.stringMatching(
        /^src\/base\/b\.ts:1: imports node:fs in the pure ring \(scripts\/one\/terms\.ts → src\/base\/a\.ts → src\/base\/b\.ts\)/,
      ),
    ]);
  });

  test('hashing is pure in one place only', () => {
    const text = "import { createHash } from 'node:crypto';";
    expect(
      checkPure(
        treeOf({ 'src/calendar/a.ts': "import '../base/canonical-json.ts';", 'src/base/canonical-json.ts': text }),
      ),
    ).toEqual([]);
    expect(checkPure(treeOf({ 'src/calendar/a.ts': text }))).toHaveLength(1);
  });
});

// The check is checked: every ban is run into once, with what stands beside it and is allowed.
import { describe, expect, test } from 'vitest';
import { treeOf } from './made-up-tree.ts';
import { BANS, checkWords } from './words.ts';

describe('words', () => {
  const found = (path: string, text: string) => checkWords(treeOf({ [path]: text })).map(({ what }) => what);

  test.each<[string, string, string, string]>([
    // what is said, where, what triggers it, what does not
    ['names a path of one machine', 'docs/a.md', 'see /home/me/x', 'see ./home/x and https://example.com/home/x'],
    ['names a path of one machine', 'test/a.test.ts', "const f = '/tmp/x';", 'const f = join(tmpdir(), x);'],
    ['names a package registry', 'README.md', 'https://registry.npmjs.org/x', 'npm install x'],
    ['names a package registry', 'package-lock.json', '"resolved": "https://example.com/x.tgz"', '"version": "1.0.0"'],
    [
      'bundles zod’s error texts in every language',
      'src/contract/a.ts',
      "import { z } from 'zod';",
      "import * as z from 'zod';\nimport type { z as Z } from 'zod';",
    ],
    ['runs only some tests', 'test/a.test.ts', 'describe.only("x", f)', "// test.only(\nexpect('it.only(')"],
    ['leaves a test out', 'test/a.test.ts', 'test.skip("x", f)', 'test.skipIf(none)("x (where there is one)", f)'],
    ['leaves a test out', 'test/a.test.ts', 'describe.skip.each(`x`)\n', 'test.skip(notes.length === 0, why)'],
    ['leaves a test out', 'test/a.test.ts', "it.skip(\n  'x',\n  f)", 'test.skip(value.why)'],
    ['leaves a test out', 'test/a.test.ts', 'it.todo("x")', 'todo("x")'],
    ['leaves a test out', 'test/a.test.ts', 'xit("x", f)', 'exit("x")'],
    ['switches the compiler off', 'src/base/a.ts', '// @ts-ignore', '// @ts-expect-error ssh2 types lack it'],
    ['reads the clock itself', 'src/engine/a.ts', 'const t = Date.now();', 'const t = clock.nowMs(); // not Date.now'],
    ['uses chance that no seed repeats', 'src/engine/a.ts', 'Math.random()', 'random(seed)'],
    ['prints', 'src/engine/a.ts', 'console.log(1)', 'progress("console.log")'],
    ['ends the process in the middle of things', 'src/engine/a.ts', 'process.exit(1)', 'process.exitCode = 1'],
    ['swallows an error', 'src/engine/a.ts', 'try { f(); } catch {}', 'try { f(); } catch { return undefined; }'],
    ['swallows an error', 'src/engine/a.ts', 'try { f(); } catch (e) {\n}', 'f().catch((e) => report(e))'],
    ['tells errors apart by their text', 'src/engine/a.ts', "if (error.message === 'x')", "if (error.code === 'x')"],
    [
      'tells errors apart by their text',
      'src/engine/a.ts',
      "if ((e as Error).message.includes('x'))",
      'print(error.message)',
    ],
    ['exports without a name', 'src/engine/a.ts', 'export default 1;', 'export const one = 1;'],
  ])('%s: %s', (what, path, triggers, not) => {
    expect(found(path, triggers)).toEqual([expect.stringContaining(what)]);
    expect(found(path, not)).toEqual([]);
  });

  test('every ban is tried above, and each says what to do instead', () => {
    expect(BANS.every(({ instead }) => instead.length > 10)).toBe(true);
    expect(new Set(BANS.map(({ what }) => what)).size).toBe(13);
  });

  test('edges are where the clock, the screen and the process end are met', () => {
    expect(found('src/base/clock.ts', 'Date.now()')).toEqual([]);
    expect(found('src/cli/io.ts', 'console.log(1); process.exit(1)')).toEqual([]);
    expect(found('test/a.test.ts', 'Date.now(); console.log(1)')).toEqual([]);
  });
});

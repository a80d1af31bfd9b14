// The rules of the house, run over the whole tree: a rule that is only written down is forgotten.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../src/base/refusals.ts';
import { checkCircles } from './tidy/circles.ts';
import { checkDead, checkLists } from './tidy/lists.ts';
import { checkPure } from './tidy/pure.ts';
import { checkRefusals } from './tidy/refusals-document.ts';
import { checkDocstrings, checkHeaders, checkNames, checkSize } from './tidy/shape.ts';
import { printed, type Problem, readTree } from './tidy/tree.ts';
import { checkAlias, checkWalls } from './tidy/walls.ts';
import { checkWords } from './tidy/words.ts';

const tree = readTree(join(import.meta.dirname, '..'));

/** Every problem at once, each with what to do: a diff would show them badly. */
function requireNone(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Error(['not tidy:', ...printed(problems)].join('\n'));
}

test('the tree was read', () => {
  expect([...tree.keys()]).toEqual(
    expect.arrayContaining(['src/executors/port.ts', 'test/tidy.test.ts', 'package.json']),
  );
});

describe('tidy', () => {
  test('walls: every import is allowed', () => {
    requireNone(checkWalls(tree));
  });
  test('cdktf is imported by its alias', () => {
    requireNone(checkAlias(tree));
  });
  test('no file leads back to itself', () => {
    requireNone(checkCircles(tree));
  });
  test('the pure ring is pure', () => {
    requireNone(checkPure(tree));
  });
  test('everything stands in its list', () => {
    requireNone(checkLists(tree));
  });
  test('nothing is dead', () => {
    requireNone(checkDead(tree));
  });
  test('words that must not be there', () => {
    requireNone(checkWords(tree));
  });
  test('files open with what they are for', () => {
    requireNone(checkHeaders(tree));
  });
  test('files are short', () => {
    requireNone(checkSize(tree));
  });
  test('names say something', () => {
    requireNone(checkNames(tree));
  });
  test('what others use is documented', () => {
    requireNone(checkDocstrings(tree));
  });
  test.skipIf(!tree.has('docs/refusals.md'))('docs/refusals.md says what the code refuses (once it is written)', () => {
    requireNone(checkRefusals(REFUSALS, tree.get('docs/refusals.md')!));
  });
});

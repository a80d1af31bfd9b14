// Every refusal of the list is met from the front door by a test that carries its number; a new one without a test fails
// here. The tests themselves are in the files beside this one, and with the world of the provider whose refusal it is.
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { REFUSALS } from '../../src/base/refusals.ts';

/** From this number on a rule judges a Terraform plan; those are met by test/policies/plan and test/front-door/check-plan. */
const FIRST_OF_PLANS = 'R30';
const folder = new URL('.', import.meta.url);
/** Refusals that need another world than the FortiGate’s. */
const ELSEWHERE = ['altus-api', 'clara-server', 'guided-refusals'].map((name) => `../front-door/${name}.test.ts`);

/** Titles of every `describe` and `test`. */
async function titles(): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.test.ts') && name !== 'refusals.test.ts');
  const texts = await Promise.all([...names, ...ELSEWHERE].map((name) => readFile(new URL(name, folder), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^\s*(?:describe|test)(?:\.each\([\s\S]*?\))?\(\s*(['`])(.*?)\1/gm)].map((match) => match[2]!),
  );
}

test('each number has a test that is called by it', async () => {
  const named = (await titles()).flatMap((title) => title.match(/R\d\d/g) ?? []);
  const atWork = REFUSALS.filter(({ id }) => id < FIRST_OF_PLANS).map(({ id }) => id as string);
  expect([...new Set(named)].sort()).toEqual(atWork.sort());
});

test('each number about a Terraform plan is refused in the fixtures of plans', async () => {
  const plans = new URL('../policies/plan/', import.meta.url);
  const texts = await Promise.all((await readdir(plans)).map((name) => readFile(new URL(name, plans), 'utf8')));
  for (const { id } of REFUSALS.filter((rule) => rule.id >= FIRST_OF_PLANS))
    expect(
      texts.some((text) => text.includes(`'${id}'`)),
      id,
    ).toBe(true);
});

test('each waiver has a test that uses it', async () => {
  const texts = await Promise.all(
    ['reset.test.ts', 'after-reset.test.ts'].map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  for (const { id } of REFUSALS.filter(({ waivable }) => waivable))
    expect(
      texts.some((text) => text.includes(`waive(estate, '${id}'`) || text.includes(`{ refusal: ${id},`)),
      id,
    ).toBe(true);
});

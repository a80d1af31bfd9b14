// `due` and `status` over many contracts, from outside: what is named, in which order, under which exit code.
import { afterEach, describe, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder, type FolderOptions, otherIds } from '../helpers/contracts-folder.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import type { DueJson } from '../../src/report/due.ts';

const open: ContractsFolder[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));
const folder = async (options?: FolderOptions): Promise<ContractsFolder> => {
  const made = await contractsFolder(options);
  open.push(made);
  return made;
};

async function due(at: ContractsFolder, ...args: readonly string[]) {
  const ran = await at.run(['due', ...args, '--format', 'json']);
  const { items, errors } = jsonOf<DueJson>(ran);
  return {
    code: ran.code,
    items,
    errors,
    said: items.map(({ contract, rule, kind, slackDays }) => `${contract} ${rule ?? kind} ${slackDays}`),
  };
}

describe('due', () => {
  test('the same contract from far ahead to too late: 0, 10, 11, 13', async () => {
    const at = await folder();
    await at.write({ 'contracts/fgt.yaml': await at.example('no-term') });
    const on = (today: string, ...more: string[]) => due(at, '--today', today, ...more);
    expect(await on('2026-10-20')).toMatchObject({ code: 0, items: [] });
    // The window opens on the 24th: nobody can act before.
    expect(await on('2026-11-16')).toMatchObject({ code: 10, said: ['fgt opens 8'] });
    const soon = await on('2026-12-08', '--within', '10');
    expect(soon).toMatchObject({ code: 11, said: ['fgt SF1 10'] });
    expect(soon.items[0]).toMatchObject({
      who: 'customer',
      step: 'apply-for-cancellation',
      actByOn: '2026-12-18',
      limitOn: '2026-12-20',
      recommendedOn: '2026-12-11',
      costYen: 33_000,
      next: 'kaiyaku open fgt',
    });
    expect(await on('2026-12-08', '--within', '2')).toMatchObject({ code: 0, items: [] });
    expect(await on('2026-12-21')).toMatchObject({ code: 13 });
  });

  test('the most pressing comes first, over all contracts, also those of subfolders', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    await at.write({
      'contracts/later.yaml': otherIds(text, '11111'),
      'contracts/osaka/sooner.yaml': otherIds(text, '22222')
        .replaceAll('2026-12', '2026-11')
        .replace('2026-11-14', '2026-11-10'),
    });
    const { said, code } = await due(at, '--today', '2026-11-23', '--within', '30');
    expect(code).toBe(13);
    expect(said).toEqual(['sooner SF1 -3', 'later opens 1', 'sooner SF8 6', 'later SF1 25', 'later SF8 37']);
    const table = await at.run(['due', '--today', '2026-11-23', '--within', '30']);
    expect(table.out).toContain('3 days ago sooner');
    expect(table.out).toContain('Sun 2026-12-20');
  });

  test('one that cannot be read does not hide the others, and nothing due is no excuse for it', async () => {
    const at = await folder();
    await at.write({ 'a.yaml': 'provider: x\n', 'b.yaml': await at.example('no-term') });
    const { code, errors, said } = await due(at, '.', '--today', '2026-12-14');
    expect(code).toBe(2);
    expect(errors).toMatchObject([{ contract: 'a', code: 'contract-invalid' }]);
    expect(said).toContain('b SF1 4');
    await at.write({
      'a.yaml': `journal: 00000000-0000-4000-8000-000000000000\n${otherIds(await at.example('no-term'), '33333')}`,
    });
    expect((await due(at, '.', '--today', '2026-10-01')).code).toBe(1);
  });

  test('waivers run out too', async () => {
    const at = await folder();
    const waiver = 'waivers:\n  - { refusal: R13, about: dns www, reason: goes with the zone, untilOn: 2026-10-20 }\n';
    await at.write({ 'fgt.yaml': `${await at.example('no-term')}${waiver}` });
    expect(await due(at, '.', '--today', '2026-10-10')).toMatchObject({ code: 11, said: ['fgt waiver-expired 10'] });
  });

  test.each(['-1', 'x', '1.5', '9999'])('--within %s is refused', async (days) => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term') });
    expect((await at.run(['due', `--within=${days}`])).code).toBe(2);
  });

  test('nothing to look at is an error', async () => {
    const at = await folder();
    expect((await at.run(['due'])).code).toBe(2);
  });
});

describe('status', () => {
  test('one contract in full, several as a table, all in full with --verbose', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    await at.write({ 'contracts/a.yaml': otherIds(text, '11111'), 'contracts/b.yaml': otherIds(text, '22222') });
    for (const name of ['a', 'b']) expect((await at.run(['open', name])).code).toBe(0);
    expect((await at.run(['hold', 'b', '--reason', 'migration is late'])).code).toBe(0);
    const table = await at.run(['status']);
    expect(table.code).toBe(0);
    const rows = table.out.split('\n').filter((line) => /^\S {2}\S+ /u.test(line));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/a +Thu 2026-12-31 in 30 days +0\/\d+ +apply-for-cancellation/u);
    expect(rows[1]).toContain('held: migration is late');
    expect((await at.run(['status', 'a'])).out).toContain('journal');
    expect((await at.run(['status', '--verbose'])).out).not.toContain('where it is');
    await at.write({ 'contracts/.kaiyaku/a/journal.jsonl': 'torn' });
    const damaged = await at.run(['status']);
    expect(damaged.code).toBe(1);
    expect(damaged.out).toContain('1 could not be read');
    expect(damaged.out).toContain('migration is late');
  });
});

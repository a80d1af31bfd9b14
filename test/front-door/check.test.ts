// `check` as a gate, from outside: what closes it, where findings stand, what each format holds.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder, type FolderOptions, otherIds } from '../helpers/contracts-folder.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectJunit } from '../report/junit-shape.ts';
import { expectSarif } from '../report/sarif-shape.ts';
import type { CheckJson } from '../../src/report/check/json.ts';

const open: ContractsFolder[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));
const folder = async (options?: FolderOptions): Promise<ContractsFolder> => {
  const made = await contractsFolder(options);
  open.push(made);
  return made;
};

/** Runs `check … --format json`. */
async function check(at: ContractsFolder, ...args: readonly string[]) {
  const ran = await at.run(['check', ...args, '--format', 'json']);
  const report = ran.out === '' ? undefined : jsonOf<CheckJson>(ran);
  const findings = (report?.contracts ?? []).flatMap((one) =>
    one.findings.map((finding) => ({ ...finding, file: one.file })),
  );
  return { ran, code: ran.code, report, findings, rules: findings.map(({ rule }) => rule) };
}

/** Line and column of the first place where a text stands, from 1. */
function placeOf(text: string, needle: string) {
  const at = text.indexOf(needle);
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

describe('deadlines', () => {
  test('nothing, at risk, last days gone, missed: the same contract on five days', async () => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term') });
    const on = async (today: string, ...more: string[]) => check(at, 'fgt.yaml', '--today', today, ...more);
    expect(await on('2026-11-24')).toMatchObject({ code: 0, findings: [] });

    const risky = await on('2026-12-14');
    expect(risky).toMatchObject({ code: 0, rules: ['SF1'] });
    expect(risky.findings[0]).toMatchObject({ severity: 'warning', fails: false, costYen: 33_000, on: '2026-12-18' });
    expect((await on('2026-12-14', '--fail-on', 'warning')).code).toBe(13);

    // Saturday: nobody takes applications until the limit on Sunday.
    const late = await on('2026-12-19');
    expect(late.code).toBe(13);
    expect(late.findings[0]).toMatchObject({ rule: 'SF1', severity: 'error', fails: true });

    const missed = await on('2026-12-21');
    expect(missed.code).toBe(13);
    const { line, column } = placeOf(await at.read('fgt.yaml'), '2026-12\n');
    expect(missed.findings[0]).toMatchObject({
      rule: 'SF1',
      severity: 'error',
      line,
      column,
      next: 'kaiyaku open fgt',
    });
    expect(missed.rules).toContain('R02');
    expect((await on('2026-12-21', '--fail-on', 'never')).code).toBe(0);
  });

  test('a date that may still move is a note', async () => {
    const at = await folder();
    const far = await at.example('no-term', ['endMonth: 2026-12', 'endMonth: 2028-03'], ['2026-12-14', '2028-03-01']);
    await at.write({ 'far.yaml': far });
    const { code, findings } = await check(at, 'far.yaml', '--fail-on', 'warning', '--today', '2026-12-01');
    expect(code).toBe(0);
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain('note provisional-date');
  });

  test('a finding keeps its fingerprint while its line moves, and from day to day', async () => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term') });
    const first = await check(at, 'fgt.yaml', '--today', '2026-12-19');
    await at.edit('fgt.yaml', [/^/u, '# a remark\n\n']);
    const moved = await check(at, 'fgt.yaml', '--today', '2026-12-20');
    expect(moved.findings.map(({ line }) => line)).toEqual(first.findings.map(({ line }) => line + 2));
    const prints = (one: typeof first) => one.findings.map(({ fingerprint }) => fingerprint);
    expect(prints(moved)).toEqual(prints(first));
    const missed = await check(at, 'fgt.yaml', '--today', '2026-12-21');
    expect(prints(missed)).toEqual(expect.arrayContaining(prints(first)));
    expect(new Set(prints(missed)).size).toBe(missed.findings.length);
  });
});

describe('a gate that examined nothing is closed', () => {
  test.each([
    ['an empty folder', ['empty']],
    ['a glob that matches nothing', ['contracts/*.yaml']],
    ['a name that is no file', ['nobody']],
    ['one word of several', ['fgt.yaml', 'contracts/*.yml']],
  ])('%s', async (_, words) => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term'), 'empty/readme.txt': '' });
    const { code, ran } = await check(at, ...words);
    expect(code).toBe(2);
    expect(jsonOf<{ error: { code: string } }>(ran).error.code).toMatch(/^(?:no-contract|contract-not-found)$/u);
  });

  test.each([
    [['--rule', 'SF99'], 'unknown-rule'],
    [['--ignore', 'hold'], 'unknown-rule'],
    [['--ignore', 'R17'], 'rule-not-ignorable'],
    [['--ignore', 'contract'], 'rule-not-ignorable'],
    [['--report', 'pdf=x'], 'bad-report'],
  ])('%s', async (options, wanted) => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term') });
    const { code, ran } = await check(at, 'fgt.yaml', ...options);
    expect(code).toBe(2);
    expect(jsonOf<{ error: { code: string } }>(ran).error.code).toBe(wanted);
  });

  test('a report that cannot be written closes it too', async () => {
    const at = await folder();
    await at.write({ 'fgt.yaml': await at.example('no-term') });
    expect((await at.run(['check', 'fgt.yaml', '--report', 'sarif=no/such/folder.sarif'])).code).toBe(1);
  });
});

describe('files', () => {
  test('folders are read to the bottom, each file once; what begins with a dot is passed over', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    await at.write({
      'contracts/a.yaml': otherIds(text, '11111'),
      'contracts/customers/tokyo/b.yml': otherIds(text, '22222'),
      'contracts/.old/c.yaml': 'no contract',
      'contracts/node_modules/d.yaml': 'no contract',
      'contracts/notes.txt': 'no contract',
    });
    const { report, code } = await check(
      at,
      'contracts',
      './contracts/a.yaml',
      'contracts/*.yaml',
      '--today',
      '2026-11-24',
    );
    expect(report?.contracts.map(({ file }) => file)).toEqual(['contracts/a.yaml', 'contracts/customers/tokyo/b.yml']);
    expect(code).toBe(0);
  });

  test('one that is no contract does not hide what is wrong with the others', async () => {
    const at = await folder();
    await at.write({ 'a.yaml': 'provider: sakura-fortigat\n', 'b.yaml': await at.example('no-term') });
    const { code, findings } = await check(at, 'a.yaml', 'b.yaml', '--today', '2026-12-21');
    expect(code).toBe(2);
    expect(findings[0]).toMatchObject({ file: 'a.yaml', rule: 'contract/unknown-provider', line: 1, column: 11 });
    expect(findings[0]?.next).toContain('sakura-fortigate');
    expect(findings.map(({ file }) => file)).toContain('b.yaml');
  });

  test('with --files-only neither journals nor dates are judged', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    await at.write({ 'a.yaml': `journal: 00000000-0000-4000-8000-000000000000\n${text}` });
    expect((await check(at, 'a.yaml', '--today', '2026-12-21')).code).toBe(1);
    const alone = await check(at, 'a.yaml', '--today', '2026-12-21', '--files-only');
    expect(alone).toMatchObject({ code: 0, findings: [] });
    await at.write({ 'b.yaml': text });
    const both = await check(at, '.', '--files-only');
    expect(both.code).toBe(13);
    expect(new Set(both.rules)).toEqual(new Set(['R17']));
  });
});

describe('R17 an id that two contracts claim', () => {
  const ids = async (at: ContractsFolder, ...more: readonly string[]) => {
    const { code, findings } = await check(at, '.', '--today', '2026-11-24', ...more);
    return { code, claims: findings.filter(({ rule }) => rule === 'R17') };
  };

  test('is named in both files, where it stands, whatever --fail-on says', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    const other = otherIds(text, '22222').replace('"122222000142"', '"113000000142"');
    await at.write({ 'a.yaml': text, 'sub/b.yaml': other });
    const { code, claims } = await ids(at, '--fail-on', 'never');
    expect(code).toBe(13);
    expect(claims.map(({ file, line, column, about }) => ({ file, line, column, about }))).toEqual([
      { file: 'a.yaml', about: '113000000142', ...placeOf(text, '"113000000142"') },
      { file: 'sub/b.yaml', about: '113000000142', ...placeOf(other, '"113000000142"') },
    ]);
    expect(claims[0]?.what).toContain('b');
  });

  test('is none when both name the other in usedBy', async () => {
    const at = await folder();
    const text = await at.example('no-term');
    const shared = (source: string, by: string) =>
      source.replace(/\{ kind: archive, id: "\d+"/u, `{ kind: archive, usedBy: [${by}], id: "113000000142"`);
    await at.write({ 'a.yaml': shared(text, 'b'), 'b.yaml': shared(otherIds(text, '22222'), 'a') });
    expect(await ids(at)).toEqual({ code: 0, claims: [] });
    // Named on one side only, the other one still takes it away.
    await at.write({ 'b.yaml': shared(otherIds(text, '22222'), 'c') });
    const { code, claims } = await ids(at);
    expect(code).toBe(13);
    expect(claims.map(({ file }) => file)).toEqual(['a.yaml']);
  });
});

describe('journals', () => {
  const opened = async (options?: FolderOptions, text?: string) => {
    const at = await folder(options);
    await at.write({ 'fgt.yaml': text ?? (await at.example('no-term')) });
    expect((await at.run(['open', 'fgt.yaml'])).code).toBe(0);
    return at;
  };

  test('R19 is missing', async () => {
    const at = await opened();
    const { code, findings } = await check(at, 'fgt.yaml', '--journal-dir', 'elsewhere', '--fail-on', 'never');
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({
      rule: 'R19',
      ...placeOf(await at.read('fgt.yaml'), (await at.read('fgt.yaml')).match(/journal: (\S+)/u)![1]!),
    });
  });

  test('R19 is damaged', async () => {
    const at = await opened();
    const path = '.kaiyaku/fgt/journal.jsonl';
    await at.write({ [path]: (await at.read(path)).replace('fgt-prod-01', 'fgt-prod-02') });
    const { code, findings } = await check(at, 'fgt.yaml');
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({ rule: 'R19', severity: 'error' });
  });

  test('held, then changed: warnings with the command that goes on', async () => {
    const at = await opened();
    expect((await at.run(['hold', 'fgt', '--reason', 'migration is late'])).code).toBe(0);
    const held = await check(at, 'fgt.yaml');
    expect(held).toMatchObject({ code: 0, rules: ['held'] });
    expect(held.findings[0]?.next).toContain('kaiyaku release fgt');
    expect((await check(at, 'fgt.yaml', '--fail-on', 'warning')).code).toBe(13);
    expect(await check(at, 'fgt.yaml', '--ignore', 'held', '--fail-on', 'warning')).toMatchObject({
      code: 0,
      rules: [],
    });
    expect(await check(at, 'fgt.yaml', '--rule', 'R15')).toMatchObject({ code: 0, rules: [] });
    await at.edit('fgt.yaml', ['monthlyFee: 33000', 'monthlyFee: 44000']);
    expect((await check(at, 'fgt.yaml')).rules).toContain('R15');
  });

  test('what was attested is no longer due', async () => {
    const at = await opened({ nowAt: '2026-12-02T01:00:00.000Z' });
    const before = await check(at, 'fgt.yaml', '--today', '2026-12-21');
    expect(before.rules).toContain('SF1');
    const steps: readonly (readonly string[])[] = [
      ['approve', 'fgt', '--step', 'apply-for-cancellation', '--confirm', 'fgt'],
      ['request', 'fgt', 'apply-for-cancellation'],
      ['attest', 'fgt', 'apply-for-cancellation', '--set', 'sentOn=2026-12-02', '--set', 'acceptedOn=2026-12-02'],
    ];
    for (const args of steps) {
      const ran = await at.run(args);
      expect(ran.code, ran.err).toBe(0);
    }
    const after = await check(at, 'fgt.yaml', '--today', '2026-12-21');
    expect(after.rules).not.toContain('SF1');
    expect(after).toMatchObject({ code: 0, report: { contracts: [{ current: { step: 'file-licence-notice' } }] } });
    // The end of use is still to come, and is missed in January.
    const missed = await check(at, 'fgt.yaml', '--today', '2027-01-01');
    expect(missed.code).toBe(13);
    expect(missed.findings.find(({ rule }) => rule === 'SF8')).toMatchObject({ severity: 'error', costYen: 33_000 });
  });

  test('a notice that ends it on another day stops the gate', async () => {
    const at = await opened({ nowAt: '2026-12-02T01:00:00.000Z' });
    await at.write({ 'notice.txt': 'ライセンス通知書' });
    const steps: readonly (readonly string[])[] = [
      ['approve', 'fgt', '--step', 'apply-for-cancellation', '--confirm', 'fgt'],
      ['request', 'fgt', 'apply-for-cancellation'],
      ['attest', 'fgt', 'apply-for-cancellation', '--set', 'sentOn=2026-12-02'],
      ['attest', 'fgt', 'file-licence-notice', '--set', 'endsOn=2027-01-31', '--file', 'notice.txt'],
    ];
    for (const args of steps) expect((await at.run(args)).code).toBe(0);
    const { code, findings } = await check(at, 'fgt.yaml');
    expect(code).toBe(13);
    expect(findings.find(({ rule }) => rule === 'end-date')).toMatchObject({
      severity: 'error',
      ...placeOf(await at.read('fgt.yaml'), '2026-12\n'),
    });
  });

  test('a closed contract asks for nothing and claims nothing', async () => {
    const at = await opened();
    const text = await at.read('fgt.yaml');
    await at.write({ 'new.yaml': text.replace(/journal: \S+\n/u, '') });
    expect((await check(at, '.')).rules).toContain('R17');
    const close = ['close', 'fgt', '--as', 'superseded', '--reason', 'moved', '--confirm', 'fgt'];
    expect((await at.run(close)).code).toBe(0);
    const { code, findings } = await check(at, '.', '--today', '2026-12-14');
    expect(code).toBe(0);
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual(['new.yaml SF1']);
  });
});

describe('waivers', () => {
  const withWaiver = async (untilOn: string) => {
    const at = await folder();
    const waiver = `waivers:\n  - { refusal: R13, about: dns www, reason: goes with the zone, untilOn: ${untilOn} }\n`;
    await at.write({ 'fgt.yaml': `${await at.example('no-term')}${waiver}` });
    return { at, ...(await check(at, 'fgt.yaml', '--today', '2026-12-01')) };
  };
  test('one that ran out is an error where its day stands', async () => {
    const { at, code, findings } = await withWaiver('2026-11-30');
    expect(code).toBe(13);
    expect(findings).toMatchObject([
      { rule: 'waiver-expired', severity: 'error', ...placeOf(await at.read('fgt.yaml'), '2026-11-30') },
    ]);
  });
  test('one that runs out soon is a note, a later one is not spoken of', async () => {
    expect(await withWaiver('2026-12-01')).toMatchObject({ code: 0, findings: [{ severity: 'note' }] });
    expect(await withWaiver('2027-01-31')).toMatchObject({ code: 0, findings: [] });
  });
});

describe('formats', () => {
  test('one run serves them all, and they agree', async () => {
    const at = await folder();
    // A folder's name may hold what means something to GitHub and in a URI.
    const dir = 'a,b:c%0A ü/ñ';
    await at.write({
      [`${dir}/term.yaml`]: await at.example('term'),
      [`${dir}/broken.yaml`]: 'provider: [\n',
      [`${dir}/fine.yaml`]: otherIds(await at.example('no-term'), '22222'),
    });
    const reports = ['sarif', 'junit', 'json', 'markdown', 'github', 'text'].flatMap((one) => [
      '--report',
      `${one}=out.${one}`,
    ]);
    const ran = await at.run(['check', dir, '--today', '2026-11-24', '--format', 'github', ...reports]);
    expect(ran.code).toBe(2);
    const read = (name: string) => readFile(join(at.path, `out.${name}`), 'utf8');
    const json = JSON.parse(await read('json')) as CheckJson;
    const findings = json.contracts.flatMap((one) => one.findings);

    const results = expectSarif(await read('sarif'));
    expect(results.map(({ ruleId }) => ruleId)).toEqual(findings.map(({ rule }) => rule));
    expect(JSON.stringify(results)).toContain('a%2Cb%3Ac%250A%20%C3%BC/%C3%B1/term.yaml');

    const suites = expectJunit(await read('junit'));
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual(['broken', 'fine', 'term']);
    expect(suites.map(({ attributes }) => Number(attributes['failures']) > 0)).toEqual([true, false, true]);

    const commands = (await read('github')).split('\n').filter((line) => line.startsWith('::'));
    expect(commands).toHaveLength(findings.length);
    expect(commands.at(-1)).toContain('file=a%2Cb%3Ac%250A ü/ñ/term.yaml,line=');
    expect(ran.out).toBe(await read('github'));
    expect((await read('markdown')).split('\n').filter((line) => line.startsWith('|'))).toHaveLength(
      findings.length + 2,
    );
    expect(await read('text')).toContain('The gate is closed');
  });

  test('nothing is looked at: no secret is resolved and no socket opened', async () => {
    const at = await folder();
    const text = (await at.example('no-term')).replace('env:FORTIGATE_PASSWORD', '{ command: [touch, resolved] }');
    await at.write({ 'fgt.yaml': text });
    expect((await check(at, 'fgt.yaml', '--today', '2026-12-14')).code).toBe(0);
    await expect(at.read('resolved')).rejects.toThrow('ENOENT');
  });
});

// Words and files that make no sense: exit 2, what is wrong, where, what to do next; one JSON document where JSON was asked
// for; and never a stack trace.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { type Estate, NAME, runAll, startEstate } from '../helpers/estate.ts';
import { jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let estate: Estate;
beforeAll(async () => {
  estate = await startEstate();
  await runAll(estate, ['open', NAME]);
  await writeFile(join(estate.folder, 'binary.yaml'), Buffer.from([0, 255, 1, 2, 3, 0, 200, 10, 9]));
  await writeFile(join(estate.folder, 'no-contract.yaml'), 'hello: world\n');
  await writeFile(join(estate.folder, 'broken.yaml'), 'provider: sakura-fortigate\n  - x: [\n');
  await writeFile(join(estate.folder, 'empty.yaml'), '');
});
afterAll(() => estate.close());

interface Failure {
  readonly error: {
    readonly kind: string;
    readonly code: string;
    readonly message: string;
    readonly next?: string;
    readonly facts?: { readonly diagnostics?: readonly { file: string; line: number; column: number; what: string }[] };
  };
}

function expectPlain(ran: Ran): void {
  expect(ran.code, ran.out + ran.err).toBe(EXIT.usage);
  expect(ran.out + ran.err).not.toMatch(/^\s+at .*\(?[/\w].*:\d+:\d+\)?$|bug in kaiyaku|unexpected/m);
}

/** The text is on standard error in either format; returns the document. */
async function expectUsage(args: readonly string[], saying: RegExp): Promise<Failure> {
  const ran = await estate.run([...args, '--format', 'json']);
  expectPlain(ran);
  expect(ran.err.replaceAll(/\s+/g, ' ')).toMatch(saying);
  const document = jsonOf<Failure>(ran);
  expect(document.error).toMatchObject({ kind: 'user', code: expect.any(String) as unknown });
  return document;
}

describe('words', () => {
  test.each<[readonly string[], RegExp, string | RegExp]>([
    [['nonsense'], /unknown command 'nonsense'.*kaiyaku --help/, 'kaiyaku --help'],
    [['aply', NAME], /unknown command 'aply'.*Did you mean apply\?/, 'kaiyaku --help'],
    [['plan', NAME, '--nonsense'], /unknown option '--nonsense'.*kaiyaku plan --help/, 'kaiyaku plan --help'],
    [['plan', NAME, '--verbos'], /Did you mean --verbose\?/, 'kaiyaku plan --help'],
    [['apply', NAME, '--today', '2026-12-01'], /unknown option '--today'/, 'kaiyaku apply --help'],
    [['plan'], /missing required argument 'contract'/, 'kaiyaku plan --help'],
    [['plan', NAME, 'more'], /too many arguments/, 'kaiyaku plan --help'],
    [['close', NAME, '--as', 'sold'], /Allowed choices are completed, withdrawn/, 'kaiyaku close --help'],
    [['approve', NAME, '--route', 'river'], /no route river is offered/, /routes: disk/],
    [['plan', 'nowhere'], /no contract file nowhere/, /a path like/],
    [['check', 'nothing-*.yaml'], /no contract file matches/, /paths, folders or globs/],
    [['terms', NAME, '--today', '2026-02-30'], /2026-02-30 is not a date/, ''],
    [['apply', NAME, '--until', 'tea'], /no step tea/, /reset-fortigate/],
    [['apply', NAME, '--effects-max', '0'], /--effects-max 0 is not a number/, ''],
    [['apply', NAME, '--anchor', 'x'], /SEQ:HASH/, /status/],
    [['approve', NAME, '--step', 'tea'], /no step tea/, /reset-fortigate/],
    [['approve', NAME, '--hours=-1'], /--hours -1 is not a number/, ''],
    [['request', NAME, 'reset-fortigate'], /not a person’s step/, /apply-for-cancellation/],
    [['attest', NAME, 'apply-for-cancellation'], /at least one --set/, /sentOn/],
    [['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn'], /is not NAME=VALUE/, ''],
    [['attest', NAME, 'apply-for-cancellation', '--set', 'tea=2026-12-01'], /no field tea/, /sentOn/],
    [['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn=soon'], /must be a date/, ''],
    [['attest', NAME, 'apply-for-cancellation', '--set', 'sentOn=2027-01-01'], /lies after today/, ''],
    [['attest', NAME, 'apply-for-cancellation', '--file', 'missing.pdf'], /missing\.pdf cannot be read/, ''],
    [['revoke', NAME, 'A-00000000', '--reason', 'x'], /no approval A-00000000/, /approvals: none/],
    [['settle', NAME, '--entry', 'x', '--as', 'done', '--reason', 'x'], /--entry SEQ/, ''],
    [['settle', NAME, '--entry', '0', '--as', 'done', '--reason', 'x'], /entry 0 is not/, /plan/],
    [['amend', NAME], /give --reason/, ''],
    [['amend', NAME, '--reason', 'x'], /what its journal records/, /plan/],
    [['release', NAME, '--reason', 'x'], /is not held/, ''],
    [['explain', 'R99'], /no rule R99/, 'kaiyaku explain   # lists them'],
    [['rehearse', '--fault', 'x@y'], /--fault x@y is not NAME@STEP/, /timeout-after/],
    [['rehearse', '--route', 'x'], /Allowed choices are r, d/, 'kaiyaku rehearse --help'],
  ])('%j', async (args, saying, next) => {
    const { error } = await expectUsage(args, saying);
    if (typeof next === 'string') expect(error.next ?? '').toBe(next);
    else expect(error.next).toMatch(next);
  });

  test.each<[readonly string[], RegExp]>([
    [[], /Usage: kaiyaku/],
    [['--nonsense'], /unknown option '--nonsense'/],
    [['completion', 'tcsh'], /no completion for tcsh.*bash, zsh, fish/],
    [['simulate', 'tea'], /no simulator tea.*sakura-api, fortigate/],
    [['simulate', 'sakura-api', '--port', '99999'], /--port must be a number/],
    [['simulate', 'fortigate', '--fault', '{'], /is not JSON/],
    [['simulate', 'fortigate', '--fault', '"tea"'], /knows no fault "tea"/],
    [['simulate', 'fortigate', '--power', 'http://127.0.0.1:9'], /give both --power URL and --server/],
    [['schema', 'tea'], /no provider tea.*sakura-fortigate/],
    [['simulate', 'sakura-api', '--world', 'missing.json'], /missing\.json/],
  ])('%j, which has no JSON form', async (args, saying) => {
    const ran = await estate.run(args);
    expectPlain(ran);
    expect(ran.err.replaceAll(/\s+/g, ' ')).toMatch(saying);
  });
});

describe('files', () => {
  test.each<[string, RegExp, { line: number; column: number }]>([
    ['binary', /not UTF-8/, { line: 1, column: 2 }],
    ['no-contract', /lacks provider/, { line: 1, column: 1 }],
    ['broken', /broken\.yaml:1:11/, { line: 1, column: 11 }],
    ['empty', /empty/, { line: 1, column: 1 }],
  ])('%s.yaml is shown with its places, whatever command meets it', async (name, saying, place) => {
    for (const args of [
      ['plan', name],
      ['open', name],
    ]) {
      const { error } = await expectUsage(args, saying);
      expect(error.code).toBe('contract-invalid');
      expect(error.next).toContain('kaiyaku check');
      expect(error.facts!.diagnostics![0]).toMatchObject(place);
    }
    const checked = await estate.run(['check', `${name}.yaml`]);
    expect(checked.code).toBe(EXIT.usage);
    expect(checked.out).toMatch(saying);
  });

  test('as text standard output stays empty', async () => {
    for (const args of [
      ['plan', 'nowhere'],
      ['open', 'binary'],
      ['plan', NAME, '--nonsense'],
    ]) {
      const ran = await estate.run(args);
      expectPlain(ran);
      expect(ran.out).toBe('');
    }
  });

  test('a folder in place of a contract', async () => {
    const ran = await estate.run(['plan', 'licences']);
    expectPlain(ran);
  });
});

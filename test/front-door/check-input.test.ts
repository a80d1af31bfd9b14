// Whatever a contract file holds, `check` ends by itself, with an exit code of its table and a sentence about the file.
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder, edited } from '../helpers/contracts-folder.ts';
import { KAIYAKU, jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';
import type { CheckJson } from '../../src/report/check/json.ts';

/** A busy machine starts a process in seconds; what takes longer than this hangs, and is killed. */
const HANGS_AFTER_MS = 20_000;
const FULL = process.env['KAIYAKU_FULL'] === '1';
const EXAMPLES = fileURLToPath(new URL('../../examples/sakura-fortigate/', import.meta.url));

let at: ContractsFolder;
let good: string;
beforeAll(async () => {
  at = await contractsFolder();
  good = await at.example('no-term');
});
afterAll(async () => at.close());

/** Killed, not asked to stop: a loop does not listen. */
const runOrKill = (args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const options = {
      cwd: at.path,
      timeout: HANGS_AFTER_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1_048_576,
    } as const;
    execFile(process.execPath, [KAIYAKU, ...args], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, signal: error?.signal ?? null, out, err });
    });
  });

async function checked(text: string | Uint8Array) {
  await at.write({ 'bad.yaml': text });
  const ran = await runOrKill(['check', 'bad.yaml', '--format', 'json', '--today', '2026-11-24']);
  expect(ran.signal, 'it hangs').toBeNull();
  return { ran, findings: jsonOf<CheckJson>(ran).contracts.flatMap((one) => one.findings) };
}

/** The estate, in place of the example's own. */
const withEstate = (lines: readonly string[]): string =>
  good.replace(/^estate:\n(?:[ #].*\n)+/mu, `estate:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
const many = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index));
const keysOf = (count: number, name: string): string => many(count, (one) => `${name}${one}: 1\n`).join('');

describe('is refused with exit 2 and a word about what is wrong', () => {
  const edit = (from: string | RegExp, to: string) => () => edited(good, [[from, to]]);
  test.each<[string, () => string | Uint8Array, RegExp, RegExp?]>([
    ['a day that does not exist', edit('2026-12-14', '2026-02-30'), /wrong-value/u, /date/u],
    ['a month that does not exist', edit('endMonth: 2026-12', 'endMonth: 2026-13'), /wrong-value/u, /month/u],
    [
      'dates the wrong way round',
      edit('serviceEndsOn: 2026-12-14', 'serviceEndsOn: 2027-01-14'),
      /ends-before-service/u,
    ],
    ['a year that no calendar knows', edit('endMonth: 2026-12', 'endMonth: 9999-12'), /calendar|range/u],
    ['an id that is a number', edit('"113000000101"', '113000000101'), /wrong-value/u, /12 digits|quotes/u],
    ['an id that is too short', edit('"113000000101"', '"1130"'), /wrong-value/u],
    ['a mistyped key', edit('monthlyFee:', 'monthlyFe:'), /unknown-key/u, /monthlyFee/u],
    [
      'a mistyped provider',
      edit('provider: sakura-fortigate', 'provider: sakura-fortgate'),
      /unknown-provider/u,
      /sakura-fortigate/u,
    ],
    ['a key that stands twice', () => `${good}plan: term\n`, /duplicate-key/u],
    ['nothing', () => '', /empty-file/u],
    ['a list', () => '- a\n- b\n', /not-a-mapping/u],
    ['two documents', () => `${good}---\na: 1\n`, /several-documents/u],
    ['a tag', () => `${good}x: !!js/function "1"\n`, /yaml-tag|unknown-key/u],
    ['a file larger than a contract', () => `${good}# ${'x'.repeat(2_000_000)}`, /too-large/u],
    ['Latin-1', () => Buffer.from(good.replace('name: fgt-prod-01', 'name: fgt-pröd'), 'latin1'), /encoding/u],
    ['UTF-16', () => Buffer.from(`\ufeff${good}`, 'utf16le'), /encoding/u],
    ['a NUL', () => good.replace('FortiGateVM', 'Forti\0VM'), /control-character/u],
  ])('%s', async (_, text, code, next) => {
    const { ran, findings } = await checked(text());
    expect(ran.code).toBe(2);
    const found = findings.find(({ rule }) => code.test(rule));
    expect(found, JSON.stringify(findings.map(({ rule }) => rule))).toBeDefined();
    expect(found!.fails).toBe(true);
    if (next !== undefined) expect(`${found!.what} ${found!.next}`).toMatch(next);
  });
});

describe('ends within its time', () => {
  test.each<[string, () => string, readonly number[]]>([
    [
      'a billion laughs',
      () =>
        many(12, (n) =>
          n === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]\n' : `a${n}: &a${n} [${many(9, () => `*a${n - 1}`).join(',')}]\n`,
        ).join(''),
      [2],
    ],
    ['aliases by the thousand', () => `a: &x 1\n${many(3_000, (n) => `k${n}: *x\n`).join('')}`, [2]],
    ['anchors by the thousand', () => many(2_000, (n) => `k${n}: &x${n} 1\nj${n}: *x${n}\n`).join(''), [2]],
    ['brackets within brackets', () => `a: ${'['.repeat(200_000)}`, [2]],
    ['commas', () => `a: [${','.repeat(250_000)}]`, [2]],
    ['commas within the limit', () => `a: [${','.repeat(9_990)}]`, [2]],
    ['tags', () => `a: ${'!x '.repeat(9_990)}`, [2]],
    ['explicit keys', () => '? '.repeat(100_000), [2]],
    ['one key, many times', () => 'plan: a\n'.repeat(9_900), [2]],
    ['a quote that never closes', () => `a: "${'x\n'.repeat(100_000)}`, [2]],
    ['empty lines', () => '\n'.repeat(260_000), [2]],
    ['unknown keys', () => good + keysOf(9_000, 'k'), [2]],
    ['mistyped keys', () => good + keysOf(9_000, 'monthlyFee'), [2]],
    ['a long value', () => `provider: ${'x'.repeat(260_000)}`, [2]],
    [
      'a large estate',
      () =>
        withEstate(many(700, (n) => `{ kind: switch, id: "${String(n).padStart(12, '1')}", name: s${n}, zone: is1a }`)),
      [0, 2],
    ],
    [
      'one object, many times',
      () => withEstate(many(700, () => '{ kind: switch, id: "100000000001", name: s, zone: is1a }')),
      [2],
    ],
    ['a wrong estate', () => withEstate(many(900, (n) => `{ kind: swtch, id: ${n}, nme: n }`)), [2]],
    [
      'one zone, many times',
      () => edited(good, [['zones: [is1a, is1b]', `zones: [${many(9_500, () => 'is1a').join(',')}]`]]),
      [2],
    ],
  ])('%s', async (_, text, codes) => {
    const { ran } = await checked(text());
    expect(codes).toContain(ran.code);
  });

  test('a pipe is not waited for', async () => {
    await new Promise<void>((resolve, reject) => {
      execFile('mkfifo', [join(at.path, 'pipe.yaml')], (error) => (error === null ? resolve() : reject(error)));
    });
    const ran = await runOrKill(['check', 'pipe.yaml', '--format', 'json']);
    expect(ran.code).toBe(2);
  });
});

/** What stands in a file in place of a value. */
const WORDS = [
  '',
  '~',
  'null',
  '{}',
  '[]',
  '-1',
  '1e999',
  '.inf',
  '.nan',
  '0x10',
  '"',
  "'",
  '*a',
  '&a',
  '!!set',
  '|',
  '>-',
  '? ',
  '- ',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '2026-12-31T00:00:00Z',
  '2400-01',
  '00000000-0000-4000-8000-000000000000',
  '__proto__',
  'constructor',
  '￿',
  '解約',
  '\u202e',
  '\t',
  '%YAML 9',
  '---',
  '...',
  '<<: *a',
  'R13',
  'true',
];
const mutation = fc.oneof(
  fc.record({
    do: fc.constant('value' as const),
    line: fc.nat(200),
    to: fc.oneof(fc.constantFrom(...WORDS), fc.string()),
  }),
  fc.record({ do: fc.constant('drop' as const), line: fc.nat(200), to: fc.constant('') }),
  fc.record({ do: fc.constant('double' as const), line: fc.nat(200), to: fc.constant('') }),
  fc.record({ do: fc.constant('indent' as const), line: fc.nat(200), to: fc.constantFrom(' ', '  ', '    ', '- ') }),
  fc.record({
    do: fc.constant('insert' as const),
    line: fc.nat(20_000),
    to: fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary' })),
  }),
  fc.record({ do: fc.constant('cut' as const), line: fc.nat(20_000), to: fc.constant('') }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

function mutated(text: string, { do: kind, line, to }: Mutation): string {
  if (kind === 'insert') return text.slice(0, line % text.length) + to + text.slice(line % text.length);
  if (kind === 'cut') return text.slice(0, line % text.length);
  const lines = text.split('\n');
  const index = line % lines.length;
  const own = lines[index]!;
  if (kind === 'drop') lines.splice(index, 1);
  if (kind === 'double') lines.splice(index, 0, own);
  if (kind === 'indent') lines[index] = to + own;
  if (kind === 'value') lines[index] = own.replace(/:.*$/u, `: ${to}`);
  return lines.join('\n');
}

/** Many files a process: starting one takes longer than judging one. */
const FILES_A_RUN = 40;
const RUNS = FULL ? 60 : 5;

test(`${FILES_A_RUN * RUNS} examples with mistakes: no crash, no hang, no other exit code`, async () => {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map((name) => readFile(join(EXAMPLES, name), 'utf8')));
  const file = fc.record({
    base: fc.nat(texts.length - 1),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
  });
  let run = 0;
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: FILES_A_RUN, maxLength: FILES_A_RUN }), async (files) => {
      run += 1;
      const made = files.map(({ base, mutations }, one) => [
        `fuzz-${run}/${names[base]!.replace('.yaml', '')}-${one}.yaml`,
        mutations.reduce(mutated, texts[base]!),
      ]);
      await at.write(Object.fromEntries(made) as Record<string, string>);
      const ran = await runOrKill(['check', `fuzz-${run}`, '--format', 'json', '--today', '2026-11-24']);
      expect(ran.signal, `fuzz-${run} hangs`).toBeNull();
      expect([0, 2, 13], ran.err).toContain(ran.code);
      expect(jsonOf<CheckJson>(ran).contracts).toHaveLength(FILES_A_RUN);
      for (const { findings, stopped } of jsonOf<CheckJson>(ran).contracts) {
        // A file that stops the gate always says why.
        if (stopped !== undefined) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
        seen.add(stopped === undefined ? 0 : 2);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // The mistakes are neither all fatal nor all harmless, or nothing was tried.
  expect([...seen].sort((one, other) => one - other)).toEqual([0, 2]);
});

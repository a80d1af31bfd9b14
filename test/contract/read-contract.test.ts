// Contract files as they come: names, digests, positions, values that YAML would bend, and hostile files.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert as assertProperty, asyncProperty, integer, string } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractSchema } from '../../scripts/sakura-fortigate/check-contract.ts';
import { KaiyakuError } from '../../src/base/errors.ts';
import { CONTRACT_BYTES_MAX } from '../../src/base/limits.ts';
import { formatDiagnostics } from '../../src/contract/diagnostics.ts';
import { diagnosticsOf, readContract } from '../../src/contract/read-contract.ts';

const EXAMPLES = 'examples/sakura-fortigate';
const NO_TERM = readFileSync(`${EXAMPLES}/no-term.yaml`, 'utf8');
const PROVIDERS = { 'sakura-fortigate': contractSchema };
/** Many runs or large files, on a machine that others use too. */
const SLOW = { timeout: 60_000 };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaiyaku-contract-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(content: string | Uint8Array, name = 'fgt-prod.yaml'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (content: string | Uint8Array, name?: string) => readContract(write(content, name), PROVIDERS);

/** The codes of what is wrong, in the order of the text. Fails when the file is read without complaint. */
async function codesOf(content: string | Uint8Array, name?: string): Promise<string[]> {
  const error = await read(content, name).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(KaiyakuError);
  expect((error as KaiyakuError).code).toBe('contract-invalid');
  return diagnosticsOf(error as KaiyakuError).map(({ code }) => code);
}

describe('the examples', () => {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));
  it('are the six that the documentation names', () => {
    expect(names.toSorted()).toEqual([
      'archive-only.yaml',
      'dns-records.yaml',
      'kept-item.yaml',
      'no-term.yaml',
      'term.yaml',
      'two-fortigates-one-router.yaml',
    ]);
  });
  it.each(names)('%s is valid, without a warning', async (name) => {
    const contract = await readContract(join(EXAMPLES, name), PROVIDERS);
    expect(formatDiagnostics(contract.warnings)).toBe('');
    expect(contract.name).toBe(name.replace('.yaml', ''));
    expect(contract.journalId).toBeUndefined();
  });
});

describe('what is read', () => {
  it('keeps dates, months and quoted ids as text', async () => {
    const { contract } = await read(NO_TERM);
    expect(contract.endMonth).toBe('2026-12');
    expect(contract.serviceEndsOn).toBe('2026-12-14');
    expect(contract.projectId).toBe('113000000001');
    expect(contract.services[0]!.fortigate).toMatchObject({ version: '7.4', port: 22, user: 'admin', reset: 'ssh' });
  });

  it('has a digest of what it says, not of how it is written', async () => {
    const { digest } = await read(NO_TERM);
    const journal = 'journal: 0b6f5c6e-3c0f-4f5e-9a3c-7d1e2f3a4b5c\n';
    const lines = NO_TERM.split('\n');
    const same = [
      `# another comment\n${NO_TERM}`,
      NO_TERM.replaceAll('\n', '\r\n'),
      `${lines.slice(3, 4).join('\n')}\nmarginBusinessDays: 5\nengine: api\n${lines.slice(4).join('\n')}`,
      journal + NO_TERM,
    ];
    for (const text of same) expect((await read(text)).digest).toBe(digest);
    expect((await read(journal + NO_TERM)).journalId).toBe('0b6f5c6e-3c0f-4f5e-9a3c-7d1e2f3a4b5c');
    expect((await read(NO_TERM.replace('2026-12-14', '2026-12-15'))).digest).not.toBe(digest);
    expect((await read(NO_TERM, 'another-name.yaml')).digest).toBe(digest);
  });

  it('knows where every field stands', async () => {
    const { positionOf } = await read(NO_TERM);
    const lineOf = (text: string) => NO_TERM.slice(0, NO_TERM.indexOf(text)).split('\n').length;
    expect(positionOf(['endMonth'])).toEqual({ line: lineOf('endMonth:'), column: 11 });
    expect(positionOf(['services', 0, 'fortigate', 'serial'])).toEqual({ line: lineOf('serial:'), column: 15 });
    // A field that is not there is shown at the mapping that lacks it.
    expect(positionOf(['services', 0, 'fortigate', 'vdoms'])).toEqual({ line: lineOf('fortigate:'), column: 5 });
    expect(positionOf(['journal'])).toEqual({ line: lineOf('provider:'), column: 1 });
  });

  it('places a later finding on the text', async () => {
    const { diagnosticOf } = await read(NO_TERM);
    const diagnostic = diagnosticOf({ code: 'R13', path: ['estate', 1, 'ip'], what: 'it is still named' });
    expect(formatDiagnostics([diagnostic])).toContain('- { kind: address, ip: 203.0.113.4, zone: is1b');
    expect(diagnostic.severity).toBe('error');
  });

  it('reports warnings without refusing the file', async () => {
    const { warnings } = await read(NO_TERM.replace(/licenceFiles:\n( {2}.*\n)+/, ''));
    expect(warnings.map(({ code, severity }) => [code, severity])).toEqual([['no-licence-file', 'warning']]);
  });

  it('follows aliases in bounds', async () => {
    const text = NO_TERM.replace('zone: is1b }', 'zone: &zone is1b }').replaceAll(
      /zone: is1b, ptr/g,
      'zone: *zone, ptr',
    );
    expect(text).toContain('*zone');
    expect((await read(text)).digest).toBe((await read(NO_TERM)).digest);
  });
});

describe('names of files', () => {
  it.each(['FGT.yaml', '-a.yaml', 'a b.yaml', 'é.yaml', `${'a'.repeat(64)}.yaml`, 'a.b.yaml', 'contract.json'])(
    'refuses %s',
    async (name) => {
      expect(await codesOf(NO_TERM, name)).toEqual(['contract-name']);
    },
  );
  it.each(['0.yml', `${'a'.repeat(63)}.yaml`])('takes %s', async (name) => {
    expect((await read(NO_TERM, name)).name).toBe(name.replace(/\.ya?ml$/, ''));
  });
});

describe('files that are no contract', () => {
  it('refuses what is not UTF-8, at the byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('provider: 契約\nname: "'),
      Buffer.from([0x8c, 0x5f]),
      Buffer.from('"\n'),
    ]);
    const error = (await read(bytes).catch((cause: unknown) => cause)) as KaiyakuError;
    expect(diagnosticsOf(error)).toMatchObject([
      { code: 'encoding', line: 2, column: 8, next: 'save the file as UTF-8' },
    ]);
  });

  it('finds a wrong byte even in the middle of a character and at the end', async () => {
    for (const tail of [[0xe5], [0xe5, 0xa5], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]])
      expect(await codesOf(Buffer.concat([Buffer.from('a: 契'), Buffer.from(tail)]))).toEqual(['encoding']);
  });

  it('refuses byte order marks, UTF-16, control characters and large files', async () => {
    expect(await codesOf(`\uFEFF${NO_TERM}`)).toEqual(['encoding']);
    expect(await codesOf(Buffer.from(`\uFEFF${NO_TERM}`, 'utf16le'))).toEqual(['encoding']);
    expect(await codesOf(NO_TERM.replace('FortiGateVM', 'Forti\u0007Gate'))).toEqual(['control-character']);
    expect(await codesOf(`${NO_TERM}\n#${' '.repeat(CONTRACT_BYTES_MAX)}`)).toEqual(['too-large']);
    expect(await codesOf('')).toEqual(['empty-file']);
    expect(await codesOf('---\n')).toEqual(['empty-file']);
    expect(await codesOf('just text')).toEqual(['not-a-mapping']);
  });

  it('ends in a diagnostic however deep or wide it is made', SLOW, async () => {
    for (const text of [
      '['.repeat(200_000),
      `a: ${'{a: '.repeat(50_000)}`,
      '- '.repeat(100_000),
      `${'? '.repeat(50_000)}a`,
      Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ])
      expect(await codesOf(text)).toEqual(['too-deep']);
    const bomb = Array.from({ length: 9 }, (_, at) =>
      at === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${at}: &a${at} [${Array(8)
            .fill(`*a${at - 1}`)
            .join(', ')}]`,
    ).join('\n');
    expect(await codesOf(bomb)).toEqual(['alias']);
    expect(await codesOf('provider: &a { b: *a }')).toEqual(['alias']);
    expect(await codesOf('provider: sakura-fortigate\n__proto__: { polluted: true }\n')).toContain('unknown-key');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is refused with another code when it cannot be read at all', async () => {
    const pipe = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'folder.yaml'));
    for (const path of [pipe, join(folder, 'folder.yaml'), join(folder, 'missing.yaml'), join(folder, 'no', 'x.yaml')])
      await expect(readContract(path, PROVIDERS)).rejects.toMatchObject({
        code: 'contract-unreadable',
        kind: 'user',
        detail: { next: expect.any(String), why: expect.any(String) },
      });
  });
});

describe('every problem at once', () => {
  it('reports single fields and combinations in one run', async () => {
    const codes = await codesOf(
      NO_TERM.replace('monthlyFee: 33000', 'monthlyFee: -1').replace('password: env:FORTIGATE_PASSWORD', 'user: admin'),
    );
    expect(codes).toEqual(['wrong-value', 'no-credential']);
  });

  it('never prints a secret that stands where a reference belongs', async () => {
    const secret = 'Tr0ub4dor-and-3';
    for (const text of [
      NO_TERM.replace('env:FORTIGATE_PASSWORD', secret),
      NO_TERM.replace('password: env:FORTIGATE_PASSWORD', `pasword: ${secret}`),
      NO_TERM.replace('password: env:FORTIGATE_PASSWORD', `psk: { of: [${secret}] }`),
      NO_TERM.replace('env:SAKURACLOUD_ACCESS_TOKEN\n', `|\n    ${secret}\n`),
      NO_TERM.replace('password: env:FORTIGATE_PASSWORD', `password: "${secret}`),
      NO_TERM.replace('password: env:FORTIGATE_PASSWORD', `password: ${secret}: x`),
      NO_TERM.replace('password: env:FORTIGATE_PASSWORD', `password: !secret ${secret}`),
    ]) {
      expect(text).toContain(secret);
      const error = (await read(text).catch((cause: unknown) => cause)) as KaiyakuError;
      expect(error.code).toBe('contract-invalid');
      const printed = formatDiagnostics(diagnosticsOf(error)) + JSON.stringify(error.detail) + String(error);
      expect(printed).not.toContain(secret);
    }
  });

  it('answers any text with diagnostics or a contract, never with another error', SLOW, async () => {
    await assertProperty(
      asyncProperty(
        integer({ min: 0, max: NO_TERM.length }),
        integer({ min: 0, max: 12 }),
        string(),
        async (at, cut, put) => {
          const text = NO_TERM.slice(0, at) + put + NO_TERM.slice(at + cut);
          const error = await read(text).then(
            () => undefined,
            (cause: unknown) => cause,
          );
          if (error === undefined) return;
          if (!(error instanceof KaiyakuError)) throw error;
          expect(error.code).toBe('contract-invalid');
          const diagnostics = diagnosticsOf(error);
          expect(diagnostics.length).toBeGreaterThan(0);
          const positions = diagnostics.map(({ line, column }) => line * 10_000 + column);
          expect(positions).toEqual(positions.toSorted((one, other) => one - other));
          for (const { excerpt } of diagnostics) {
            if (excerpt === undefined) continue;
            expect(excerpt.from).toBeGreaterThanOrEqual(0);
            expect(excerpt.from).toBeLessThanOrEqual(excerpt.text.length);
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});

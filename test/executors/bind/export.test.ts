// A zone's export, as a panel exports it or as it was pasted from its table: every row, and every line that is none by name.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoneExportTarget } from '../../../src/executors/bind/command.ts';
import { createBindExecutor } from '../../../src/executors/bind/executor.ts';
import { exportedRows } from '../../../src/executors/bind/export-rows.ts';
import { EXPORT_BYTES_MAX, EXPORT_ROWS_MAX } from '../../../src/executors/bind/limits.ts';
import { realClock } from '../../../src/base/clock.ts';

const read = (text: string) => exportedRows(text, 'Example.jp');
const short = (text: string) => read(text).rows.map(({ name, type, data }) => `${name} ${type} ${data}`);

describe('rows', () => {
  it('of a master file: owners, classes, times, origins, parentheses, strings', () => {
    const text = `$TTL 1d
@ IN SOA ns1 root ( 2026112401 3h
     1h 1w 300 ) ; serial and so on
\tNS ns1
www 300 IN A 192.0.2.10 ; the shop
    AAAA 2001:db8::10
$ORIGIN sub.example.jp.
deep A 192.0.2.10
@ TXT ( "v=spf1 ip4:192.0.2.10 " "-all" )
mail.example.jp. MX 10 www.example.jp.
`;
    expect(short(text)).toEqual([
      'example.jp SOA ns1 root 2026112401 3h 1h 1w 300',
      'example.jp NS ns1',
      'www.example.jp A 192.0.2.10',
      'www.example.jp AAAA 2001:db8::10',
      'deep.sub.example.jp A 192.0.2.10',
      'sub.example.jp TXT v=spf1 ip4:192.0.2.10 -all',
      'mail.example.jp MX 10 www.example.jp.',
    ]);
    expect(read(text).unread).toEqual([]);
  });

  it('of a pasted table: full names without the last dot, the preference beside the type, texts without quotes', () => {
    const text =
      'example.jp\tA\t192.0.2.10\nWWW.example.jp\tA\t192.0.2.10\nexample.jp\tMX (10)\tmail.example.jp\n' +
      'example.jp\tTXT\tv=spf1 a mx ip4:192.0.2.10 ~all\n*.example.jp\tCNAME\texample.jp\n';
    expect(short(text)).toEqual([
      'example.jp A 192.0.2.10',
      'www.example.jp A 192.0.2.10',
      'example.jp MX 10 mail.example.jp',
      'example.jp TXT v=spf1 a mx ip4:192.0.2.10 ~all',
      '*.example.jp CNAME example.jp',
    ]);
  });

  it('what is no row of the zone is named with its line', () => {
    const text = `ホスト\tレコードタイプ\t値
www\tA\t192.0.2
www\tA\t192.0.2.10 192.0.2.11
other.example.com.\tA\t192.0.2.10
$INCLUDE hosts.inc
$GENERATE 1-9 host$ A 192.0.2.$
k1._domainkey\tTXT\tv=DKIM1; k=rsa; p=MIG
www\tA\t192.0.2.10
`;
    expect(short(text)).toEqual(['www.example.jp A 192.0.2.10']);
    expect(read(text).unread.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(read(text).unread[0]).toEqual({ line: 1, text: 'ホスト\tレコードタイプ\t値' });
  });

  it('no line is left out: each is a row, unread, or says nothing', () => {
    const word = fc.constantFrom('www', '@', 'A', 'TXT', 'MX', '10', '192.0.2.10', 'x.example.com.', '値', '"t"');
    const lines = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(lines, (given) => {
        const { rows, unread } = read(given.map((words) => words.join('\t')).join('\n'));
        const told = [...rows, ...unread].map(({ line }) => line).sort((a, b) => a - b);
        expect(told).toEqual(given.map((_, at) => at + 1));
      }),
    );
  });
});

describe('the look', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kaiyaku-export-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const executor = () => createBindExecutor({ baseDir: folder });
  async function seen(file: string, text?: string) {
    if (text !== undefined) await writeFile(join(folder, file), text);
    return executor().observe(zoneExportTarget({ zone: 'example.jp', file }), {
      clock: realClock,
      progress: () => undefined,
    });
  }

  it('gives rows as facts, also of a file from Windows', async () => {
    const looked = await seen('crlf.txt', '\uFEFFwww\tA\t192.0.2.10\r\nbad\r\n');
    expect(looked).toMatchObject({
      state: 'present',
      facts: {
        rows: [{ name: 'www.example.jp', type: 'A', data: '192.0.2.10', line: 1 }],
        unread: [{ line: 2, text: 'bad' }],
      },
    });
  });

  it.each([
    ['missing.txt', undefined, 'export-unreadable'],
    ['empty.txt', '; nothing\n', 'export-not-valid'],
    ['open.txt', 'www TXT "never closed\n', 'export-not-valid'],
    ['large.txt', 'x'.repeat(EXPORT_BYTES_MAX + 1), 'export-too-large'],
    ['many.txt', 'www A 192.0.2.10\n'.repeat(EXPORT_ROWS_MAX + 1), 'export-too-large'],
  ])('of %s is unknown, never an empty zone', async (file, text, code) => {
    expect(await seen(file, text)).toMatchObject({ state: 'unknown', error: { code } });
  });
});

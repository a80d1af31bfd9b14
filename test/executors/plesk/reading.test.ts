// What Plesk prints, taken apart: the known forms with their variants, and everything else refused instead of guessed.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoted } from '../../../src/executors/machine/quoted.ts';
import { readAddresses } from '../../../src/executors/plesk/read-addresses.ts';
import { readDomain } from '../../../src/executors/plesk/read-domain.ts';
import { readNames } from '../../../src/executors/plesk/read-names.ts';
import { mailAddresses, readZone, recordsHolding } from '../../../src/executors/plesk/read-zone.ts';
import { shellWords } from '../../../src/executors/plesk/simulator/words.ts';
import { holdsAddress, plainAddress, plainName } from '../../../src/executors/plesk/spelling.ts';

const UNREAD = expect.objectContaining({ code: 'plesk-unread' }) as Error;

describe('an argv for a shell', () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !/[\0\ud800-\udfff]/.test(text));

  test('comes out of a real shell as it went in, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const line = quoted(['printf', '%s\\0', ...words]);
        const out = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
        expect(out).toBe(words.map((one) => `${one}\0`).join(''));
      }),
      { numRuns: 60 },
    );
  });

  test.each(["a'; rm -rf x; '", '$(id)', '`id`', 'a b', '--x=1;2', '\\', '*', '~', "''"])('%s is one word', (text) => {
    expect(execFileSync('sh', ['-c', quoted(['printf', '%s', text])], { encoding: 'utf8' })).toBe(text);
    expect(shellWords(quoted(['plesk', 'bin', 'domain', text]))).toEqual(['plesk', 'bin', 'domain', text]);
  });

  test.each(['plesk bin domain --list; id', 'plesk $(id)', 'plesk "a"', "plesk 'a"])(
    'the simulated shell takes no %s',
    (text) => expect(shellWords(text)).toBeUndefined(),
  );
});

describe('addresses of the server', () => {
  const HEAD = 'State Type IP                              Clients Hosting PublicIP\n';

  test('with interface and mask or without, both families, and a public address behind', () => {
    const text = `${HEAD}  0  S  eth0:203.0.113.20/255.255.255.0  2  11\n  0  E  203.0.113.77/24 0 0 198.51.100.9\n0 S eth0:2001:DB8:0::7/64 1 2\nSUCCESS: Completed\n`;
    expect(readAddresses(text)).toEqual([
      { address: '203.0.113.20', type: 'shared', clients: 2, hosting: 11 },
      { address: '203.0.113.77', type: 'exclusive', clients: 0, hosting: 0 },
      { address: '2001:db8::7', type: 'shared', clients: 1, hosting: 2 },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['other columns', 'State Type IP Hosting\n0 S eth0:203.0.113.20/24 1\n'],
    ['a line that is cut off', `${HEAD}0 S eth0:203.0.113.20/255.255.255.0 2`],
    ['a count that is none', `${HEAD}0 S eth0:203.0.113.20/24 - 2\n`],
    ['an unknown type', `${HEAD}0 X eth0:203.0.113.20/24 0 2\n`],
    ['a message', 'An error occurred during getting the list\n'],
  ])('%s is not read', (_, text) => expect(() => readAddresses(text)).toThrow(UNREAD));
});

describe('names', () => {
  test('are compared in one spelling', () => {
    expect(readNames('Example.JP\n例え.jp\n\n', 'x')).toEqual(['example.jp', 'xn--r8jz45g.jp']);
    expect(plainName('例え.JP.')).toBe('xn--r8jz45g.jp');
  });

  test('none is a whole list as well', () => expect(readNames('\n', 'x')).toEqual([]));

  test.each(['example.jp\nCannot list more\n', '{"in": "json"}', 'example.jp\n----\n'])('%j is not read', (text) =>
    expect(() => readNames(text, 'x')).toThrow(UNREAD),
  );
});

describe('one domain', () => {
  const info = (ip: string, more = '') =>
    `General\n=====\nDomain name:        example.jp\nDomain status: OK\n\nHosting\n=====\nHosting type:   Physical hosting\nIP Address:     ${ip}\n${more}`;

  test('its web, both families, and its system user', () => {
    expect(readDomain(info('203.0.113.77, 2001:db8::1', 'FTP Login:   user1\n'), 'example.jp')).toEqual({
      hosting: 'Physical hosting',
      web: ['203.0.113.77', '2001:db8::1'],
      systemUser: 'user1',
    });
  });

  test.each([
    ['another domain', info('203.0.113.77').replace('example.jp', 'example.net')],
    ['no hosting type', info('203.0.113.77').replace('Hosting type', 'Type')],
    ['something else as address', info('shared')],
    ['nothing', ''],
  ])('%s is not read', (_, text) => expect(() => readDomain(text, 'example.jp')).toThrow(UNREAD));
});

describe('a zone', () => {
  const text = [
    'example.jp. A 203.0.113.77',
    'mail.example.jp.   A    203.0.113.78',
    'mail.example.jp. AAAA 2001:db8::78',
    'example.jp.  MX  10 mail.example.jp.',
    'example.jp. TXT "v=spf1 ip4:203.0.113.77 -all"',
    "SUCCESS: Getting information for Domain 'example.jp' complete",
    '',
  ].join('\n');

  test('its records, who holds an address, and where its mail goes', () => {
    const records = readZone(text, 'example.jp');
    expect(recordsHolding(records, '203.0.113.77').map(({ name, type }) => `${name} ${type}`)).toEqual([
      'example.jp A',
      'example.jp TXT',
    ]);
    expect(mailAddresses(records, 'example.jp')).toEqual(['2001:db8::78', '203.0.113.78']);
  });

  test('without its last line it is not whole', () =>
    expect(() => readZone(text.replace(/SUCCESS.*\n/, ''), 'example.jp')).toThrow(UNREAD));

  test.each([
    ['203.0.113.77', '203.0.113.7', false],
    ['v=spf1 ip4:203.0.113.7/32 -all', '203.0.113.7', true],
    ['1203.0.113.7', '203.0.113.7', false],
    ['v=spf1 ip6:2001:DB8:0:0::1 -all', '2001:db8::1', true],
    ['2001:db8::1', '2001:db8::11', false],
  ])('%s holds %s: %s', (value, address, holds) => expect(holdsAddress(value, plainAddress(address)!)).toBe(holds));
});

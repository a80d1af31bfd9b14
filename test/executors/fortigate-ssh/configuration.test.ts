// Completeness, comparison and structure of dumped configurations.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise, readConfiguration, type Unit } from '../../../src/executors/fortigate-ssh/configuration.ts';
import { readStructure } from '../../../src/executors/fortigate-ssh/structure.ts';

const unit: Unit = {
  serial: 'FGVM02TM24001234',
  hostname: 'FGT-PROD-01',
  platform: 'FortiGate-VM64-KVM',
  version: '7.4.8',
  build: 2795,
  licenceStatus: 'valid',
  haMode: 'standalone',
  vdomMode: 'disable',
  privateDataEncryption: 'disabled',
  vdoms: [],
};

const dump = (
  secret: string,
  more = '',
): string => `#config-version=FGVMK6-7.4.8-FW-build2795-250523:opmode=0:vdom=0:user=admin
#conf_file_ver=${secret.length}${secret.charCodeAt(0)}
#buildno=2795
#global_vdom=1
config system global
    set admin-scp enable
    set hostname "FGT-PROD-01"
end
config system interface
    edit "port1"
        set ip 203.0.113.10 255.255.255.240
        set description "uplink # it's \\"quoted\\" # (y/n)"
    next
end
config system replacemsg auth "page"
    set buffer "<html>

FGT-PROD-01 # 
config system global
    set hostname \\"elsewhere\\"
    edit 1
end
</html>
"
end
config vpn certificate local
    edit "service"
        set password ENC ${secret}==
        set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----
${secret}
${secret}
-----END ENCRYPTED PRIVATE KEY-----"
        set last-updated ${secret.length}
    next
end
${more}`;

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('a complete dump', () => {
  test('has no problem and names its version', () => {
    const summary = readConfiguration(bytes(dump('AAAA')), unit);
    expect(summary.problems).toEqual([]);
    expect(summary.configVersion).toBe('FGVMK6-7.4.8-FW-build2795-250523');
  });

  test('compares equal to another dump of the same configuration, whatever its salts are', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/]{4,80}$/);
    fc.assert(
      fc.property(secret, secret, (one, other) => {
        expect(normalise(dump(one))).toBe(normalise(dump(other)));
      }),
    );
  });

  test('compares equal through a terminal: CRLF, no empty lines', () => {
    const shown = dump('AAAA').replaceAll('\n\n', '\n').replaceAll('\n', '\r\n');
    expect(normalise(shown)).toBe(normalise(dump('BBBB')));
  });

  test('compares different when any setting changed', () => {
    const before = readConfiguration(bytes(dump('AAAA')), unit).normalisedSha256;
    const after = readConfiguration(bytes(dump('AAAA').replace('203.0.113.10', '203.0.113.11')), unit);
    expect(after.problems).toEqual([]);
    expect(after.normalisedSha256).not.toBe(before);
  });

  test('keeps no secret in the text that is compared', () => {
    expect(normalise(dump('S3cretS3cret'))).not.toContain('S3cretS3cret');
  });
});

describe('an incomplete or foreign dump', () => {
  test('any block line taken away is noticed', () => {
    const lines = dump('AAAA').trimEnd().split('\n');
    // A value that spans lines holds words of blocks too; those are no blocks.
    const [from, until] = [lines.findIndex((line) => line.includes('set buffer')), lines.indexOf('"')];
    const blocks = lines.flatMap((line, at) =>
      /^\s*(?:config|edit|next|end)\b/.test(line) && (at < from || at > until) ? [at] : [],
    );
    expect(blocks).toHaveLength(12);
    for (const at of blocks) {
      const text = lines.filter((_, index) => index !== at).join('\n');
      expect(readConfiguration(bytes(text), unit).problems, `line ${at}: ${lines[at]}`).not.toEqual([]);
    }
  });

  test('cut anywhere before its last block it is noticed', () => {
    const text = dump('AAAA');
    const complete = text.trimEnd().length;
    const ends = new Set([...text.matchAll(/^end$/gm)].map(({ index }) => index + 3));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: complete - 1 }), (at) => {
        // Cut exactly between two whole blocks nothing in the text can tell: there the announced length does.
        fc.pre(!ends.has(text.slice(0, at).trimEnd().length));
        expect(readConfiguration(bytes(text.slice(0, at)), unit).problems).not.toEqual([]);
      }),
    );
  });

  test.each([
    ['another version', dump('A').replace('7.4.8', '7.4.7'), 'other-version'],
    ['another build', dump('A').replace('build2795', 'build2796'), 'other-version'],
    ['another host name', dump('A').replace('"FGT-PROD-01"\nend', '"FGT-PROD-02"\nend'), 'other-hostname'],
    ['VDOMs where the unit has none', dump('A').replace('vdom=0', 'vdom=1'), 'vdom-mode-differs'],
    ['a licence', dump('A', '#-----BEGIN FGT VM LICENSE-----\n'), 'licence-inside'],
    ['an error text', `${dump('A')}\ncommand parse error before 'show'\nCommand fail. Return code -61\n`, 'error-text'],
    ['no first line', dump('A').split('\n').slice(1).join('\n'), 'no-config-version'],
    ['nothing', '', 'empty'],
    [
      'no global block',
      dump('A').replace('config system global\n    set admin', 'config system other\n    set admin'),
      'no-system-global',
    ],
  ])('%s is named', (_, text, problem) => {
    expect(readConfiguration(bytes(text), unit).problems).toContain(problem);
  });

  test('bytes that are no UTF-8 are not guessed at', () => {
    expect(readConfiguration(Buffer.from([0xff, 0xfe, 0x00]), unit).problems).toEqual(['not-utf-8']);
  });

  test('a size far from the last backup’s is named', () => {
    const size = bytes(dump('A')).length;
    expect(readConfiguration(bytes(dump('A')), unit, size * 5).problems).toEqual(['size-jump']);
    expect(readConfiguration(bytes(dump('A')), unit, size * 3).problems).toEqual([]);
  });

  test('a VDOM that is missing is named', () => {
    const withVdoms: Unit = { ...unit, vdomMode: 'multiple', vdoms: ['dmz', 'root'] };
    const text = (names: string[]): string =>
      [
        '#config-version=FGVMK6-7.4.8-FW-build2795-250523:opmode=0:vdom=1:user=admin',
        'config vdom',
        ...names.flatMap((name) => [`edit ${name}`, 'next']),
        'end',
        'config global',
        'config system global',
        '    set hostname "FGT-PROD-01"',
        'end',
        'end',
        ...names.flatMap((name) => ['config vdom', `edit ${name}`, 'config log disk setting', 'end', 'end']),
      ].join('\n');
    expect(readConfiguration(bytes(text(['root', 'dmz'])), withVdoms).problems).toEqual([]);
    expect(readConfiguration(bytes(text(['root'])), withVdoms).problems).toEqual(['vdom-missing']);
    expect(readStructure(text(['root', 'dmz'])).vdoms).toEqual(['root', 'dmz']);
  });
});

test('a unit that was never named may be called by its platform', () => {
  const text = dump('A').replace('    set hostname "FGT-PROD-01"\n', '');
  expect(readConfiguration(bytes(text), unit).problems).toEqual(['other-hostname']);
  expect(readConfiguration(bytes(text), { ...unit, hostname: unit.platform }).problems).toEqual([]);
});

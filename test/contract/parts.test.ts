// The small parts of contract reading: networks, near words, excerpts, the JSON Schema.
import { assert as assertProperty, bigInt, ipV6, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractSchema } from '../../scripts/sakura-fortigate/check-contract.ts';
import { contractJsonSchema } from '../../src/contract/json-schema.ts';
import { editDistance, nearestWord } from '../../src/contract/nearest-word.ts';
import { containsAddress, parseAddress, parseNetwork } from '../../src/contract/networks.ts';
import { displayWidth, EXCERPT_LENGTH_MAX, SourceText } from '../../src/contract/source-text.ts';

describe('networks', () => {
  it.each([
    ['203.0.113.16/28', '203.0.113.16', true],
    ['203.0.113.16/28', '203.0.113.31', true],
    ['203.0.113.16/28', '203.0.113.32', false],
    ['203.0.113.16/28', '203.0.113.15', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['2001:db8:1::/64', '2001:db8:1::ffff', true],
    ['2001:db8:1::/64', '2001:db8:1:1::1', false],
    ['2001:db8:1::/64', '203.0.113.16', false],
    ['::/0', '::ffff:203.0.113.1', true],
  ])('%s contains %s: %s', (network, address, expected) => {
    expect(containsAddress(network, address)).toBe(expected);
  });

  it.each([
    '203.0.113.16',
    '203.0.113.16/33',
    '203.0.113/28',
    '::1/129',
    ':::/3',
    '1::2::3/64',
    'fe80::g/64',
    '/28',
    '1:2:3/64',
  ])('%s is none', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('reads every IPv6 form', () => {
    assertProperty(
      property(ipV6(), (text) => {
        expect(parseAddress(text)?.family).toBe(6);
      }),
    );
    assertProperty(
      property(bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        const hex = value.toString(16).padStart(32, '0');
        expect(parseAddress(hex.match(/.{4}/g)!.join(':'))?.value).toBe(value);
      }),
    );
  });
});

describe('near words', () => {
  it.each([
    ['resourceID', 'resourceId'],
    ['resource_id', 'resourceId'],
    ['endmonth', 'endMonth'],
    ['serail', 'serial'],
    ['licenseFiles', 'licenceFiles'],
    ['colour', undefined],
    ['x', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%s → %s', (word, expected) => {
    const known = ['resourceId', 'endMonth', 'serial', 'licenceFiles', 'projectId', 'services'];
    expect(nearestWord(word, known)).toBe(expected);
  });
  it('counts a swap as one change', () => {
    expect(editDistance('serail', 'serial')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });
});

describe('excerpts', () => {
  it('are cut around the problem and keep what is underlined', () => {
    const text = `${'a'.repeat(300)} HERE ${'b'.repeat(300)}`;
    const { text: shown, from, length } = new SourceText('x', text).excerptOf({ start: 301, end: 305 });
    expect(shown.slice(from, from + length)).toBe('HERE');
    expect(shown.length).toBeLessThanOrEqual(EXCERPT_LENGTH_MAX + 2);
  });

  it('show no control characters and no turning marks', () => {
    const { text } = new SourceText('x', 'a: \u001B[31mred\u202Eder').excerptOf({ start: 0, end: 1 });
    expect(text).toBe('a:  [31mred der');
  });

  it('move what is underlined when a value before it is hidden', () => {
    const text = '{ token: abcdefghijklmnop, port: 99999 }';
    const source = new SourceText('x', text);
    const at = text.indexOf('99999');
    const { text: shown, from, length } = source.excerptOf({ start: at, end: at + 5 });
    expect(shown).toBe('{ token: ‹hidden›, port: 99999 }');
    expect(shown.slice(from, from + length)).toBe('99999');
  });

  it('know how wide Japanese text is', () => {
    expect(displayWidth('サーバー a')).toBe(10);
    expect(displayWidth('ｱ')).toBe(1);
  });
});

describe('the JSON Schema', () => {
  const schema = contractJsonSchema(contractSchema, 'sakura-fortigate');
  it('says what a person writes: fields with a default are not required', () => {
    expect(schema.required).toContain('projectId');
    expect(schema.required).not.toContain('estate');
    expect(schema.required).not.toContain('journal');
    expect(schema.additionalProperties).toBe(false);
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.properties?.['endMonth']?.['pattern']).toBe('^\\d{4}-(0[1-9]|1[0-2])$');
  });
  it('describes every kind of estate item', () => {
    const kinds = (schema.properties?.['estate']?.items?.oneOf ?? []).map((item) => item.properties?.['kind']?.const);
    expect(kinds).toEqual(['router', 'address', 'switch', 'packet-filter', 'archive', 'auto-backup', 'disk']);
  });
});

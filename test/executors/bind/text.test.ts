// Editing text: only the bytes that name the address, in whatever form a person wrote the file; and the next serial.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editingOf } from '../../../src/executors/bind/edit.ts';
import { applied } from '../../../src/executors/machine/replacement.ts';
import { nextSerial } from '../../../src/executors/bind/serial.ts';
import { entriesOf, Unbalanced } from '../../../src/executors/bind/tokens.ts';
import { INCLUDED, NEW, OLD, SERIAL, ZONE } from './zones.ts';

const move = { address: OLD, to: NEW };
const edited = (text: string) => applied(text, editingOf(text, move).replacements);

describe('an edit', () => {
  it('changes the records and the SPF terms of the address, and no other byte', () => {
    const after = edited(ZONE);
    const lines = (text: string) => text.split('\n');
    const changed = lines(after).filter((line, at) => line !== lines(ZONE)[at]);
    expect(changed).toEqual([
      `ns1\t3h IN A ${NEW}`,
      `www IN 300 A ${NEW} ; the shop`,
      `mail A ${NEW}`,
      `@ TXT ( "v=spf1 ip4:${NEW} "`,
      `        "ip4:${NEW}/32 ip4:203.0.113.0/24 -all" )`,
    ]);
    expect(lines(after)).toHaveLength(lines(ZONE).length);
    expect(editingOf(ZONE, move)).toMatchObject({
      serial: { from: SERIAL },
      includes: [{ text: 'hosts.inc' }],
      problems: [],
    });
    expect(edited(INCLUDED)).toBe(`intra A ${NEW}\nother A 192.0.2.1\n`);
  });

  it('knows an IPv6 address however it is written', () => {
    const text = 'a AAAA 2001:DB8:0:0::10\nb AAAA 2001:db8::100\n@ TXT "v=spf1 ip6:2001:db8::10 -all"\n';
    const to = { address: '2001:db8::10', to: '2001:db8::20' };
    expect(applied(text, editingOf(text, to).replacements)).toBe(
      'a AAAA 2001:db8::20\nb AAAA 2001:db8::100\n@ TXT "v=spf1 ip6:2001:db8::20 -all"\n',
    );
  });

  it('leaves to a person what it cannot change safely', () => {
    expect(editingOf('$GENERATE 10-20 host$ A 203.0.113.$\n', move).problems).toEqual([
      expect.stringContaining('$GENERATE'),
    ]);
    expect(editingOf('@ TXT "v=spf1 ip4:203.0." "113.10 -all"\n', move).problems).toEqual([
      expect.stringContaining('cut in two'),
    ]);
  });

  it.each(['@ TXT "open', '@ SOA a b ( 1 2 3', 'a A 192.0.2.1 )'])('refuses what does not close: %s', (text) => {
    expect(() => entriesOf(text)).toThrow(Unbalanced);
  });

  it('never touches a byte outside of what it replaces, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\t',
      '\n',
      '(',
      ')',
      '"',
      ';',
      '\\',
      'A ',
      OLD,
      'TXT ',
      'v=spf1 ',
      'ip4:',
      'IN ',
      '3h ',
      '\xe9',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        try {
          const { replacements } = editingOf(text, move);
          for (const { start, end } of replacements) expect(text.slice(start, end)).toBe(OLD);
          expect(
            applied(
              text,
              replacements.map((one) => ({ ...one, text: OLD })),
            ),
          ).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Unbalanced);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the next serial', () => {
  const now = Date.parse('2026-11-27T03:00:00Z');
  it.each([
    ['a date of today counts on', 2_026_112_705, 2_026_112_706],
    ['an older date becomes today', 2_026_112_201, 2_026_112_700],
    ['a date ahead counts on', 2_026_123_100, 2_026_123_101],
    ['the 99th change of a day', 2_026_112_799, 2_026_112_800],
    ['seconds become now', 1_700_000_000, Math.floor(now / 1000)],
    ['seconds ahead count on', 1_899_999_999, 1_900_000_000],
    ['a counter counts', 41, 42],
    ['the last one wraps and is not zero', 4_294_967_295, 1],
  ])('%s', (_, serial, next) => {
    expect(nextSerial(serial, now)).toBe(next);
  });

  it('is always ahead, as RFC 1982 counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_294_967_295 }), (serial) => {
        const ahead = (nextSerial(serial, now) - serial + 2 ** 32) % 2 ** 32;
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThan(2 ** 31);
      }),
    );
  });
});

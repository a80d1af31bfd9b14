// The small pure parts: dates and money, flowing text, columns, commands.
import { array, assert, integer, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommand, shellWord, withContract } from '../../src/report/command-line.ts';
import {
  counted,
  dateWithDaysLeft,
  daysLeftText,
  durationText,
  instantText,
  spanText,
  untilText,
  withWeekdays,
  yenText,
} from '../../src/report/dates.ts';
import { flow } from '../../src/report/flow.ts';
import { columnsOf, padded, printable } from '../../src/report/plain-text.ts';

const UNICODE = { unicode: true };

describe('dates', () => {
  test('with weekday and days left', () => {
    expect(dateWithDaysLeft('2026-11-30', '2026-11-22')).toBe('Mon 2026-11-30, in 8 days');
    expect(daysLeftText('2026-11-30', '2026-11-30')).toBe('today');
    expect(daysLeftText('2026-11-30', '2026-12-01')).toBe('tomorrow');
    expect(daysLeftText('2026-11-30', '2026-11-29')).toBe('yesterday');
    expect(daysLeftText('2026-11-30', '2026-11-20')).toBe('10 days ago');
    expect(dateWithDaysLeft('soon', '2026-11-22')).toBe('soon');
  });
  test('spans', () => {
    expect(spanText('2026-12-20', '2026-12-30')).toBe('Sun 2026-12-20 to Wed 2026-12-30');
    expect(spanText(undefined, '2026-12-30')).toBe('until Wed 2026-12-30');
    expect(spanText(undefined, undefined)).toBeUndefined();
  });
  test('bare dates of a sentence get their weekday; values, ids, paths, instants and dressed dates do not', () => {
    expect(withWeekdays('from 2026-12-20 (SF8), ends on 2026-12-31.')).toBe(
      'from Sun 2026-12-20 (SF8), ends on Thu 2026-12-31.',
    );
    for (const same of [
      'endsOn=2026-12-31',
      'at 2026-12-31T00:00:00Z',
      'backup-2026-12-31',
      'x/2026-12-31',
      '2026-12-31.conf x',
      'Thu 2026-12-31',
      'Thursday 2026-12-31',
      '2026-13-40',
    ])
      expect(withWeekdays(same).replace('Thu 2026-12-31.conf', '2026-12-31.conf')).toBe(same);
  });
  test('instants are Japan’s, whatever the process thinks', () => {
    expect(instantText(Date.parse('2026-12-31T15:00:00Z'))).toBe('Fri 2027-01-01 00:00 JST');
    expect(instantText(Date.parse('2026-12-31T14:59:59.999Z'))).toBe('Thu 2026-12-31 23:59 JST');
  });
  test('durations', () => {
    expect(
      [0, 850, 12_345, 59_949, 59_960, 250_000, 3_600_000, 12_000_000, 172_800_000, 3_542_400_000].map(durationText),
    ).toEqual(['0 ms', '850 ms', '12.3 s', '59.9 s', '1 min', '4 min 10 s', '1 h', '3 h 20 min', '2 days', '41 days']);
    expect(untilText(1000, 61_000)).toBe('in 1 min');
    expect(untilText(61_000, 1000)).toBe('1 min ago');
  });
  test('yen with separators', () => {
    expect([0, 999, 1000, 55_000, 1_155_000].map(yenText)).toEqual(['¥0', '¥999', '¥1,000', '¥55,000', '¥1,155,000']);
    expect([counted(1, 'effect'), counted(0, 'effect'), counted(1200, 'effect')]).toEqual([
      '1 effect',
      '0 effects',
      '1,200 effects',
    ]);
  });
});

describe('flow', () => {
  const text = (line: string, width: number) => flow([{ text: line }], width, UNICODE);
  test('breaks at spaces, keeps long words whole', () => {
    expect(text('one two three', 8)).toEqual(['one two', 'three']);
    expect(text('a sha256:0123456789abcdef b', 10)).toEqual(['a', 'sha256:0123456789abcdef', 'b']);
  });
  test('breaks Japanese between characters, never before a closing one', () => {
    expect(text('解約の受理後、解約日', 12)).toEqual(['解約の受理', '後、解約日']);
    for (const line of text('「ライセンスファイルの削除」、および(サーバー)。', 8))
      expect(line).not.toMatch(/^[」、。)ー]/u);
  });
  test('does not tear a date from its weekday, nor leave a separator at an edge', () => {
    expect(text('ends on Thu 2026-12-31', 14)).toEqual(['ends on', 'Thu 2026-12-31']);
    expect(text('title · note that is long', 9)).toEqual(['title', 'note that', 'is long']);
  });
  test('a solid piece stays whole, and paints never cross a line', () => {
    const paint = (word: string) => `<${word}>`;
    expect(flow([{ text: 'run ' }, { text: 'kaiyaku apply x   # later', solid: true, paint }], 10, UNICODE)).toEqual([
      'run',
      '<kaiyaku apply x   # later>',
    ]);
    expect(flow([{ text: 'a b c d', paint }], 3, UNICODE)).toEqual(['<a b>', '<c d>']);
  });
  test('keeps every character but spaces and separators, and the width wherever a word fits', () => {
    const word = stringMatching(/^[a-z0-9、。」「解約日ー(){}]{1,12}$/u);
    assert(
      property(array(word, { maxLength: 30 }), integer({ min: 24, max: 60 }), (words, width) => {
        const lines = text(words.join(' '), width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('text', () => {
  test('Japanese takes two columns, colours none', () => {
    expect(columnsOf('解約 ok')).toBe(7);
    expect(columnsOf('\u001b[31mred\u001b[39m')).toBe(3);
    expect(padded('解約', 6)).toBe('解約  ');
  });
  test('control characters are shown, not obeyed; our punctuation has an ASCII form', () => {
    expect(printable('a\u001b[31mb\u009b\u2066c', UNICODE)).toBe(String.raw`a\x1b[31mb\x9b\u2066c`);
    expect(printable('“x” – y… 1 × ¥5', { unicode: false })).toBe('"x" - y... 1 x JPY 5');
  });
});

describe('commands', () => {
  test('carry the contract’s name', () => {
    expect(withContract('kaiyaku plan CONTRACT, CONTRACTS stay', 'a$&b')).toBe("kaiyaku plan 'a$&b', CONTRACTS stay");
    expect(withContract('kaiyaku plan CONTRACT', undefined)).toBe('kaiyaku plan CONTRACT');
    expect([shellWord('fgt-prod'), shellWord('contracts/a.yaml'), shellWord('a b')]).toEqual([
      'fgt-prod',
      'contracts/a.yaml',
      "'a b'",
    ]);
  });
  test('are told from sentences about them', () => {
    expect(isCommand('kaiyaku apply x   # on 2026-11-24 or later')).toBe(true);
    expect(isCommand('kaiyaku plan x, and read it again')).toBe(false);
    expect(isCommand('mend it, then kaiyaku amend x')).toBe(false);
  });
});

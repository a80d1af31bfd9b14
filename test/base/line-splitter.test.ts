// Chunks to lines, however the bytes are cut.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineSplitter } from '../../src/base/line-splitter.ts';

test('the same lines wherever the bytes are cut, also within a character', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''))),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const told: string[] = [];
        const push = lineSplitter((line) => told.push(line));
        for (let at = 0; at < bytes.length;) {
          const size: number = cuts.next().value;
          push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(told).toEqual(lines);
      },
    ),
  );
});

test('what has no end is not told, and a line over the limit is left out whole', () => {
  const told: string[] = [];
  const push = lineSplitter((line) => told.push(line), 4);
  for (const part of ['12', '34\r\n1234', '5', '678', '\nabcd\nrest']) push(Buffer.from(part));
  expect(told).toEqual(['abcd']);
});

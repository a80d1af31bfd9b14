// The end of a stream: what is held, what is hashed, and that no cut lets a part of a secret through.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { OutputTail } from '../../src/base/output-tail.ts';
import { Secret } from '../../src/base/redact.ts';

const secret = new Secret('Planted/Secret+of=the.tail').reveal();

test('whatever the pieces, the end is the end and the digest covers all of it', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20_000, size: 'max' }), { maxLength: 5 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 40_000 }), (chunks, bytesMax) => {
      // One byte a character, so that the end is not cut inside of one.
      const ascii = chunks.map((chunk) => Buffer.from(chunk.map((byte) => 97 + (byte % 26))));
      const tail = new OutputTail(bytesMax);
      for (const chunk of ascii) tail.push(chunk);
      const all = Buffer.concat(ascii);
      expect(tail.raw()).toBe(all.toString().slice(-bytesMax));
      expect(tail.redacted()).toBe(all.toString().slice(-bytesMax));
      expect(tail.bytes).toBe(all.length);
      expect(tail.truncated).toBe(all.length > bytesMax);
      expect(tail.sha256()).toBe(createHash('sha256').update(all).digest('hex'));
    }),
    { numRuns: 25 },
  );
});

test('reading it does not change it', () => {
  const tail = new OutputTail(10);
  tail.push(Buffer.from('0123456789'));
  expect([tail.raw(), tail.sha256(), tail.raw()]).toEqual(['0123456789', tail.sha256(), '0123456789']);
  tail.push(Buffer.from('abc'));
  expect(tail.raw()).toBe('3456789abc');
});

test('a text of secrets shrinks when it is masked; the one that was cut in two is still not shown', () => {
  const all = Buffer.from(secret.repeat(20_000));
  for (const pieceBytes of [1_000, 7_777, 65_536])
    for (const bytesMax of [1_000, 100_000, 250_000]) {
      const tail = new OutputTail(bytesMax);
      for (let at = 0; at < all.length; at += pieceBytes) tail.push(all.subarray(at, at + pieceBytes));
      expect(tail.redacted().replaceAll('‹secret›', '')).not.toMatch(/[A-Za-z]{3,}[/+=.]/);
    }
});

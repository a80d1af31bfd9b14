// Random histories that keep the invariants: however a journal is read, it says the same; whatever is done to its
// bytes, the reader notices, and names the entry that was touched.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KaiyakuError } from '../../src/base/errors.ts';
import { verifyChain } from '../../src/journal/chain.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applyEntry, emptyState, projectJournal } from '../../src/journal/project.ts';
import { JournalScan, scanJournal } from '../../src/journal/scan.ts';
import { fileOf, histories, lines } from './entries.ts';

/** The seq that the reader names, or undefined when it lets the bytes through. */
function firstBad(bytes: Uint8Array): number | undefined {
  try {
    scanJournal(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'journal-damaged') return error.detail.facts?.['seq'] as number;
    throw error;
  }
}

const seqAt = (bytes: Buffer, position: number): number =>
  bytes.subarray(0, position).filter((byte) => byte === 0x0a).length;

describe('a valid history', () => {
  it('folds to the same state from scratch, entry by entry and chunk by chunk', () => {
    fc.assert(
      fc.property(histories(80), fc.integer({ min: 1, max: 700 }), (entries, chunkBytes) => {
        const whole = projectJournal(entries);
        const live = emptyState();
        for (const [n, entry] of entries.entries()) {
          applyEntry(live, entry);
          if (n % 7 === 0) expect(live).toEqual(projectJournal(entries.slice(0, n + 1)));
        }
        expect(live).toEqual(whole);
        expect(verifyChain(lines(entries))).toEqual(whole);
        const scan = new JournalScan();
        const bytes = fileOf(entries);
        const chunk = Buffer.alloc(chunkBytes);
        for (let from = 0; from < bytes.length; from += chunkBytes)
          scan.push(chunk.subarray(0, bytes.copy(chunk, 0, from, from + chunkBytes)));
        expect(scan.end()).toEqual({ kind: 'whole', goodBytes: bytes.length, tornBytes: 0 });
        expect(scan.checker.state).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  // Counted here from the entries alone, without the fold's help.
  it('never acts on one approval of one effect twice, and never has two attempts open', () => {
    fc.assert(
      fc.property(histories(120), (entries) => {
        const spent = new Map<string, number>();
        let open: Entry<'intended'> | undefined;
        for (const entry of entries) {
          if (entry.kind === 'intended') {
            expect(open).toBeUndefined();
            open = entry;
          }
          if (entry.kind !== 'done' && entry.kind !== 'failed' && entry.kind !== 'settled') continue;
          const { irreversible, approvalId, effect } = open!.body;
          if (entry.kind === 'done' || (entry.kind === 'settled' && entry.body.as === 'done')) {
            const key = `${String(approvalId)} ${effect}`;
            if (approvalId !== undefined) spent.set(key, (spent.get(key) ?? 0) + 1);
            if (irreversible) expect(approvalId).toBeDefined();
          }
          open = undefined;
        }
        for (const [key, times] of spent) expect(times, key).toBe(1);
        const { irreversibleBegun, irreversibleDone, openIntended } = projectJournal(entries);
        expect(openIntended).toEqual(open);
        expect(irreversibleBegun).toBe(irreversibleDone > 0 || open?.body.irreversible === true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a damaged history', () => {
  it('is noticed at the entry that a flipped bit lies in', () => {
    fc.assert(
      fc.property(histories(40), fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (entries, picks) => {
        const bytes = fileOf(entries);
        for (const pick of picks) {
          const bit = pick % (bytes.length * 8);
          const position = bit >> 3;
          bytes[position]! ^= 1 << (bit & 7);
          expect(firstBad(bytes)).toBe(seqAt(fileOf(entries), position));
          bytes[position]! ^= 1 << (bit & 7);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is noticed when lines are cut, doubled or swapped, except at its end', () => {
    fc.assert(
      fc.property(histories(40), fc.nat(), fc.nat(), (entries, one, other) => {
        const all = lines(entries);
        const at = (n: number) => n % all.length;
        const bytes = (some: string[]) => Buffer.from(some.map((line) => `${line}\n`).join(''));
        const [i, j] = [at(one), at(other)].sort((a, b) => a - b) as [number, number];
        if (i < all.length - 1) expect(firstBad(bytes(all.toSpliced(i, 1)))).toBe(i);
        expect(firstBad(bytes(all.toSpliced(j + 1, 0, all[i]!)))).toBe(j + 1);
        if (i !== j) expect(firstBad(bytes(all.with(i, all[j]!).with(j, all[i]!)))).toBe(i);
      }),
      { numRuns: 150 },
    );
  });
});

// Every single bit, byte cut and newline of a small journal.
import { describe, expect, it, vi } from 'vitest';
import { errorDetail } from '../../src/base/errors.ts';
import { scanJournal } from '../../src/journal/scan.ts';
import { isIncompleteEntry } from '../../src/journal/tail.ts';
import { done, EFFECTS, fileOf, held, intended, opened, seal } from './entries.ts';

// Only a limit: some fifteen thousand journals are read here.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const BACK_UP = EFFECTS[0]!;
const SMALL = fileOf(
  seal([opened({ content: { name: '東京' }, steps: [] }), held, intended(BACK_UP), done(2, BACK_UP)]),
);

function outcome(bytes: Uint8Array): { seq?: unknown; reason?: unknown; entries?: number; tail?: string } {
  try {
    const { checker, tail } = scanJournal(bytes);
    return { entries: checker.state.entries, tail: tail.kind };
  } catch (error) {
    const { code, facts } = errorDetail(error);
    if (code !== 'journal-damaged') throw error;
    return { seq: facts?.['seq'], reason: facts?.['reason'] };
  }
}

const seqAt = (position: number): number => SMALL.subarray(0, position).filter((byte) => byte === 0x0a).length;
const entries = seqAt(SMALL.length);
const lastLineAt = SMALL.lastIndexOf(0x0a, SMALL.length - 2) + 1;

describe('a small journal', () => {
  it('is sound as it is', () => {
    expect(outcome(SMALL)).toEqual({ entries, tail: 'whole' });
  });

  it('shows every flipped bit, at the entry it lies in', () => {
    const bytes = Buffer.from(SMALL);
    const missed: string[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const { seq } = outcome(bytes);
      if (seq !== seqAt(bit >> 3)) missed.push(`bit ${bit}: ${String(seq)}`);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(missed).toEqual([]);
  });

  it('shows every byte that was taken out or put in, except a last newline', () => {
    for (let at = 0; at < SMALL.length - 1; at += 1) {
      expect(outcome(Buffer.concat([SMALL.subarray(0, at), SMALL.subarray(at + 1)])).seq).toBe(seqAt(at));
      expect(outcome(Buffer.concat([SMALL.subarray(0, at), Buffer.from('"'), SMALL.subarray(at)])).seq).toBe(seqAt(at));
    }
  });

  it('believes exactly the whole entries of every cut tail', () => {
    for (let length = 0; length < SMALL.length; length += 1) {
      const cut = SMALL.subarray(0, length);
      const whole = seqAt(length);
      const rest = length - (cut.lastIndexOf(0x0a) + 1);
      const isUnended = SMALL[length] === 0x0a;
      const said = outcome(cut);
      if (whole === 0 && !isUnended) expect(said).toMatchObject({ seq: 0, reason: 'empty' });
      else if (isUnended) expect(said).toEqual({ entries: whole + 1, tail: 'unended' });
      else expect(said).toEqual({ entries: whole, tail: rest === 0 ? 'whole' : 'torn' });
    }
  });

  it('takes zeros at the end for data that never arrived', () => {
    for (const length of [lastLineAt, lastLineAt + 5, SMALL.length - 3])
      expect(outcome(Buffer.concat([SMALL.subarray(0, length), Buffer.alloc(4096)]))).toEqual({
        entries: entries - 1,
        tail: 'torn',
      });
  });

  it('calls damaged what no interrupted write leaves', () => {
    const after = (text: string) => outcome(Buffer.concat([SMALL, Buffer.from(text)]));
    for (const text of ['x', '{"b', '{}', '[', '\0x', '{"at":"\u0007', '{"at":""}', '{"at":"2026"}x'])
      expect(after(text), text).toMatchObject({ seq: entries });
    for (const text of [
      '{',
      '{"at":"',
      '{"at":"2026-11-02',
      '{"at":"x","body":{"a":"}}',
      '{"at":"x","body":{"a":"\\"}}',
    ])
      expect(after(text), text).toEqual({ entries, tail: 'torn' });
    expect(outcome(Buffer.from(SMALL.with(SMALL.length - 1, 0x4a)))).toMatchObject({ seq: entries - 1 });
  });

  it('tells bytes that are not UTF-8 from the character that stands for them', () => {
    const at = SMALL.indexOf(Buffer.from('東'));
    const broken = Buffer.concat([SMALL.subarray(0, at), Buffer.from([0xff]), SMALL.subarray(at + 3)]);
    expect(outcome(broken)).toEqual({ seq: 0, reason: 'not-utf8' });
  });
});

describe('isIncompleteEntry', () => {
  it('never calls a whole line incomplete', () => {
    for (const line of SMALL.toString().split('\n').slice(0, -1)) {
      expect(isIncompleteEntry(Buffer.from(line))).toBe(false);
      expect(isIncompleteEntry(Buffer.from(`${line}\u000b`))).toBe(false);
      expect(isIncompleteEntry(Buffer.from(line.slice(0, -1)))).toBe(true);
    }
  });
});

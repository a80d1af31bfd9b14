// Anchors: how a head is printed and read back, and what it shows of a journal that was cut or written again.
// The files they stand in are in file-store.test.ts.
import { describe, expect, it } from 'vitest';
import { AnchorWatch, anchorText, parseAnchor, printedHead } from '../../src/journal/anchor.ts';
import { projectJournal } from '../../src/journal/project.ts';
import { everyKind, JOURNAL_ID, opened, seal } from './entries.ts';

const entries = everyKind();
const state = projectJournal(entries);
const faultOf = (anchor: Parameters<typeof anchorFor>[0]) => anchorFor(anchor).fault(state);
const anchorFor = (anchor: { seq: number; hash: string; journalId?: string }) => {
  const watch = new AnchorWatch([anchor]);
  for (const entry of entries) watch.see(entry);
  return watch;
};

describe('an anchor', () => {
  it('is read back as it is printed', () => {
    expect(parseAnchor(printedHead(state.head))).toEqual({ seq: 20, hash: state.head.hash });
    expect(parseAnchor(anchorText(state))).toEqual({ seq: 20, hash: state.head.hash, journalId: JOURNAL_ID });
  });

  it.each([
    '',
    '20',
    `x:${'a'.repeat(64)}`,
    `1:${'a'.repeat(63)}`,
    `1:${'A'.repeat(64)}`,
    `-1:${'a'.repeat(64)}`,
    `id  1:${'a'.repeat(64)}`,
    `1:${'a'.repeat(64)}\n2:${'b'.repeat(64)}`,
  ])('is not %j', (text) => {
    expect(() => parseAnchor(text)).toThrow(expect.objectContaining({ code: 'anchor-unreadable' }));
  });

  it('holds anywhere on the chain, and nowhere else', () => {
    for (const { seq, hash } of entries) expect(faultOf({ seq, hash })).toBeUndefined();
    expect(faultOf({ seq: 3, hash: entries[4]!.hash })).toContain('entry 3 is not the one');
    expect(faultOf({ seq: 21, hash: 'a'.repeat(64) })).toContain('ends at entry 20');
    expect(faultOf({ seq: 3, hash: entries[3]!.hash, journalId: 'other' })).toContain('journal other');
  });

  it('shows a journal that was written again from the beginning', () => {
    const again = seal([opened({ by: 'somebody else' })]);
    const watch = new AnchorWatch([{ seq: 0, hash: entries[0]!.hash }]);
    for (const entry of again) watch.see(entry);
    expect(() => watch.require(projectJournal(again), 'here')).toThrow(expect.objectContaining({ code: 'R19' }));
  });
});

// The journal is killed at each of its instants; what was acknowledged is there, and the next run goes on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../src/base/clock.ts';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { FileJournalStore } from '../../src/journal/file-store.ts';
import { partsOf } from '../../src/journal/folder.ts';
import { verifyJournal } from '../../src/journal/verify.ts';
import { buildChild, type ChildProgram } from '../journal/child-process.ts';
import { CONTRACT, held, openedBody } from '../journal/entries.ts';

// Only a limit: on a busy machine starting a process takes seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let program: ChildProgram;
let journalDir: string;
const parts = () => partsOf(path.join(journalDir, CONTRACT));
const store = () => new FileJournalStore({ journalDir, contract: CONTRACT, clock: realClock });
const INSTANTS = FAULT_POINTS.filter((name) => name.startsWith('journal.'));

beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.dispose());
beforeEach(async () => {
  journalDir = await mkdtemp(path.join(tmpdir(), 'kaiyaku-crash-'));
});
afterEach(() => rm(journalDir, { recursive: true }));

const create = async () => (await store().create(openedBody, 'kaiyaku open')).close();

describe('a journal process that is killed', () => {
  it('has these instants', () => {
    expect(INSTANTS).toEqual(['journal.before-write', 'journal.after-write', 'journal.after-fsync']);
  });

  it.each(INSTANTS)('at %s keeps what was acknowledged, and the next run goes on', async (instant) => {
    await create();
    const child = program.start(['append', journalDir, '5'], { env: { KAIYAKU_FAULT: `${instant}#3` } });
    expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(child.lines).toEqual(['held', 'acked 1', 'acked 2']);

    const session = await store().open('kaiyaku apply');
    expect(session.state.entries).toBe(instant === 'journal.before-write' ? 3 : 4);
    const next = await session.append(held);
    expect(next.seq).toBe(session.state.entries - 1);
    await session.close();
    expect(await verifyJournal(parts().path)).toMatchObject({ sound: true, entries: next.seq + 1 });
  });

  it.each(INSTANTS)('at %s while it creates leaves a whole journal or none', async (instant) => {
    const child = program.start(['create', journalDir], { env: { KAIYAKU_FAULT: instant } });
    expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(child.lines).toEqual([]);
    const exists = await store().exists();
    expect(exists).toBe(instant === 'journal.after-fsync');
    if (!exists) await create();
    expect(await verifyJournal(parts().path)).toMatchObject({ sound: true, entries: 1 });
  });

  it('in the middle of a write is cut back to its last whole entry', async () => {
    await create();
    const before = await readFile(parts().journal);
    const child = program.start(['append', journalDir, '1'], { env: { KAIYAKU_FAULT: 'journal.after-write' } });
    await child.ended;
    const after = await readFile(parts().journal);
    expect(after.length).toBeGreaterThan(before.length);
    // As a power cut leaves it: some of the bytes arrived, or only the file's new size did.
    const zeros = Buffer.concat([before, Buffer.alloc(after.length - before.length)]);
    for (const left of [1, 50, after.length - before.length - 2]
      .map((n) => after.subarray(0, before.length + n))
      .concat(zeros)) {
      await writeFile(parts().journal, left);
      const session = await store().open('kaiyaku apply');
      expect(session.state.entries).toBe(1);
      expect(session.warnings).toHaveLength(1);
      await session.close();
      expect(await readFile(parts().journal)).toEqual(before);
    }
  });

  it('by a disk that takes no more keeps its place, says so, and takes nothing further', async () => {
    await create();
    // Files may grow to four blocks of 512 bytes here, so some entry is written in part only.
    const child = program.start(['append', journalDir, '50'], { shell: 'trap "" XFSZ; ulimit -f 4' });
    expect(await child.ended).toEqual({ code: 1, signal: null });
    expect(child.lines.at(-1)).toBe('error journal-write-failed');
    const acked = child.lines.filter((line) => line.startsWith('acked')).length;
    expect(acked).toBeLessThan(50);
    const session = await store().open('kaiyaku apply');
    expect(session.state.entries).toBe(1 + acked);
    expect(session.warnings).toEqual([expect.stringContaining('cut off')]);
    await session.append(held);
    await session.close();
    expect(await verifyJournal(parts().path)).toMatchObject({ sound: true, entries: 2 + acked });
  });
});

// What only a journal on a disk has: modes, folders, files that others touch.
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import { errorDetail } from '../../src/base/errors.ts';
import { readIfThere } from '../../src/journal/durable-file.ts';
import { FileJournalStore } from '../../src/journal/file-store.ts';
import { journalFolder, listJournals, partsOf } from '../../src/journal/folder.ts';
import { appendNote, readNotes } from '../../src/journal/notes.ts';
import { verifyJournal } from '../../src/journal/verify.ts';
import { CONTRACT, held, intended, EFFECTS, JOURNAL_ID, openedBody, START_MS } from './entries.ts';

let root: string;
let journalDir: string;
const parts = (contract = CONTRACT) => partsOf(path.join(journalDir, contract));
const store = (contract = CONTRACT) => new FileJournalStore({ journalDir, contract, clock: new MovedClock(START_MS) });
const create = (contract = CONTRACT) => store(contract).create({ ...openedBody, contract }, 'kaiyaku open');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing thrown',
    (error: unknown) => errorDetail(error).code,
  );

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kaiyaku-store-'));
  journalDir = path.join(root, 'deep', 'journals');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('modes', () => {
  it.each([0o000, 0o077, 0o777])('are private under umask %o', async (umask) => {
    const before = process.umask(umask);
    try {
      const session = await create();
      await session.put('a', 'a');
      await session.note('key', 'note');
      await session.close();
    } finally {
      process.umask(before);
    }
    const modes = async (name: string): Promise<string[]> => {
      const { mode } = await stat(name);
      const own = `${path.relative(root, name)} ${(mode & 0o777).toString(8)}`;
      if ((mode & 0o170000) !== 0o040000) return [own];
      const below = await Promise.all((await readdir(name)).map((one) => modes(path.join(name, one))));
      return [own, ...below.flat()];
    };
    const all = await modes(path.join(root, 'deep'));
    expect(all.filter((one) => !one.endsWith(' 700') && !one.endsWith(' 600'))).toEqual([]);
    expect(all.map((one) => one.split(' ')[0]!.replace(/[0-9a-f]{64}/, '<sha256>')).sort()).toEqual(
      ['', '/journals', `/journals/${CONTRACT}`]
        .concat(
          ['anchor', 'evidence', 'evidence/<sha256>', 'journal.jsonl', 'lock', 'notes', 'notes/key.txt'].map(
            (one) => `/journals/${CONTRACT}/${one}`,
          ),
        )
        .map((one) => `deep${one}`)
        .sort(),
    );
  });

  it('of a folder that exists are left to its owner', async () => {
    await mkdir(parts().path, { recursive: true });
    await chmod(parts().path, 0o750);
    await (await create()).close();
    expect((await stat(parts().path)).mode & 0o777).toBe(0o750);
  });
});

describe('a journal that does not exist', () => {
  it('leaves no folder, lock or file behind when it is looked for', async () => {
    expect(await codeOf(store().open('x'))).toBe('R19');
    expect(await codeOf(store().read())).toBe('R19');
    expect(await codeOf(verifyJournal(parts().path))).toBe('R19');
    expect(await readdir(root)).toEqual([]);
  });

  it('is not one that could not be looked for', async () => {
    await mkdir(path.join(root, 'loop'));
    journalDir = path.join(root, 'x'.repeat(300));
    expect(await codeOf(store().exists())).toBe('journal-unreachable');
    expect(await codeOf(store().read())).toBe('journal-unreachable');
    expect(await codeOf(store().open('x'))).toBe('journal-unreachable');
  });
});

describe('a session', () => {
  it('notices that its file was replaced, and writes to neither', async () => {
    const session = await create();
    const copy = `${parts().journal}.copy`;
    await writeFile(copy, await readFile(parts().journal));
    await rename(copy, parts().journal);
    expect(await codeOf(session.append(held))).toBe('R19');
    expect((await store().read()).state.entries).toBe(1);
    await session.close();
  });

  it('remembers its head in the anchor when it ends, and only then', async () => {
    const session = await create();
    await session.append(held);
    expect(await readIfThere(parts().anchor, 1000)).toBeUndefined();
    await session.close();
    const { head } = session.state;
    expect(await readFile(parts().anchor, 'utf8')).toBe(`${JOURNAL_ID} 1:${head.hash}\n`);
  });

  it('brings an anchor up that a killed run left behind', async () => {
    const session = await create();
    await session.append(held);
    await session.close();
    await writeFile(
      parts().anchor,
      `${JOURNAL_ID} 0:${JSON.parse((await readFile(parts().journal, 'utf8')).split('\n')[0]!).hash}\n`,
    );
    await (await store().open('x')).close();
    expect(await readFile(parts().anchor, 'utf8')).toContain(' 1:');
  });

  it('does not start under an anchor that cannot be read', async () => {
    await (await create()).close();
    await writeFile(parts().anchor, 'something else');
    expect(await codeOf(store().open('x'))).toBe('anchor-unreadable');
    expect(await codeOf(store().read())).toBe('anchor-unreadable');
  });
});

describe('names', () => {
  it.each(['', '.', '..', '.x', 'a/b', 'a\\b', 'a\0b', ' a', 'a\nb', 'x'.repeat(101)])(
    '%j cannot be a contract’s',
    (name) => {
      expect(() => journalFolder(journalDir, name)).toThrow(expect.objectContaining({ code: 'contract-name' }));
    },
  );
  it.each(['fgt-tokyo', '東京 1', 'a.b_c'])('%j can', async (name) => {
    await (await create(name)).close();
    expect(await listJournals(journalDir)).toEqual([name]);
  });
  it('of contracts with a journal are listed, others are not', async () => {
    expect(await listJournals(journalDir)).toEqual([]);
    await (await create('b')).close();
    await (await create('a')).close();
    await mkdir(path.join(journalDir, 'empty'));
    await writeFile(path.join(journalDir, 'file'), '');
    expect(await listJournals(journalDir)).toEqual(['a', 'b']);
  });
});

describe('notes', () => {
  it('pass over a line that a crash left unended, and cut it before the next', async () => {
    const folder = path.join(root, 'notes');
    await appendNote(folder, 'k', 'one');
    await writeFile(path.join(folder, 'k.txt'), 'one\ntw');
    expect(await readNotes(folder, 'k')).toEqual(['one']);
    await appendNote(folder, 'k', 'two');
    expect(await readNotes(folder, 'k')).toEqual(['one', 'two']);
  });
});

describe('verify', () => {
  const filled = async () => {
    const session = await create();
    const ref = await session.put('notice.txt', 'notice');
    await session.append({ kind: 'attested', body: { step: 's', facts: {}, evidence: [ref], by: 'x' } });
    await session.append(intended(EFFECTS[0]!));
    await session.close();
    return ref;
  };

  it('finds a sound journal sound, and changes nothing', async () => {
    await filled();
    const before = await stat(parts().journal);
    const seen: number[] = [];
    const found = await verifyJournal(parts().path, { onEntry: ({ seq }) => seen.push(seq) });
    expect(found).toMatchObject({
      sound: true,
      entries: 3,
      head: { seq: 2 },
      journalId: JOURNAL_ID,
      contract: CONTRACT,
      tail: { kind: 'whole' },
      evidence: { named: 1, problems: [], unnamed: [] },
      remarkCount: 0,
    });
    expect(found.anchors).toMatchObject([{ seq: 2 }]);
    expect(seen).toEqual([0, 1, 2]);
    expect((await stat(parts().journal)).mtimeMs).toBe(before.mtimeMs);
  });

  it('names the first bad entry, and still looks at evidence', async () => {
    const ref = await filled();
    const bytes = await readFile(parts().journal);
    bytes[bytes.indexOf('\n') + 50]! ^= 4;
    await writeFile(parts().journal, bytes);
    await rm(path.join(parts().evidence, ref.sha256));
    const found = await verifyJournal(parts().path);
    expect(found).toMatchObject({
      sound: false,
      entries: 1,
      firstBad: { code: 'journal-damaged', facts: { seq: 1, line: 2 } },
    });
    expect(found.tail).toBeUndefined();
  });

  it('names evidence that is gone or changed, and files that nobody named', async () => {
    const ref = await filled();
    const file = path.join(parts().evidence, ref.sha256);
    await writeFile(file, 'Notice');
    await writeFile(path.join(parts().evidence, 'stray'), '');
    expect((await verifyJournal(parts().path)).evidence).toEqual({
      named: 1,
      problems: [{ sha256: ref.sha256, name: 'notice.txt', problem: 'changed' }],
      unnamed: ['stray'],
    });
    await rm(file);
    expect(await verifyJournal(parts().path)).toMatchObject({
      sound: false,
      evidence: { problems: [{ problem: 'missing' }] },
    });
  });

  it('shows a cut tail by the folder’s anchor, and by one that is given', async () => {
    await filled();
    const all = (await readFile(parts().journal, 'utf8')).split('\n');
    const anchor = { seq: 2, hash: (JSON.parse(all[2]!) as { hash: string }).hash };
    await writeFile(parts().journal, `${all.slice(0, 2).join('\n')}\n`);
    expect(await verifyJournal(parts().path)).toMatchObject({
      sound: false,
      entries: 2,
      anchorFault: expect.stringContaining('entry 2 is known'),
    });
    await rm(parts().anchor);
    expect(await verifyJournal(parts().path)).toMatchObject({ sound: true });
    expect(await verifyJournal(parts().path, { anchor })).toMatchObject({ sound: false });
  });
});

// How fast the journal is written durably, and how fast and small a long one is read. Functions only: the caller makes
// the folder, runs each in a process of its own where memory is to be told, and prints.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { realClock } from '../src/base/clock.ts';
import { entryLine, sealEntry } from '../src/journal/chain.ts';
import type { BodyByKind, Entry, NewEntry } from '../src/journal/entry.ts';
import { FileJournalStore } from '../src/journal/file-store.ts';
import { makeFolder } from '../src/journal/durable-file.ts';
import { journalFolder } from '../src/journal/folder.ts';
import { verifyJournal } from '../src/journal/verify.ts';

const DIGEST = `sha256:${'c'.repeat(64)}`;
const START_MS = Date.parse('2026-11-02T00:00:00.000Z');
const LONG_JOURNAL_ENTRIES = 100_000;
/** Goals: a long journal is verified within this time and memory. */
export const VERIFY_100K_MS_MAX = 3_000;
export const VERIFY_100K_RSS_MIB_MAX = 150;

const opened = (contract: string): BodyByKind['opened'] => ({
  journalId: 'bench',
  contract,
  provider: 'sakura-fortigate',
  contractDigest: DIGEST,
  teardownDigest: DIGEST,
  toolVersion: 'bench',
  content: {},
  steps: [],
  by: 'bench',
});

/** Attempts at 500 effects in turn, each intended, done, verified and attested: about 450 bytes an entry. */
function entryNumber(n: number): NewEntry {
  const [attempt, part] = [Math.floor((n - 1) / 4), (n - 1) % 4];
  const effect = `destroy/delete:sakura-api:disk:tk1b:1130000${String(attempt % 500).padStart(5, '0')}`;
  const step = 'destroy';
  if (part === 0)
    return {
      kind: 'intended',
      body: {
        effect,
        step,
        verb: 'delete',
        target: effect.slice(15),
        key: `k-${n}`,
        digest: DIGEST,
        irreversible: false,
        contractDigest: DIGEST,
      },
    };
  if (part === 1)
    return { kind: 'done', body: { intended: n - 1, effect, receipt: { status: 200, ok: true }, evidence: [] } };
  if (part === 2)
    return {
      kind: 'verified',
      body: {
        effect,
        step,
        parts: [{ part: 'absent', target: effect.slice(15), proof: ['404', 'no hit by name'], seenAt: [] }],
      },
    };
  return { kind: 'attested', body: { step, facts: { n }, evidence: [], by: 'bench' } };
}

/** Durable appends a second: sealed, checked, written, fsynced, one after another. */
export async function appendsPerSecond(journalDir: string, count = 1_000): Promise<number> {
  const store = new FileJournalStore({ journalDir, contract: 'appends', clock: realClock });
  const session = await store.create(opened('appends'), 'bench');
  const startMs = performance.now();
  for (let n = 1; n <= count; n += 1) await session.append(entryNumber(n));
  const tookMs = performance.now() - startMs;
  await session.close();
  return (count / tookMs) * 1_000;
}

/** Writes a journal of 100,000 entries, not durably, and returns its folder. */
export async function writeLongJournal(journalDir: string): Promise<string> {
  const folder = journalFolder(journalDir, 'long');
  await makeFolder(folder.path);
  const handle = await open(folder.journal, 'wx', 0o600);
  try {
    let entry: Entry = sealEntry(undefined, { kind: 'opened', body: opened('long') }, new Date(START_MS).toISOString());
    let lines = [entryLine(entry)];
    for (let n = 1; n < LONG_JOURNAL_ENTRIES; n += 1) {
      entry = sealEntry(entry, entryNumber(n), new Date(START_MS + n).toISOString());
      lines.push(entryLine(entry));
      if (lines.length < 1_000) continue;
      await handle.appendFile(`${lines.join('\n')}\n`);
      lines = [];
    }
    if (lines.length > 0) await handle.appendFile(`${lines.join('\n')}\n`);
  } finally {
    await handle.close();
  }
  return path.join(journalDir, 'long');
}

/** Verifies what `writeLongJournal` wrote. `rssMib` is this process's highest, so call it in a fresh one. */
export async function verify100k(folder: string): Promise<{ entries: number; tookMs: number; rssMib: number }> {
  const startMs = performance.now();
  const { entries, sound } = await verifyJournal(folder);
  const tookMs = performance.now() - startMs;
  if (!sound) throw new Error('the journal of the benchmark is not sound');
  return { entries, tookMs, rssMib: process.resourceUsage().maxRSS / 1_024 };
}

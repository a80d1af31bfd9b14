// How fast the journal is written durably, and how fast and small a long one is read. Functions only: the caller makes
// the folder, runs each in a process of its own where memory is to be told, and prints.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
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
export const VERIFY_100K_MIB_MAX = 150;

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

/** Ms a durable append takes (sealed, checked, written, fsynced, one after another), and the same bytes by `fs` alone. */
export async function appendMs(journalDir: string, count = 300): Promise<{ ours: number; plain: number }> {
  const store = new FileJournalStore({ journalDir, contract: 'appends', clock: realClock });
  const session = await store.create(opened('appends'), 'bench');
  const startMs = performance.now();
  for (let n = 1; n <= count; n += 1) await session.append(entryNumber(n));
  const ours = (performance.now() - startMs) / count;
  await session.close();
  const text = await readFile(journalFolder(journalDir, 'appends').journal, 'utf8');
  const plain = await plainAppendMs(path.join(journalDir, 'plain'), text.split('\n').slice(1, -1));
  return { ours, plain };
}

async function plainAppendMs(file: string, lines: readonly string[]): Promise<number> {
  const handle = await open(file, 'ax', 0o600);
  const startMs = performance.now();
  for (const line of lines) {
    await handle.appendFile(`${line}\n`);
    await handle.sync();
  }
  const tookMs = performance.now() - startMs;
  await handle.close();
  return tookMs / lines.length;
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

/** Verifies what `writeLongJournal` wrote. `peakMib` is this process's highest, so call it in a fresh one. */
export async function verify100k(folder: string): Promise<{ entries: number; tookMs: number; peakMib: number }> {
  const startMs = performance.now();
  const { entries, sound } = await verifyJournal(folder);
  const tookMs = performance.now() - startMs;
  if (!sound) throw new Error('the journal of the benchmark is not sound');
  return { entries, tookMs, peakMib: process.resourceUsage().maxRSS / 1_024 };
}

/** The least that any reader must do: each line parsed and hashed, and nothing believed of it. */
export async function read100k(folder: string): Promise<{ tookMs: number }> {
  const startMs = performance.now();
  let rest = '';
  for await (const chunk of createReadStream(path.join(folder, 'journal.jsonl'), {
    encoding: 'utf8',
    highWaterMark: 262_144,
  })) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      JSON.parse(line);
      createHash('sha256').update(line).digest('hex');
    }
  }
  return { tookMs: performance.now() - startMs };
}

// Binds the journal conformance suite to every store there is: a folder on this disk, and memory.
// A new store gets a line here before it gets a user.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileJournalStore } from '../../src/journal/file-store.ts';
import { partsOf } from '../../src/journal/folder.ts';
import { emptyDisk, MemoryJournalStore } from '../../src/journal/memory-store.ts';
import { CONTRACT } from '../journal/entries.ts';
import { journalStoreConformance } from './journal-store.ts';

journalStoreConformance('a folder', async (clock) => {
  const journalDir = await mkdtemp(path.join(tmpdir(), 'kaiyaku-journal-'));
  const parts = partsOf(path.join(journalDir, CONTRACT));
  return {
    clock,
    store: (contract = CONTRACT) => new FileJournalStore({ journalDir, contract, clock }),
    bytes: () => readFile(parts.journal),
    setBytes: (bytes) => writeFile(parts.journal, bytes),
    damageEvidence: (sha256) => writeFile(path.join(parts.evidence, sha256), 'other'),
    dispose: () => rm(journalDir, { recursive: true }),
  };
});

journalStoreConformance('memory', async (clock) => {
  const disk = emptyDisk();
  return {
    clock,
    store: (contract = CONTRACT) => new MemoryJournalStore({ contract, clock, disk }),
    bytes: () => Promise.resolve(Buffer.from(disk.journal ?? [])),
    setBytes: async (bytes) => {
      disk.journal = Buffer.from(bytes);
    },
    damageEvidence: async (sha256) => {
      disk.evidence.set(sha256, Buffer.from('other'));
    },
    dispose: () => Promise.resolve(),
  };
});

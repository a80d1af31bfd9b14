// Reads a journal file from its beginning to its end, a chunk at a time, and compares it with what is known of it.
// Changes nothing.
import { type FileHandle, open } from 'node:fs/promises';
import { KaiyakuError, systemErrorCode, userError } from '../base/errors.ts';
import { type Anchor, AnchorWatch, journalRefusal, parseAnchor } from './anchor.ts';
import { readIfThere } from './durable-file.ts';
import type { Entry } from './entry.ts';
import type { JournalFolder } from './folder.ts';
import { ANCHOR_BYTES_MAX, READ_CHUNK_BYTES } from './limits.ts';
import { JournalScan, type Tail } from './scan.ts';
import type { Expected, JournalReading } from './store.ts';

/** Opens an existing journal file. Throws R19 `missing`; a file that could not be looked for is not missing. */
export async function openJournalFile(parts: JournalFolder, flags: 'r' | 'r+'): Promise<FileHandle> {
  try {
    return await open(parts.journal, flags);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(parts.path);
    throw journalIoError(parts.path, error);
  }
}

export const missing = (location: string): KaiyakuError =>
  journalRefusal(
    'missing',
    location,
    'there is none',
    'Point --journal-dir at it or restore it; only `kaiyaku open CONTRACT` begins one, once.',
  );

/** Feeds the whole file to a scan and says how it ends. Throws `journal-damaged`. */
export async function scanFile(handle: FileHandle, scan: JournalScan): Promise<Tail> {
  const chunk = Buffer.allocUnsafe(READ_CHUNK_BYTES);
  let position = 0;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, READ_CHUNK_BYTES, position);
    if (bytesRead === 0) return scan.end();
    scan.push(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** The anchor file's anchor; undefined when there is none. Throws user error `anchor-unreadable`. */
export async function readAnchor(parts: JournalFolder): Promise<Anchor | undefined> {
  const bytes = await readIfThere(parts.anchor, ANCHOR_BYTES_MAX);
  return bytes === undefined ? undefined : parseAnchor(bytes.toString('utf8'));
}

/** Reads and compares: chain, anchors, journal id, contract. Throws `journal-damaged`, R19 or `journal-unreachable`. */
export async function readExpected(
  handle: FileHandle,
  parts: JournalFolder,
  contract: string,
  expected: Expected,
  onEntry: (entry: Entry) => void = () => undefined,
): Promise<JournalReading> {
  try {
    const own = await readAnchor(parts);
    const watch = new AnchorWatch([own, expected.anchor].filter((anchor) => anchor !== undefined));
    const scan = new JournalScan((entry) => {
      watch.see(entry);
      onEntry(entry);
    });
    const tail = await scanFile(handle, scan);
    const { state, remarks, remarkCount } = scan.checker;
    const reading = { state, tail, remarks, remarkCount };
    requireIdentity(reading, parts.path, contract, expected);
    watch.require(reading.state, parts.path);
    return reading;
  } catch (error) {
    throw journalIoError(parts.path, error);
  }
}

/** Throws R19 when the journal is another contract's, or another journal of this contract. */
export function requireIdentity(reading: JournalReading, location: string, contract: string, expected: Expected): void {
  const opened = reading.state.opened;
  if (opened?.contract !== contract)
    throw journalRefusal(
      'another-contract',
      location,
      `it is of the contract ${JSON.stringify(opened?.contract)}, not of ${JSON.stringify(contract)}`,
      'Give the contract its own journal folder.',
    );
  if (expected.journalId !== undefined && opened.journalId !== expected.journalId)
    throw journalRefusal(
      'another-id',
      location,
      `its id is ${opened.journalId}, and the contract file names ${expected.journalId}`,
      'Point --journal-dir at the journal that the contract file names.',
    );
}

/** A failure of the file system as an error of ours; errors of ours pass as they are. */
export function journalIoError(location: string, error: unknown): KaiyakuError {
  if (error instanceof KaiyakuError) return error;
  return userError('journal-unreachable', `The journal ${location} could not be reached.`, {
    why: systemErrorCode(error) ?? (error instanceof Error ? error.message : String(error)),
    next: 'Mend access to the folder, then try again. Nothing was done.',
    exitCode: 1,
    facts: { location, systemCode: systemErrorCode(error) },
    cause: error,
  });
}

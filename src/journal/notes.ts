// What an executor wrote down during one attempt, before its point of no return: read back after a crash to tell what
// had been sent. Not part of the chain; a note is a hint to `recover`, never a proof.
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { bugError } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import { syncFolder } from '../base/sync-folder.ts';
import { FILE_MODE, makeFolder, readIfThere, writeAll } from './durable-file.ts';
import { isFile } from './folder.ts';
import { NOTE_LINE_BYTES_MAX, NOTES_BYTES_MAX } from './limits.ts';

const NEWLINE = 0x0a;
const KEY_LENGTH_MAX = 200;

/** The line as it is written: known secrets masked. Throws `bug` for what could not be read back as one line. */
export function noteLine(line: string): Uint8Array {
  if (line.includes('\n')) throw bugError('note-newline', 'a note of an attempt must be one line');
  const bytes = Buffer.from(`${redact(line)}\n`);
  if (bytes.length > NOTE_LINE_BYTES_MAX)
    throw bugError('note-too-long', `a note of an attempt is longer than ${NOTE_LINE_BYTES_MAX} bytes`);
  return bytes;
}

/** Appends one line to an attempt's notes; durable when it resolves. Under the journal's lock. */
export async function appendNote(folder: string, key: string, line: string): Promise<void> {
  const bytes = noteLine(line);
  const file = noteFile(folder, key);
  await makeFolder(folder);
  const isNew = !(await isFile(file));
  const handle = await open(file, isNew ? 'wx+' : 'r+', FILE_MODE);
  try {
    if (isNew) await handle.chmod(FILE_MODE);
    const end = await endOfWholeLines(handle);
    if (end + bytes.length > NOTES_BYTES_MAX)
      throw bugError('notes-too-long', `the notes of one attempt are longer than ${NOTES_BYTES_MAX} bytes`);
    await handle.truncate(end);
    await writeAll(handle, bytes, end);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (isNew) await syncFolder(folder);
}

/** Whole lines of an attempt's notes; one that a crash left unended was never acknowledged and is passed over. */
export async function readNotes(folder: string, key: string): Promise<readonly string[]> {
  const bytes = await readIfThere(noteFile(folder, key), NOTES_BYTES_MAX);
  return bytes === undefined ? [] : wholeLines(bytes);
}

/** The lines that end with a newline. */
export function wholeLines(bytes: Buffer): readonly string[] {
  return bytes.toString('utf8').split('\n').slice(0, -1);
}

async function endOfWholeLines(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  if (size === 0) return 0;
  if (size > NOTES_BYTES_MAX) return size;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  if (last[0] === NEWLINE) return size;
  const whole = Buffer.alloc(size);
  await handle.read(whole, 0, size, 0);
  return whole.lastIndexOf(NEWLINE) + 1;
}

// Keys may hold what file names may not.
function noteFile(folder: string, key: string): string {
  const name = encodeURIComponent(key);
  if (name === '' || name.length > KEY_LENGTH_MAX)
    throw bugError('note-key', `the key of an attempt is empty or longer than ${KEY_LENGTH_MAX} characters`);
  return path.join(folder, `${name}.txt`);
}

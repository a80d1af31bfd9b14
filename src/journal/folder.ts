// Where the parts of one contract's journal lie, and which contracts have one. Creates nothing.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, userError } from '../base/errors.ts';

export interface JournalFolder {
  readonly path: string;
  readonly journal: string;
  readonly lock: string;
  readonly anchor: string;
  readonly evidence: string;
  readonly notes: string;
}

/** The folder beside contract files that holds their journals. */
export const DEFAULT_JOURNAL_FOLDER = '.kaiyaku';

/** A contract's name is a folder's name: no separator, no leading dot, no control character. */
const FOLDER_NAME = /^[^\s./\\\p{Cc}][^/\\\p{Cc}]{0,99}$/u;

/** The parts of a journal that lies in this folder. */
export function partsOf(folder: string): JournalFolder {
  const part = (name: string) => path.join(folder, name);
  return {
    path: folder,
    journal: part('journal.jsonl'),
    lock: part('lock'),
    anchor: part('anchor'),
    evidence: part('evidence'),
    notes: part('notes'),
  };
}

/** `<journal-dir>/<contract>`. Throws user error `contract-name` for a name that cannot be a folder. */
export function journalFolder(journalDir: string, contract: string): JournalFolder {
  if (!FOLDER_NAME.test(contract))
    throw userError('contract-name', `The contract name ${JSON.stringify(contract)} cannot name a folder.`, {
      why: 'Its journal is kept in a folder of that name.',
      next: 'Rename the contract file: no slash, no leading dot or space, at most 100 characters.',
    });
  return partsOf(path.join(path.resolve(journalDir), contract));
}

/** Names of the contracts that have a journal here, sorted; none when the folder does not exist. */
export async function listJournals(journalDir: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(journalDir);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
  const found: string[] = [];
  for (const name of names.sort()) {
    if (FOLDER_NAME.test(name) && (await isFile(partsOf(path.join(journalDir, name)).journal))) found.push(name);
  }
  return found;
}

/** Whether a file is there. "Could not look" is thrown, never `false`. */
export async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Where a contract's journals lie: beside its file, unless told otherwise. Absolute. */
export const journalDirOf = (contractPath: string, journalDir: string | undefined): string =>
  journalDir === undefined
    ? path.join(path.dirname(path.resolve(contractPath)), DEFAULT_JOURNAL_FOLDER)
    : path.resolve(journalDir);

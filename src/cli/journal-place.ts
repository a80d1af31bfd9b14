// Where journals lie, by the contract's name alone: `status` and `verify` need neither the contract file nor a schema.
// Must never read a contract, and finds a name where the other verbs find its file: here, or in contracts/.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DEFAULT_JOURNAL_FOLDER } from '../journal/folder.ts';

export interface JournalPlace {
  readonly contract: string;
  /** The folder of journals; the contract's own is in it. */
  readonly journalDir: string;
}

/** Folders that are looked into when nothing is named. */
export const journalFolders = (cwd: string): readonly string[] => [
  join(cwd, DEFAULT_JOURNAL_FOLDER),
  join(cwd, 'contracts', DEFAULT_JOURNAL_FOLDER),
];

/** `word`: a path like contracts/fgt-prod.yaml, or a bare name. */
export function journalPlace(word: string, journalDir: string | undefined, cwd: string): JournalPlace {
  const contract = basename(word).replace(/\.ya?ml$/, '');
  if (journalDir !== undefined) return { contract, journalDir: resolve(cwd, journalDir) };
  const beside = join(dirname(resolve(cwd, word)), DEFAULT_JOURNAL_FOLDER);
  if (word !== contract) return { contract, journalDir: beside };
  const found = journalFolders(cwd).find((folder) => existsSync(join(folder, contract)));
  return { contract, journalDir: found ?? beside };
}

// Words to contract files: a path, a bare name, a glob, or a folder with everything beneath it. A gate that matched
// nothing has examined nothing, so that is an error and never an empty list.
import { existsSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { GlobOptions } from 'tinyglobby';
import { userError } from '../base/errors.ts';
import { contractPath } from './with-contract.ts';

export const CONTRACT_FILES_MAX = 20_000;
/** Folders beneath a folder; links that lead in a circle end here. */
const FOLDER_DEPTH_MAX = 20;
const CONTRACTS_FOLDER = 'contracts';

/**
 * Absolute paths, sorted, each file once. Folders are searched to the bottom, without those that begin with a dot and
 * `node_modules`. Throws `no-contract`, `contract-not-found`, `too-many-contracts` (user).
 */
export async function contractFiles(words: readonly string[], cwd: string): Promise<string[]> {
  const found = new Map<string, string>();
  for (const word of words) {
    const paths = await pathsOf(word, cwd);
    if (paths.length === 0)
      throw userError('no-contract', `no contract file matches ${word}`, {
        why: 'a gate that examines nothing would pass everything',
        next: 'give paths, folders or globs of .yaml files',
      });
    for (const path of paths) {
      // A file that is reached twice, by a link or another word, is one contract.
      const real = existsSync(path) ? realpathSync.native(path) : path;
      if (!found.has(real)) found.set(real, path);
    }
    if (found.size > CONTRACT_FILES_MAX)
      throw userError('too-many-contracts', `more than ${CONTRACT_FILES_MAX} files match`, {
        next: 'name a smaller folder',
      });
  }
  return [...found.values()].sort();
}

/** The words given, or else the folder `contracts`, or else this one. */
export const wordsOr = (words: readonly string[], cwd: string): readonly string[] =>
  words.length > 0 ? words : [existsSync(resolve(cwd, CONTRACTS_FOLDER)) ? CONTRACTS_FOLDER : '.'];

// Loaded only where a folder or a pattern is named.
const glob = async (pattern: string, options: Omit<GlobOptions, 'patterns'>): Promise<string[]> =>
  (await import('tinyglobby')).glob(pattern, options);

async function pathsOf(word: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, word);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true)
    return glob('**/*.{yaml,yml}', {
      cwd: path,
      absolute: true,
      deep: FOLDER_DEPTH_MAX,
      ignore: ['**/node_modules/**'],
    });
  // A name with brackets that exists is that file, not a pattern.
  if (there === undefined && /[*?[\]{}]/u.test(word))
    return glob(word, { cwd, absolute: true, deep: FOLDER_DEPTH_MAX });
  return [contractPath(word, cwd)];
}

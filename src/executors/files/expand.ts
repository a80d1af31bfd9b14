// Turns the contract's paths and globs into paths. A folder that could not be listed makes the whole answer unknown:
// the glob library would silently leave it out, so its readings are watched.
import { readdir, type Dirent } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { type FileSystemAdapter, glob, isDynamicPattern } from 'tinyglobby';
import { type ErrorDetail, errorDetail, KaiyakuError, systemErrorCode } from '../../base/errors.ts';
import { limitReached, unreadable } from './errors.ts';

/** Folders that one glob may list. */
export const GLOB_FOLDERS_MAX = 2_000;
/** Paths that one glob may give. */
export const GLOB_PATHS_MAX = 1_000;

/** A path, absolute, and as the contract spells it. */
export interface NamedPath {
  readonly path: string;
  readonly name: string;
}

export type ExpandedPaths =
  | { readonly state: 'known'; readonly paths: readonly string[] }
  | { readonly state: 'unknown'; readonly error: ErrorDetail };

/**
 * Absolute paths of everything that the patterns name. A pattern without wildcards is a path whether or not a file is
 * there; a glob gives what it matches now, links included. Throws only bugs.
 */
export async function expandLicencePaths(patterns: readonly string[], baseDir: string): Promise<ExpandedPaths> {
  try {
    return { state: 'known', paths: (await expand(patterns, baseDir)).map(({ path }) => path) };
  } catch (error) {
    if (error instanceof KaiyakuError && error.kind === 'provider')
      return { state: 'unknown', error: errorDetail(error) };
    throw error;
  }
}

/** As above, with the spelling. Each path once; the first spelling wins. Throws provider errors. */
export async function expand(patterns: readonly string[], baseDir: string): Promise<NamedPath[]> {
  const found = new Map<string, string>();
  const add = ({ path, name }: NamedPath) => found.set(path, found.get(path) ?? name);
  const globs = patterns.filter((pattern) => isDynamicPattern(pattern));
  for (const name of patterns.filter((pattern) => !globs.includes(pattern)))
    add({ path: resolve(baseDir, name), name });
  for (const pattern of globs) for (const named of await expandGlob(pattern, baseDir)) add(named);
  return [...found].map(([path, name]) => ({ path, name }));
}

/** The path as the contract would spell it: relative to its folder where the contract's own word was relative. */
export function spell(path: string, baseDir: string, asIn: string): string {
  return isAbsolute(asIn) ? path : relative(baseDir, path) || '.';
}

async function expandGlob(pattern: string, baseDir: string): Promise<NamedPath[]> {
  const watched = watchedFs();
  const matches = await glob([pattern], {
    cwd: baseDir,
    absolute: true,
    dot: true,
    expandDirectories: false,
    fs: watched.fs,
  });
  watched.requireComplete();
  if (matches.length > GLOB_PATHS_MAX) throw limitReached(pattern, 'GLOB_PATHS_MAX', GLOB_PATHS_MAX);
  const named = matches.sort().map((path) => ({ path, name: spell(path, baseDir, pattern) }));
  // `licence (1).lic` looks like a pattern and is a name.
  const literal = resolve(baseDir, pattern);
  return (await exists(literal)) ? [{ path: literal, name: pattern }, ...named] : named;
}

/** Directory readings for the glob library: errors are remembered, links are shown as files and never followed. */
function watchedFs(): { fs: FileSystemAdapter; requireComplete(): void } {
  let folders = 0;
  let failure: KaiyakuError | undefined;
  const fail = (path: string, error: unknown) => {
    failure ??= unreadable(path, 'the folder', error);
  };
  const list = (path: string, options: object, done: (error: Error | null, entries: Dirent[]) => void): void => {
    folders += 1;
    if (folders > GLOB_FOLDERS_MAX) failure ??= limitReached(path, 'GLOB_FOLDERS_MAX', GLOB_FOLDERS_MAX);
    if (failure !== undefined) return done(null, []);
    readdir(path, { ...options, withFileTypes: true }, (error, entries) => {
      if (error !== null) fail(path, error);
      done(null, error === null ? entries.map(linkAsFile) : []);
    });
  };
  return {
    fs: { readdir: list as unknown as NonNullable<FileSystemAdapter['readdir']> },
    requireComplete: () => {
      if (failure !== undefined) throw failure;
    },
  };
}

function linkAsFile(entry: Dirent): Dirent {
  if (!entry.isSymbolicLink()) return entry;
  return Object.create(entry, {
    isSymbolicLink: { value: () => false },
    isFile: { value: () => true },
  }) as Dirent;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw unreadable(path, 'the file', error);
  }
}

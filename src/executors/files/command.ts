// Licence files on this machine as targets, and what is done to them. No I/O here: scripts/ builds these.
import type { Command, Target } from '../port.ts';

export const EXECUTOR = 'files';

/**
 * `licence-file`: one file; its id is a path. `licence-search`: a read-only look over many files.
 * Relative paths start at the folder of the contract, so that a digest is the same on every machine.
 */
export type FilesKind = 'licence-file' | 'licence-search';

export interface LicenceFileExpect {
  /** 64 hex digits; other content makes the observation `foreign`. */
  readonly sha256?: string;
}

export interface LicenceSearchExpect {
  /** Paths and globs of the licence files that the contract lists. */
  readonly patterns: readonly string[];
  /** Folders searched for further copies, however the files are named. */
  readonly folders: readonly string[];
  /** Copies that somebody acknowledged, by the name `copies` has for them; `folder/` covers all below it. */
  readonly ignore?: readonly string[];
  /** Only files with these endings are opened in `folders` (`.lic`, `.conf`…); without it, all are. */
  readonly extensions?: readonly string[];
}

export function licenceFileTarget(path: string, expect: LicenceFileExpect = {}): Target {
  return { executor: EXECUTOR, kind: 'licence-file', id: path, expect: plain(expect), label: `licence file ${path}` };
}

/** The search for listed licences and copies. `id` is a stable name. */
export function licenceSearchTarget(expect: LicenceSearchExpect, id = 'licences'): Target {
  return { executor: EXECUTOR, kind: 'licence-search', id, expect: plain(expect), label: 'search for licence files' };
}

function plain(expect: object): Target['expect'] {
  return JSON.parse(JSON.stringify(expect)) as Target['expect'];
}

/**
 * - `delete`: licence-file only. Receipt facts: `path, sha256, bytes, links, folder`; `links` > 1 says that the same
 *   content is left under another name.
 */
export type FilesVerb = 'delete';

export function filesCommand(verb: FilesVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation. Paths are spelled as the contract spells them: relative for a relative pattern or folder.
 * - licence-file present: `path, sha256, bytes, isLicence: true, links, folder` (`folder` is `device:inode` of the folder).
 * - licence-file foreign: `path, kind` and, for a file, `sha256, bytes, isLicence, links, folder`. Never its content.
 * - licence-file absent: `path, folder`; proven only in a folder that could be read.
 * - licence-search present: `listed[]` listed paths that are licences; `copies[]` other files that hold a licence block
 *   (FortiGate configurations included) or cannot be looked into; `unopened[]` the latter among them (archives, encrypted
 *   backups); `ignored[]` what would be in `copies` but was acknowledged; `notLicences[]` listed paths that hold none;
 *   `notFollowed[]` links to folders; `skippedByExtension, files, bytes` (numbers).
 * - licence-search is never `absent`: nothing found is `present` with empty lists; a limit or an error is `unknown`.
 */
export type FilesFactsNote = never;

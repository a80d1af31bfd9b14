// Backups as targets, and the verbs on them: by a command of the user's own, or declared as a source and a repository.
// No I/O here: scripts/ builds these. References to secrets stay in the contract; the executor resolves them by name.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import type { Command, Target } from '../port.ts';

export const EXECUTOR = 'backup';

export interface DataBackup {
  /** What the contract calls it: the target's id. */
  readonly name: string;
  /** argv of the backup; no shell. */
  readonly command: readonly string[];
  /** argv that exits 0 only when the backup can be read back. */
  readonly verify: readonly string[];
  /** For each of the two. */
  readonly timeoutMs: number;
}

export function dataBackupTarget({ name, command, verify, timeoutMs }: DataBackup): Target {
  return {
    executor: EXECUTOR,
    kind: 'data-backup',
    id: name,
    expect: { command: [...command], verify: [...verify], timeoutMs },
    label: `backup ${name}`,
  };
}

/** A database, as a machine that is reached by SSH calls it. */
export interface DatabasePlace {
  readonly database: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  /** One is handed over by standard input. */
  readonly hasPassword: boolean;
}

/** `implicit`: TLS from the first byte; `explicit`: STARTTLS or AUTH TLS, or nothing; `none`: in the clear. */
export type Tls = 'implicit' | 'explicit' | 'none';

/** A login that is no SSH. */
export interface LoginPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: Tls;
  readonly user: string;
  /** PEM file, relative to the contract file. */
  readonly ca?: string;
}

/** What is saved. */
export type BackupSource =
  | { readonly kind: 'files'; readonly ssh: SshPlace; readonly path: string; readonly exclude: readonly string[] }
  | ({ readonly kind: 'postgres' | 'mysql'; readonly ssh: SshPlace } & DatabasePlace)
  | ({ readonly kind: 'imap'; readonly mailboxes: readonly string[] } & LoginPlace)
  | ({ readonly kind: 'ftp'; readonly path: string } & LoginPlace);

/** The restic repository that keeps it. */
export type RepositoryPlace =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'sftp'; readonly ssh: SshPlace; readonly path: string }
  | { readonly kind: 's3'; readonly url: string; readonly region?: string };

export interface SavedData {
  /** What the contract calls it: the target's id, and a tag in the repository. */
  readonly name: string;
  readonly source: BackupSource;
  readonly repository: RepositoryPlace;
  /** `all`, or a share like `10%`, of the whole repository is read back. */
  readonly readData: string;
  /** Where a person finds the password. */
  readonly passwordKeptAt: string;
  /** Folder for what is taken and what is restored, relative to the contract file. */
  readonly scratch: string;
  /** For all of it. */
  readonly timeoutMs: number;
}

export function savedDataTarget({ name, ...expect }: SavedData): Target {
  return {
    executor: EXECUTOR,
    kind: 'saved-data',
    id: name,
    expect: expect as unknown as JsonObject,
    label: `backup ${name}`,
  };
}

/**
 * - `run` (data-backup): the command, then `verify`. Receipt facts: `verified: true, commandExit: 0, verifyExit: 0, startedAt,
 *   finishedAt, outputSha256, outputBytes`; evidence is the redacted end of what both printed.
 * - `save` (saved-data): takes the source into the scratch folder, saves it as one snapshot, reads the repository back, restores
 *   the snapshot and compares it file by file. Receipt facts: `readBack: true, drilled: true, snapshot, tree, repository,
 *   entries, files, bytes, manifestSha256, readData, passwordKeptAt, resticVersion, startedAt, finishedAt, taken` (what the
 *   source says of itself); evidence is the manifest and what restic printed.
 */
export type BackupVerb = 'run' | 'save';

export function backupCommand(verb: BackupVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation. Never foreign. That an older backup is there does not say that this one was made: a goal that needs
 * a fresh one is a goal on the receipt.
 * - data-backup: present `verified, verifyExit`; only `verify` runs. Never absent. Unknown: `verify` could not be started, was
 *   killed, or ran out of time.
 * - saved-data: present `source: readable, repository, snapshots` — the source was reached and is there; `repository` is
 *   `opened`, or `not-opened`, which does not tell whether there is none. Absent: the source was reached, and what is to be
 *   saved is not there. Unknown: it could not be reached, shows another host key, or refused the login.
 */
export type BackupFactsNote = never;

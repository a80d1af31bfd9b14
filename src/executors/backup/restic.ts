// The restic of this machine and one repository. restic ends with 0 where a path is missing, and its plain `check` does not read
// what it keeps: so only our own folder is saved, data is read back, and a snapshot is restored and compared elsewhere.
import { resolve } from 'node:path';
import type { Secret } from '../../base/redact.ts';
import type { RunInput, RunResult } from '../../base/run-command.ts';
import { type Attempt, backupError } from './attempt.ts';
import type { RepositoryPlace } from './command.ts';
import { openSsh, SSH_ALIAS } from './ssh.ts';

export interface RepositorySecrets {
  readonly password: Secret;
  /** Of `sftp`. */
  readonly privateKey?: Secret;
  /** Of `s3`. */
  readonly accessKey?: Secret;
  readonly secretKey?: Secret;
}

export interface Snapshot {
  /** The full one. */
  readonly id: string;
  readonly tree: string;
}

export interface Repository {
  /** How many snapshots it holds of that name; undefined: it could not be opened, which does not tell why. */
  count(name: string): Promise<number | undefined>;
  /** Opens it, or makes it where there is none. Gives its id. */
  ensure(): Promise<string>;
  /** Everything in the folder as one snapshot, named. */
  save(folder: string, name: string): Promise<Snapshot>;
  /** Throws unless the repository is whole and what `readData` says could be read back. */
  readBack(readData: string): Promise<void>;
  restore(snapshot: string, into: string): Promise<void>;
  version(): Promise<string>;
  close(): Promise<void>;
}

/** From 0.17 on; older ones say 1 for everything. */
const EXIT_WRONG_PASSWORD = 12;
const TAG = 'kaiyaku';

export async function openRepository(
  place: RepositoryPlace,
  secrets: RepositorySecrets,
  attempt: Attempt,
  baseDir: string,
): Promise<Repository> {
  const ssh = place.kind === 'sftp' ? await openSsh(place.ssh, secrets.privateKey!, attempt) : undefined;
  const env: Record<string, string> = {
    RESTIC_REPOSITORY: addressOf(place, baseDir),
    RESTIC_PASSWORD: secrets.password.reveal(),
    ...(secrets.accessKey === undefined ? {} : { AWS_ACCESS_KEY_ID: secrets.accessKey.reveal() }),
    ...(secrets.secretKey === undefined ? {} : { AWS_SECRET_ACCESS_KEY: secrets.secretKey.reveal() }),
  };
  const options = [
    // What lies in a cache was not read back.
    '--no-cache',
    ...(ssh === undefined ? [] : ['-o', asField(`sftp.command=ssh -F "${ssh.config}" ${SSH_ALIAS} -s sftp`)]),
    ...(place.kind === 's3' && place.region !== undefined ? ['-o', `s3.region=${place.region}`] : []),
  ];
  const restic = (args: readonly string[], more: Partial<RunInput> = {}): Promise<RunResult> =>
    attempt.run(`restic ${args[0]}`, ['restic', ...options, ...args], { env, ...more });
  /** A lock that a killed process left is a failure too: dead ones are taken away, and it is tried once more. */
  const unlessLocked = async (args: readonly string[], more?: Partial<RunInput>): Promise<RunResult> => {
    const first = await restic(args, more);
    if (first.exitCode === 0) return first;
    // Leaves the locks of processes that live.
    await restic(['unlock']);
    return await restic(args, more);
  };
  const tagOf = (name: string): string => `${TAG}:${name}`;

  return {
    close: async () => ssh?.close(),
    async version() {
      return (await restic(['version'])).stdout.trim();
    },
    async count(name) {
      const listed = await restic(['snapshots', '--json', '--no-lock', '--tag', tagOf(name)]);
      if (listed.exitCode !== 0) return undefined;
      return (parsed(listed) as unknown[] | null)?.length ?? 0;
    },
    async ensure() {
      let config = await restic(['cat', 'config']);
      if (config.exitCode === EXIT_WRONG_PASSWORD) throw notOpened();
      if (config.exitCode !== 0) {
        // Where one exists already this refuses, so that a wrong password never makes another one.
        attempt.progress('making the repository');
        if ((await restic(['init'])).exitCode !== 0) throw notOpened();
        config = await restic(['cat', 'config']);
        if (config.exitCode !== 0) throw notOpened();
      }
      return (parsed(config) as { id: string }).id;
    },
    async save(folder, name) {
      attempt.progress('saving it');
      let short: string | undefined;
      const saved = await unlessLocked(['backup', '--json', '--host', TAG, '--tag', `${TAG},${tagOf(name)}`, '.'], {
        cwd: folder,
        onLine: (line) => (short = snapshotIn(line) ?? short),
      });
      if (saved.exitCode !== 0 || short === undefined)
        throw backupError('backup-save-failed', `restic backup ended with exit code ${saved.exitCode}`);
      const listed = await restic(['snapshots', '--json', short]);
      const [found] = listed.exitCode === 0 ? (parsed(listed) as Snapshot[]) : [];
      if (found === undefined) throw backupError('backup-save-failed', `restic does not list the snapshot ${short}`);
      return { id: found.id, tree: found.tree };
    },
    async readBack(readData) {
      attempt.progress('reading the repository back');
      const how = readData === 'all' ? '--read-data' : `--read-data-subset=${readData}`;
      const checked = await unlessLocked(['check', how]);
      if (checked.exitCode === 0) return;
      throw backupError('backup-repository-damaged', `restic check ${how} ended with exit code ${checked.exitCode}`, {
        why: 'what the repository keeps could not be read back whole, or the repository is locked',
        next: 'read the log in the evidence; a damaged repository is kept, and another one is named in the contract',
      });
    },
    async restore(snapshot, into) {
      attempt.progress('restoring it elsewhere');
      const restored = await restic(['restore', snapshot, '--target', into]);
      if (restored.exitCode !== 0)
        throw backupError('backup-restore-failed', `restic restore ended with exit code ${restored.exitCode}`);
    },
  };
}

const notOpened = () =>
  backupError('backup-repository-not-opened', 'the repository can neither be opened nor made', {
    why: 'the password is wrong, it cannot be reached, or it cannot be written',
    next: 'check repository in the contract, and try `restic snapshots` by hand',
  });

function addressOf(place: RepositoryPlace, baseDir: string): string {
  if (place.kind === 'path') return resolve(baseDir, place.path);
  return place.kind === 's3' ? `s3:${place.url}` : `sftp:${SSH_ALIAS}:${place.path}`;
}

/** restic reads the value of `-o` as one field of CSV. */
const asField = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function snapshotIn(line: string): string | undefined {
  if (!line.includes('"summary"')) return undefined;
  const said = JSON.parse(line) as { message_type?: string; snapshot_id?: string };
  return said.message_type === 'summary' ? said.snapshot_id : undefined;
}

function parsed({ stdout, stdoutTruncated }: RunResult): unknown {
  if (!stdoutTruncated)
    try {
      return JSON.parse(stdout);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  throw backupError('backup-tool-answer', 'restic answered something that is not JSON');
}

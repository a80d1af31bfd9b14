// A folder on another machine, by rsync over SSH. It counts as taken only when a second pass, which compares every file by
// its checksum, has nothing to say; rsync ends with 24 where a file vanished meanwhile, and with 23 where it could not read.
import type { JsonObject } from '../../../base/canonical-json.ts';
import { type Attempt, backupError } from '../attempt.ts';
import type { BackupSource } from '../command.ts';
import { loginFailed, openSsh, SSH_ALIAS, type Ssh } from '../ssh.ts';
import type { Source, SourceSecrets } from './source.ts';

type Files = Extract<BackupSource, { kind: 'files' }>;

const EXIT_PARTIAL = 23;
const EXIT_VANISHED = 24;
const EXIT_SSH_FAILED = 255;
/** Of what still changes. */
const LINES_SHOWN_MAX = 10;

export function filesSource(files: Files, { privateKey }: SourceSecrets): Source {
  const { ssh: place, path } = files;
  return {
    async look(attempt) {
      const ssh = await openSsh(place, privateKey!, attempt);
      try {
        return (await isThere(ssh, files)) ? {} : { absent: `${place.host} has no folder ${path}` };
      } finally {
        await ssh.close();
      }
    },
    async take(attempt, into) {
      const ssh = await openSsh(place, privateKey!, attempt);
      try {
        if (!(await isThere(ssh, files)))
          throw backupError('backup-source-missing', `${place.host} has no folder ${path}`, {
            next: 'correct the path in the contract',
          });
        return await synchronise(files, ssh.config, attempt, into);
      } finally {
        await ssh.close();
      }
    },
  };
}

async function isThere(ssh: Ssh, { ssh: { host }, path }: Files): Promise<boolean> {
  const { exitCode } = await ssh.run(`test -d ${path}`, ['test', '-d', path]);
  if (exitCode === 0 || exitCode === 1) return exitCode === 0;
  throw backupError('backup-look-failed', `${host} could not say whether there is a folder ${path}`);
}

async function synchronise(files: Files, config: string, attempt: Attempt, into: string): Promise<JsonObject> {
  const { passesMax, silenceSecondsMax } = attempt.limits;
  const copy = (...more: string[]): string[] => [
    'rsync',
    '-aHAX',
    // Devices, sockets and pipes are no data.
    '--no-D',
    '--numeric-ids',
    '--delete',
    // The path goes to the other side inside the protocol, past its shell.
    '-s',
    `--timeout=${silenceSecondsMax}`,
    ...more,
    ...files.exclude.map((pattern) => `--exclude=${pattern}`),
    '-e',
    `ssh -F "${config}"`,
    `${SSH_ALIAS}:${files.path.replace(/\/+$/, '')}/`,
    `${into}/`,
  ];
  let changes = '';
  let vanished = false;
  for (let pass = 1; pass <= passesMax; pass += 1) {
    attempt.progress(`copying ${files.path}${pass === 1 ? '' : ` (pass ${pass})`}`);
    const copied = await attempt.run(`rsync, pass ${pass}`, copy('--stats'));
    if (copied.exitCode === EXIT_VANISHED) vanished = true;
    else if (copied.exitCode !== 0) throw failed(files, copied.exitCode);
    attempt.progress('comparing every file by its checksum');
    const compared = await attempt.run('rsync, comparing', copy('--checksum', '--dry-run', '--itemize-changes'));
    if (compared.exitCode === 0 && compared.outputBytes === 0) return { passes: pass, vanished };
    if (compared.exitCode !== 0 && compared.exitCode !== EXIT_VANISHED) throw failed(files, compared.exitCode);
    changes = compared.tail;
  }
  throw backupError('backup-source-changing', `${files.path} goes on changing while it is copied`, {
    why: changes.trim().split('\n').slice(0, LINES_SHOWN_MAX).join('; '),
    next: 'stop what writes there, or leave caches and logs out by `exclude`',
  });
}

function failed({ ssh, path }: Files, exitCode: number | undefined) {
  if (exitCode === EXIT_SSH_FAILED) return loginFailed(ssh);
  const what = `rsync of ${path} ended with exit code ${exitCode}`;
  return exitCode === EXIT_PARTIAL
    ? backupError('backup-source-unreadable', what, {
        why: 'something of it could not be read, or not be written here',
        next: 'let the user read all of it, or leave it out by `exclude`',
      })
    : backupError('backup-copy-failed', what);
}

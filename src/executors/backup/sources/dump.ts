// A database, dumped by its own program on its own machine, through SSH into a file. That the program ended well is not enough:
// a dump counts only when the mark that it writes last is there, because a pipe that breaks ends well too.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../../base/canonical-json.ts';
import { bugError } from '../../../base/errors.ts';
import { backupError } from '../attempt.ts';
import type { BackupSource } from '../command.ts';
import { openSsh } from '../ssh.ts';
import type { Source, SourceSecrets } from './source.ts';

type Dump = Extract<BackupSource, { kind: 'postgres' | 'mysql' }>;

/** The mark stands in so many bytes at the end; behind it only what each program writes there. */
const TAIL_BYTES = 1_024;
const COMPLETE: Readonly<Record<Dump['kind'], RegExp>> = {
  // Newer ones close their restricted mode after it.
  postgres: /\n-- PostgreSQL database dump complete\n(?:--|\\unrestrict [A-Za-z0-9]+|\s)*$/,
  mysql: /\n-- Dump completed(?: on [\d :-]+)?\s*$/,
};
const PROGRAM = { postgres: 'pg_dump', mysql: 'mysqldump' } as const;
/** `command -v` of a shell that does not know it. */
const EXIT_NO_PROGRAM = 127;

export function dumpSource(dump: Dump, { privateKey, password }: SourceSecrets): Source {
  const program = PROGRAM[dump.kind];
  const variable = dump.kind === 'postgres' ? 'PGPASSWORD' : 'MYSQL_PWD';
  return {
    async look(attempt) {
      const ssh = await openSsh(dump.ssh, privateKey!, attempt);
      try {
        const { exitCode } = await ssh.run(`${program} --version`, [program, '--version']);
        if (exitCode === 0) return {};
        throw backupError('backup-tool-missing', `${dump.ssh.host} has no ${program} that answers`, {
          next: `install ${program} there, in the PATH of ${dump.ssh.user}`,
        });
      } finally {
        await ssh.close();
      }
    },
    async take(attempt, into) {
      const ssh = await openSsh(dump.ssh, privateKey!, attempt);
      const path = join(into, `${dump.database}.sql`);
      const file = await open(path, 'wx+', 0o600);
      try {
        attempt.progress(`dumping the database ${dump.database}`);
        const { exitCode } = await ssh.run(program, argvOf(dump), {
          stdoutFd: file.fd,
          ...(dump.hasPassword ? { secret: { variable, value: password! } } : {}),
        });
        await file.sync();
        if (exitCode !== 0)
          throw backupError('backup-dump-failed', `${program} of ${dump.database} ended with exit code ${exitCode}`, {
            why: exitCode === EXIT_NO_PROGRAM ? `${dump.ssh.host} has no ${program}` : 'its own words are in the log',
          });
        const { size } = await file.stat();
        const tail = Buffer.alloc(Math.min(TAIL_BYTES, size));
        await file.read(tail, 0, tail.length, size - tail.length);
        if (!COMPLETE[dump.kind].test(tail.toString('latin1')))
          throw backupError('backup-dump-incomplete', `the dump of ${dump.database} does not end with its mark`, {
            why: `${program} writes it last; ${size} bytes came, and it is not at their end`,
          });
        return { program, dumpBytes: size, complete: true, endSha256: sha256Hex(tail) };
      } finally {
        await file.close();
        await ssh.close();
      }
    },
  };
}

function argvOf({ kind, database, host, port, user }: Dump): string[] {
  if (database.startsWith('-')) throw bugError('bad-target', 'a database name that is an option');
  const at = (flags: readonly [string, string, string]): string[] =>
    [
      [flags[0], host],
      [flags[1], port],
      [flags[2], user],
    ].flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`]));
  if (kind === 'postgres')
    return ['pg_dump', '--no-password', '--format=plain', ...at(['--host', '--port', '--username']), database];
  return [
    'mysqldump',
    '--single-transaction',
    '--routines',
    '--triggers',
    '--events',
    '--hex-blob',
    ...at(['--host', '--port', '--user']),
    '--databases',
    database,
  ];
}

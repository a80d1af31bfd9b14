// What a contract file says of backups: what is to be saved, from where, and the repository that keeps it. One form for every
// provider. Expectations and references only; how it is taken and read back is src/executors/backup.
import * as z from 'zod';
import type { ContractPath, ContractProblem } from './provider-schema.ts';
import { checkOnce } from './shared-checks.ts';
import { fingerprint, nonEmpty, oneLine, secretRef } from './fields.ts';

/** Goes into a command line of the other machine: nothing in it may mean anything to a shell, or be taken for an option. */
const bareWord = z
  .string()
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u, 'must be a name of letters, digits, and . _ @ -, not beginning with one');
const port = z.int().min(1).max(65_535);
const hostName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._:-]*$/, 'must be a host name or an address')
  .describe('host name or address');
/** A path on another machine, as it stands there. */
const absolutePath = z.string().regex(/^\/[^\r\n\0]*$/, 'must be an absolute path like /var/www');

const ssh = z
  .strictObject({
    host: hostName,
    port: port.default(22),
    user: bareWord,
    privateKey: secretRef.describe('key without a passphrase, for this user only'),
    hostKey: fingerprint.describe('SHA256:… as printed by `ssh-keygen -lf`; pinned, never learned'),
  })
  .describe('login by SSH; no agent and no ssh_config of this machine is asked');

const database = z.strictObject({
  database: bareWord,
  host: hostName.optional().describe('as the SSH server calls it; default: its socket'),
  port: port.optional(),
  user: bareWord.optional().describe('database user; default: that of the login'),
  password: secretRef.optional().describe('handed over by standard input, never on a command line'),
});

const tls = z.enum(['implicit', 'explicit', 'none']);
const ca = nonEmpty.optional().describe('PEM file of the authority to trust instead of the usual ones');
const login = { user: oneLine, password: secretRef, ca };

const imap = z
  .strictObject({
    host: hostName,
    port: port.optional().describe('default 993, or 143 where tls is not implicit'),
    tls: tls.default('implicit').describe('explicit: STARTTLS, or nothing; none: the password goes in the clear'),
    ...login,
    mailboxes: z.array(oneLine).default([]).describe('default: every one that can be opened'),
  })
  .describe('mail, read only: no message is marked, moved or deleted');

const ftp = z
  .strictObject({
    host: hostName,
    port: port.optional().describe('default 21, or 990 where tls is implicit'),
    tls: tls.default('explicit').describe('explicit: AUTH TLS, or nothing; none: the password goes in the clear'),
    ...login,
    path: absolutePath.default('/'),
  })
  .describe('a folder by FTP, where there is nothing better');

const exclude = z.array(oneLine).default([]).describe('patterns of rsync that are left out: cache/, *.sock');

const source = z.union([
  z.strictObject({ ssh, path: absolutePath.describe('folder on that machine'), exclude }),
  z.strictObject({ ssh, postgres: database.describe('dumped by the pg_dump of that machine') }),
  z.strictObject({ ssh, mysql: database.describe('MySQL or MariaDB: dumped by the mysqldump of that machine') }),
  z.strictObject({ imap }),
  z.strictObject({ ftp }),
]);

const timeoutMinutes = z.int().min(1).max(1440);
const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, 'must be a short name of letters, digits, space, . _ -');
const domain = oneLine.optional().describe('clara-additional-ip: the domain that it belongs to');

const declared = z.strictObject({
  name,
  domain,
  from: source.describe('what is saved, and how it is reached'),
  timeoutMinutes: timeoutMinutes.default(240).describe('for everything: taking, saving, reading back'),
});

/** A backup by the user's own commands. */
export const ownCommand = z.strictObject({
  name: nonEmpty,
  command: z.array(nonEmpty).min(1).describe('argv of the backup; no shell'),
  verify: z.array(nonEmpty).min(1).describe('argv that exits 0 only when the backup can be read back'),
  timeoutMinutes: timeoutMinutes.default(60),
});

const place = {
  password: secretRef.describe('without it the backup cannot be read, by nobody and never'),
  passwordKeptAt: oneLine.describe('where else the password is kept, and who can open it; goes into the journal'),
  readData: z
    .union([z.literal('all'), z.string().regex(/^[1-9]\d?%$/)], 'must be all, or a share like "10%"')
    .default('all')
    .describe('how much of the whole repository is read back after each backup; the drill always reads its own part'),
};

const repository = z.union([
  z.strictObject({ path: nonEmpty.describe('folder, relative to the contract file'), ...place }),
  z.strictObject({ sftp: ssh.extend({ path: absolutePath }), ...place }),
  z.strictObject({
    s3: z.strictObject({
      endpoint: z.url().describe('https://s3.isk01.sakurastorage.jp'),
      bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{2,62}$/, 'must be a bucket name'),
      prefix: z
        .string()
        .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'must be a path like backups/web')
        .optional(),
      region: bareWord.optional(),
      accessKey: secretRef,
      secretKey: secretRef,
    }),
    ...place,
  }),
]);

/** The fields of a `backup` section, without its list. */
export const backupFields = {
  repository: repository
    .optional()
    .describe('restic repository for what has a `from`; made where there is none. Not at the provider that is left'),
  scratch: nonEmpty
    .optional()
    .describe(
      'folder with room for twice the largest backup, relative to the contract file; emptied afterwards; default .kaiyaku-scratch',
    ),
  maxAgeHours: z.number().positive().max(168).default(24),
} as const;

/** One backup that kaiyaku takes. */
export const backupItem = z.union([declared, ownCommand.extend({ domain })]);

/** The `backup` section of a provider whose back-up step is otherwise a person's. */
export const backupSection = z
  .strictObject({
    ...backupFields,
    maxAgeHours: backupFields.maxAgeHours.describe('how old a backup may be when the next step begins; at most 168'),
    data: z.array(backupItem).min(1).describe('everything that is to be saved'),
  })
  .describe('with it kaiyaku itself backs up, reads back and drills; without it a person does');

/** What a teardown needs of a section, whatever the provider. */
export interface BackupSection {
  readonly repository?: z.infer<typeof repository> | undefined;
  readonly scratch?: string | undefined;
  readonly maxAgeHours: number;
  readonly data: readonly (BackupItem | { readonly name: string; readonly by: 'person' })[];
}

export type BackupItem = z.infer<typeof backupItem>;
export type DeclaredBackup = z.infer<typeof declared>;

interface Judged {
  readonly backup?: Partial<BackupSection> | undefined;
}

/**
 * Rules over a section: names once, a repository where one is needed, and not on the machine that is saved. `domains`: of a
 * provider that backs up domain by domain; each backup then belongs to one of them.
 */
export function checkBackup({ backup }: Judged, domains?: readonly string[]): ContractProblem[] {
  const { data = [], repository: kept } = backup ?? {};
  const at = (index: number, ...rest: ContractPath): ContractPath => ['backup', 'data', index, ...rest];
  const names = data.map((item) => item?.name ?? '');
  const sftpHost = kept !== undefined && 'sftp' in kept ? kept.sftp?.host : undefined;
  return [
    ...checkOnce(names, (index) => at(index, 'name'), 'backup'),
    ...(kept === undefined && data.some((item) => 'from' in item)
      ? [
          {
            code: 'missing-key',
            path: ['backup'],
            at: 'key' as const,
            what: 'backup lacks repository',
            why: 'what has a `from` is kept in a restic repository',
            next: 'add\nrepository: { path: …, password: env:…, passwordKeptAt: … }   # or sftp, or s3',
          },
        ]
      : []),
    ...data.flatMap((item, index) => checkDomain(item, at(index), domains)),
    ...data.flatMap((item, index) =>
      sftpHost !== undefined && 'from' in item && hostOf(item) === sftpHost
        ? [
            {
              code: 'backup-beside-its-source',
              path: at(index, 'from'),
              what: `${item.name} would be kept on the machine that it is taken from (${sftpHost})`,
              why: 'a backup has to outlive what ends',
              next: 'name a repository on another machine, at another provider',
            },
          ]
        : [],
    ),
  ];
}

function checkDomain(item: object, path: ContractPath, domains: readonly string[] | undefined): ContractProblem[] {
  const named = 'domain' in item && typeof item.domain === 'string' ? item.domain : undefined;
  if (domains === undefined)
    return named === undefined
      ? []
      : [
          {
            code: 'unknown-key',
            path: [...path, 'domain'],
            at: 'key',
            what: 'this provider backs up everything in one step, not domain by domain',
            next: 'leave domain out',
          },
        ];
  if (named !== undefined && domains.includes(named)) return [];
  return [
    {
      code: 'backup-without-domain',
      path: named === undefined ? path : [...path, 'domain'],
      what: named === undefined ? 'it belongs to no domain' : `${named} is no domain of this contract`,
      why: 'each domain is backed up before it is changed',
      next: `add domain: ${domains.join(' | ')}`,
    },
  ];
}

function hostOf({ from }: DeclaredBackup): string | undefined {
  if ('ssh' in from) return from.ssh?.host;
  return 'imap' in from ? from.imap?.host : from.ftp?.host;
}

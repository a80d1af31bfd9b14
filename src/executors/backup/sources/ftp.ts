// A folder by FTP. FTP knows no checksum: a file counts as taken when as many bytes came as the list says, and the list, read
// again, still says the same of it. Names are kept as bytes, because old servers write them in Shift_JIS or EUC.
import { createWriteStream } from 'node:fs';
import { lutimes, mkdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client, FileInfo } from 'basic-ftp';
import { systemErrorCode } from '../../../base/errors.ts';
import type { Secret } from '../../../base/redact.ts';
import { type Attempt, backupError } from '../attempt.ts';
import type { BackupSource } from '../command.ts';
import { connectionError, OUR_DISK } from './connection-error.ts';
import type { Source, SourceSecrets } from './source.ts';

type Ftp = Extract<BackupSource, { kind: 'ftp' }>;

const NOT_LOGGED_IN = 530;
/** AUTH TLS is not known, or refused. */
const NO_TLS: ReadonlySet<number> = new Set([431, 500, 502, 504, 534]);
/** There is no such folder, or it may not be entered. */
const NOT_AVAILABLE = 550;
/** Of what still changes. */
const SHOWN_MAX = 10;
/** One byte a character, both ways. */
const BYTES = 'latin1';

export function ftpSource(ftp: Ftp, { password }: SourceSecrets, baseDir: string): Source {
  const connected = async <T>(attempt: Attempt, use: (client: Client) => Promise<T>): Promise<T> => {
    const { Client: FtpClient } = await import('basic-ftp');
    const client = new FtpClient(attempt.limits.silenceSecondsMax * 1_000);
    client.ftp.encoding = BYTES;
    const stop = () => client.close();
    attempt.signal.addEventListener('abort', stop, { once: true });
    try {
      await login(client, ftp, password!, baseDir);
      return await use(client);
    } catch (error) {
      const reply = replyOf(error);
      if (reply !== undefined && NO_TLS.has(reply) && ftp.tls !== 'none')
        throw backupError('backup-tls', `${ftp.host}:${ftp.port} offers no TLS (${reply})`, {
          next: 'check tls in the contract; with none the password would go in the clear',
          cause: error,
        });
      throw connectionError(error, ftp, attempt, reply === NOT_LOGGED_IN);
    } finally {
      attempt.signal.removeEventListener('abort', stop);
      client.close();
    }
  };
  const absent = `${ftp.host} has no folder ${ftp.path} that can be entered`;
  return {
    look: (attempt) => connected(attempt, async (client) => ((await entered(client, ftp)) ? {} : { absent })),
    take: (attempt, into) =>
      connected(attempt, async (client) => {
        if (!(await entered(client, ftp)))
          throw backupError('backup-source-missing', absent, { next: 'correct path in the contract' });
        return await mirror(client, ftp, attempt, into);
      }),
  };
}

/** Of a server: its three digits. */
function replyOf(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

async function login(client: Client, ftp: Ftp, password: Secret, baseDir: string): Promise<void> {
  const { host, port, tls, user, ca } = ftp;
  await client.access({
    host,
    port,
    user,
    password: password.reveal(),
    secure: tls === 'none' ? false : tls === 'implicit' ? 'implicit' : true,
    ...(ca === undefined ? {} : { secureOptions: { ca: await readFile(resolve(baseDir, ca), 'utf8') } }),
  });
}

async function entered(client: Client, { path }: Ftp): Promise<boolean> {
  try {
    await client.cd(bytesOf(path));
    return true;
  } catch (error) {
    if (replyOf(error) === NOT_AVAILABLE) return false;
    throw error;
  }
}

interface Listed {
  readonly kind: 'file' | 'folder' | 'link';
  /** What the list says of it: whoever differs has changed. */
  readonly said: string;
  readonly size: number;
  readonly link?: string;
  readonly modifiedAt?: Date;
}

async function mirror(client: Client, { path }: Ftp, attempt: Attempt, into: string) {
  const root = bytesOf(path).replace(/\/+$/, '');
  const local = (inside: string): Buffer => Buffer.concat([Buffer.from(`${into}/`), Buffer.from(inside, BYTES)]);
  const taken = new Map<string, string>();
  let changed: string[] = [];
  for (let pass = 1; pass <= attempt.limits.passesMax; pass += 1) {
    attempt.progress(`copying ${path}${pass === 1 ? '' : ` (pass ${pass})`}`);
    const list = await listAll(client, root, attempt);
    for (const inside of [...taken.keys()].filter((one) => list.get(one)?.said !== taken.get(one))) {
      await rm(local(inside), { recursive: true, force: true });
      taken.delete(inside);
    }
    for (const [inside, entry] of list) {
      attempt.signal.throwIfAborted();
      if (taken.has(inside) || !(await takeOne(client, `${root}/${inside}`, entry, local(inside), attempt))) continue;
      taken.set(inside, entry.said);
    }
    const again = await listAll(client, root, attempt);
    changed = [...new Set([...again.keys(), ...taken.keys()])].filter(
      (inside) => again.get(inside)?.said !== taken.get(inside),
    );
    if (changed.length === 0) return { entries: taken.size, passes: pass };
    attempt.log.push(`pass ${pass}: changed meanwhile: ${changed.slice(0, SHOWN_MAX).map(textOf).join(', ')}`);
  }
  throw backupError('backup-source-changing', `${path} goes on changing while it is copied`, {
    why: changed.slice(0, SHOWN_MAX).map(textOf).join(', '),
    next: 'stop what writes there, or name a folder below it',
  });
}

/** False: less or more came than the list says, or it is no longer there. */
async function takeOne(
  client: Client,
  remote: string,
  entry: Listed,
  local: Buffer,
  attempt: Attempt,
): Promise<boolean> {
  if (entry.kind === 'folder') {
    await mkdir(local, { recursive: true, mode: 0o700 });
    return true;
  }
  if (entry.kind === 'link') {
    await symlink(Buffer.from(entry.link!, BYTES), local);
    return true;
  }
  try {
    await client.downloadTo(createWriteStream(local, { mode: 0o600 }), remote);
  } catch (error) {
    attempt.signal.throwIfAborted();
    if (replyOf(error) === NOT_AVAILABLE) return false;
    const code = systemErrorCode(error);
    if (code !== undefined && OUR_DISK.test(code)) throw error;
    // Some servers say no, and hang up; what hung up says nothing of the rest.
    throw backupError('backup-source-unreadable', `${textOf(remote)} could not be fetched`, {
      class: 'retry',
      why: code ?? `the server said ${replyOf(error) ?? 'nothing'}`,
      next: 'let the user read it, and run apply again',
      cause: error,
    });
  }
  if (entry.modifiedAt !== undefined) await lutimes(local, entry.modifiedAt, entry.modifiedAt);
  return (await stat(local)).size === entry.size;
}

/** Every entry below, by its path; folders before what is in them. */
async function listAll(client: Client, root: string, attempt: Attempt): Promise<Map<string, Listed>> {
  const all = new Map<string, Listed>();
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const info of await client.list(`${root}/${folder}`)) {
      attempt.signal.throwIfAborted();
      if (info.name === '.' || info.name === '..') continue;
      const inside = folder === '' ? info.name : `${folder}/${info.name}`;
      const entry = listedAs(info, inside);
      if (all.size >= attempt.limits.entriesMax)
        throw backupError('backup-too-many-files', `more than ${attempt.limits.entriesMax} entries are listed`);
      all.set(inside, entry);
      if (entry.kind === 'folder') pending.push(inside);
    }
  }
  return all;
}

function listedAs(info: FileInfo, inside: string): Listed {
  const { name, size, link, modifiedAt, rawModifiedAt } = info;
  // oxlint-disable-next-line no-control-regex -- a name that would end a command, or leave the folder
  const unsafe = /[\u0000\r\n/]/.test(name);
  const kind = info.isDirectory ? 'folder' : info.isFile ? 'file' : info.isSymbolicLink ? 'link' : undefined;
  if (unsafe || kind === undefined || (kind === 'link' && link === undefined))
    throw backupError('backup-source-unreadable', `${textOf(inside)} can not be taken by FTP`, {
      why: unsafe ? 'its name is not one that FTP can carry' : 'the list does not say what it is, or where it points',
    });
  return {
    kind,
    size,
    said: kind === 'folder' ? kind : `${kind} ${size} ${rawModifiedAt} ${link ?? ''}`,
    ...(link === undefined ? {} : { link }),
    ...(modifiedAt === undefined || kind !== 'file' ? {} : { modifiedAt }),
  };
}

const bytesOf = (text: string): string => Buffer.from(text).toString(BYTES);
const textOf = (bytes: string): string => Buffer.from(bytes, BYTES).toString('utf8');

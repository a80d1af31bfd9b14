// Mail by IMAP, read only: mailboxes are examined, never selected, and messages are peeked at, so that nothing is marked as
// read. A mailbox counts as taken when, looked at again, it still has the same messages, each saved by its UID.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ImapFlow, ListResponse } from 'imapflow';
import { sha256Hex } from '../../../base/canonical-json.ts';
import type { Secret } from '../../../base/redact.ts';
import { type Attempt, backupError } from '../attempt.ts';
import type { BackupSource } from '../command.ts';
import { connectionError } from './connection-error.ts';
import type { Source, SourceSecrets } from './source.ts';

type Imap = Extract<BackupSource, { kind: 'imap' }>;

interface Saved {
  readonly uid: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly flags: readonly string[];
}

/** A command line of IMAP may be no longer than some thousand bytes. */
const UIDS_PER_FETCH_MAX = 200;
/** A folder's name may have 255 bytes; a longer one is cut and told apart by its digest. */
const FOLDER_LENGTH_MAX = 180;

export function imapSource(imap: Imap, { password }: SourceSecrets, baseDir: string): Source {
  const connected = async <T>(attempt: Attempt, use: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = await clientOf(imap, password!, attempt, baseDir);
    const stop = () => client.close();
    attempt.signal.addEventListener('abort', stop, { once: true });
    let refused = false;
    try {
      await client.connect().catch((error: unknown) => {
        refused = (error as { authenticationFailed?: boolean }).authenticationFailed === true;
        throw error;
      });
      const result = await use(client);
      await client.logout();
      return result;
    } catch (error) {
      throw connectionError(error, imap, attempt, refused);
    } finally {
      attempt.signal.removeEventListener('abort', stop);
      client.close();
    }
  };
  return {
    look: (attempt) =>
      connected(attempt, async (client) => {
        const { missing } = await mailboxesOf(client, imap);
        return missing.length === 0 ? {} : { absent: absentText(imap, missing) };
      }),
    take: (attempt, into) =>
      connected(attempt, async (client) => {
        const { wanted, missing } = await mailboxesOf(client, imap);
        if (missing.length > 0)
          throw backupError('backup-source-missing', absentText(imap, missing), {
            next: 'correct mailboxes in the contract',
          });
        let messages = 0;
        for (const mailbox of wanted) messages += await takeMailbox(client, mailbox, attempt, into);
        return { mailboxes: wanted.length, messages };
      }),
  };
}

async function clientOf(imap: Imap, password: Secret, attempt: Attempt, baseDir: string): Promise<ImapFlow> {
  const { host, port, tls, user, ca } = imap;
  const { ImapFlow: Client } = await import('imapflow');
  const { connectSecondsMax, silenceSecondsMax, messageBytesMax } = attempt.limits;
  const client = new Client({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'explicit' }),
    auth: { user, pass: password.reveal() },
    tls: ca === undefined ? {} : { ca: await readFile(resolve(baseDir, ca), 'utf8') },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectSecondsMax * 1_000,
    greetingTimeout: connectSecondsMax * 1_000,
    socketTimeout: silenceSecondsMax * 1_000,
    maxLiteralSize: messageBytesMax,
    maxResponseSize: messageBytesMax * 2,
  });
  // What goes wrong is thrown by the command in flight; between two of them nobody listens.
  client.on('error', () => {});
  return client;
}

async function mailboxesOf(client: ImapFlow, { mailboxes }: Imap): Promise<{ wanted: string[]; missing: string[] }> {
  const canOpen = ({ flags }: ListResponse) => !flags.has('\\Noselect') && !flags.has('\\NonExistent');
  const there = (await client.list()).filter(canOpen).map(({ path }) => path);
  if (mailboxes.length === 0) return { wanted: there, missing: [] };
  return { wanted: [...mailboxes], missing: mailboxes.filter((mailbox) => !there.includes(mailbox)) };
}

const absentText = ({ host }: Imap, missing: readonly string[]): string =>
  `${host} has no mailbox ${missing.join(', ')} that can be opened`;

/** How many messages it has. */
async function takeMailbox(client: ImapFlow, mailbox: string, attempt: Attempt, into: string): Promise<number> {
  const folder = join(into, folderOf(mailbox));
  const saved = new Map<number, Saved>();
  let uidValidity: bigint | undefined;
  for (let pass = 1; pass <= attempt.limits.passesMax; pass += 1) {
    attempt.progress(`reading ${mailbox}${pass === 1 ? '' : ` (pass ${pass})`}`);
    const opened = await client.mailboxOpen(mailbox, { readOnly: true });
    if (opened.uidValidity !== uidValidity) {
      // Other numbers for other messages: nothing that was saved under the old ones is known to be there.
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      saved.clear();
      uidValidity = opened.uidValidity;
    }
    const uids = new Set(await listed(client, opened.exists));
    for (const uid of saved.keys())
      if (!uids.has(uid)) {
        await rm(messageFile(folder, uid));
        saved.delete(uid);
      }
    const wanted = [...uids].filter((uid) => !saved.has(uid));
    for (let at = 0; at < wanted.length; at += UIDS_PER_FETCH_MAX)
      for await (const message of client.fetch(
        wanted.slice(at, at + UIDS_PER_FETCH_MAX).join(','),
        { uid: true, flags: true, internalDate: true, source: true },
        { uid: true },
      )) {
        attempt.signal.throwIfAborted();
        const { uid, source, internalDate, flags } = message;
        if (source === undefined || !uids.has(uid)) continue;
        await writeFile(messageFile(folder, uid), source, { mode: 0o600 });
        const receivedAt = internalDate === undefined ? '' : new Date(internalDate).toISOString();
        const kept = {
          uid,
          bytes: source.length,
          sha256: sha256Hex(source),
          receivedAt,
          flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
        };
        saved.set(uid, kept);
      }
    const again = await client.mailboxOpen(mailbox, { readOnly: true });
    const same = again.uidValidity === uidValidity && again.exists === saved.size && again.uidNext === opened.uidNext;
    if (same && saved.size === uids.size) {
      const messages = [...saved.values()].sort((a, b) => a.uid - b.uid);
      const index = { mailbox, uidValidity: `${uidValidity}`, uidNext: again.uidNext, count: again.exists, messages };
      await writeFile(join(folder, 'index.json'), `${JSON.stringify(index, undefined, 1)}\n`, { mode: 0o600 });
      attempt.log.push(`mailbox ${mailbox}: UIDVALIDITY ${uidValidity}, ${again.exists} messages, all saved`);
      return again.exists;
    }
    attempt.log.push(`mailbox ${mailbox}: ${again.exists} messages, ${saved.size} saved; it has changed meanwhile`);
  }
  throw backupError('backup-source-changing', `mailbox ${mailbox} goes on changing while it is read`, {
    why: 'the messages that it has are not those that were saved',
    next: 'stop what delivers or deletes there, and run apply again',
  });
}

async function listed(client: ImapFlow, exists: number): Promise<number[]> {
  // An empty mailbox has no first message to ask for.
  if (exists === 0) return [];
  const found = await client.search({ all: true }, { uid: true });
  if (found === false || found === undefined)
    throw backupError('backup-protocol', 'the server could not list its messages', { class: 'retry' });
  return found;
}

const messageFile = (folder: string, uid: number): string => join(folder, `${uid}.eml`);

function folderOf(mailbox: string): string {
  const name = encodeURIComponent(mailbox).replace(/^\./, '%2E');
  return name.length <= FOLDER_LENGTH_MAX
    ? name
    : `${name.slice(0, FOLDER_LENGTH_MAX)}-${sha256Hex(mailbox).slice(0, 16)}`;
}

// Mail out of a real Dovecot: every message by its UID, nothing marked or moved, and a mailbox that changes is no backup. Where
// a program is not installed these tests are skipped and say so.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import { backupCommand, type BackupSource, savedDataTarget } from '../../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../../src/executors/backup/executor.ts';
import { type Mail, startMail } from '../../helpers/mail-and-ftp.ts';
import { freePort } from '../dns/bind.ts';
import { missingPrograms } from '../../helpers/programs.ts';
import { actContext, lookContext } from '../contexts.ts';
import { PASSWORD, resticIn } from './saved-world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

type Imap = Extract<BackupSource, { kind: 'imap' }>;
const isReady = missingPrograms('dovecot', 'openssl', 'restic').length === 0;
const JAPANESE = '取引先/見積';

describe.skipIf(!isReady)('mail by IMAP', () => {
  let mail: Mail;
  let baseDir = '';
  beforeAll(async () => {
    baseDir = await mkdtemp(join(tmpdir(), 'kaiyaku-mail-'));
    mail = await startMail();
    for (const [at, body] of ['見積をお願いします', 'plain', 'last'].entries())
      await mail.deliver(`Message-ID: <${at}@example.jp>\r\nSubject: ${at}\r\n\r\n${body}\r\n`);
    const client = await connected();
    await client.mailboxCreate(JAPANESE.replace('/', '.'));
    await client.append(JAPANESE.replace('/', '.'), 'Subject: in a folder\r\n\r\nx\r\n', ['\\Flagged']);
    await client.logout();
  });
  afterAll(async () => {
    await mail.close();
    await rm(baseDir, { recursive: true });
  });

  async function connected(): Promise<ImapFlow> {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: mail.imaps,
      secure: true,
      auth: { user: mail.user, pass: mail.password },
      tls: { ca: await readFile(mail.ca) },
      logger: false,
    });
    await client.connect();
    return client;
  }

  const source = (change: Partial<Imap> = {}): Imap => ({
    kind: 'imap',
    host: '127.0.0.1',
    port: mail.imaps,
    tls: 'implicit',
    user: mail.user,
    ca: mail.ca,
    mailboxes: [],
    ...change,
  });
  const target = (change: Partial<Imap> = {}) =>
    savedDataTarget({
      name: 'mail',
      source: source(change),
      repository: { kind: 'path', path: 'kept' },
      readData: 'all',
      passwordKeptAt: 'safe',
      scratch: 'scratch',
      timeoutMs: 60_000,
    });
  const executor = (passesMax = 3, password = mail.password) =>
    createBackupExecutor({
      baseDir,
      secrets: () =>
        Promise.resolve({
          source: { password: new Secret(password) },
          repository: { password: new Secret(PASSWORD) },
        }),
      limits: { freeBytesMin: 1_048_576, passesMax, connectSecondsMax: 5 },
    });
  const failure = (change: Partial<Imap>, ...how: Parameters<typeof executor>) =>
    executor(...how)
      .act(backupCommand('save', target(change)), actContext())
      .then(
        () => 'done',
        (error: unknown) => (error as { code?: string }).code ?? error,
      );

  test('every message of every mailbox, drilled; nothing is marked as read', async () => {
    const { facts } = await executor().act(backupCommand('save', target()), actContext());
    expect(facts).toMatchObject({ readBack: true, drilled: true, files: 6, taken: { mailboxes: 2, messages: 4 } });
    const out = (path: string) => resticIn(join(baseDir, 'kept'), 'dump', facts['snapshot'] as string, path);
    expect(out('/INBOX/1.eml')).toBe('Message-ID: <0@example.jp>\r\nSubject: 0\r\n\r\n見積をお願いします\r\n');
    const index = JSON.parse(out(`/${encodeURIComponent(JAPANESE.replace('/', '.'))}/index.json`)) as unknown;
    expect(index).toMatchObject({
      mailbox: JAPANESE.replace('/', '.'),
      uidValidity: expect.stringMatching(/^\d+$/),
      count: 1,
      messages: [{ uid: 1, flags: ['\\Flagged'] }],
    });
    // Dovecot moves a message to `cur` when a mailbox is selected, and marks it when it is read.
    expect(await readdir(join(mail.maildir, 'new'))).toHaveLength(3);
  });

  test('by STARTTLS, one mailbox of the contract', async () => {
    const one = { port: mail.imap, tls: 'explicit', mailboxes: ['INBOX'] } as const;
    const { facts } = await executor().act(backupCommand('save', target(one)), actContext());
    expect(facts).toMatchObject({ drilled: true, taken: { mailboxes: 1, messages: 3 } });
  });

  test('a mailbox that is not there', async () => {
    const missing = { mailboxes: ['INBOX', 'Archiv'] };
    expect(await executor().observe(target(missing), lookContext())).toMatchObject({
      state: 'absent',
      proof: [expect.stringContaining('Archiv')],
    });
    expect(await failure(missing)).toBe('backup-source-missing');
  });

  test('a wrong password, a certificate of somebody else, nobody there', async () => {
    expect(await failure({}, 3, 'a-wrong-password')).toBe('backup-login');
    const { ca: _, ...untrusting } = target().expect['source'] as unknown as Imap;
    const untrusted = { ...target(), expect: { ...target().expect, source: untrusting } };
    const seen = await executor().observe(untrusted, lookContext());
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'backup-tls' } });
    expect(await failure({ port: await freePort() })).toBe('backup-unreachable');
  });

  test('mail that goes on coming in: the counts never agree, and that is no backup', async () => {
    // By IMAP, so that the server knows of each at once; enough of them that reading takes longer than one more.
    const client = await connected();
    const late = () => client.append('INBOX', `Subject: late\r\n\r\n${'x'.repeat(20_000)}\r\n`);
    for (let count = 0; count < 200; count += 1) await late();
    let stopped = false;
    const delivering = (async () => {
      while (!stopped) await late();
      await client.logout();
    })();
    try {
      expect(await failure({ mailboxes: ['INBOX'] }, 2)).toBe('backup-source-changing');
    } finally {
      stopped = true;
      await delivering;
    }
    expect(await failure({ mailboxes: ['INBOX'] }, 2)).toBe('done');
  });
});

// Contracts with a `backup` section end their back-up step by `kaiyaku apply`, from real servers to a real repository. Where a
// program is not installed these tests are skipped and say so.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addDays, addMonthsTo, civilDateInJapan, monthOf } from '../../src/calendar/civil-date.ts';
import { PASSWORD, resticIn } from '../executors/backup/saved-world.ts';
import { type Ftp, type Mail, startFtp, startMail } from '../helpers/mail-and-ftp.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { missingPrograms } from '../helpers/programs.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const today = civilDateInJapan(Date.now());
interface Said {
  readonly outcome: string;
  readonly steps: readonly { id: string; verdict: string; actor: string; sentence: string }[];
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-backups-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  runKaiyaku(args, {
    cwd: folder,
    env: { RESTIC_PASSWORD: PASSWORD, MAIL_PASSWORD: 'planted-mail-password', FTP_PASSWORD: 'planted-ftp-password' },
    timeoutMs: 150_000,
  });
const applied = async () => {
  const ran = await run('apply', 'contract', '--format', 'json');
  const said = jsonOf<Said>(ran);
  return { code: ran.code, said, step: (id: string) => said.steps.find((one) => one.id === id)! };
};
const journalText = () => readFile(join(folder, '.kaiyaku', 'contract', 'journal.jsonl'), 'utf8');

describe.skipIf(missingPrograms('sshd', 'rsync', 'restic').length > 0)('clara-additional-ip, domain by domain', () => {
  let sshd: Sshd;
  beforeEach(async () => {
    sshd = await startSshd();
    await mkdir(join(folder, 'www'));
    await writeFile(join(folder, 'www', 'index.html'), 'ようこそ');
    await writeFile(join(folder, 'contract.yaml'), contractOf(sshd, sshd.place.hostKey));
  });
  afterEach(() => sshd.close());

  const contractOf = ({ place: { port, user }, keyFile }: Sshd, hostKey: string) => `provider: clara-additional-ip
customerNumber: C-104477
service: Clara Cloud Flex
serverHost: web01.example.jp
additionalIp: 203.0.113.77
mainIp: 203.0.113.20
endMonth: ${addMonthsTo(monthOf(today), 3)}
openedOn: ${addDays(today, -900)}
minimumTermMonths: 12
monthlyFee: 550
panel: none
domains:
  - { name: example.jp, fate: delete, primaryDns: own-server, registrar: clara, hostRegistered: false }
  - { name: example.com, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: false }
backup:
  repository: { path: kept, password: env:RESTIC_PASSWORD, passwordKeptAt: safe }
  data:
    - name: web
      domain: example.jp
      from:
        ssh: { host: 127.0.0.1, port: ${port}, user: ${user}, privateKey: "file:${keyFile}", hostKey: "${hostKey}" }
        path: ${join(folder, 'www')}
contact: { company: 株式会社エグザンプル, person: 佐藤花子, registered: true, mail: it@example.co.jp }
seal: company
formMayArriveEarly: true
`;

  test('one domain is kaiyaku’s, the other stays a person’s; nothing is done twice', async () => {
    const opened = await run('open', 'contract.yaml');
    expect(opened.code, opened.err).toBe(0);
    const { step, code } = await applied();
    expect(step('back-up:example.jp'), JSON.stringify(step('back-up:example.jp'))).toMatchObject({
      verdict: 'done',
      actor: 'kaiyaku',
    });
    expect(step('back-up:example.com')).toMatchObject({ verdict: 'waiting-for-person', actor: 'customer' });
    expect(code).toBe(11);
    const journal = await journalText();
    expect(journal).toContain('"drilled":true');
    for (const secret of [PASSWORD, (await readFile(sshd.keyFile, 'utf8')).split('\n')[1]!])
      expect(journal).not.toContain(secret);
    expect(await applied()).toMatchObject({ code: 11 });
    expect(await journalText()).toBe(journal);
    expect(JSON.parse(resticIn(join(folder, 'kept'), 'snapshots', '--json'))).toHaveLength(1);
    expect((await run('verify', 'contract')).code).toBe(0);
    expect((await run('status', 'contract')).out).toMatch(
      /✔ back-up:example\.jp +back up, and read back: web · 1 of 1 effect/,
    );
  });

  test('a server with another host key is unreadable: nothing is backed up, and the sentence says which key it shows', async () => {
    await writeFile(join(folder, 'contract.yaml'), contractOf(sshd, `SHA256:${'A'.repeat(43)}`));
    await run('open', 'contract.yaml');
    const { code, step } = await applied();
    expect([code, step('back-up:example.jp').verdict]).toEqual([16, 'unreadable']);
    expect((await run('plan', 'contract')).out).toContain('host key');
    expect(await journalText()).not.toContain('intended');
  });

  test('a backup that could not be drilled leaves the step open, with the log as evidence', async () => {
    await run('open', 'contract.yaml');
    await mkdir(join(folder, 'kept'));
    await writeFile(join(folder, 'kept', 'config'), 'not a repository');
    const { code, step } = await applied();
    expect([code, step('back-up:example.jp').verdict]).toEqual([13, 'ready']);
    const text = await run('apply', 'contract');
    expect([text.code, text.out + text.err]).toEqual([13, expect.stringContaining('can neither be opened nor made')]);
    expect(await journalText()).toContain('backup-repository-not-opened');
  });

  test('a backup of no domain of the contract is an error of the file', async () => {
    const text = contractOf(sshd, sshd.place.hostKey).replace('domain: example.jp', 'domain: exampel.jp');
    await writeFile(join(folder, 'contract.yaml'), text);
    const ran = await run('check', 'contract.yaml');
    expect([ran.code, ran.out + ran.err]).toEqual([
      2,
      expect.stringContaining('exampel.jp is no domain of this contract'),
    ]);
  });
});

describe.skipIf(missingPrograms('dovecot', 'proftpd', 'openssl', 'restic').length > 0)('jmotto-transfer', () => {
  let mail: Mail;
  let ftp: Ftp;
  beforeEach(async () => {
    [mail, ftp] = await Promise.all([startMail(), startFtp()]);
    await mail.deliver('Subject: one\r\n\r\n見積\r\n');
    await writeFile(join(ftp.root, 'index.html'), 'ようこそ');
    await chmod(join(ftp.root, 'index.html'), 0o644);
  });
  afterEach(() => Promise.all([mail.close(), ftp.close()]));

  test('mail by IMAP and the site by FTP, where there is no file access', async () => {
    await writeFile(
      join(folder, 'contract.yaml'),
      `provider: jmotto-transfer
customer: { name: 有限会社見本, contractNo: "JM-0765432", contact: 鈴木 }
monthlyFee: 2200
endMonth: ${addMonthsTo(monthOf(today), 4)}
domain: { name: example.jp, managedHere: false, dnsHere: false }
newHost: { name: 新ホスティング株式会社 }
dates: { prepareOn: ${addDays(today, -30)}, switchOn: ${addDays(today, 7)} }
groupware: keep
backup:
  repository: { path: kept, password: env:RESTIC_PASSWORD, passwordKeptAt: safe }
  data:
    - name: mail
      from:
        imap: { host: 127.0.0.1, port: ${mail.imaps}, user: ${mail.user}, password: env:MAIL_PASSWORD, ca: ${mail.ca} }
    - name: site
      from:
        ftp: { host: 127.0.0.1, port: ${ftp.port}, user: ${ftp.user}, password: env:FTP_PASSWORD, ca: ${ftp.ca} }
`,
    );
    const opened = await run('open', 'contract.yaml');
    expect(opened.code, opened.err).toBe(0);
    await applied();
    await writeFile(join(folder, 'proof.txt'), 'proof');
    for (const [step, ...fields] of [
      ['prepare-new-server', `startedOn=${addDays(today, -30)}`, `readyOn=${today}`],
      ['withdrawal-form', `sentOn=${today}`, `acceptedOn=${today}`],
    ]) {
      await run('approve', 'contract', '--step', step!, '--confirm', 'contract');
      await run('request', 'contract', step!);
      const sets = fields.flatMap((field) => ['--set', field]);
      const ran = await run('attest', 'contract', step!, ...sets, '--file', 'proof.txt');
      expect(ran.code, `${step}: ${ran.err}`).toBe(0);
    }
    const { step } = await applied();
    expect(step('back-up'), JSON.stringify(step('back-up'))).toMatchObject({ verdict: 'done', actor: 'kaiyaku' });
    expect(step('copy-data').verdict).toBe('waiting-for-person');
    const snapshots = JSON.parse(resticIn(join(folder, 'kept'), 'snapshots', '--json')) as { tags: string[] }[];
    expect(new Set(snapshots.flatMap(({ tags }) => tags))).toEqual(
      new Set(['kaiyaku', 'kaiyaku:mail', 'kaiyaku:site']),
    );
    const journal = await journalText();
    for (const secret of [PASSWORD, mail.password, ftp.password]) expect(journal).not.toContain(secret);
  });
});

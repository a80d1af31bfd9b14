// A real IMAP server (Dovecot) and a real FTP server (ProFTPD) on loopback, each from a configuration of its own in a folder
// that goes away, with a certificate made for it. Only for tests; where they run as root, the servers work as `nobody`.
import { execFileSync, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../executors/dns/bind.ts';
import { programPath, untilListening } from './programs.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = { user: 'nobody', group: 'nogroup', uid: 65_534, gid: 65_534 };

/** Who the servers work as. */
function worker() {
  if (isRoot) return NOBODY;
  const { username, uid, gid } = userInfo();
  return { user: username, group: execFileSync('id', ['-gn']).toString().trim(), uid, gid };
}

/** For 127.0.0.1 and localhost; its own authority. */
function certificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
  execFileSync('openssl', [...how, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}

interface Server {
  readonly folder: string;
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

/** Runs it in the foreground; what it says is shown when it does not come up. */
async function running(argv: readonly [string, ...string[]], folder: string, ports: readonly number[]) {
  const server = spawn(argv[0], argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const port of ports) await untilListening(port, () => said);
  return async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

export interface Mail extends Server {
  readonly imaps: number;
  readonly imap: number;
  /** Folder of the mailbox: `new`, `cur`, and one `.NAME` for each further one. */
  readonly maildir: string;
  /** Puts a message into INBOX, as a delivery does. */
  deliver(text: string): Promise<void>;
}

/** Wants a login by TLS; without it there is none. */
export async function startMail(): Promise<Mail> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-imap-'));
  await chmod(folder, 0o755);
  const { cert, key } = certificate(folder);
  const { user: as, group, uid, gid } = worker();
  const [imap, imaps] = [await freePort(), await freePort()];
  const [user, password] = ['info@example.jp', 'planted-mail-password'];
  const maildir = join(folder, 'home', 'Maildir');
  for (const name of ['', 'new', 'cur', 'tmp']) {
    await mkdir(join(maildir, name), { recursive: true });
    await chown(join(maildir, name), uid, gid);
  }
  await chown(join(folder, 'home'), uid, gid);
  await writeFile(join(folder, 'users'), `${user}:{PLAIN}${password}::::::\n`, { mode: 0o644 });
  const config = join(folder, 'dovecot.conf');
  await writeFile(
    config,
    `protocols = imap
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
listen = 127.0.0.1
default_internal_user = ${as}
default_internal_group = ${group}
default_login_user = ${as}
ssl = yes
ssl_cert = <${cert}
ssl_key = <${key}
disable_plaintext_auth = yes
auth_mechanisms = plain
mail_location = maildir:${maildir}
first_valid_uid = 1
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service anvil {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/home
}
`,
  );
  const close = await running([programPath('dovecot')!, '-F', '-c', config], folder, [imap, imaps]);
  let delivered = 0;
  return {
    folder,
    ca: cert,
    user,
    password,
    imap,
    imaps,
    maildir,
    close,
    async deliver(text) {
      delivered += 1;
      const path = join(maildir, 'new', `${1_700_000_000 + delivered}.M${delivered}.test`);
      await writeFile(path, text);
      await chown(path, uid, gid);
    },
  };
}

export interface Ftp extends Server {
  readonly port: number;
  /** What the server hands out: the root of its user. */
  readonly root: string;
  /** What it was asked, a line each. */
  asked(): Promise<string>;
}

export async function startFtp({ tls = true, mlsd = true } = {}): Promise<Ftp> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-ftp-'));
  await chmod(folder, 0o755);
  const { cert, key } = certificate(folder);
  const { user: as, group, uid, gid } = worker();
  const port = await freePort();
  const [user, password] = ['example-jp', 'planted-ftp-password'];
  const root = join(folder, 'root');
  await mkdir(root);
  await chown(root, uid, gid);
  const hashed = execFileSync('openssl', ['passwd', '-6', password]).toString().trim();
  await writeFile(join(folder, 'users'), `${user}:${hashed}:${uid}:${gid}::${root}:/bin/sh\n`, { mode: 0o600 });
  const config = join(folder, 'proftpd.conf');
  await writeFile(
    config,
    `ServerType standalone
ServerName test
DefaultServer on
Port ${port}
DefaultAddress 127.0.0.1
SocketBindTight on
UseReverseDNS off
User ${as}
Group ${group}
AuthOrder mod_auth_file.c
AuthUserFile ${folder}/users
RequireValidShell off
UseFtpUsers off
WtmpLog off
PidFile ${folder}/pid
ScoreboardFile ${folder}/scoreboard
SystemLog ${folder}/log
DelayEngine off
${isRoot ? 'DefaultRoot ~\n' : ''}LogFormat asked "%r %s"
ExtendedLog ${folder}/asked ALL asked
UseEncoding off
FactsAdvertise ${mlsd ? 'on' : 'off'}
${
  tls
    ? `ModulePath /usr/lib/proftpd
LoadModule mod_tls.c
TLSEngine on
TLSRequired on
TLSProtocol TLSv1.2 TLSv1.3
TLSRSACertificateFile
TLSECCertificateFile ${cert}
TLSECCertificateKeyFile ${key}
TLSOptions NoSessionReuseRequired
`.replace('TLSRSACertificateFile\n', '')
    : ''
}
`,
  );
  const close = await running([programPath('proftpd')!, '-n', '-q', '-c', config], folder, [port]);
  return {
    folder,
    ca: cert,
    user,
    password,
    port,
    root,
    close,
    asked: () => readFile(join(folder, 'asked'), 'utf8'),
  };
}

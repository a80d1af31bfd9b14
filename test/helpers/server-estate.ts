// A server as a Clara contract describes it, for real: a primary name server whose zone is a file or is written by itself, a secondary
// that follows when it is told to, a parent, two resolvers, Apache or nginx on the additional address, sshd; and the contract file.
// Only for tests.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Resolver } from 'node:dns/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { addDays, addMonthsTo, civilDateInJapan, monthOf } from '../../src/calendar/civil-date.ts';
import type { Entry } from '../../src/journal/entry.ts';
import {
  type BindPrimary,
  type BindServer,
  freePort,
  hasBind,
  hasUpdate,
  startPrimary,
  startSecondary,
} from '../executors/dns/bind.ts';
import { type Ran, jsonOf, runKaiyaku } from './run-kaiyaku.ts';
import type { WebServerKind } from '../../src/executors/web-server/command.ts';
import { hasSshd, type Sshd, startSshd } from './sshd.ts';
import { hasWeb, startWeb, type WebRig } from '../../src/rehearsal/web-rig.ts';

export const OLD = '127.0.0.2';
export const NEW = '127.0.0.3';
/** Of the records before and after. */
export const TTL_SECONDS = 9;
const LOW_TTL_SECONDS = 5;

export interface ServerKind {
  readonly web: WebServerKind;
  /** The zone is changed by RFC 2136 with a TSIG key. */
  readonly dynamic: boolean;
}

const USUAL: ServerKind = { web: 'apache', dynamic: false };

export const canRun = ({ web, dynamic }: ServerKind): boolean =>
  hasBind && hasSshd && hasWeb[web] && (hasUpdate || !dynamic);
export const hasServerEstate = canRun(USUAL);

const ZONE = {
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A ${NEW}\nns2 A 192.0.2.53\n@ ${TTL_SECONDS} A ${OLD}\nwww ${TTL_SECONDS} A ${OLD}\n@ ${TTL_SECONDS} TXT "v=spf1 ip4:${OLD} -all"`,
};
/** Goes on whatever happens to the other one. */
const KNOWN = { name: 'known.example', text: `@ NS ns1\nns1 A ${NEW}` };
const ABOVE = {
  name: 'jp',
  text: `@ NS ns.jp.\nns A 127.0.0.1\nexample NS ns1.example\nexample NS ns2.example\nns1.example A ${NEW}\nns2.example A 192.0.2.53`,
};
const REVERSE = { name: '0.0.127.in-addr.arpa', text: '@ NS ns.provider.example.\n3 PTR web01.example.jp.' };

interface Said {
  readonly outcome: string;
  readonly steps: readonly { id: string; verdict: string; sentence: string }[];
}

export interface Applied {
  readonly code: number | null;
  readonly text: string;
  /** Of the domain's step, or of a step of that very name. */
  verdict(step: string): string;
  sentence(step: string): string;
}

export interface ServerEstate {
  readonly primary: BindPrimary;
  readonly secondary: BindServer;
  readonly web: WebRig;
  /** Of the zone above. */
  readonly parent: BindPrimary;
  /** The file of the web server that holds the site. */
  readonly site: string;
  /** Sends one line to the dynamic zone, as its own program would. */
  update(line: string): void;
  readonly webPort: number;
  readonly folder: string;
  /** Opens the contract and says that the backup is made. */
  begin(edit?: (text: string) => string): Promise<void>;
  run(...args: string[]): Promise<Ran>;
  apply(): Promise<Applied>;
  plan(): Promise<Applied>;
  /** `apply`, killed at that instant where it comes to it. */
  killAt(instant: string): Promise<Ran>;
  /** Attests the domain's steps, as far as they are a person's. */
  say(steps: readonly string[]): Promise<void>;
  /** Has the secondary fetch the zone. */
  follow(): Promise<void>;
  /** Takes out of the access log who came by the additional address. */
  quiet(): Promise<void>;
  pass(seconds: number): Promise<void>;
  ttlAt(server: BindServer): Promise<number>;
  addressAt(server: BindServer): Promise<string[]>;
  zoneText(): string;
  entries(): Promise<Entry[]>;
  close(): Promise<void>;
}

export async function startServerEstate({ web: kind, dynamic }: ServerKind = USUAL): Promise<ServerEstate> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-server-'));
  const secret = randomBytes(32).toString('base64');
  const updateKey = `{ algorithm hmac-sha256; secret "${secret}"; }`;
  const primary = await startPrimary([dynamic ? { ...ZONE, updateKey, transfer: true } : ZONE, KNOWN]);
  const secondary = await startSecondary(primary, [ZONE]);
  const parent = await startPrimary([ABOVE]);
  const resolvers = [await startPrimary([REVERSE], true), await startPrimary([REVERSE], true)];
  const sshd = await startSshd();
  const webPort = await freePort();
  const web = await startWeb(kind, kind === 'apache' ? `Listen ${OLD}:${webPort}` : '', {
    'sites/example.conf': siteText(kind, `${OLD}:${webPort}`),
  });
  // It reaches back further than the quiet time, and names the address that goes on.
  writeFileSync(web.accessLog, logLine(Date.now() - 7_200_000, NEW));
  await writeFile(join(folder, 'proof.txt'), 'proof');
  await writeFile(join(folder, 'login'), sshd.privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'tsig'), secret, { mode: 0o600 });
  const keyFile = join(folder, 'tsig.conf');
  await writeFile(keyFile, `key "${KEY}" ${updateKey};\n`, { mode: 0o600 });
  const parts = { primary, secondary, parent, resolvers, sshd, web, dynamic };
  const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
  const ttl = async (server: BindServer) =>
    (await resolverOf(server).resolve4('www.example.jp', { ttl: true }))[0]!.ttl;
  return {
    primary,
    secondary,
    parent,
    web,
    webPort,
    folder,
    site: join(web.folder, 'sites', 'example.conf'),
    update: (line) => {
      const [host, port] = primary.at.split(':');
      const script = `server ${host} ${port}\nzone example.jp.\n${line}\nsend\n`;
      execFileSync('nsupdate', ['-k', keyFile], { input: script });
    },
    run,
    begin: async (edit = (text) => text) => {
      await writeFile(join(folder, 'ip.yaml'), edit(contractOf(parts)));
      await succeed(await run('open', 'ip.yaml'));
      await succeed(
        await run('attest', 'ip', 'back-up:example.jp', '--set', `backedUpOn=${today()}`, '--file', 'proof.txt'),
      );
    },
    apply: async () => appliedOf(await run('apply', 'ip', '--format', 'json')),
    plan: async () => appliedOf(await run('plan', 'ip', '--format', 'json')),
    killAt: (instant) =>
      runKaiyaku(['apply', 'ip', '--format', 'json'], {
        cwd: folder,
        env: { KAIYAKU_FAULT: instant },
        // An irreversible effect whose outcome nobody knows is looked at for three minutes.
        timeoutMs: 300_000,
      }),
    say: async (steps) => {
      for (const step of steps) {
        const field = step === 'verify' ? 'verifiedOn' : 'doneOn';
        await succeed(
          await run('attest', 'ip', `${step}:example.jp`, '--set', `${field}=${today()}`, '--file', 'proof.txt'),
        );
      }
    },
    follow: async () => {
      const wanted = await primary.serial('example.jp');
      rndc(secondary, 'retransfer', 'example.jp');
      await until(`serial ${wanted} at the secondary`, async () => (await secondary.serial('example.jp')) === wanted);
    },
    quiet: async () => {
      await until('the log is written', () => Promise.resolve(readFileSync(web.accessLog, 'utf8').includes(OLD)));
      const lines = readFileSync(web.accessLog, 'utf8').split('\n');
      writeFileSync(web.accessLog, lines.filter((line) => !line.startsWith(OLD)).join('\n'));
    },
    pass: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000)),
    ttlAt: ttl,
    addressAt: (server) => resolverOf(server).resolve4('www.example.jp'),
    zoneText: () => readFileSync(join(primary.folder, 'example.jp.zone'), 'latin1'),
    entries: async () =>
      (await readFile(join(folder, '.kaiyaku', 'ip', 'journal.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry),
    close: async () => {
      await Promise.all([primary, secondary, parent, ...resolvers, sshd, web].map((one) => one.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const today = (): string => civilDateInJapan(Date.now());

const siteText = (kind: WebServerKind, at: string): string =>
  kind === 'apache'
    ? `<VirtualHost ${at}>\n  ServerName www.example.jp\n  Redirect / http://the-site/\n</VirtualHost>\n`
    : `server {\n    listen ${at};\n    server_name www.example.jp;\n    return 301 http://the-site/;\n}\n`;

/** Edits the contract so that the domain is deleted instead, and its primary is its only name server. */
export const deleted =
  ({ primary }: Pick<ServerEstate, 'primary'>) =>
  (text: string): string =>
    text
      .replace('fate: move', 'fate: delete')
      .replace(/ +secondary: .*\n/, '')
      .replace(/, "127[^,]*": ns2\.example\.jp/, '')
      .replace('  resolvers:', '  knownZone: known.example\n  resolvers:')
      .replace('    rndc:', `    config: ${primary.folder}/named.conf\n    rndc:`);

/** By Node's own resolver, so that what is under test does not vouch for itself. */
function resolverOf({ at }: BindServer): Resolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([at]);
  return resolver;
}

function rndc({ rndc: [program = '', ...options] }: BindServer, ...command: string[]): void {
  const env = { ...process.env, PATH: [process.env['PATH'] ?? '', '/usr/sbin'].join(delimiter) };
  execFileSync(program, [...options, ...command], { env, stdio: 'ignore' });
}

/** As Apache's `%A %h %t "%r" %>s` writes it, and nginx of the test as well. */
function logLine(atMs: number, address: string): string {
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T');
  const [year, month, day] = date.split('-');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${address} 192.0.2.9 [${day}/${names[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000] "GET / HTTP/1.1" 200\n`;
}

function appliedOf(ran: Ran): Applied {
  const { steps } = jsonOf<Said>(ran);
  const find = (step: string) => steps.find(({ id }) => id === step || id === `${step}:example.jp`);
  return {
    code: ran.code,
    text: `${ran.out}${ran.err}`,
    verdict: (step) => find(step)?.verdict ?? 'no such step',
    sentence: (step) => find(step)?.sentence ?? '',
  };
}

async function succeed(ran: Ran): Promise<void> {
  if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.out}${ran.err}`);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}`);
}

interface Parts {
  readonly primary: BindServer;
  readonly secondary: BindServer;
  readonly parent: BindServer;
  readonly resolvers: readonly BindServer[];
  readonly sshd: Sshd;
  readonly web: WebRig;
  readonly dynamic: boolean;
}

/** As the helper of the name servers calls it. */
const KEY = 'example.jp-key';
const AS_FILE = 'file: example.jp.zone';
const asDynamic = ({ at }: BindServer): string => `update: { server: "${at}", key: ${KEY}, secret: file:tsig }`;

/** Edits the contract so that its zone, which is a file there, is the dynamic one that it is. */
export const asUpdated =
  ({ primary }: Pick<ServerEstate, 'primary'>) =>
  (text: string): string =>
    text.replace(AS_FILE, asDynamic(primary));

const contractOf = ({
  primary,
  secondary,
  parent,
  resolvers,
  sshd,
  web,
  dynamic,
}: Parts) => `provider: clara-additional-ip
customerNumber: C-104477
service: Clara Cloud Flex
serverHost: web01.example.jp
additionalIp: ${OLD}
mainIp: ${NEW}
endMonth: ${addMonthsTo(monthOf(today()), 3)}
openedOn: ${addDays(today(), -900)}
minimumTermMonths: 12
monthlyFee: 550
panel: none
domains:
  - { name: example.jp, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: false }
dns:
  zones:
    - name: example.jp
      primary: ["${primary.at}"]
      secondary: ["${secondary.at}"]
      parent: ["${parent.at}"]
      serverNames: { "${primary.at}": ns1.example.jp, "${secondary.at}": ns2.example.jp }
  resolvers: [${resolvers.map(({ at }) => `"${at}"`).join(', ')}]
server:
  ssh:
    host: ${sshd.place.host}
    port: ${sshd.place.port}
    user: ${sshd.place.user}
    hostKey: ${sshd.place.hostKey}
    privateKey: file:login
  bind:
    directory: ${primary.folder}
    zones: [{ name: example.jp, ${dynamic ? asDynamic(primary) : AS_FILE} }]
    rndc: ${JSON.stringify(primary.rndc)}
  web:
    kind: ${web.server}
    roots: [${web.root}]
    test: ${JSON.stringify(web.test)}
    reload: ${JSON.stringify(web.reload)}
    logs: [${web.accessLog}]
  ttlSeconds: ${LOW_TTL_SECONDS}
  quietHours: 1
contact: { company: 株式会社エグザンプル, person: 佐藤花子, registered: true, mail: it@example.co.jp }
seal: company
quietDays: 0
ttlDays: 0
formMayArriveEarly: true
`;

// `rehearse CONTRACT` of a contract whose server kaiyaku works on itself: real BIND and a real web server, built from the file. What
// must never happen: that a machine, a program, a file or a secret of the user's is used for it. Skipped, and said, without them.
import { createSocket } from 'node:dgram';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { jsonOf, type Ran, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { missingPrograms } from '../helpers/programs.ts';

vi.setConfig({ testTimeout: 120_000 });
const missing = missingPrograms('named', 'named-checkconf', 'nsupdate', 'dig', 'apache2', 'nginx', 'ss');

interface Rehearsed {
  readonly outcome: string;
  readonly engine: string;
  readonly steps: readonly { readonly id: string; readonly verdict: string }[];
  readonly effects: readonly {
    readonly step: string;
    readonly target: string;
    readonly call: string;
    readonly count: number;
  }[];
  readonly story: readonly { readonly at: string; readonly who: string; readonly text: string }[];
  readonly replaced: readonly string[];
  readonly left: readonly string[];
  readonly wallMs: number;
  readonly waitedMs: number;
}

const EXAMPLE = 'examples/clara-additional-ip/on-server.yaml';
const TODAY = ['--today', '2027-01-12'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-own-server-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rehearse = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runKaiyaku(['rehearse', ...args, ...TODAY, '--format', 'json'], { cwd: folder, env, timeoutMs: 110_000 });

async function complete(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Rehearsed> {
  const ran = await rehearse(args, env);
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({ outcome: 'complete', engine: 'server', left: [], journal: { verified: true } });
  expect(document.steps.filter(({ verdict }) => verdict !== 'done' && verdict !== 'not-needed')).toEqual([]);
  expect(document.effects.filter(({ count }) => count !== 1)).toEqual([]);
  return document;
}

/** The example in the test's folder, edited. */
async function contract(...edits: readonly (readonly [string, string])[]): Promise<string> {
  const edited = edits.reduce(
    (before, [from, to]) => {
      if (!before.includes(from)) throw new Error(`nothing to replace: ${from}`);
      return before.replaceAll(from, to);
    },
    await readFile(EXAMPLE, 'utf8'),
  );
  await writeFile(join(folder, 'ip.yaml'), edited);
  return edited;
}

const textsOf = ({ story }: Rehearsed): string[] => story.map(({ text }) => text);

describe.skipIf(missing.length > 0)('a server is rehearsed to its end', () => {
  test('the example: each change once, every TTL waited for, and nothing waited for in earnest', async () => {
    const document = await complete([join(process.cwd(), EXAMPLE)]);
    expect(document.effects.map(({ step, call }) => `${step}: ${call}`).sort()).toEqual([
      'change:files.example: web server changed',
      'change:files.example: zone changed',
      'change:updates.example: web server changed',
      'change:updates.example: zone changed',
      'delete:bygone.example: site removed',
      'delete:bygone.example: zone removed',
      'lower-ttl:files.example: zone changed',
      'lower-ttl:updates.example: zone changed',
      'web-address: web server changed',
    ]);
    expect(textsOf(document)).toContain('on loopback 203.0.113.80 is 127.0.113.80, and 203.0.113.23 is 127.0.113.23');
    const at = (text: string) => Date.parse(document.story.find((one) => one.text.startsWith(text))!.at);
    const lowered = at('lower the TTL in the zone file of files.example');
    const changed = at('change 127.0.113.80 to 127.0.113.23 in the zone file of files.example');
    expect(changed - lowered).toBeGreaterThanOrEqual(3_600_000);
    expect(document.waitedMs).toBeGreaterThan(100 * 86_400_000);
    expect(document.wallMs).toBeLessThan(90_000);
  });

  test('nginx, a name server on the address that ends, and a zone that nobody but a person takes out', async () => {
    await contract(
      ['kind: apache', 'kind: nginx'],
      ['primary: [203.0.113.23]', 'primary: [203.0.113.80, 203.0.113.23]'],
      ['{ 203.0.113.23: ns1.files.example', '{ 203.0.113.80: ns1.files.example, 203.0.113.23: ns0.files.example'],
      [
        'name: files.example, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: false',
        'name: files.example, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: true, hostNames: [ns1.files.example]',
      ],
      ['    config: /etc/bind/named.conf\n', ''],
    );
    const document = await complete(['ip']);
    expect(document.effects.filter(({ step }) => step === 'delete:bygone.example')).toEqual([]);
    expect(document.steps.find(({ id }) => id === 'host-objects:files.example')?.verdict).toBe('done');
  });

  test('when answers are lost: still once each', async () => {
    const faults = [
      'timeout-after@change:files.example',
      'timeout-before@delete:bygone.example',
      'unknown-observe@verify:updates.example',
    ];
    await complete([join(process.cwd(), EXAMPLE), ...faults.flatMap((one) => ['--fault', one])]);
  });
});

describe.skipIf(missing.length > 0)('what does not come to its end says why', () => {
  test('a secondary that stays behind: nothing after its domain is done', async () => {
    await contract();
    const ran = await rehearse(['ip', '--fault', 'stale-secondary@change:files.example']);
    expect(ran.code).toBe(1);
    const document = jsonOf<Rehearsed>(ran);
    expect(document.outcome).toBe('waiting-for-person');
    expect(document.left).toEqual(
      expect.arrayContaining([
        'verify:files.example (waiting-for-person)',
        'web-address (blocked)',
        'cancellation-form (blocked)',
        'www.files.example names 127.0.113.80 at 192.0.2.53',
        'the web server answers on 127.0.113.80',
      ]),
    );
    expect(document.left.filter((one) => one.startsWith('DAMAGE'))).toEqual([]);
    expect(textsOf(document)).toContainEqual(
      expect.stringMatching(
        /^verify:files\.example: attested, but the probe does not see it yet: .*servers with different serials/,
      ),
    );
  });

  test('a domain whose DNS is run by another company: R28, and nothing was changed', async () => {
    await contract(
      ['203.0.113.23: ns1.files.example', '203.0.113.23: ns9.elsewhere.test'],
      ['[203.0.113.23]', '[198.51.100.9]'],
      ['203.0.113.23: ns9', '198.51.100.9: ns9'],
    );
    const ran = await rehearse(['ip']);
    expect(ran.code).toBe(1);
    const document = jsonOf<Rehearsed>(ran);
    expect(textsOf(document)).toContainEqual(expect.stringContaining('R28'));
    expect(document.effects).toEqual([]);
  });

  test.each([
    [
      [
        ['203.0.113.80', '2001:db8::80'],
        ['203.0.113.23', '2001:db8::23'],
      ],
      [],
      'rehearsal-needs-world',
    ],
    [[], ['--fault', 'stale-secondary@no-such-step'], 'bad-fault'],
    [[], ['--route', 'd'], 'rehearsal-on-paper'],
  ] as const)('%j %j: %s', async (edits, args, code) => {
    await contract(...edits);
    const ran = await rehearse(['ip', ...args]);
    expect(ran.code, ran.out).toBe(2);
    expect(ran.out + ran.err).toContain(code);
  });
});

describe.skipIf(missing.length > 0)('nothing of the user’s own is used', () => {
  test('no machine, no program, no file and no secret; and nothing is left behind', async () => {
    const outside = join(folder, 'outside');
    const temporary = join(folder, 'tmp');
    await mkdir(outside);
    await mkdir(temporary);
    const spy = await startSpy();
    try {
      const touch = `[touch, ${outside}/ran]`;
      for (const name of ['named.conf', 'files.zone', 'bygone.zone', 'web.conf', 'access.log'])
        await writeFile(join(outside, name), `the user’s own ${name}`);
      const before = await contentsOf(outside);
      const text = await contract(
        ['    host: web04.example.jp', `    host: 127.0.0.1\n    port: ${spy.port}`],
        ['privateKey: file:secrets/web04_ed25519', `privateKey: { command: ${touch} }`],
        [
          'server: 203.0.113.23, key: kaiyaku, secret: env:UPDATES_TSIG',
          `server: "127.0.0.1:${spy.port}", key: kaiyaku, secret: { command: ${touch} }`,
        ],
        ['directory: /var/cache/bind', `directory: ${outside}\n    rndc: ${touch}`],
        ['/etc/bind/named.conf', `${outside}/named.conf`],
        ['/etc/bind/db.files.example', `${outside}/files.zone`],
        ['/etc/bind/db.bygone.example', `${outside}/bygone.zone`],
        ['/etc/apache2/apache2.conf', `${outside}/web.conf`],
        ['[apachectl, -t]', touch],
        ['[apachectl, graceful]', touch],
        ['/var/log/apache2/local-address.log', `${outside}/access.log`],
        ['resolvers: [192.0.2.201, 192.0.2.202]', `resolvers: ["127.0.0.1:${spy.port}", 192.0.2.202]`],
      );
      const document = await complete(['ip'], { TMPDIR: temporary, ...(await socketsNoted(folder)) });
      expect(document.replaced).toEqual([
        'additionalIp',
        'mainIp',
        'dns.zones',
        'dns.resolvers',
        'server.ssh',
        'server.bind.directory',
        'server.bind.config',
        'server.bind.rndc',
        'server.bind.zones[0].file',
        'server.bind.zones[1].file',
        'server.bind.zones[2].update',
        'server.web.roots',
        'server.web.test',
        'server.web.reload',
        'server.web.logs',
      ]);
      for (const path of document.replaced) expect(document.story[0]!.text).toContain(path);
      expect(await contentsOf(outside)).toEqual(before);
      expect(await readFile(join(folder, 'ip.yaml'), 'utf8')).toBe(text);
      expect(spy.seen()).toBe(0);
      const hosts = (await readFile(join(folder, 'sockets.log'), 'utf8')).trim().split('\n');
      expect(hosts.length).toBeGreaterThan(0);
      expect(hosts.filter((host) => !host.startsWith('127.'))).toEqual([]);
      expect(await readdir(temporary)).toEqual([]);
      expect(processesNaming(temporary)).toEqual([]);
    } finally {
      await spy.close();
    }
  });
});

const contentsOf = async (path: string): Promise<string[]> =>
  Promise.all((await readdir(path)).sort().map(async (name) => `${name}: ${await readFile(join(path, name), 'utf8')}`));

/** Command lines of what still runs and names that folder. */
const processesNaming = (path: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(path) ? [line] : [];
      } catch {
        return []; // it has ended since
      }
    });

/** Counts whoever comes by, by TCP or UDP. */
async function startSpy() {
  let seen = 0;
  const server = createServer((socket) => {
    seen += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const udp = createSocket('udp4', () => (seen += 1));
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    port,
    seen: () => seen,
    close: async () => {
      udp.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every host that the command connects or sends to is noted in `sockets.log`. */
async function socketsNoted(place: string): Promise<Record<string, string>> {
  const script = join(place, 'sockets.mjs');
  const source = `
    import { appendFileSync } from 'node:fs';
    import net from 'node:net';
    import dgram from 'node:dgram';
    const note = (host) => appendFileSync(${JSON.stringify(join(place, 'sockets.log'))}, host + '\\n');
    const { connect } = net.Socket.prototype;
    net.Socket.prototype.connect = function (...args) {
      const [options] = Array.isArray(args[0]) ? args[0] : args;
      if (typeof options === 'object' && options.path === undefined) note(options.host ?? 'localhost');
      return connect.apply(this, args);
    };
    const { send, connect: connectUdp } = dgram.Socket.prototype;
    dgram.Socket.prototype.send = function (...args) {
      for (const one of args.slice(1)) if (typeof one === 'string') note(one);
      return send.apply(this, args);
    };
    dgram.Socket.prototype.connect = function (port, host, ...rest) {
      note(host);
      return connectUdp.call(this, port, host, ...rest);
    };`;
  await writeFile(script, source);
  return { NODE_OPTIONS: `--import ${new URL(`file://${script}`).href}` };
}

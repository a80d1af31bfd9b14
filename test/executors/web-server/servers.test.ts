// A real Apache and a real nginx: what they serve before and after, on this machine and behind a real sshd; what is put back where
// they refuse; and who still uses an address. What is not installed is skipped and says so.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import type { SshPlace } from '../../../src/base/ssh-place.ts';
import {
  configTarget,
  siteTarget,
  trafficTarget,
  webServerCommand,
  type WebServerVerb,
} from '../../../src/executors/web-server/command.ts';
import { createWebServerExecutor } from '../../../src/executors/web-server/executor.ts';
import { hasSshd, type Sshd, startSshd } from '../../helpers/sshd.ts';
import { hasWeb, startWeb, type WebRig } from '../../../src/rehearsal/web-rig.ts';
import { actContext, lookContext } from '../contexts.ts';
import { freePort } from '../dns/bind.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
for (const [server, there] of Object.entries(hasWeb)) if (!there) console.warn(`skipped: ${server} is not installed`);
if (!hasSshd) console.warn('skipped: sshd is not installed, so no web server behind SSH can be changed');

const OLD = '127.0.0.2';
const NEW = '127.0.0.3';

const MAIN = (server: string, port: number) => (server === 'apache' ? `Listen ${OLD}:${port}` : '');
const site = (server: string, port: number, name: string, says: string) =>
  server === 'apache'
    ? `<VirtualHost ${OLD}:${port}>\n  ServerName ${name}\n  Redirect / http://${says}/\n</VirtualHost>\n`
    : `server {\n  listen ${OLD}:${port};\n  server_name ${name};\n  location / { return 302 http://${says}/; }\n}\n`;

describe.each([
  ['apache', 'on this machine'],
  ['apache', 'behind SSH'],
  ['nginx', 'on this machine'],
] as const)('%s %s', (server, where) => {
  let sshd: Sshd | undefined;
  let web: WebRig;
  let port = 0;
  beforeAll(async () => {
    if (where === 'behind SSH' && hasSshd) sshd = await startSshd();
  });
  afterAll(() => sshd?.close());
  beforeEach(async (context) => {
    context.skip(!hasWeb[server], `${server} is not installed`);
    context.skip(where === 'behind SSH' && sshd === undefined, 'sshd is not installed');
    port = await freePort();
    web = await startWeb(server, MAIN(server, port), {
      'sites/a.conf': site(server, port, 'example.jp', 'first'),
      'sites/b.conf': site(server, port, 'other.example', 'second'),
    });
  });
  afterEach(() => web?.close());

  const executor = createWebServerExecutor({
    credentials: () => Promise.resolve({ privateKey: new Secret(sshd!.privateKey) }),
  });
  const place = (): { ssh?: SshPlace } => (sshd === undefined ? {} : { ssh: sshd.place });
  const config = () => configTarget({ server, roots: [web.root], address: OLD, to: NEW, ...place() });
  const sites = () => siteTarget({ server, roots: [web.root], domain: 'example.jp', ...place() });
  const act = (verb: WebServerVerb, target = config(), words: Partial<WebRig> = {}) =>
    executor.act(webServerCommand(verb, target, { ...web, ...words }), actContext());
  const seen = async (target = config()) => {
    const look = await executor.observe(target, lookContext());
    return look.state === 'present' ? look.facts : look;
  };
  const text = (name: string) => readFileSync(join(web.folder, name), 'latin1');
  const failed = async (promise: Promise<unknown>) =>
    errorDetail(
      await promise.then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('serves both addresses, then only the one that goes on', async () => {
    const mentions = server === 'apache' ? 3 : 2;
    expect(await seen()).toMatchObject({ mentionCount: mentions, alone: mentions, byHand: 0, files: 3 });
    expect(await web.ask(NEW, port, 'example.jp')).toBeUndefined();
    const receipt = await act('serve-also');
    expect(receipt.facts).toMatchObject({ reloaded: true });
    expect(receipt.evidence).toHaveLength(mentions + 1);
    expect(JSON.stringify(receipt.facts['diff'])).toContain(`${NEW}:${port}`);
    for (const address of [OLD, NEW])
      await vi.waitFor(async () => expect(await web.ask(address, port, 'example.jp')).toBe('http://first/'), 10_000);
    expect(await seen()).toMatchObject({ mentionCount: mentions, alone: 0 });
    await act('leave-address');
    await vi.waitFor(async () => expect(await web.ask(OLD, port, 'example.jp')).toBeUndefined(), 10_000);
    expect(await web.ask(NEW, port, 'other.example')).toBe('http://second/');
    expect(await seen()).toMatchObject({ mentionCount: 0, alone: 0 });
    // Once more: nothing to edit, and the server is only told.
    expect((await act('leave-address')).facts).toMatchObject({ files: [], reloaded: true });
  });

  test('loses the virtual hosts of one domain, and keeps those of the other', async () => {
    expect(await seen(sites())).toMatchObject({ siteCount: 1, shared: [] });
    await act('remove-site', sites());
    await vi.waitFor(async () => expect(await web.ask(OLD, port, 'example.jp')).toBe('http://second/'), 10_000);
    expect(await seen(sites())).toMatchObject({ siteCount: 0 });
    expect(text('sites/a.conf')).toBe('');
  });

  test('is as it was where it refuses the edit, or its reload', async () => {
    const before = [text('main.conf'), text('sites/a.conf'), text('sites/b.conf')];
    const pickyTest = ['sh', '-c', `! grep -rq ${NEW} ${web.folder}/main.conf ${web.folder}/sites`];
    for (const [words, code] of [
      [{ test: pickyTest }, 'web-config-not-valid'],
      [{ test: ['false'] }, 'web-config-not-valid'],
      [{ reload: ['false'] }, 'reload-failed'],
    ] as const)
      expect(await failed(act('serve-also', config(), words))).toMatchObject({ code, class: 'permanent' });
    expect([text('main.conf'), text('sites/a.conf'), text('sites/b.conf')]).toEqual(before);
    expect(await web.ask(OLD, port, 'example.jp')).toBe('http://first/');
  });

  test('leaves what no edit may decide to a person, by name', async () => {
    const odd = server === 'apache' ? `SetEnv ADDRESS ${OLD}\n` : `map $host $address { default ${OLD}; }\n`;
    writeFileSync(join(web.folder, 'sites/c.conf'), odd);
    expect(await seen()).toMatchObject({ byHand: 1 });
    const error = await failed(act('leave-address'));
    expect(error).toMatchObject({ code: 'web-config-by-hand', class: 'permanent' });
    expect(error.message).toContain('c.conf, line 1');
    expect(text('sites/a.conf')).toContain(OLD);
  });

  test('is unknown where a file that it includes cannot be read', async () => {
    writeFileSync(
      join(web.folder, 'sites/c.conf'),
      server === 'apache' ? 'Include gone.conf\n' : 'include gone.conf;\n',
    );
    expect(await seen()).toMatchObject({ state: 'unknown', error: { code: 'web-config-unread' } });
    rmSync(web.root);
    expect(await seen()).toMatchObject({ state: 'unknown', error: { code: 'file-missing' } });
  });

  test('tells who still uses the address; what its log does not tell is unknown', async () => {
    const traffic = (hours = 24, log = web.accessLog) =>
      trafficTarget({ address: OLD, to: NEW, logs: [log], hours, ...place() });
    const ask = async (nowMs: number, hours?: number, log?: string) => {
      const look = await executor.observe(traffic(hours, log), {
        ...lookContext(),
        clock: { ...lookContext().clock, nowMs: () => nowMs, sleep: () => Promise.resolve() },
      });
      return look.state === 'present' ? look.facts : look;
    };
    const now = Date.now();
    expect(await ask(now)).toMatchObject({ state: 'unknown', error: { code: 'traffic-untold' } });
    const line = (atMs: number, address: string) => {
      const [date = '', time = ''] = new Date(atMs).toISOString().split('T');
      const [year, month, day] = date.split('-');
      const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
        Number(month) - 1
      ];
      return `${address} 192.0.2.9 [${day}/${name}/${year}:${time.slice(0, 8)} +0000] "GET / HTTP/1.1" 200\n`;
    };
    const HOUR_MS = 3_600_000;
    writeFileSync(`${web.accessLog}.1`, line(now - 50 * HOUR_MS, OLD));
    expect(await ask(now)).toMatchObject({ hits: 0, connections: 0, hours: 24, logs: 2 });
    expect(await ask(now, 100)).toMatchObject({ state: 'unknown' });
    await web.ask(OLD, port, 'example.jp');
    await vi.waitFor(async () => expect(await ask(Date.now())).toMatchObject({ hits: 1 }), 5_000);
    const socket = connect(port, OLD);
    await new Promise((resolve) => socket.once('connect', resolve));
    // Apache takes a connection only once something was said on it.
    socket.write('GET / HTTP/1.1\r\n');
    await vi.waitFor(async () => expect(await ask(Date.now())).toMatchObject({ connections: 1 }), 5_000);
    socket.destroy();
    // A log that never says on which address somebody came cannot be quiet.
    const mute = join(web.folder, 'mute.log');
    writeFileSync(mute, line(now - 50 * HOUR_MS, '192.0.2.1') + line(now, '192.0.2.1'));
    expect(await ask(now, 24, mute)).toMatchObject({ state: 'unknown' });
  });
});

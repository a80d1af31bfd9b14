// Both doors against servers that misbehave: what may have happened, and what may not, is told by the error's data alone.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MovedClock } from '../../../src/base/clock.ts';
import { Secret } from '../../../src/base/redact.ts';
import type { Call, PleskDoor } from '../../../src/executors/plesk/door.ts';
import { createRestDoor } from '../../../src/executors/plesk/rest-door.ts';
import { type FaultSpec, type PleskSimulator, startPlesk } from '../../../src/executors/plesk/simulator/index.ts';
import { DOORS, doorTo, KEY } from './estate.ts';

let simulator: PleskSimulator;
const doors: PleskDoor[] = [];
beforeAll(async () => {
  simulator = await startPlesk({ clock: new MovedClock(0), key: KEY });
});
afterEach(async () => {
  simulator.clearFaults();
  for (const door of doors.splice(0)) await door.close();
});
afterAll(() => simulator.close());

const opened = (door: PleskDoor): PleskDoor => (doors.push(door), door);
const call = (params: readonly string[], changes = false, utility = 'domain'): Call => ({
  utility,
  params,
  changes,
  timeoutMs: 5_000,
});
const failing = (code: string, errorClass: string) => ({ code, detail: { class: errorClass } });

describe.each(DOORS)('%s', (by) => {
  const door = () => opened(doorTo(simulator, by));

  test('a utility’s code, and what it printed on either stream', async () => {
    expect(await door().call(call(['--list']))).toMatchObject({ code: 0, stderr: '', stdout: /old-campaign/ });
    const failed = await door().call(call(['--info', 'no.example']));
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('no.example');
  });

  test('arguments arrive as they are, quotes and all', async () => {
    const odd = `it's "odd" $(id); \`x\` \\ *`;
    await door().call(call(['--info', odd]));
    expect(simulator.requests.at(-1)).toMatchObject({ params: ['--info', odd] });
  });

  test.each<[FaultSpec['name'], Omit<FaultSpec, 'name'>, string, string]>([
    ['cut-before', {}, 'retry', 'unknown-outcome'],
    ['cut-after', {}, 'retry', 'unknown-outcome'],
  ])('%s: a read may be repeated, a change may have happened', async (name, more, ofRead, ofChange) => {
    for (const [changes, errorClass] of [
      [false, ofRead],
      [true, ofChange],
    ] as const) {
      simulator.addFault({ name, ...more } as FaultSpec);
      await expect(door().call(call(['--list'], changes))).rejects.toMatchObject(
        failing('plesk-no-answer', errorClass),
      );
    }
  });

  test('a server that is not there: nothing was sent, also of a change', async () => {
    const gone = await startPlesk({ clock: new MovedClock(0), key: KEY });
    const nowhere = opened(doorTo(gone, by));
    await gone.close();
    await expect(nowhere.call(call(['--list'], true))).rejects.toMatchObject({
      code: by === 'rest' ? 'plesk-unreachable' : 'ssh-unreachable',
      detail: { class: 'retry' },
    });
  });

  test('a read is cancelled, a change that is on its way is not', async () => {
    const reason = new Error('stopped');
    const signal = AbortSignal.abort(reason);
    await expect(door().call({ ...call(['--list']), signal })).rejects.toBe(reason);
  });
});

describe('rest', () => {
  const rest = (key = KEY) => opened(doorTo(simulator, 'rest', { key }));

  test('another key is not accepted, and a utility that is not offered is named', async () => {
    await expect(rest('another').call(call(['--list']))).rejects.toMatchObject(
      failing('plesk-unauthorized', 'permanent'),
    );
    await expect(rest().call(call([], false, 'nosuch'))).rejects.toMatchObject(
      failing('plesk-no-utility', 'permanent'),
    );
    expect(await rest().lacking(['domain', 'nosuch'])).toEqual(['nosuch']);
  });

  test.each([500, 502, 200])('status %d without the code of a utility tells nothing', async (status) => {
    simulator.addFault({ name: 'http', status, match: { times: 2 } });
    await expect(rest().call(call(['--list']))).rejects.toMatchObject(failing('plesk-bad-answer', 'retry'));
    await expect(rest().call(call(['--list'], true))).rejects.toMatchObject(
      failing('plesk-bad-answer', 'unknown-outcome'),
    );
  });

  test.each([
    ['http://panel.example:8443', 'plesk-api-plain-http'],
    ['ftp://panel.example', 'plesk-api'],
    ['https://user:pass@panel.example', 'plesk-api'],
  ])('%s is refused', (root, code) =>
    expect(() => createRestDoor({ root, key: new Secret(KEY) })).toThrow(expect.objectContaining({ code }) as Error),
  );

  test('a key that no header can hold is refused without being shown', () => {
    const refused = expect.objectContaining({
      code: 'plesk-key',
      message: expect.not.stringContaining('証跡') as string,
    });
    expect(() => createRestDoor({ root: simulator.root, key: new Secret('証跡-of-a-key') })).toThrow(refused as Error);
  });
});

describe('ssh', () => {
  test('another host key: nothing is said, and it is R09', async () => {
    const other = `SHA256:${'B'.repeat(43)}`;
    const before = simulator.requests.length;
    const door = opened(doorTo(simulator, 'ssh', { hostKey: other }));
    await expect(door.call(call(['--list'], true))).rejects.toMatchObject({ code: 'R09', kind: 'refusal' });
    expect(simulator.requests).toHaveLength(before);
  });

  test('a credential that was refused is offered once', async () => {
    const another = await startPlesk({ clock: new MovedClock(0) });
    try {
      const door = opened(doorTo(simulator, 'ssh', { privateKey: another.ssh.privateKey }));
      const first = await door.call(call(['--list'])).catch((error: unknown) => error);
      expect(first).toMatchObject({ code: 'ssh-login-refused', detail: { class: 'permanent' } });
      // The very same error: nobody was asked again.
      await expect(door.call(call(['--list']))).rejects.toBe(first);
    } finally {
      await another.close();
    }
  });

  test('a line that was lost is opened again', async () => {
    const door = opened(doorTo(simulator, 'ssh'));
    simulator.addFault({ name: 'cut-before' });
    await expect(door.call(call(['--list']))).rejects.toMatchObject({ code: 'plesk-no-answer' });
    expect((await door.call(call(['--list']))).code).toBe(0);
  });
});

describe('a panel that signs its own certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', [...made, '-subj', '/CN=127.0.0.1', '-keyout', keyFile, '-out', certFile], { stdio: 'pipe' });
  const printed = execFileSync('openssl', ['x509', '-in', certFile, '-noout', '-fingerprint', '-sha256'], {
    encoding: 'utf8',
  });
  const fingerprint = printed.trim().split('=')[1]!;
  const heard: string[] = [];
  const panel = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, (request, response) => {
    heard.push(`${request.method} ${request.url} ${String(request.headers['x-api-key'])}`);
    request.resume();
    response.end(JSON.stringify({ code: 0, stdout: 'example.jp\n', stderr: '' }));
  });
  let root = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => panel.listen(0, '127.0.0.1', resolve));
    root = `https://127.0.0.1:${(panel.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    panel.close();
    rmSync(folder, { recursive: true });
  });
  const doorWith = (certificate?: string) =>
    opened(createRestDoor({ root, key: new Secret(KEY), ...(certificate === undefined ? {} : { certificate }) }));

  test('is spoken to when its certificate is the pinned one, in any spelling of it', async () => {
    for (const certificate of [fingerprint, fingerprint.replaceAll(':', '').toLowerCase()])
      expect(await doorWith(certificate).call(call(['--list']))).toEqual({
        code: 0,
        stdout: 'example.jp\n',
        stderr: '',
      });
    expect(heard).toEqual(Array.from({ length: 2 }, () => `POST /api/v2/cli/domain/call ${KEY}`));
  });

  test('hears nothing, no key above all, when it is another one or none is pinned', async () => {
    const before = heard.length;
    for (const certificate of [fingerprint.replace(/^../, fingerprint.startsWith('00') ? '01' : '00'), undefined])
      await expect(doorWith(certificate).call(call(['--list'], true))).rejects.toMatchObject(
        failing('plesk-untrusted-certificate', 'permanent'),
      );
    expect(heard).toHaveLength(before);
  });
});

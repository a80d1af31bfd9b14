// Looking at a unit: who it is, who it is not, and what could not be seen. Against the simulated FortiGate.
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { generateHostKey, hostKeyFingerprint } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { worlds } from './world.ts';

const { make, closeAll } = worlds();
afterEach(closeAll);

/** Methods that hand over a secret, or ask with one. */
const credentialsSent = (logins: readonly { method: string }[]): number =>
  logins.filter(({ method }) => method !== 'none').length;

describe('present', () => {
  test.each([
    ['6.4', { version: '6.4.15', haMode: 'standalone', vdomMode: 'disable', vdoms: [] }],
    ['7.2', { version: '7.2.8', haMode: 'standalone', vdomMode: 'multiple', vdoms: ['dmz', 'root'] }],
    ['7.4', { version: '7.4.8', haMode: 'standalone', vdomMode: 'disable', vdoms: [] }],
    ['7.6', { version: '7.6.7', haMode: 'a-p, primary', vdomMode: 'disable', vdoms: [] }],
  ] as const)('a unit of %s', async (profile, facts) => {
    const world = await make({ device: { profile } });
    const seen = await world.observe();
    expect(seen).toMatchObject({
      state: 'present',
      facts: {
        hostKey: 'pinned',
        serial: world.expect.serial,
        hostname: world.expect.hostname,
        licenceStatus: 'valid',
        privateDataEncryption: 'disabled',
        configuration: 'as-before',
        ...facts,
      },
    });
    expect(credentialsSent(world.unit.device().logins)).toBe(1);
    expect(world.unit.transitions).toEqual([]);
  });

  test.each([
    ['the beginning of the version', { expect: { version: '7.4' } }],
    ['a login by keyboard-interactive only', { device: { authMethods: ['keyboard-interactive' as const] } }],
    ['an RSA host key', { device: { hostKeyType: 'rsa' as const } }],
    ['a long host name', { device: { hostname: 'a-host-name-that-the-prompt-cuts' } }],
    ['private-data encryption', { device: { privateDataEncryption: true } }],
    ['a pre-login banner', { device: { preLoginBanner: '*** keep out # ***\n' } }],
    ['pages of three lines', { device: { profile: '6.4' as const, pageRows: 3 } }],
    ['noise', { faults: ['noise' as const] }],
    ['split packets', { faults: ['split-packets' as const], device: { profile: '7.2' as const } }],
    ['a slow line', { faults: ['slow' as const] }],
    [
      'SHA-1 only, and the contract allows it',
      { faults: ['kex-legacy-only' as const], expect: { legacyAlgorithms: true } },
    ],
  ])('with %s', async (_, overrides) => {
    const world = await make(overrides);
    const seen = await world.observe();
    expect(seen.state === 'unknown' ? seen.error : seen.state).toBe('present');
  });

  test('by a key, which alone is offered', async () => {
    const privateKey = generateHostKey('ed25519');
    const ssh2 = (await import('ssh2')).default;
    const key = ssh2.utils.parseKey(privateKey);
    if (key instanceof Error) throw key;
    const line = `ssh-ed25519 ${key.getPublicSSH().toString('base64')}`;
    const world = await make({ privateKey, device: { authorizedKeys: [line] } });
    expect((await world.observe()).state).toBe('present');
    expect(new Set(world.unit.device().logins.map(({ method }) => method))).toEqual(new Set(['none', 'publickey']));
  });

  test('private-data encryption is told', async () => {
    const world = await make({ device: { profile: '6.4', privateDataEncryption: true } });
    expect(await world.observe()).toMatchObject({ facts: { privateDataEncryption: 'enabled' } });
  });
});

describe('foreign', () => {
  test.each([
    ['serial', { serial: 'FGVM02TM24009999' }],
    ['hostname', { hostname: 'FGT-OTHER' }],
    ['version', { version: '7.40' }],
    ['version', { version: '7.4.80' }],
    ['vdoms', { vdoms: ['root'] }],
  ])('another %s is a difference', async (what, expected) => {
    const world = await make({ expect: expected });
    const seen = await world.observe();
    expect(seen).toMatchObject({ state: 'foreign', differences: [{ what }], facts: { hostKey: 'pinned' } });
    expect(seen.state === 'foreign' && seen.facts).not.toHaveProperty('configuration');
  });

  test('another host key: no credential is asked for or sent, and nothing is typed', async () => {
    const world = await make({ faults: ['changed-host-key'] });
    const seen = await world.observe();
    expect(seen).toMatchObject({
      state: 'foreign',
      differences: [{ what: 'hostKey', expected: world.expect.hostKey }],
      facts: { hostKey: 'other', noneAccepted: false, passwordChangeDemanded: false },
    });
    expect(seen.state === 'foreign' && seen.facts).not.toHaveProperty('configuration');
    expect(world.asked).toEqual([]);
    expect(credentialsSent(world.unit.device().logins)).toBe(0);
    expect(world.unit.device().received).toEqual([]);
  });

  test('a unit in its factory default is recognised and left as it is', async () => {
    const hostKey = generateHostKey('ed25519');
    const pinned = hostKeyFingerprint(generateHostKey('ed25519'));
    const world = await make({ device: { hostKey, password: '' }, expect: { hostKey: pinned, user: 'someone' } });
    expect(await world.observe()).toMatchObject({
      state: 'foreign',
      facts: {
        hostKey: 'other',
        presentedKey: hostKeyFingerprint(hostKey),
        noneAccepted: true,
        passwordChangeDemanded: true,
        configuration: 'factory-default',
      },
    });
    expect(world.unit.device()).toMatchObject({ passwordless: true, received: [], transitions: [] });
    expect(world.unit.device().logins.every(({ method, user }) => method === 'none' && user === 'admin')).toBe(true);
  });

  test('also when it kept its host key', async () => {
    const world = await make({ device: { password: '' }, password: 'Before-1234' });
    expect(await world.observe()).toMatchObject({
      state: 'foreign',
      facts: { hostKey: 'pinned', noneAccepted: true, passwordChangeDemanded: true, configuration: 'factory-default' },
    });
    expect(world.asked).toEqual([]);
    expect(world.unit.device()).toMatchObject({ passwordless: true, received: [], transitions: [] });
  });
});

describe('unknown', () => {
  const codeOf = async (overrides: Parameters<typeof make>[0]): Promise<string> => {
    const world = await make(overrides);
    const seen = await world.observe();
    return seen.state === 'unknown' ? seen.error.code : seen.state;
  };

  test('a refused login; no other attempt is made for a while, then one', async () => {
    const world = await make({ password: 'wrong-password' });
    const sent = (): number => credentialsSent(world.unit.device().logins);
    for (let looks = 0; looks < 4; looks += 1)
      expect(await world.observe()).toMatchObject({ state: 'unknown', error: { code: 'ssh-login-refused' } });
    expect(sent()).toBe(1);
    await world.clock.sleep(11 * 60_000);
    await world.observe();
    expect(sent()).toBe(2);
  });

  test('a login that the unit refuses', async () =>
    expect(await codeOf({ faults: ['refuse-login'] })).toBe('ssh-login-refused'));
  test('no common algorithm', async () => expect(await codeOf({ faults: ['kex-legacy-only'] })).toBe('ssh-algorithms'));
  test('a login that is never answered', async () =>
    expect(await codeOf({ faults: ['hang-at-login'], limits: { authenticationMs: 300 } })).toBe('ssh-timeout'));

  test('nobody listens', async () => {
    const world = await make();
    await world.unit.close();
    expect(await world.observe()).toMatchObject({
      state: 'unknown',
      error: { code: 'ssh-unreachable', class: 'retry' },
    });
  });

  test('a unit that is off', async () => {
    const world = await make();
    world.unit.setPower('down');
    expect(await world.observe()).toMatchObject({ state: 'unknown', error: { code: 'ssh-unreachable' } });
  });

  test('something else listens', async () => {
    const world = await make();
    const server = createServer((socket) =>
      socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const seen = await world.executor.observe({ ...world.target, expect: { ...world.target.expect, port } }, world.ctx);
    server.close();
    expect(seen).toMatchObject({ state: 'unknown' });
    expect(seen.state === 'unknown' && ['ssh-garbled', 'ssh-unreachable']).toContain(
      seen.state === 'unknown' && seen.error.code,
    );
  });

  test('a port that accepts and says nothing', async () => {
    const world = await make({ limits: { handshakeMs: 200 } });
    const server = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const seen = await world.executor.observe({ ...world.target, expect: { ...world.target.expect, port } }, world.ctx);
    server.close();
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'ssh-timeout' } });
  });

  test('cancellation is no observation', async () => {
    const world = await make({ faults: ['hang-at-login'] });
    const cancelled = new Error('cancelled');
    const stop = new AbortController();
    const looking = world.executor.observe(world.target, { ...world.ctx, signal: stop.signal });
    stop.abort(cancelled);
    await expect(looking).rejects.toBe(cancelled);
  });

  test('no error holds the password', async () => {
    const world = await make({ password: 'Planted-Secret-1' });
    expect(JSON.stringify(await world.observe())).not.toContain('Planted-Secret-1');
  });
});

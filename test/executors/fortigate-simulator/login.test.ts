// Logging in: methods, keys, lockout, host keys, banners, power.
import { generateKeyPairSync } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import ssh2 from 'ssh2';
import { describe, expect, test } from 'vitest';
import {
  generateHostKey,
  hostKeyFingerprint,
  startFortigate,
  type FortigateSimulator,
} from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { realClock } from '../../../src/base/clock.ts';
import { connect, exec, gone, start } from './client.ts';

const REFUSED = /All configured authentication methods failed/;

describe('methods', () => {
  test('password', async () => {
    const { sim } = await start();
    const { hostKey } = await connect(sim);
    expect(hostKey).toBe(sim.hostKey);
    expect(sim.device().logins.at(-1)).toMatchObject({ method: 'password', user: 'admin', accepted: true });
  });

  test.each([
    ['ed25519', generateHostKey('ed25519')],
    ['rsa', generateHostKey('rsa')],
  ])('a known %s key, no other', async (_type, key) => {
    const parsed = ssh2.utils.parseKey(key);
    if (parsed instanceof Error) throw parsed;
    const line = `${parsed.type} ${parsed.getPublicSSH().toString('base64')} engineer`;
    const { sim } = await start({ device: { authorizedKeys: [line], authMethods: ['publickey'] } });
    await connect(sim, { privateKey: key });
    await expect(connect(sim, { privateKey: generateHostKey('ed25519') })).rejects.toThrow(REFUSED);
    await expect(connect(sim, {})).rejects.toThrow(REFUSED);
  });

  test('keyboard-interactive asks once, hidden', async () => {
    const { sim } = await start({ device: { authMethods: ['keyboard-interactive'] } });
    const client = new ssh2.Client();
    const asked: unknown[] = [];
    client.on('keyboard-interactive', (_name, _text, _lang, prompts, finish) => {
      asked.push(...prompts);
      finish([sim.password]);
    });
    client.connect({ host: sim.host, port: sim.port, username: 'admin', tryKeyboard: true });
    await once(client, 'ready');
    client.destroy();
    expect(asked).toEqual([{ prompt: 'Password: ', echo: false }]);
  });

  test('a passwordless account of a configured device is none: method none is refused', async () => {
    const { sim } = await start();
    await expect(connect(sim, { password: undefined })).rejects.toThrow(REFUSED);
    expect(sim.device().logins).toMatchObject([{ method: 'none', accepted: false }]);
  });
});

test('three wrong passwords lock the address out for 60 s', async () => {
  const { sim, clock } = await start();
  for (let count = 0; count < 3; count += 1) await expect(connect(sim, { password: 'wrong' })).rejects.toThrow(REFUSED);
  await expect(connect(sim)).rejects.toThrow(REFUSED);
  clock.moveTo(clock.nowMs() + 59_000);
  await expect(connect(sim)).rejects.toThrow(REFUSED);
  clock.moveTo(clock.nowMs() + 2_000);
  await connect(sim);
});

test('a right password in between starts the count anew', async () => {
  const { sim } = await start();
  for (let count = 0; count < 2; count += 1) {
    await expect(connect(sim, { password: 'wrong' })).rejects.toThrow(REFUSED);
    await expect(connect(sim, { password: 'wrong' })).rejects.toThrow(REFUSED);
    await connect(sim);
  }
});

describe('host keys', () => {
  test('every generated key is readable and belongs to its fingerprint', () => {
    for (let count = 0; count < 400; count += 1) {
      const key = ssh2.utils.parseKey(generateHostKey('ed25519'));
      if (key instanceof Error) throw key;
      const signature = key.sign('text');
      expect(key.verify('text', signature)).toBe(true);
    }
  });

  test('a given key stays over restarts of the simulator', async () => {
    const hostKey = generateHostKey('ed25519');
    const first = await start({ device: { hostKey } });
    const second = await start({ device: { hostKey } });
    expect((await connect(first.sim)).hostKey).toBe((await connect(second.sim)).hostKey);
    expect(first.sim.hostKey).toBe(hostKeyFingerprint(hostKey));
  });

  test('rsa, and the override before the own key', async () => {
    const override = generateHostKey('rsa');
    const { sim } = await start({ device: { hostKey: generateHostKey('ed25519'), hostKeyOverride: override } });
    expect((await connect(sim)).hostKey).toBe(hostKeyFingerprint(override));
  });

  test('what is no private key is refused at the start', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(startFortigate({ clock: realClock, device: { hostKey: pkcs8 } })).rejects.toMatchObject({
      code: 'fortigate-host-key',
    });
  });
});

test('the banner before the login comes by SSH itself', async () => {
  const { sim } = await start({ device: { preLoginBanner: 'Keep out # 1\r\n' } });
  expect((await connect(sim)).banner).toBe('Keep out # 1\r\n');
});

describe('algorithms', () => {
  async function handshake(sim: FortigateSimulator): Promise<ssh2.NegotiatedAlgorithms> {
    const client = new ssh2.Client();
    const negotiated = once(client, 'handshake');
    client.connect({ host: sim.host, port: sim.port, username: 'admin', password: sim.password });
    await once(client, 'ready');
    client.destroy();
    return (await negotiated)[0] as ssh2.NegotiatedAlgorithms;
  }

  test('7.2 offers the group exchange only, and a client gets through it', async () => {
    const { sim } = await start({ device: { profile: '7.2' } });
    expect(await handshake(sim)).toMatchObject({ kex: 'diffie-hellman-group-exchange-sha256' });
  });

  test('the others take the curve', async () => {
    for (const profile of ['6.4', '7.4', '7.6'] as const) {
      const { sim } = await start({ device: { profile } });
      expect(await handshake(sim)).toMatchObject({ kex: 'curve25519-sha256@libssh.org' });
    }
  });
});

describe('power', () => {
  async function tcp(sim: FortigateSimulator): Promise<string> {
    const socket = connectTcp(sim.port, sim.host);
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      socket.destroy();
    });
    socket.on('error', () => undefined);
    await once(socket, 'close');
    return text;
  }

  test('down hangs up, up boots', async () => {
    const calls: string[] = [];
    const { sim, clock } = await start({ onPower: (state) => calls.push(state) });
    const lost = gone(await connect(sim));
    sim.setPower('down');
    sim.setPower('down');
    await lost;
    expect(await tcp(sim)).toBe('');
    sim.setPower('up');
    expect(sim.device().power).toBe('booting');
    expect(await tcp(sim)).toBe('');
    clock.moveTo(clock.nowMs() + 60_000);
    expect(await tcp(sim)).toMatch(/^SSH-2\.0-/);
    expect((await exec(await connect(sim), 'get system status | grep Serial')).text).toContain('FGVM02TM24001234');
    expect(calls).toEqual([]);
    expect(sim.transitions.map(({ call, from, to }) => [call, from, to])).toEqual([
      ['power down', 'up/configured/valid', 'off/configured/valid'],
      ['power up', 'off/configured/valid', 'booting/configured/valid'],
    ]);
  });

  test('execute shutdown powers off and says so; execute reboot comes back', async () => {
    const calls: string[] = [];
    const { sim, clock } = await start({ onPower: (state) => calls.push(state) });
    const rebooted = await exec(await connect(sim), 'execute reboot', 'y');
    expect(rebooted.text).toContain('This operation will reboot the system !');
    clock.moveTo(clock.nowMs() + 60_000);
    const halted = await exec(await connect(sim), 'execute shutdown', 'y');
    expect(halted.text).toContain('The system is halted.');
    expect(sim.device().power).toBe('off');
    expect(calls).toEqual(['down']);
  });

  test('timeScale shortens the boot', async () => {
    const { sim, clock } = await start({ timeScale: 60 });
    sim.setPower('down');
    sim.setPower('up');
    clock.moveTo(clock.nowMs() + 999);
    expect(sim.device().answers).toBe(false);
    clock.moveTo(clock.nowMs() + 1);
    expect(sim.device().answers).toBe(true);
  });

  test('an idle session ends where that is ordered', async () => {
    const { sim, clock } = await start({ device: { idleMs: 300_000 } });
    const connection = await connect(sim);
    const lost = gone(connection);
    clock.moveTo(clock.nowMs() + 300_001);
    exec(connection, 'get system status').catch(() => undefined);
    await lost;
    expect(sim.device().received).toEqual([]);
  });
});

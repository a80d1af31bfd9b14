// The reset, from the question to what is left of the device, in every kind.
import { describe, expect, test } from 'vitest';
import { generateHostKey, type DeviceFileInput } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { connect, exec, execChannel, gone, scpFrom, shell, start, type Screen, type Started } from './client.ts';

const PROMPT = 'FGT-PROD-01 # ';
const QUESTION = 'This operation will reset the system to factory default!\r\nDo you want to continue? (y/n)';
const BOOT_MS = 60_000;

async function askReset(started: Started, command: string): Promise<Screen> {
  const screen = await shell(await connect(started.sim));
  await screen.until(PROMPT);
  screen.type(`${command}\r`);
  await screen.until('(y/n)');
  return screen;
}

async function reset(device: DeviceFileInput, command = 'execute factoryreset'): Promise<Started> {
  const started = await start({ device });
  const screen = await askReset(started, command);
  screen.type('y');
  await screen.untilEnd();
  return started;
}

const afterBoot = ({ clock }: Started): void => clock.moveTo(clock.nowMs() + BOOT_MS);

test('the whole text, the old prompt once more, then the line is closed', async () => {
  const started = await start();
  const screen = await askReset(started, 'execute factoryreset');
  expect(screen.text.endsWith(`${PROMPT}execute factoryreset\r\n${QUESTION}`)).toBe(true);
  expect(started.sim.transitions).toEqual([]);
  screen.type('y');
  expect(await screen.untilEnd()).toBe(
    `y\r\n\r\n\r\nSystem is resetting to factory default...\r\n\r\n\r\nThe system is going down NOW !!\r\n\r\n${PROMPT}`,
  );
  expect(started.sim.transitions).toEqual([
    {
      at: '2026-11-20T01:00:00.000Z',
      call: 'execute factoryreset y',
      from: 'up/configured/valid',
      to: 'booting/factory/none',
    },
  ]);
});

test('n, Ctrl-C and a lost client change nothing; other keys are no answer; Enter after y does no harm', async () => {
  const started = await start();
  const screen = await askReset(started, 'execute factoryreset');
  screen.type('x\r\n n');
  expect(await screen.until(PROMPT)).toBe(`n\r\n\r\n${PROMPT}`);
  screen.type('execute factoryreset\r');
  await screen.until('(y/n)');
  screen.type('\u0003');
  await screen.until(PROMPT);
  const other = await connect(started.sim);
  const lost = await shell(other);
  lost.type('execute factoryreset\r');
  await lost.until('(y/n)');
  other.client.destroy();
  screen.type('execute factoryreset\r');
  await screen.until('(y/n)');
  expect(started.sim.transitions).toEqual([]);
  screen.type('y\r\n');
  expect(await screen.untilEnd()).toContain(`The system is going down NOW !!\r\n\r\n${PROMPT}`);
  expect(started.sim.transitions).toHaveLength(1);
});

test('Enter may mean no', async () => {
  const started = await start({ device: { enterAtQuestion: 'no' } });
  const screen = await askReset(started, 'execute factoryreset');
  screen.type('\r');
  await screen.until(PROMPT);
});

test('every other line of the device dies too', async () => {
  const started = await start();
  const lost = gone(await connect(started.sim));
  const screen = await askReset(started, 'execute factoryreset');
  screen.type('y');
  await lost;
});

describe('how the line ends', () => {
  test('by a reset of TCP, after all the text', async () => {
    const started = await start({ device: { lineEnd: 'reset' } });
    const connection = await connect(started.sim);
    const errors: string[] = [];
    connection.client.on('error', (error) => errors.push(error.message));
    const screen = await shell(connection);
    screen.type('execute factoryreset\r');
    await screen.until('(y/n)');
    screen.type('y');
    expect(await screen.untilEnd()).toContain(`NOW !!\r\n\r\n${PROMPT}`);
    expect(errors).toEqual(['read ECONNRESET']);
  });

  test('in silence: nothing closes', async () => {
    const started = await start({ device: { lineEnd: 'silent' } });
    const connection = await connect(started.sim);
    const screen = await shell(connection);
    screen.type('execute factoryreset\r');
    await screen.until('(y/n)');
    screen.type('y');
    await screen.until(`NOW !!\r\n\r\n${PROMPT}`);
    const { length } = screen.text;
    screen.type('get system status\r');
    // A round trip through the machine's own TCP stack, so that an answer would have had its chance.
    await expect(connect(started.sim)).rejects.toThrow();
    expect(screen.ended).toBe(false);
    expect(screen.text).toHaveLength(length);
  });
});

describe('afterwards', () => {
  test('plain factoryreset loses the address: it never answers again', async () => {
    const started = await reset({});
    for (const hours of [0, 1, 100]) {
      started.clock.moveTo(started.clock.nowMs() + hours * 3_600_000);
      await expect(connect(started.sim)).rejects.toThrow();
    }
    expect(started.sim.device()).toMatchObject({ power: 'up', answers: false, configuration: 'factory' });
  });

  test('or keeps it: other host key, no password, forced change, everything at its default', async () => {
    const started = await reset({ networkAfterReset: 'kept', postLoginBanner: null, rights: 'read-write' });
    const before = started.sim.device();
    await expect(connect(started.sim)).rejects.toThrow();
    afterBoot(started);
    const connection = await connect(started.sim, { password: undefined });
    expect(connection.hostKey).toBe(before.hostKey);
    expect(started.sim.device().logins.at(-1)).toMatchObject({ method: 'none', accepted: true });
    const screen = await shell(connection, 60);
    expect(await screen.until('New Password: ')).toBe(
      'You are forced to change your password. Please input a new password.\r\nNew Password: ',
    );
    screen.type('Fresh-1\r');
    expect(await screen.until('Confirm Password: ')).toBe('*******\r\nConfirm Password: ');
    screen.type('other\r');
    await screen.until('New Password: ');
    screen.type('Fresh-1\r');
    await screen.until('Confirm Password: ');
    screen.type('Fresh-1\r');
    const prompt = 'FortiGate-VM64-KVM # ';
    expect(await screen.until(prompt)).toContain('Welcome!\r\n\r\n');
    const status = await screen.run('get system status', prompt);
    expect(status).toMatch(/^Serial-Number: FGVMEV[A-Z0-9]{10}$/m);
    expect(status).toContain('License Status: Invalid\n');
    expect(status).toContain('Hostname: FortiGate-VM64-KVM\n');
    expect(status).not.toContain('License Expiration Date');
    expect(started.sim.device()).toMatchObject({ console: 'more', adminScp: false, passwordless: false });
    await expect(connect(started.sim, { password: undefined })).rejects.toThrow();
    await connect(started.sim, { password: 'Fresh-1' });
  });

  test('whoever leaves at New Password has changed nothing', async () => {
    const started = await reset({ networkAfterReset: 'kept' });
    afterBoot(started);
    const connection = await connect(started.sim, { password: undefined });
    const screen = await shell(connection);
    await screen.until('New Password: ');
    connection.client.end();
    await screen.untilEnd();
    expect(started.sim.device().passwordless).toBe(true);
    expect(started.sim.transitions).toHaveLength(1);
  });

  test('exec and SCP give nothing away before the password is set', async () => {
    const started = await reset({ networkAfterReset: 'kept' });
    afterBoot(started);
    const { text } = await exec(await connect(started.sim, { password: undefined }), 'get system status');
    expect(text).toBe('You are forced to change your password. Please input a new password.\nNew Password: ');
    const screen = await execChannel(await connect(started.sim, { password: undefined }), 'scp -f sys_config');
    screen.type('\0');
    expect(await screen.untilEnd()).toBe('501-Permission Denied\n');
  });

  test('the old password and the old keys no longer count', async () => {
    const started = await reset({ networkAfterReset: 'kept' });
    afterBoot(started);
    const connection = await connect(started.sim, { authHandler: ['password'] }).catch((error: unknown) => error);
    expect(connection).toBeInstanceOf(Error);
  });

  test('keepvmlicense keeps licence and serial', async () => {
    const started = await reset({ networkAfterReset: 'kept' }, 'execute factoryreset keepvmlicense');
    expect(started.sim.device()).toMatchObject({
      serial: 'FGVM02TM24001234',
      licence: { kind: 'valid' },
      configuration: 'factory',
    });
    expect(started.sim.transitions.at(-1)?.call).toBe('execute factoryreset keepvmlicense y');
  });

  test('6.4 falls back to an evaluation with an end', async () => {
    const started = await start({ device: { profile: '6.4', networkAfterReset: 'kept', hostname: 'FGT-PROD-01' } });
    const screen = await askReset(started, 'execute factoryreset');
    screen.type('y');
    await screen.untilEnd();
    afterBoot(started);
    const after = await shell(await connect(started.sim, { password: undefined }), 60);
    for (const wanted of ['New Password: ', 'Confirm Password: ']) {
      await after.until(wanted);
      after.type('Fresh-1\r');
    }
    const prompt = 'FortiGate-VM64-KVM # ';
    await after.until(prompt);
    expect(await after.run('get system status', prompt)).toMatch(
      /^License Status: Valid\nEvaluation License Expires: Sat Dec {2}5 01:01:00 2026$/m,
    );
  });

  test('factoryreset2: its own question, the address stays, VDOMs and interfaces too', async () => {
    const started = await start({ device: { profile: '7.2', postLoginBanner: null, hostname: 'FGT-PROD-01' } });
    const screen = await shell(await connect(started.sim));
    screen.type('config global\rexecute factoryreset2\r');
    expect(await screen.until('(y/n)')).toContain(
      'This operation will reset the system to factory default except system.global.vdom-mode/system.global.long-vdom-name/' +
        'VDOMs/system.virtual-switch/system.interface/system.settings/router.static/router.static6!\r\n',
    );
    screen.type('y');
    expect(await screen.untilEnd()).toContain('NOW !!\r\n\r\nFGT-PROD-01 (global) # ');
    afterBoot(started);
    expect(started.sim.device()).toMatchObject({ answers: true, passwordless: true, vdoms: ['root', 'dmz'] });
    const again = await shell(await connect(started.sim, { password: undefined }), 5_000);
    for (const wanted of ['New Password: ', 'Confirm Password: ']) {
      await again.until(wanted);
      again.type('Fresh-1\r');
    }
    await again.until('FortiGate-VM64-KVM # ');
    const text = await again.run('show', 'FortiGate-VM64-KVM # ');
    expect(text).toContain('set ip 203.0.113.10');
    expect(text).toContain('set gateway 203.0.113.1');
    expect(text).not.toContain('config firewall policy');
    expect(text).not.toContain('replacemsg');
  });

  test('factoryreset-shutdown: off, says so, and boots reset', async () => {
    const calls: string[] = [];
    const started = await start({ device: { networkAfterReset: 'kept' }, onPower: (state) => calls.push(state) });
    const screen = await askReset(started, 'execute factoryreset-shutdown');
    expect(calls).toEqual([]);
    screen.type('y');
    expect(await screen.untilEnd()).toContain('System is resetting to factory default...');
    expect(calls).toEqual(['down']);
    expect(started.sim.device()).toMatchObject({ power: 'off', configuration: 'factory', licence: { kind: 'none' } });
    await expect(connect(started.sim)).rejects.toThrow();
    started.sim.setPower('up');
    afterBoot(started);
    await connect(started.sim, { password: undefined });
  });

  test('up, down, up: a reset may boot more than once, and lines of the first time die', async () => {
    const device = { networkAfterReset: 'kept', boots: 2, betweenBootsMs: 20_000 } as const;
    const started = await reset(device);
    const { clock, sim } = started;
    const answers = (): boolean => sim.device().answers;
    expect(answers()).toBe(false);
    clock.moveTo(clock.nowMs() + BOOT_MS);
    expect(answers()).toBe(true);
    const connection = await connect(sim, { password: undefined });
    const lost = gone(connection);
    const screen = await shell(connection);
    await screen.until('New Password: ');
    clock.moveTo(clock.nowMs() + 20_000);
    expect(answers()).toBe(false);
    screen.type('x');
    await lost;
    clock.moveTo(clock.nowMs() + BOOT_MS);
    expect(answers()).toBe(true);
  });

  test('a silent address takes the connection and never says a word', async () => {
    const started = await reset({ unreachableAs: 'silence' });
    await expect(connect(started.sim, { readyTimeout: 100 })).rejects.toThrow('Timed out while waiting for handshake');
  });

  test.each([
    ['made by the device', {}],
    ['given', { hostKey: generateHostKey('ed25519') }],
    ['set by ssh-hostkey-override', { hostKeyOverride: generateHostKey('ed25519') }],
  ])('a host key %s is gone', async (_which, device) => {
    const started = await start({ device: { ...device, networkAfterReset: 'kept' } });
    const before = (await connect(started.sim)).hostKey;
    const screen = await askReset(started, 'execute factoryreset');
    screen.type('y');
    await screen.untilEnd();
    afterBoot(started);
    expect((await connect(started.sim, { password: undefined })).hostKey).not.toBe(before);
  });
});

test('a pair: the other member answers, configured and licensed', async () => {
  const started = await start({ device: { profile: '7.6', adminScp: true } });
  const screen = await shell(await connect(started.sim));
  const before = started.sim.hostKey;
  screen.type('execute factoryreset\r');
  await screen.until('(y/n)');
  screen.type('y');
  await screen.untilEnd();
  await expect(connect(started.sim)).rejects.toThrow();
  started.clock.moveTo(started.clock.nowMs() + 3_000);
  const connection = await connect(started.sim);
  expect(connection.hostKey).toBe(before);
  const { text } = await exec(connection, 'get system status');
  expect(text).toContain('Serial-Number: FGVM02TM24005678\nLicense Status: Valid\n');
  expect(text).toContain('Hostname: FGT-PROD-02\n');
  const { header } = await scpFrom(await connect(started.sim), 'sys_config');
  expect(header).toMatch(/^C0644 /);
});

test('formatlogdisk names the disk, asks, and reboots without touching the configuration', async () => {
  const started = await start();
  const screen = await askReset(started, 'execute formatlogdisk');
  expect(screen.text).toContain('Log disk is /dev/vdb1.');
  screen.type('y');
  await screen.untilEnd();
  expect(started.sim.transitions.map(({ call, to }) => [call, to])).toEqual([
    ['execute formatlogdisk y', 'booting/configured/valid'],
  ]);
});

test('factoryreset-for-central-management is a word of 7.6.3 and later', async () => {
  const older = await start();
  const ask = 'execute factoryreset-for-central-management';
  expect((await exec(await connect(older.sim), ask)).text).toContain('command parse error before');
  const newer = await start({ device: { profile: '7.6' } });
  expect((await exec(await connect(newer.sim), ask)).text).toContain('(y/n)');
});

// Every fault by its name: what a client sees, and what it does (or does not) to the device.
import { describe, expect, test } from 'vitest';
import {
  FORTIGATE_FAULTS,
  startFortigate,
  type FortigateFault,
  type FortigateFaultName,
} from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { MovedClock } from '../../../src/base/clock.ts';
import { connect, exec, execChannel, scpFrom, shell, start, type Screen, type Started } from './client.ts';

const PROMPT = 'FGT-PROD-01 # ';
const tried = new Set<FortigateFaultName>();

async function withFault(name: FortigateFaultName, options: Parameters<typeof start>[0] = {}): Promise<Started> {
  tried.add(name);
  return start({ ...options, faults: [name] });
}

async function begun(started: Started): Promise<Screen> {
  const screen = await shell(await connect(started.sim));
  await screen.until(PROMPT);
  screen.type('execute factoryreset\r');
  return screen;
}

test('refuse-login', async () => {
  const { sim } = await withFault('refuse-login');
  await expect(connect(sim)).rejects.toThrow('All configured authentication methods failed');
});

test('hang-at-login', async () => {
  const { sim } = await withFault('hang-at-login');
  await expect(connect(sim, { readyTimeout: 400 })).rejects.toThrow('Timed out while waiting for handshake');
  expect(sim.device().logins).toEqual([]);
});

describe('around the reset', () => {
  test('drop-before-question', async () => {
    const started = await withFault('drop-before-question');
    const screen = await begun(started);
    expect(await screen.untilEnd()).toBe('execute factoryreset\r\n');
    expect(started.sim.transitions).toEqual([]);
  });

  test('drop-after-question', async () => {
    const started = await withFault('drop-after-question');
    const screen = await begun(started);
    expect(await screen.untilEnd()).toMatch(/\(y\/n\)$/);
    expect(started.sim.transitions).toEqual([]);
    await connect(started.sim);
  });

  test('drop-after-answer', async () => {
    const started = await withFault('drop-after-answer');
    const screen = await begun(started);
    await screen.until('(y/n)');
    screen.type('y');
    expect(await screen.untilEnd()).toBe('y');
    expect(started.sim.device().configuration).toBe('factory');
  });

  test('drop-after-answer-no-effect', async () => {
    const started = await withFault('drop-after-answer-no-effect');
    const screen = await begun(started);
    await screen.until('(y/n)');
    screen.type('y');
    expect(await screen.untilEnd()).toBe('y');
    expect(started.sim.transitions).toEqual([]);
    await connect(started.sim);
  });

  test('silent-after-answer', async () => {
    const started = await withFault('silent-after-answer');
    const screen = await begun(started);
    await screen.until('(y/n)');
    screen.type('y');
    await screen.until('y');
    await expect(connect(started.sim)).rejects.toThrow();
    expect(screen.ended).toBe(false);
    expect(screen.text).toMatch(/\(y\/n\)y$/);
    expect(started.sim.device().configuration).toBe('factory');
  });

  test('wrong-question', async () => {
    const started = await withFault('wrong-question');
    const screen = await begun(started);
    expect(await screen.until('(y/n)')).toContain('This operation will reboot the system !\r\n');
    screen.type('y');
    await screen.untilEnd();
    expect(started.sim.transitions.map(({ to }) => to)).toEqual(['booting/configured/valid']);
  });

  test('reset-does-nothing', async () => {
    const started = await withFault('reset-does-nothing');
    const before = started.sim.hostKey;
    const screen = await begun(started);
    await screen.until('(y/n)');
    screen.type('y');
    expect(await screen.untilEnd()).toContain('System is resetting to factory default...');
    started.clock.moveTo(started.clock.nowMs() + 60_000);
    const connection = await connect(started.sim);
    expect(connection.hostKey).toBe(before);
    expect((await exec(connection, 'get system status')).text).toContain('Serial-Number: FGVM02TM24001234');
  });
});

test('split-packets: small pieces, the same text', async () => {
  const { sim } = await withFault('split-packets');
  const screen = await execChannel(await connect(sim), 'get system status');
  const sizes: number[] = [];
  screen.channel.on('data', (data: Buffer) => sizes.push(data.length));
  screen.channel.end();
  const text = await screen.untilEnd();
  sim.removeFault('split-packets');
  expect(text).toBe((await exec(await connect(sim), 'get system status')).text);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
  const file = await scpFrom(await connect(sim), 'sys_config');
  expect(file.body).toHaveLength(Number(file.header.split(' ')[1]) + 1);
});

test('noise: warnings at login and lines in between, questions and output whole', async () => {
  const started = await withFault('noise');
  const screen = await shell(await connect(started.sim));
  expect(await screen.until(PROMPT)).toContain("'execute disk scan <ref#>'.\r\n");
  const status = await screen.run('get system status', PROMPT);
  expect(status).toMatch(/^The config file may contain errors\.\n[^]*^Serial-Number: FGVM02TM24001234$/m);
  screen.type('execute factoryreset\r');
  expect(await screen.until('(y/n)')).toMatch(/default!\r\n.+#2\r\nDo you want to continue\? \(y\/n\)$/);
});

test('changed-host-key', async () => {
  const { sim } = await withFault('changed-host-key');
  const first = (await connect(sim)).hostKey;
  expect(first).not.toBe(sim.hostKey);
  expect((await connect(sim)).hostKey).toBe(first);
  sim.removeFault('changed-host-key');
  expect((await connect(sim)).hostKey).toBe(sim.hostKey);
});

test('no-scp', async () => {
  const { sim } = await withFault('no-scp');
  const screen = await execChannel(await connect(sim), 'scp -f sys_config');
  screen.type('\0');
  expect(await screen.untilEnd()).toBe('501-Permission Denied\n');
});

test('short-scp', async () => {
  const { sim } = await withFault('short-scp');
  const { header, body } = await scpFrom(await connect(sim), 'sys_config');
  expect(Number(header.split(' ')[1]) - body.length).toBe(64);
});

test('corrupt-config: one end is missing, by SCP and by show', async () => {
  const { sim } = await withFault('corrupt-config');
  const count = (text: string, word: RegExp): number => text.match(word)?.length ?? 0;
  const connection = await connect(sim);
  const corrupt = (await scpFrom(connection, 'sys_config')).body.toString();
  const shown = (await exec(connection, 'show')).text;
  sim.removeFault('corrupt-config');
  const whole = (await scpFrom(connection, 'sys_config')).body.toString();
  expect(count(whole, /^end$/gm) - count(corrupt, /^end$/gm)).toBe(1);
  expect(count((await exec(connection, 'show')).text, /^end$/gm) - count(shown, /^end$/gm)).toBe(1);
});

test('slow: the same text, late', async () => {
  const { sim } = await withFault('slow');
  const { text } = await exec(await connect(sim), 'get system status');
  expect(text).toContain('Last reboot reason');
});

test('kex-legacy-only: out of reach for ssh2’s defaults, in reach with them added', async () => {
  const { sim } = await withFault('kex-legacy-only');
  await expect(connect(sim)).rejects.toThrow('no matching key exchange algorithm');
  const algorithms = {
    kex: { append: ['diffie-hellman-group14-sha1' as const], prepend: [], remove: [] },
    cipher: { append: ['aes256-cbc' as const], prepend: [], remove: [] },
  };
  await connect(sim, { algorithms });
});

describe('counting', () => {
  test('times: that often and no more', async () => {
    const fault: FortigateFault = { name: 'refuse-login', times: 2 };
    const { sim } = await start({ faults: [fault] });
    await expect(connect(sim)).rejects.toThrow();
    await expect(connect(sim)).rejects.toThrow();
    await connect(sim);
    expect(sim.device().faults).toEqual([]);
    sim.addFault({ name: 'no-scp', times: 1 });
    expect(sim.device().faults).toEqual(['no-scp']);
  });

  test.each([
    ['an unknown name', 'power-cut' as FortigateFaultName],
    ['no whole number', { name: 'slow' as const, times: 0.5 }],
    ['nought', { name: 'slow' as const, times: 0 }],
  ])('%s is refused', async (_what, fault) => {
    const clock = new MovedClock(0);
    await expect(startFortigate({ clock, faults: [fault] })).rejects.toMatchObject({ code: 'fortigate-fault' });
  });
});

test('every fault has its test here', () => {
  expect([...tried].sort()).toEqual([...FORTIGATE_FAULTS].sort());
});

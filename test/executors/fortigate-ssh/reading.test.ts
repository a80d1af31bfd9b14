// What the executor reads off a terminal: prompts, screens, questions, status, SCP. Cut into packets anywhere, the
// result is the same.
import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KaiyakuError } from '../../../src/base/errors.ts';
import { Dialogue } from '../../../src/executors/fortigate-ssh/dialogue.ts';
import { isPrompt, learnPrompt, promptBlock } from '../../../src/executors/fortigate-ssh/prompt.ts';
import { readQuestion, resetTextSeen } from '../../../src/executors/fortigate-ssh/question.ts';
import { ScpReceiver } from '../../../src/executors/fortigate-ssh/scp-receiver.ts';
import { readScreen } from '../../../src/executors/fortigate-ssh/screen.ts';
import { Shell } from '../../../src/executors/fortigate-ssh/shell.ts';
import { parseHaMode, parseStatus, parseVdomEntries, parseVdoms } from '../../../src/executors/fortigate-ssh/status.ts';
import { plainText } from '../../../src/executors/fortigate-ssh/terminal-text.ts';
import { LOOPBACK_LIMITS } from '../../../src/executors/fortigate-ssh/limits.ts';

/** A buffer, and the same buffer in pieces. */
const pieces = (whole: Buffer): fc.Arbitrary<Buffer[]> =>
  fc.array(fc.integer({ min: 1, max: Math.max(1, whole.length - 1) }), { maxLength: 40 }).map((cuts) => {
    const at = [...new Set([0, ...cuts, whole.length])].sort((a, b) => a - b);
    return at.slice(1).map((end, index) => whole.subarray(at[index], end));
  });

describe('prompts', () => {
  test.each([
    ['FGT-PROD-01 # ', 'FGT-PROD-01', undefined],
    ['FGT-PROD-01 $ ', 'FGT-PROD-01', undefined],
    ['FGT-PROD-01 #', 'FGT-PROD-01', undefined],
    ['FGT (global) # ', 'FGT', 'global'],
    ['FGT (port1) # ', 'FGT', 'port1'],
    ['FGT-PROD-01(Primary) $ ', 'FGT-PROD-01', undefined],
    ['FGT-PROD-01(Primary) (global) # ', 'FGT-PROD-01', 'global'],
    ['FGT(Primary) (Interim)# ', 'FGT', 'Interim'],
    ['a-very-long-host-name-th~ # ', 'a-very-long-host-name-th~', undefined],
  ])('%s', (line, host, block) => {
    const prompt = learnPrompt(line);
    expect(prompt).toEqual({ host });
    expect(isPrompt(prompt!, line)).toBe(true);
    expect(promptBlock(prompt!, line)).toBe(block);
  });

  test.each(['*** AUTHORISED USE ONLY #1 ***', "execute disk scan <ref#>'.", '# ', 'FGT # get system status', ''])(
    'no prompt: %s',
    (line) => expect(learnPrompt(line)).toBeUndefined(),
  );

  test('a prompt of another host is none of ours', () => {
    expect(isPrompt({ host: 'FGT-A' }, 'FGT-B # ')).toBe(false);
    expect(isPrompt({ host: 'FGT-A' }, 'FGT-A2 # ')).toBe(false);
  });
});

describe('screens after a login', () => {
  test.each([
    ["*** ONLY #1 ***\r\n(Press 'a' to accept):", 'accept'],
    ["managed by another unit #\r\n(Press 'a' to accept): ", 'accept'],
    ['You are forced to change your password. Please input a new password.\r\nNew Password: ', 'password-change'],
    ['New Password:', 'password-change'],
    ["WARNING … 'execute disk scan <ref#>'.\r\nFGT # ", 'prompt'],
    ['you agree to accept the rules\r\nFGT # ', 'prompt'],
    ['\u001B[2J\u001B[0mFGT # ', 'prompt'],
    ["please run 'execute disk scan <ref#>'.\r\n", 'nothing-yet'],
    ['', 'nothing-yet'],
  ])('%j', (raw, shows) => expect(readScreen(raw).shows).toBe(shows));
});

const RESET = 'This operation will reset the system to factory default!\r\nDo you want to continue? (y/n)';
const RESET2 =
  'This operation will reset the system to factory default except system.global.vdom-mode/system.global.long-vdom-name/VDOMs/system.virtual-switch/system.interface/system.settings/router.static/router.static6!\r\nDo you want to continue? (y/n)';

describe('the reset’s question', () => {
  const line = 'execute factoryreset';

  test('is known for its command only', () => {
    expect(readQuestion('factoryreset', line, `${line}\r\n${RESET}`)).toBe('known');
    expect(readQuestion('factoryreset', line, RESET)).toBe('known');
    expect(readQuestion('factoryreset2', 'execute factoryreset2', `execute factoryreset2\r\n${RESET2}`)).toBe('known');
    expect(readQuestion('factoryreset', line, `${line}\r\n${RESET2}`)).toBe('other');
    expect(readQuestion('factoryreset2', 'execute factoryreset2', `execute factoryreset2\r\n${RESET}`)).toBe('other');
  });

  test.each([
    'This operation will reboot the system !\r\nDo you want to continue? (y/n)',
    'This operation will shutdown the system !\r\nDo you want to continue? (y/n)',
    'This operation will reset the system to factory default but keep the licence!\r\nDo you want to continue? (y/n)',
    'Do you want to continue? (y/n)',
    'This operation will reset the system to factory default!\r\nDo you want to keep the licence? (y/n)',
  ])('another one is not: %j', (asked) => {
    for (const command of ['factoryreset', 'factoryreset2', 'factoryreset-shutdown'] as const)
      expect(readQuestion(command, `execute ${command}`, `execute ${command}\r\n${asked}`)).not.toBe('known');
  });

  test('other text among it is not answered', () => {
    const noisy = RESET.replace('\r\n', '\r\nEXT4-fs (vdb1): recovery complete #2\r\n');
    expect(readQuestion('factoryreset', line, `${line}\r\n${noisy}`)).toBe('noisy');
  });

  test('is known however a terminal wraps it, and never before its end', () => {
    const whole = `${line}\r\n${RESET}`;
    const breaks = fc.array(
      fc.tuple(fc.integer({ min: 0, max: whole.length }), fc.constantFrom('\r\n', '\n', '\r', '\u001B[K')),
    );
    fc.assert(
      fc.property(breaks, (at) => {
        // An escape sequence stands between characters, never within one of the line's own.
        let text = whole;
        for (const [index, what] of [...at].sort(([a], [b]) => b - a))
          text = text.slice(0, index) + what + text.slice(index);
        expect(readQuestion('factoryreset', line, text)).toBe('known');
      }),
    );
    for (let end = 0; end < whole.length; end += 1)
      expect(readQuestion('factoryreset', line, whole.slice(0, end))).toBe('none');
  });

  test('one changed letter makes it another question', () => {
    const letters = [...RESET.matchAll(/[A-Za-z!]/g)]
      .map(({ index }) => index)
      .filter((index) => index < RESET.length - 5);
    fc.assert(
      fc.property(fc.constantFrom(...letters), (index) => {
        const text = `${RESET.slice(0, index)}X${RESET.slice(index + 1)}`;
        expect(readQuestion('factoryreset', line, `${line}\r\n${text}`)).toBe('other');
      }),
    );
  });

  test('the reset’s own words are seen, a reboot’s are not', () => {
    expect(resetTextSeen('y\r\n\r\nSystem is resetting to factory default...\r\n')).toBe(true);
    expect(resetTextSeen('y\r\n\r\nSystem is rebooting...\r\nThe system is going down NOW !!')).toBe(false);
  });
});

describe('get system status', () => {
  test('of a licensed 7.4', () => {
    const status = parseStatus(
      [
        'Version: FortiGate-VM64-KVM v7.4.8,build2795,250523 (GA.M)',
        'Serial-Number: FGVM02TM24001234',
        'License Status: Valid',
        'License Expiration Date: 2027-03-14',
        'VM Resources: 2 CPU/2 allowed, 3962 MB RAM',
        'Hostname: FGT-PROD-01',
        'Something New: whatever: it says',
        'Private Encryption: Disable',
        'Virtual domain configuration: disable',
        'Current HA mode: standalone',
      ].join('\n'),
    );
    expect(status).toEqual({
      serial: 'FGVM02TM24001234',
      hostname: 'FGT-PROD-01',
      platform: 'FortiGate-VM64-KVM',
      version: '7.4.8',
      build: 2795,
      licenceStatus: 'valid',
      licenceExpires: '2027-03-14',
      haMode: 'standalone',
      vdomMode: 'disable',
      privateDataEncryption: 'disabled',
    });
  });

  test('what the unit does not say is unknown', () => {
    const status = parseStatus(
      'Version: FortiGate-VM64 v6.4.15,build2095,231212 (GA)\nSerial-Number: FGVMEV0\nHostname: a',
    );
    expect(status).toMatchObject({
      haMode: 'unknown',
      vdomMode: 'unknown',
      privateDataEncryption: 'unknown',
      build: 2095,
    });
    expect(status.licenceStatus).toBeUndefined();
  });

  test.each([
    'Hostname: a\nSerial-Number: b',
    'Version: FortiGate-VM64 v6.4.15,build2095,231212\nSerial-Number: \nHostname: a',
    'Version: FortiGate-VM64 v6.4.15,build2095,231212\nSerial-Number: a\nSerial-Number: b\nHostname: a',
    '',
  ])('a unit that does not name itself is garbled: %j', (text) => {
    expect(() => parseStatus(text)).toThrow(KaiyakuError);
  });

  test('HA and VDOM lists', () => {
    expect(parseHaMode('HA Health Status: OK\nModel: FortiGate-VM64-KVM\nMode: HA A-P\n')).toBe('a-p');
    expect(parseHaMode('Mode: Standalone')).toBe('standalone');
    expect(parseHaMode('nothing')).toBe('unknown');
    expect(parseVdoms('name=root/root index=0 enabled\nname=dmz/dmz index=1\nname=vsys_ha/vsys_ha index=2')).toEqual([
      'dmz',
      'root',
    ]);
    expect(parseVdoms('name: root\nname: dmz')).toEqual(['dmz', 'root']);
    expect(parseVdomEntries('edit root\nedit dmz\nedit dmz\n    edit 1')).toEqual(['dmz', 'root']);
  });
});

/** A channel that answers each line of input with these bytes, in these pieces. */
function channelThatSays(parts: readonly Buffer[]): ClientChannel {
  const channel = new Duplex({
    read() {
      // Pushed when asked to by a write.
    },
    write(_chunk, _encoding, done) {
      for (const part of parts) channel.push(part);
      done();
    },
  });
  return Object.assign(channel, { stderr: new Duplex({ read: () => undefined }) }) as unknown as ClientChannel;
}

describe('a command’s answer', () => {
  const output = [
    'config system replacemsg auth "page"',
    '    set buffer "日本語 <pre>',
    'FGT # ',
    'FGT # is text',
    '--More-- ',
    '(y/n) $ ',
    '</pre>"',
    'end',
  ].join('\r\n');
  const whole = Buffer.from(`show\r\n${output}\r\n\u001B[0m\r\nFGT (global) # `, 'utf8');

  test('is the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(pieces(whole), async (parts) => {
        const dialogue = new Dialogue(
          new Shell(channelThatSays(parts)),
          { host: 'FGT' },
          { ...LOOPBACK_LIMITS, quietMs: 5 },
        );
        const answer = await dialogue.run('show');
        expect(answer.block).toBe('global');
        expect(answer.text).toBe(`${output.replaceAll('\r', '')}\n\n`);
      }),
      { numRuns: 40 },
    );
  });

  test.each(['Unknown action 0', "\r\ncommand parse error before 'x'\r\nCommand fail. Return code -61"])(
    'is an error when the unit refused: %j',
    async (said) => {
      const channel = channelThatSays([Buffer.from(`get x\r\n${said}\r\n\r\nFGT # `)]);
      const dialogue = new Dialogue(new Shell(channel), { host: 'FGT' }, { ...LOOPBACK_LIMITS, quietMs: 5 });
      await expect(dialogue.run('get x')).rejects.toMatchObject({ detail: { code: 'fortigate-command-failed' } });
    },
  );

  test('nothing is sent that a terminal would take for a key', async () => {
    const dialogue = new Dialogue(new Shell(channelThatSays([])), { host: 'FGT' }, LOOPBACK_LIMITS);
    for (const command of ['get ?', 'a\nb', 'a\u0003', ''])
      await expect(dialogue.run(command)).rejects.toMatchObject({ kind: 'bug' });
  });

  test('an answer without end is given up', async () => {
    const limits = { ...LOOPBACK_LIMITS, silenceMs: 20, quietMs: 5, outputBytesMax: 50 };
    const silent = new Dialogue(new Shell(channelThatSays([Buffer.from('show\r\n')])), { host: 'FGT' }, limits);
    await expect(silent.run('show')).rejects.toMatchObject({ detail: { code: 'ssh-timeout' } });
    const long = new Dialogue(new Shell(channelThatSays([Buffer.alloc(100, 0x61)])), { host: 'FGT' }, limits);
    await expect(long.run('show')).rejects.toMatchObject({ detail: { code: 'ssh-garbled' } });
  });
});

test('the pager’s own line leaves nothing behind', () => {
  expect(plainText('    set a 1\r\n--More-- \r         \r    set b 2\r\n')).toBe('    set a 1\n    set b 2\n');
});

describe('SCP', () => {
  const body = Buffer.from('#config-version=…\nC0644 5 not a header\n\0\u0001\nend\n', 'utf8');
  const sent = Buffer.concat([Buffer.from(`C0644 ${body.length} sys_config\n`), body, Buffer.from([0])]);

  test('gives the file byte for byte however it is cut', () => {
    fc.assert(
      fc.property(pieces(sent), (parts) => {
        const receiver = new ScpReceiver(1_000);
        const replies = parts.map((part) => receiver.push(part)).join('');
        expect(replies).toBe('\0\0');
        expect(receiver.done).toBe(true);
        expect(receiver.finish().equals(body)).toBe(true);
      }),
    );
  });

  test('fewer bytes than announced are no file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sent.length - 1 }), (end) => {
        const receiver = new ScpReceiver(1_000);
        receiver.push(sent.subarray(0, end));
        expect(() => receiver.finish()).toThrow(expect.objectContaining({ code: 'backup-transfer' }));
      }),
    );
  });

  test.each([
    ['501-Permission Denied\n', 'backup-scp-denied'],
    ['501-Permission Denied', 'backup-scp-denied'],
    ['\u0001scp: no such file\n', 'backup-transfer'],
    ['C0644 5000 sys_config\n', 'backup-transfer'],
    [`C0644 1 x\na\u0001`, 'backup-transfer'],
    [`C0644 1 x\na\0b`, 'backup-transfer'],
    ['x'.repeat(10_000), 'ssh-garbled'],
  ])('%j', (said, code) => {
    const bytes = Buffer.from(said, 'latin1');
    fc.assert(
      fc.property(pieces(bytes), (parts) => {
        const receiver = new ScpReceiver(1_000);
        expect(() => {
          for (const part of parts) receiver.push(part);
        }).toThrow(expect.objectContaining({ code }));
      }),
      { numRuns: 20 },
    );
  });

  test('a banner before the header is accepted once', () => {
    const receiver = new ScpReceiver(1_000);
    expect(receiver.atBanner).toBe(false);
    expect(receiver.push(Buffer.from("*** ONLY #1 ***\r\n(Press 'a' to accept):"))).toBe('');
    expect(receiver.atBanner).toBe(true);
    expect(receiver.accept()).toBe('a\0');
    expect(receiver.atBanner).toBe(false);
    expect(receiver.push(Buffer.from('a\r\n'))).toBe('');
    expect(receiver.push(sent)).toBe('\0\0');
    expect(receiver.finish().equals(body)).toBe(true);
  });

  test('a banner that waits for nothing may stand before the header on its line', () => {
    fc.assert(
      fc.property(pieces(Buffer.concat([Buffer.from("*** ONLY #1 ***\n(Press 'a' to accept):"), sent])), (parts) => {
        const receiver = new ScpReceiver(1_000);
        expect(parts.map((part) => receiver.push(part)).join('')).toBe('\0\0');
        expect(receiver.finish().equals(body)).toBe(true);
      }),
    );
  });
});

// The shell as an engineer meets it: prompts, echo, pager, help, errors, the configuration's places.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connect, exec, shell, start } from './client.ts';

const HOST = 'FGT-PROD-01 # ';

describe('plain 7.4', () => {
  test('status is the transcript, line by line', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    const lines = (await screen.run('get system status', HOST)).split('\n');
    const shown = lines.filter((line) =>
      /^(Version|Serial|License|VM Res|Hostname|Virtual domain conf|Current HA)/.test(line),
    );
    expect(shown).toEqual([
      'Version: FortiGate-VM64-KVM v7.4.8,build2795,250523 (GA.M)',
      'Serial-Number: FGVM02TM24001234',
      'License Status: Valid',
      'License Expiration Date: 2027-03-14',
      'VM Resources: 2 CPU/2 allowed, 3962 MB RAM',
      'Hostname: FGT-PROD-01',
      'Virtual domain configuration: disable',
      'Current HA mode: standalone',
    ]);
    expect(lines.slice(-2)).toEqual(['', '']);
    expect(lines).toContain('System time: Fri Nov 20 01:00:00 2026');
  });

  test('output is not paged, words may be shortened, an empty line gives the prompt', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    expect(await screen.run('sh', HOST)).toContain('config log disk setting');
    expect(screen.text).not.toContain('--More-- \r  ');
    expect(await screen.run('get sys stat', HOST)).toContain('Serial-Number: ');
    expect(await screen.run('', HOST)).toBe('');
  });

  test('errors are the device’s own words', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    expect(await screen.run('echo ~user', HOST)).toBe('Unknown action 0\n\n');
    const parse = (word: string): string => `\ncommand parse error before '${word}'\nCommand fail. Return code -61\n\n`;
    expect(await screen.run('get system nothing', HOST)).toBe(parse('nothing'));
    expect(await screen.run('execute nothing', HOST)).toBe(parse('nothing'));
    expect(await screen.run('execute factory', HOST)).toBe(parse('factory'));
    expect(await screen.run('execute factoryreset later', HOST)).toBe(parse('later'));
    expect(await screen.run('config system interface', HOST)).toBe(parse('interface'));
    expect(sim.transitions).toEqual([]);
  });

  test('? helps at once, rubbing out works, Ctrl-C clears a line and leaves an empty one', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    screen.type('exec?');
    expect(await screen.until(`${HOST}exec`)).toContain('execute    Execute static commands.\r\n');
    screen.type('\u007f\u007f\u007f\u007fget system stX\bat\r');
    await screen.until('Serial-Number: FGVM02TM24001234');
    await screen.until(HOST);
    screen.type('execute factoryreset\u0003');
    await screen.until(`^C\r\n${HOST}`);
    screen.type('\u0003');
    await screen.untilEnd();
    expect(sim.device().received).toEqual(['get system stat']);
  });

  test('exit ends the session', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    screen.type('exit\r');
    await screen.untilEnd();
  });

  test('a long host name is cut', async () => {
    const { sim } = await start({ device: { hostname: 'fortigate-of-the-tokyo-office' } });
    const screen = await shell(await connect(sim));
    await screen.until('fortigate-of-the-tokyo-~ # ');
  });

  test('the licence, seen by diagnose', async () => {
    const { sim } = await start();
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    expect(await screen.run('diag hardware sysinfo vm full', HOST)).toMatch(
      /^valid: +1\nstatus: +1\ncode: +200\nwarn: +0\ncopy: +0\n/m,
    );
    expect(await screen.run('diagnose debug vm-print-license', HOST)).toMatch(
      /^SerialNumber: FGVM02TM24001234\n[^]*Key: yes\nCert: yes\n[^]*Model: EL \(20\)/,
    );
  });
});

describe('6.4', () => {
  const PROMPT = 'FGT64 # ';

  test('pages: space, Enter, q, and the rub-out', async () => {
    const { sim } = await start({ device: { profile: '6.4' } });
    const screen = await shell(await connect(sim), 10);
    await screen.until(PROMPT);
    screen.type('show\r');
    const page = await screen.until('--More-- ');
    expect(page.split('\r\n')).toHaveLength(1 + 9 + 1);
    screen.type('\r');
    const line = await screen.until('--More-- ');
    expect(line).toMatch(/^\r {9}\r[^\r]+\r\n--More-- $/);
    screen.type(' ');
    expect((await screen.until('--More-- ')).split('\r\n')).toHaveLength(9 + 1);
    screen.type('zq');
    expect(await screen.until(PROMPT)).toBe(`\r${' '.repeat(9)}\r${PROMPT}`);
  });

  test('the paged text with the rub-outs removed is the unpaged one', async () => {
    const { sim } = await start({ device: { profile: '6.4', policies: 3, configTemplate: template } });
    const screen = await shell(await connect(sim), 12);
    await screen.until(PROMPT);
    const unpaged = await screen.run('show full-configuration | grep .', PROMPT);
    screen.type('show full-configuration\r');
    await screen.until('full-configuration\r\n');
    let text = '';
    for (;;) {
      const part = await screen.until(/--More-- |FGT64 # /);
      text += part.replace(`\r${' '.repeat(9)}\r`, '');
      if (part.endsWith(PROMPT)) break;
      text = text.slice(0, -'--More-- '.length);
      screen.type(' ');
    }
    const strip = (raw: string): string[] =>
      raw
        .replaceAll('\r\n', '\n')
        .split('\n')
        .filter((part) => part !== '' && !part.startsWith('#conf_file_ver') && part !== PROMPT);
    expect(strip(text)).toEqual(strip(unpaged));
    expect(strip(text).length).toBeGreaterThan(30);
  });

  test('get system console is unknown, the value stands in show full-configuration', async () => {
    const { sim } = await start({ device: { profile: '6.4' } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    expect(await screen.run('get system console', PROMPT)).toBe(
      "\ncommand parse error before 'console'\nCommand fail. Return code -61\n\n",
    );
    expect(await screen.run('show full-configuration system console', PROMPT)).toContain('    set output more\n');
  });

  test('the pager is switched off by a lasting change', async () => {
    const { sim } = await start({ device: { profile: '6.4' } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    await screen.run('config system console', 'FGT64 (console) # ');
    await screen.run('set output standard', 'FGT64 (console) # ');
    expect(sim.device().console).toBe('more');
    await screen.run('end', PROMPT);
    expect(await screen.run('show', PROMPT)).toContain('    set output standard\n');
    expect(sim.device().console).toBe('standard');
    expect(sim.transitions.map(({ call }) => call)).toEqual(['set output standard']);
  });

  test('abort changes nothing, a wrong value is refused', async () => {
    const { sim } = await start({ device: { profile: '6.4' } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    await screen.run('config system console', 'FGT64 (console) # ');
    expect(await screen.run('set output loud', 'FGT64 (console) # ')).toContain("parse error before 'loud'");
    await screen.run('set output standard', 'FGT64 (console) # ');
    await screen.run('abort', PROMPT);
    expect(sim.transitions).toEqual([]);
  });
});

describe('grep', () => {
  test.each([
    ['get system status | grep License', ['License Status: Valid', 'License Expiration Date: 2027-03-14']],
    ['get system status | grep -E "Serial|Hostname"', ['Serial-Number: FGVM02TM24001234', 'Hostname: FGT-PROD-01']],
    ['get system status | grep -i -n hostname', ['13:Hostname: FGT-PROD-01']],
    ['get system status | grep -c :', ['26']],
    ['get system ha status | grep -v :', []],
    ['get system ha status | grep -A 1 Mode:', ['Mode: Standalone', 'Group: 0']],
    ['show | grep -f policy-3', ['config firewall policy']],
  ])('%s', async (line, wanted) => {
    const { sim } = await start({ device: { console: 'more' } });
    const screen = await shell(await connect(sim));
    await screen.until(HOST);
    const lines = (await screen.run(line, HOST)).split('\n').filter((text) => text !== '');
    if (line.includes('-f')) expect([lines[0], lines.at(-1)]).toEqual([...wanted, 'end']);
    else expect(lines).toEqual(wanted);
  });
});

describe('7.2 with VDOMs and a banner', () => {
  const PROMPT = 'FGT72 # ';

  test('the banner wants its own key', async () => {
    const { sim } = await start({ device: { profile: '7.2' } });
    const screen = await shell(await connect(sim));
    await screen.until("*** AUTHORISED USE ONLY #1 ***\r\n(Press 'a' to accept):");
    screen.type('x\ra');
    expect(await screen.until(PROMPT)).toBe(`a\r\n${PROMPT}`);
  });

  test('the top level knows status and show only; the rest stands in config global', async () => {
    const { sim } = await start({ device: { profile: '7.2', postLoginBanner: null } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    const refused = (word: string): string =>
      `\ncommand parse error before '${word}'\nCommand fail. Return code -61\n\n`;
    expect(await screen.run('get system status', PROMPT)).toContain('Virtual domain configuration: multiple\n');
    expect(await screen.run('execute factoryreset', PROMPT)).toBe(refused('factoryreset'));
    expect(await screen.run('get system console', PROMPT)).toBe(refused('console'));
    expect(await screen.run('get system ha status', PROMPT)).toBe(refused('ha'));
    expect(await screen.run('config system console', PROMPT)).toBe(refused('system'));
    expect(await screen.run('config global', 'FGT72 (global) # ')).toBe('\n');
    expect(await screen.run('get system console', 'FGT72 (global) # ')).toMatch(/^output +: standard /m);
    screen.type('execute factoryreset\r');
    await screen.until('Do you want to continue? (y/n)');
    screen.type('n');
    expect(await screen.until('FGT72 (global) # ')).toBe('n\r\n\r\nFGT72 (global) # ');
    await screen.run('end', PROMPT);
    expect(sim.transitions).toEqual([]);
  });

  test('a misspelt VDOM is a new VDOM', async () => {
    const { sim } = await start({ device: { profile: '7.2', postLoginBanner: null } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    await screen.run('config vdom', 'FGT72 (vdom) # ');
    expect(await screen.run('edit dmz', 'FGT72 (dmz) # ')).toBe('current vf=dmz:1\n\n');
    expect(await screen.run('show firewall address', 'FGT72 (dmz) # ')).toMatch(/^config firewall address\n/);
    await screen.run('next', 'FGT72 (vdom) # ');
    expect(sim.transitions).toEqual([]);
    await screen.run('edit dmzz', 'FGT72 (dmzz) # ');
    await screen.run('end', PROMPT);
    expect(sim.device().vdoms).toEqual(['root', 'dmz', 'dmzz']);
    expect(sim.transitions.map(({ call }) => call)).toEqual(['config vdom / edit dmzz']);
  });

  test('a device that takes the reset at the top level can be had as well', async () => {
    const { sim } = await start({ device: { profile: '7.2', postLoginBanner: null, executeAtTopLevel: true } });
    const screen = await shell(await connect(sim));
    await screen.until(PROMPT);
    screen.type('execute factoryreset\r');
    await screen.until('(y/n)');
  });
});

test('7.6 pair: prompt and members', async () => {
  const { sim } = await start({ device: { profile: '7.6' } });
  const screen = await shell(await connect(sim));
  const prompt = 'FGT-PROD-01(Primary) # ';
  await screen.until(prompt);
  expect(await screen.run('get system status', prompt)).toContain('Current HA mode: a-p, primary\n');
  expect(await screen.run('get system ha status', prompt)).toBe(
    `HA Health Status: OK
Model: FortiGate-VM64-KVM
Mode: HA A-P
Configuration Status:
    FGVM02TM24001234(updated 2 seconds ago): in-sync
    FGVM02TM24005678(updated 3 seconds ago): in-sync
Primary     : FGT-PROD-01     , FGVM02TM24001234, HA cluster index = 0
Secondary   : FGT-PROD-02     , FGVM02TM24005678, HA cluster index = 1
number of vcluster: 1
vcluster 1: work 169.254.0.1
Primary: FGVM02TM24001234, HA operating index = 0
Secondary: FGVM02TM24005678, HA operating index = 1

`,
  );
});

test('6.4 pair: the old words', async () => {
  const peer = { hostname: 'FGT64-B', serial: 'FGVM02TM24005678' };
  const { sim } = await start({ device: { profile: '6.4', console: 'standard', ha: { mode: 'a-a', peer } } });
  const screen = await shell(await connect(sim));
  await screen.until('FGT64 # ');
  expect(await screen.run('get system ha status', 'FGT64 # ')).toMatch(
    /^Mode: HA A-A\n[^]*^Master: FGT64 +, FGVM02TM24001234, cluster index = 0\nSlave : FGT64-B +, FGVM02TM24005678/m,
  );
  expect(await screen.run('get system status', 'FGT64 # ')).toContain('Current HA mode: a-a, master\n');
});

test('a read-only account', async () => {
  const { sim } = await start({ device: { rights: 'read-only' } });
  const screen = await shell(await connect(sim));
  const prompt = 'FGT-PROD-01 $ ';
  await screen.until(prompt);
  for (const line of ['execute factoryreset', 'execute reboot', 'config system console', 'diagnose debug info'])
    expect(await screen.run(line, prompt)).toBe('Unknown action 0\n\n');
  expect(await screen.run('show', prompt)).toContain('config system global\n');
});

test('whatever is typed, the device goes on and answers', async () => {
  const words = ['show', 'get', 'config', 'global', 'vdom', 'edit', 'root', 'end', 'execute', 'factoryreset', 'n', '|'];
  const keys = fc.oneof(
    fc.constantFrom(...words).map((word) => ` ${word} `),
    fc.constantFrom('\r', '\n', '?', '"', '\\', '\b', '\u0015', '\u0016', 'é', '漢', '\u001b[A', '\t', 'q', ' '),
    fc.string({ maxLength: 4 }),
  );
  // Neither the answer y nor Ctrl-C and Ctrl-D, which end the session.
  const typed = fc.array(keys, { maxLength: 400 }).map((list) => list.join('').replaceAll(/[yY\u0003\u0004]/g, ''));
  for (const text of fc.sample(typed, 20)) {
    const { sim } = await start({ device: { profile: '7.2', postLoginBanner: null, console: 'more' } });
    const screen = await shell(await connect(sim));
    screen.type(text);
    screen.type('\rn\rq\rend\rend\rend\rget system status | grep Serial\r');
    await screen.until('Serial-Number: FGVM02TM24001234');
    expect((await exec(await connect(sim), 'get system status')).text).toContain('Serial-Number');
    expect(sim.device().configuration).toBe('configured');
  }
});

const template = `@@ global always
config system global
    set hostname "{{hostname}}"
end
@@ vdom custom
config firewall policy
{{policies}}
end
@@ global always
config system ntp
@full    set syncinterval 60
end
`;

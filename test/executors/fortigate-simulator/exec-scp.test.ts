// Exec channels without a terminal, and SCP: prompts as part of the output, status 0 for errors, exact byte counts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { connect, exec, execChannel, type Screen, scpFrom, start } from './client.ts';

const PROMPT = 'FGT-PROD-01 # ';

describe('exec', () => {
  test('the prompt stands before and behind the output, LF only, nothing is echoed', async () => {
    const { sim } = await start();
    const { text, status } = await exec(await connect(sim), 'get system status | grep License');
    expect(text).toBe(`${PROMPT}License Status: Valid\nLicense Expiration Date: 2027-03-14\n\n${PROMPT}`);
    expect(status).toBe(0);
  });

  test('errors have status 0 too', async () => {
    const { sim } = await start();
    const { text, status } = await exec(await connect(sim), 'echo ~user');
    expect({ text, status }).toEqual({ text: `${PROMPT}Unknown action 0\n\n${PROMPT}`, status: 0 });
  });

  test('several commands in one request, in their places', async () => {
    const { sim } = await start({ device: { profile: '7.2', postLoginBanner: null } });
    const command = 'config vdom\nedit root\nshow router static\nend';
    const { text } = await exec(await connect(sim), command);
    expect(text).toMatch(
      /^FGT72 # \nFGT72 \(vdom\) # current vf=root:0\n\nFGT72 \(root\) # config router static\n[^]*end\n\nFGT72 \(root\) # \nFGT72 # $/,
    );
  });

  test('nothing is paged although the pager is on', async () => {
    const { sim } = await start({ device: { console: 'more' } });
    const { text } = await exec(await connect(sim), 'show full-configuration');
    expect(text.replaceAll(/^--More-- $/gm, '')).not.toContain('--More--');
    expect(text.split('\n').length).toBeGreaterThan(300);
  });

  test('a question takes its answer from the input; without one nothing happens', async () => {
    const { sim } = await start();
    const first = await exec(await connect(sim), 'execute factoryreset');
    expect(first.text).toContain('(y/n)');
    expect(sim.transitions).toEqual([]);
    const screen = await execChannel(await connect(sim), 'execute factoryreset');
    screen.type('y');
    await screen.untilEnd();
    expect(sim.transitions.map(({ call }) => call)).toEqual(['execute factoryreset y']);
  });

  test('the post-login banner waits there as well', async () => {
    const { sim } = await start({ device: { postLoginBanner: 'NOTICE #7' } });
    const { text } = await exec(await connect(sim), 'get system status | grep Serial', 'a');
    expect(text).toBe(`NOTICE #7\n(Press 'a' to accept):\n${PROMPT}Serial-Number: FGVM02TM24001234\n\n${PROMPT}`);
    const unanswered = await exec(await connect(sim), 'get system status');
    expect(unanswered.text).toBe("NOTICE #7\n(Press 'a' to accept):");
  });

  test('there is no SFTP', async () => {
    const { sim } = await start();
    const { client } = await connect(sim);
    await expect(
      new Promise((resolve, reject) => {
        client.sftp((error, sftp) => {
          if (error) reject(error);
          else resolve(sftp);
        });
      }),
    ).rejects.toThrow('Unable to start subsystem');
  });
});

describe('scp -f', () => {
  test.each(['sys_config', 'fgt-config'])('%s: as many bytes as announced, then one zero', async (name) => {
    const { sim } = await start();
    const { header, body } = await scpFrom(await connect(sim), name);
    const announced = Number(/^C0644 (\d+) (\S+)$/.exec(header)?.[1]);
    expect(body).toHaveLength(announced + 1);
    expect(body.at(-1)).toBe(0);
    expect(
      body.toString().startsWith('#config-version=FGVMK6-7.4.8-FW-build2795-250523:opmode=0:vdom=0:user=admin\n'),
    ).toBe(true);
  });

  test('the file holds what show leaves out', async () => {
    const { sim } = await start();
    const file = (await scpFrom(await connect(sim), 'sys_config')).body.toString();
    const shown = (await exec(await connect(sim), 'show')).text;
    for (const only of ['ENCRYPTED PRIVATE KEY', 'config vpn certificate ca', 'gui-dashboard']) {
      expect(file).toContain(only);
      expect(shown).not.toContain(only);
    }
  });

  test.each([
    ['admin-scp is off', { adminScp: false }],
    ['a read-only account from 7.4.4 on', { rights: 'read-only' as const }],
  ])('%s: the line that is no SCP record', async (_name, device) => {
    const { sim } = await start({ device });
    const screen = await execChannel(await connect(sim), 'scp -f sys_config');
    screen.type('\0');
    expect(await screen.untilEnd()).toBe('501-Permission Denied\n');
  });

  test('a read-only account of 7.2 may fetch it', async () => {
    const { sim } = await start({ device: { profile: '7.2', rights: 'read-only' } });
    const { header } = await scpFrom(await connect(sim), 'sys_config');
    expect(header).toMatch(/^C0644 \d+ sys_config$/);
  });

  test('other names are refused', async () => {
    const { sim } = await start();
    const screen = await execChannel(await connect(sim), 'scp -f passwd');
    screen.type('\0');
    expect(await screen.untilEnd()).toBe('501-Permission Denied\n');
  });
});

describe('scp -t vmlicense', () => {
  const licence = ['-----BEGIN FGT VM LICENSE-----', 'QAAAA'.padEnd(64, 'x'), '-----END FGT VM LICENSE-----', ''].join(
    '\n',
  );

  async function send(screen: Screen, name: string, content: string): Promise<string> {
    await screen.until('\0');
    screen.type(`C0600 ${content.length} ${name}\n`);
    await screen.until('\0');
    screen.type(`${content}\0`);
    return screen.untilEnd();
  }

  test('installs the licence and restarts', async () => {
    const { sim, clock } = await start({
      device: { licence: { kind: 'none' }, serial: 'FGVMEVAAAAAAAAAA', hostname: 'BARE' },
    });
    const answer = await send(
      await execChannel(await connect(sim), 'scp -t vmlicense'),
      'FGVM02TM24009999.lic',
      licence,
    );
    expect(answer).toBe('\0');
    expect(sim.device()).toMatchObject({ power: 'booting', answers: false, serial: 'FGVM02TM24009999' });
    clock.moveTo(clock.nowMs() + 61_000);
    const { text } = await exec(await connect(sim), 'get system status | grep License');
    expect(text).toContain('License Status: Valid');
  });

  test('refuses what is none', async () => {
    const { sim } = await start();
    const answer = await send(await execChannel(await connect(sim), 'scp -t vmlicense'), 'x.lic', 'hello');
    expect(answer).toBe('\u0001scp: invalid license\n');
    expect(sim.transitions).toEqual([]);
  });
});

test('the record of a session holds no password', async () => {
  const { sim } = await start();
  await exec(await connect(sim), 'get system status');
  const record = JSON.stringify(sim.device());
  expect(record).toContain('"method":"password"');
  expect(record).not.toContain(sim.password);
  // The sentinel above only counts while the default password is none of the words of the source.
  expect(readFileSync(new URL(import.meta.url), 'utf8')).not.toContain(sim.password);
});

// The same device through OpenSSH's own programs: what an engineer types must work against the simulator.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  generateHostKey,
  type DeviceFileInput,
  type FortigateSimulator,
} from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { start } from './client.ts';

const missing = ['ssh', 'scp'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
if (missing.length > 0) console.log(`skipped: OpenSSH interoperation, as ${missing.join(' and ')} is not installed`);

let folder = '';
let loginKey = '';

interface Ended {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

class Program {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  out = '';
  err = '';
  #wake: () => void = () => undefined;
  #over = false;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: 'pipe' });
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.out += data.toString('latin1');
      this.#wake();
    });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.err += data.toString('latin1');
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => {
        this.#over = true;
        this.#wake();
        resolve({ out: this.out, err: this.err, code });
      });
    });
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  async until(text: string, times = 1): Promise<void> {
    while (this.out.split(text).length - 1 < times) {
      if (this.#over) throw new Error(`ssh ended; wanted ${text}, have ${this.out}${this.err}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function knownHosts(sim: FortigateSimulator, hostKey: string): string {
  const key = ssh2.utils.parseKey(hostKey);
  if (key instanceof Error) throw key;
  const file = join(folder, `known-${sim.port}`);
  writeFileSync(file, `[${sim.host}]:${sim.port} ${key.type} ${key.getPublicSSH().toString('base64')}\n`);
  return file;
}

const hostKey = generateHostKey('ed25519');

async function startKeyed(device: DeviceFileInput = {}): Promise<Awaited<ReturnType<typeof start>>> {
  const key = ssh2.utils.parseKey(loginKey);
  if (key instanceof Error) throw key;
  const line = `${key.type} ${key.getPublicSSH().toString('base64')}`;
  return start({ device: { hostKey, authorizedKeys: [line], ...device } });
}

function options(sim: FortigateSimulator, port: '-p' | '-P'): string[] {
  const set = (text: string): string[] => ['-o', text];
  const first = ['-F', 'none', port, String(sim.port), '-i', join(folder, 'login')];
  return [
    ...first,
    ...set(`UserKnownHostsFile=${knownHosts(sim, hostKey)}`),
    ...set('GlobalKnownHostsFile=none'),
    ...set('StrictHostKeyChecking=yes'),
    ...set('IdentitiesOnly=yes'),
    ...set('IdentityAgent=none'),
  ];
}

const ssh = (sim: FortigateSimulator, ...args: string[]): Program =>
  new Program('ssh', [...options(sim, '-p'), '-o', 'BatchMode=yes', ...args]);
const scp = (sim: FortigateSimulator, ...args: string[]): Program =>
  new Program('scp', [...options(sim, '-P'), '-o', 'BatchMode=yes', ...args]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fortigate-openssh-'));
  loginKey = generateHostKey('ed25519');
  writeFileSync(join(folder, 'login'), loginKey, { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('OpenSSH', () => {
  test('exec: output between prompts, status 0, also after an error', async () => {
    const { sim } = await startKeyed();
    const good = ssh(sim, 'admin@127.0.0.1', 'get system status | grep License');
    good.endInput();
    expect(await good.ended).toMatchObject({
      out: 'FGT-PROD-01 # License Status: Valid\nLicense Expiration Date: 2027-03-14\n\nFGT-PROD-01 # ',
      code: 0,
    });
    const bad = ssh(sim, 'admin@127.0.0.1', 'echo ~user');
    bad.endInput();
    expect(await bad.ended).toMatchObject({ out: 'FGT-PROD-01 # Unknown action 0\n\nFGT-PROD-01 # ', code: 0 });
  });

  test('a terminal: banner, pager, exit', async () => {
    const { sim } = await startKeyed({ profile: '6.4', postLoginBanner: 'NOTICE #1' });
    const program = ssh(sim, '-tt', 'admin@127.0.0.1');
    await program.until("(Press 'a' to accept):");
    program.type('a');
    await program.until('FGT64 # ');
    program.type('show\r');
    await program.until('--More-- ');
    program.type('q');
    await program.until('FGT64 # ', 2);
    program.type('exit\r');
    const { code } = await program.ended;
    expect(code).toBe(0);
  });

  test('password, and refusal of a wrong one', async () => {
    const { sim } = await startKeyed({ authorizedKeys: [] });
    const askpass = join(folder, 'askpass');
    writeFileSync(askpass, '#!/bin/sh\nprintf "%s\\n" "$ANSWER"\n');
    chmodSync(askpass, 0o700);
    const login = (password: string): Program =>
      new Program(
        'ssh',
        [...options(sim, '-p'), '-o', 'NumberOfPasswordPrompts=1', 'admin@127.0.0.1', 'get system status'],
        { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0', ANSWER: password },
      );
    const good = login(sim.password);
    good.endInput();
    expect((await good.ended).out).toContain('Serial-Number: FGVM02TM24001234');
    const bad = login('wrong');
    bad.endInput();
    const { err, code } = await bad.ended;
    expect(code).toBe(255);
    expect(err).toContain('Permission denied (publickey,password)');
  });

  test('the reset: question, text, lost line; the pinned key is then refused; none lets in to the forced change', async () => {
    const { sim, clock } = await startKeyed({ networkAfterReset: 'kept' });
    const program = ssh(sim, '-tt', 'admin@127.0.0.1');
    await program.until('FGT-PROD-01 # ');
    program.type('execute factoryreset\r');
    await program.until('Do you want to continue? (y/n)');
    program.type('y');
    const { out, code } = await program.ended;
    expect(out).toContain('The system is going down NOW !!\r\n\r\nFGT-PROD-01 # ');
    expect(code).toBe(255);
    clock.moveTo(clock.nowMs() + 60_000);
    const pinned = ssh(sim, 'admin@127.0.0.1', 'get system status');
    pinned.endInput();
    expect((await pinned.ended).err).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    const args =
      '-F none -tt -o PreferredAuthentications=none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';
    const fresh = new Program('ssh', [...args.split(' '), '-p', String(sim.port), 'admin@127.0.0.1']);
    await fresh.until('You are forced to change your password. Please input a new password.\r\nNew Password: ');
    fresh.type('\u0003');
    await fresh.ended;
    expect(sim.device().passwordless).toBe(true);
  });

  test('scp -O fetches the file; the protocol over SFTP does not', async () => {
    const { sim } = await startKeyed();
    const file = join(folder, 'fetched');
    const old = scp(sim, '-O', 'admin@127.0.0.1:sys_config', file);
    expect(await old.ended).toMatchObject({ code: 0 });
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^#config-version=FGVMK6-7\.4\.8-/);
    expect(text.trimEnd().endsWith('end')).toBe(true);
    const kept = scp(sim, '-O', '-p', 'admin@127.0.0.1:sys_config', file);
    expect(await kept.ended).toMatchObject({ code: 0 });
    const sftp = scp(sim, '-s', 'admin@127.0.0.1:sys_config', join(folder, 'by-sftp'));
    expect((await sftp.ended).code).not.toBe(0);
  });

  test('scp that is denied fails and leaves no file', async () => {
    const { sim } = await startKeyed({ rights: 'read-only' });
    const file = join(folder, 'denied');
    const program = scp(sim, '-O', 'admin@127.0.0.1:sys_config', file);
    const { err, code } = await program.ended;
    expect(code).not.toBe(0);
    // It says the second where the channel was closed before it had written its complaint back.
    expect(err).toMatch(/501-Permission Denied|lost connection/);
    expect(existsSync(file)).toBe(false);
  });

  test('scp -O that is cut short fails', async () => {
    const { sim } = await startKeyed();
    sim.addFault({ name: 'short-scp', times: 1 });
    const program = scp(sim, '-O', 'admin@127.0.0.1:sys_config', join(folder, 'short'));
    expect((await program.ended).code).not.toBe(0);
  });

  test('scp -O brings a licence', async () => {
    const { sim } = await startKeyed({ licence: { kind: 'none' }, serial: 'FGVMEVAAAAAAAAAA' });
    const file = join(folder, 'FGVM02TM24007777.lic');
    writeFileSync(file, ['-----BEGIN FGT VM LICENSE-----', 'QAAAAxxxx', '-----END FGT VM LICENSE-----', ''].join('\n'));
    await scp(sim, '-O', file, 'admin@127.0.0.1:vmlicense').ended;
    expect(sim.device()).toMatchObject({ serial: 'FGVM02TM24007777', power: 'booting', licence: { kind: 'valid' } });
  });

  test('legacy algorithms only: refused by default, reached when asked for', async () => {
    const { sim } = await startKeyed();
    sim.addFault('kex-legacy-only');
    const plain = ssh(sim, 'admin@127.0.0.1', 'get system status');
    plain.endInput();
    expect((await plain.ended).err).toMatch(/no matching key exchange method found/i);
    const legacy = ssh(
      sim,
      '-oKexAlgorithms=+diffie-hellman-group14-sha1',
      '-oCiphers=+aes256-cbc',
      '-oMACs=+hmac-sha1',
      'admin@127.0.0.1',
      'get system status',
    );
    legacy.endInput();
    expect((await legacy.ended).out).toContain('Serial-Number');
  });

  test('the group exchange of 7.2', async () => {
    const { sim } = await startKeyed({ profile: '7.2', postLoginBanner: null, hostKeyType: 'ed25519' });
    const program = ssh(sim, '-v', 'admin@127.0.0.1', 'get system status');
    program.endInput();
    const { out, err } = await program.ended;
    expect(err).toContain('kex: algorithm: diffie-hellman-group-exchange-sha256');
    expect(out).toContain('Hostname: FGT72');
  });
});

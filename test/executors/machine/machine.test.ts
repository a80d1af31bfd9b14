// Files and programs on this machine and behind a real sshd: the same words, the same answers. Without sshd the second half is
// skipped and says so.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import { localMachine } from '../../../src/executors/machine/local.ts';
import { type Machine, temporaryOf } from '../../../src/executors/machine/machine.ts';
import { machineOverSsh } from '../../../src/executors/machine/over-ssh.ts';
import { quoted } from '../../../src/executors/machine/quoted.ts';
import { hasSshd, type Sshd, startSshd } from '../../helpers/sshd.ts';

vi.setConfig({ testTimeout: 30_000 });
if (!hasSshd) console.warn('skipped: sshd is not installed, so no machine behind SSH can be worked on');

describe('an argv for a shell', () => {
  test('comes out of a real shell as it went in', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'", '"', '$HOME', '`id`', '\\', '\n', ';', '*', '', '~'),
    );
    fc.assert(
      fc.property(
        fc.array(
          word.filter((one) => !one.includes('\0')),
          { minLength: 1, maxLength: 5 },
        ),
        (words) => {
          const line = quoted(['printf', String.raw`%s\0`, ...words]);
          const said = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
          expect(said).toBe(words.map((one) => `${Buffer.from(one).toString()}\0`).join(''));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is a bug where there is no program, or a zero byte', () => {
    for (const argv of [[], [''], ['a', 'b\0c']])
      expect(() => quoted(argv)).toThrow(expect.objectContaining({ kind: 'bug' }));
  });
});

describe.each(['this machine', 'a machine behind SSH'])('%s', (kind) => {
  const overSsh = kind !== 'this machine';
  let sshd: Sshd | undefined;
  let machine: Machine;
  let folder = '';
  beforeAll(async () => {
    if (overSsh && hasSshd) sshd = await startSshd();
  });
  afterAll(() => sshd?.close());
  beforeEach(async (context) => {
    context.skip(overSsh && sshd === undefined, 'sshd is not installed');
    folder = mkdtempSync(join(tmpdir(), 'kaiyaku-machine-'));
    machine =
      sshd === undefined
        ? localMachine()
        : await machineOverSsh(sshd.place, () => Promise.resolve({ privateKey: new Secret(sshd!.privateKey) }));
  });
  afterEach(async () => {
    await machine?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const failed = async (act: Promise<unknown>) =>
    errorDetail(
      await act.then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('replaces a file whole, and leaves mode, link and folder as they were', async () => {
    const [real, link] = [join(folder, 'real.conf'), join(folder, 'link.conf')];
    writeFileSync(real, 'old\xe9', 'latin1');
    chmodSync(real, 0o640);
    symlinkSync('real.conf', link);
    const path = await machine.realPath(link);
    expect(await machine.read(link)).toBe('old\xe9');
    await machine.replace(path, `new\xff${'x'.repeat(100_000)}`);
    expect(readFileSync(real, 'latin1')).toBe(`new\xff${'x'.repeat(100_000)}`);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(await machine.list(folder)).toEqual(['link.conf', 'real.conf']);
    expect(existsSync(temporaryOf(real))).toBe(false);
  });

  test('tells what is missing from what is there, and folders from files', async () => {
    writeFileSync(join(folder, 'a'), '');
    expect([await machine.exists(join(folder, 'a')), await machine.exists(join(folder, 'b'))]).toEqual([true, false]);
    expect([await machine.isFolder(folder), await machine.isFolder(join(folder, 'a'))]).toEqual([true, false]);
    const looks: ((path: string) => Promise<unknown>)[] = [
      (path) => machine.read(path),
      (path) => machine.realPath(path),
      (path) => machine.list(path),
      (path) => machine.isFolder(path),
    ];
    for (const look of looks)
      expect(await failed(look(join(folder, 'b')))).toMatchObject({ code: 'file-missing', class: 'permanent' });
    expect(await failed(machine.replace(join(folder, 'b'), 'x'))).toMatchObject({ code: 'file-not-written' });
    expect(existsSync(join(folder, 'b'))).toBe(false);
    await machine.remove(join(folder, 'a'));
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  test('runs an argv as it is, and says how it ended', async () => {
    const word = `$HOME 'it' "x"; exit 7 \\ *`;
    const ran = await machine.run(['printf', '%s', word], { timeoutMs: 10_000 });
    expect(ran).toMatchObject({ ended: 'exited', exitCode: 0, stdout: word, truncated: false });
    const no = await machine.run(['sh', '-c', 'echo why >&2; exit 3'], { timeoutMs: 10_000 });
    expect(no).toMatchObject({ ended: 'exited', exitCode: 3, said: 'why' });
    expect(await machine.run(['no-such-program-here'], { timeoutMs: 10_000 })).toMatchObject({ ended: 'not-started' });
    expect(await machine.run(['sleep', '20'], { timeoutMs: 200 })).toMatchObject({ ended: 'unknown' });
    expect(await machine.run(['printf', 'abcdef'], { timeoutMs: 10_000, outputBytesMax: 3 })).toMatchObject({
      truncated: true,
    });
  });

  test('is cancelled', async () => {
    const reason = new Error('stopped by hand');
    const stop = new AbortController();
    const { signal } = stop;
    const own =
      sshd === undefined
        ? localMachine(signal)
        : await machineOverSsh(sshd.place, () => Promise.resolve({ privateKey: new Secret(sshd!.privateKey) }), signal);
    // Once the line is there: connecting may take its time.
    setTimeout(() => stop.abort(reason), 100);
    await expect(own.run(['sleep', '20'], { timeoutMs: 20_000 })).rejects.toBe(reason);
    await own.close();
  });

  test.runIf(overSsh)('is not trusted with another host key, and is offered no key then', async () => {
    let asked = 0;
    const wrong = { ...sshd!.place, hostKey: `SHA256:${'A'.repeat(43)}` };
    const error = await failed(
      machineOverSsh(wrong, () => Promise.resolve({ privateKey: new Secret(`${(asked += 1)}`) })),
    );
    expect([error.code, error.kind, asked]).toEqual(['R09', 'refusal', 0]);
    const stranger = await startSshd();
    try {
      const key = () => Promise.resolve({ privateKey: new Secret(stranger.privateKey) });
      expect(await failed(machineOverSsh(sshd!.place, key))).toMatchObject({ code: 'ssh-login-refused' });
    } finally {
      await stranger.close();
    }
  });
});

// Real programs, real signals: how each of them can end, and what must not survive or leak.
import { createHash } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Secret } from '../../src/base/redact.ts';
import { runCommand } from '../../src/base/run-command.ts';

const node = process.execPath;
const TIMEOUT_MS = 20_000;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const script = (code: string, ...args: string[]) => ({ argv: [node, '-e', code, ...args], timeoutMs: TIMEOUT_MS });

test('arguments arrive as they are, whatever a shell would do with them', async () => {
  const args = ['$HOME', '`id`', '; true', 'a b', '*', '"'];
  const run = await runCommand(script('console.log(JSON.stringify(process.argv.slice(1)))', ...args));
  expect(run).toMatchObject({ ended: 'exited', exitCode: 0, killed: false, survived: false, stdoutTruncated: false });
  expect(JSON.parse(run.stdout)).toEqual(args);
});

test('exit code, both streams, digest over every byte', async () => {
  const run = await runCommand(script('process.stdout.write("out"); process.exitCode = 7'));
  expect(run).toMatchObject({ ended: 'exited', exitCode: 7, stdout: 'out', stderr: '', outputBytes: 3 });
  expect(run.outputSha256).toBe(createHash('sha256').update('out').digest('hex'));
  const loud = await runCommand(script('process.stderr.write("err")'));
  expect(loud).toMatchObject({ stdout: '', stderr: 'err', tail: 'err' });
});

test.each([
  ['a program that is not there', 'no-such-program-anywhere', 'ENOENT'],
  ['a file that is not executable', 'plain.txt', 'EACCES'],
])('%s is not started', async (_, name, systemCode) => {
  await writeFile(join(folder, 'plain.txt'), 'x', { mode: 0o644 });
  const run = await runCommand({ argv: [name.includes('.') ? join(folder, name) : name], timeoutMs: TIMEOUT_MS });
  expect(run).toMatchObject({ ended: 'not-started', systemCode, survived: false });
  expect(run.exitCode).toBeUndefined();
});

test('a missing working folder is not started', async () => {
  const run = await runCommand({ ...script(''), cwd: join(folder, 'missing') });
  expect(run).toMatchObject({ ended: 'not-started', systemCode: 'ENOENT' });
});

test('an empty argv is a bug', async () => {
  await expect(runCommand({ argv: [], timeoutMs: 1 })).rejects.toMatchObject({ kind: 'bug', code: 'empty-argv' });
});

test('a program that dies by a signal of its own says so', async () => {
  const run = await runCommand(script('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)'));
  expect(run).toMatchObject({ ended: 'signalled', signalName: 'SIGKILL' });
});

test('only the named environment is inherited', async () => {
  process.env['KAIYAKU_TEST_PLANTED'] = 'x';
  try {
    const run = await runCommand({ ...script('console.log(JSON.stringify(process.env))'), env: { GIVEN: 'yes' } });
    const seen = JSON.parse(run.stdout) as Record<string, string>;
    expect(seen).toMatchObject({ GIVEN: 'yes', PATH: process.env['PATH'] });
    expect(seen).not.toHaveProperty('KAIYAKU_TEST_PLANTED');
  } finally {
    delete process.env['KAIYAKU_TEST_PLANTED'];
  }
});

test('standard input is empty, or what was given', async () => {
  const echo = 'process.stdin.pipe(process.stdout)';
  expect(await runCommand(script(echo))).toMatchObject({ ended: 'exited', stdout: '' });
  expect(await runCommand({ ...script(echo), stdin: 'hello' })).toMatchObject({ ended: 'exited', stdout: 'hello' });
});

test('a chatty program is not killed: the end is held, all of it is hashed', async () => {
  const code = 'for (let i = 0; i < 20000; i++) console.log("line " + i)';
  const run = await runCommand({ ...script(code), outputBytesMax: 1_000 });
  const all = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join('');
  expect(run).toMatchObject({ ended: 'exited', exitCode: 0, stdoutTruncated: true, outputBytes: all.length });
  expect(run.stdout).toBe(all.slice(-1_000));
  expect(run.tail).toBe(all.slice(-1_000));
  expect(run.outputSha256).toBe(createHash('sha256').update(all).digest('hex'));
});

test('the tail masks secrets, also one that the limit would cut in two', async () => {
  const secret = new Secret('planted-secret-in-output').reveal();
  const code = 'const s = process.argv[1]; process.stdout.write(("x".repeat(90) + s).repeat(3000))';
  for (const outputBytesMax of [1_000, 1_007, 1_013, 1_019, 40_000]) {
    const run = await runCommand({ ...script(code, secret), outputBytesMax });
    expect(run.tail).toContain('‹secret›');
    expect(run.tail).not.toContain(secret);
    expect(run.tail.replaceAll(/x+|‹secret›/g, '')).not.toContain('secret');
  }
});

// Shells as plain programs: they start at once, also on a busy machine.
const shell = (code: string, ...args: string[]) => ({ argv: ['sh', '-c', code, 'sh', ...args], timeoutMs: TIMEOUT_MS });

test('out of time: the whole group is stopped, with what it started', async () => {
  const pids = join(folder, 'pids');
  const run = await runCommand({ ...shell('sleep 60 & echo "$$ $!" > "$1"; wait', pids), timeoutMs: 800 });
  expect(run).toMatchObject({ ended: 'timed-out', killed: false, survived: false });
  for (const pid of (await readFile(pids, 'utf8')).trim().split(' ')) expect(await isRunning(pid)).toBe(false);
});

test('a program that does not heed the stop signal is killed', async () => {
  const code = 'trap "echo heard" TERM; echo up; while :; do sleep 0.05; done';
  const run = await runCommand({ ...shell(code), timeoutMs: 800, stopGraceMs: 300 });
  expect(run).toMatchObject({ ended: 'timed-out', killed: true, survived: false, signalName: 'SIGKILL' });
  expect(run.stdout).toBe('up\nheard\n');
});

test('a program that is told to stop may end in its own way, and its exit code is kept', async () => {
  const code = 'trap "exit 3" INT; echo up; while :; do sleep 0.05; done';
  const run = await runCommand({ ...shell(code), timeoutMs: 800, stopSignal: 'SIGINT' });
  expect(run).toMatchObject({ ended: 'timed-out', killed: false, exitCode: 3 });
});

/** Dead but not yet collected counts as ended. */
async function isRunning(pid: string): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line !== '' && !/\) [ZX] /.test(line);
}

test('cancelled in the middle, and before the start', async () => {
  const stop = new AbortController();
  const marker = join(folder, 'started');
  const code = 'require("node:fs").writeFileSync(process.argv[1], ""); setInterval(() => {}, 1000)';
  const running = runCommand({ ...script(code, marker), signal: stop.signal });
  await vi.waitFor(() => readFile(marker), { timeout: 10_000 });
  stop.abort();
  expect(await running).toMatchObject({ ended: 'cancelled', survived: false });
  await rm(marker);
  expect(await runCommand({ ...script(code, marker), signal: stop.signal })).toMatchObject({ ended: 'cancelled' });
  await expect(readFile(marker)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what a program leaves running does not hold the result back', async () => {
  const run = await runCommand(shell('sleep 60 & echo $!'));
  process.kill(Number(run.stdout));
  expect(run).toMatchObject({ ended: 'exited', exitCode: 0 });
});

test('no listener is left on the process or on the signal', async () => {
  const stop = new AbortController();
  const before = process.listenerCount('exit');
  await runCommand({ ...script(''), signal: stop.signal });
  await runCommand({ argv: ['no-such-program-anywhere'], timeoutMs: TIMEOUT_MS });
  expect(process.listenerCount('exit')).toBe(before);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
});

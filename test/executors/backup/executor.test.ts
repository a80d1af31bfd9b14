// The user's backup through real programs: only a verify that ran and ended with 0 counts.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import { backupCommand, dataBackupTarget } from '../../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../../src/executors/backup/executor.ts';
import { actContext, lookContext, START_MS } from '../contexts.ts';

const sh = (code: string, ...args: string[]) => ['sh', '-c', code, 'sh', ...args];
let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'kaiyaku-backup-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const target = (command: readonly string[], verify: readonly string[], timeoutMs = 20_000) =>
  dataBackupTarget({ name: 'wiki', command, verify, timeoutMs });
const run = (command: readonly string[], verify: readonly string[], timeoutMs?: number) =>
  backupCommand('run', target(command, verify, timeoutMs));
const executor = () => createBackupExecutor({ baseDir: cwd });

test('made, verified, and received with the digest of its output; both outputs are filed, redacted', async () => {
  const secret = new Secret('planted-backup-password').reveal();
  const ctx = actContext();
  const command = run(
    sh('echo "saved with $1" > dump; echo "using $1"', secret),
    sh('grep -q saved dump && echo fine'),
  );
  const receipt = await executor().act(command, ctx);
  expect(receipt.facts).toEqual({
    verified: true,
    commandExit: 0,
    verifyExit: 0,
    startedAt: new Date(START_MS).toISOString(),
    finishedAt: new Date(START_MS).toISOString(),
    outputSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    outputBytes: 'using planted-backup-password\n'.length,
  });
  expect(receipt.evidence.map(({ name }) => name)).toEqual(['backup-wiki-output.txt', 'backup-wiki-verify.txt']);
  expect(ctx.filed.get('backup-wiki-output.txt')).toBe('using ‹secret›\n');
  expect(ctx.filed.get('backup-wiki-verify.txt')).toBe('fine\n');
  expect(JSON.stringify(receipt)).not.toContain(secret);
});

test('observe runs verify only', async () => {
  const made = target(sh('touch ran'), sh('test -f dump'));
  expect(await executor().observe(made, lookContext())).toEqual({
    state: 'present',
    facts: { verified: false, verifyExit: 1 },
    seenAtMs: START_MS,
  });
  await writeFile(join(cwd, 'dump'), '');
  expect(await executor().observe(made, lookContext())).toMatchObject({ facts: { verified: true, verifyExit: 0 } });
  await expect(readFile(join(cwd, 'ran'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['cannot be started', ['no-such-verify-program'], 'backup-verify-not-started'],
  ['is killed', sh('kill -9 $$'), 'backup-verify-signalled'],
  ['does not end', sh('exec sleep 60'), 'backup-verify-timed-out'],
])('a verify that %s says nothing: unknown', async (_, verify, code) => {
  const seen = await executor().observe(target(sh('true'), verify, 600), lookContext());
  expect(seen).toMatchObject({ state: 'unknown', error: { code, kind: 'provider' } });
});

test.each([
  ['a command that fails', sh('echo no space; exit 3'), sh('true'), 'backup-command-failed', 'permanent'],
  ['a command that is not there', ['no-such-backup-program'], sh('true'), 'backup-command-not-started', 'permanent'],
  ['a command that dies', sh('kill -9 $$'), sh('true'), 'backup-command-signalled', 'unknown-outcome'],
  ['a command that does not end', sh('exec sleep 60'), sh('true'), 'backup-command-timed-out', 'unknown-outcome'],
  ['a backup that does not verify', sh('true'), sh('exit 1'), 'backup-verify-failed', 'permanent'],
])('%s is no backup', async (_, command, verify, code, effect) => {
  const ctx = actContext();
  const error = await executor()
    .act(run(command, verify, 600), ctx)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toMatchObject({ code, kind: 'provider', detail: { facts: { evidence: expect.any(Array) } } });
  expect(executor().classify(error)).toBe(effect);
  expect(ctx.filed.size).toBeGreaterThan(0);
});

test('a command that failed is not rescued by an older backup that verifies', async () => {
  await writeFile(join(cwd, 'dump'), 'of yesterday');
  const command = run(sh('exit 2'), sh('test -f dump'));
  await expect(executor().act(command, actContext())).rejects.toMatchObject({ code: 'backup-command-failed' });
});

test('cancelled: the command is stopped, and what it did is not known', async () => {
  const stop = new AbortController();
  const command = run(sh('echo $$ > pid; exec sleep 60'), sh('true'));
  const acting = executor().act(command, actContext({ signal: stop.signal }));
  const failed = expect(acting).rejects.toMatchObject({
    code: 'backup-command-cancelled',
    detail: { class: 'unknown-outcome' },
  });
  await vi.waitFor(() => readFile(join(cwd, 'pid')), { timeout: 10_000 });
  stop.abort();
  await failed;
});

test('a look that is cancelled throws the reason, it does not answer', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(executor().observe(target(sh('true'), sh('true')), lookContext(stop.signal))).rejects.toThrow('enough');
});

test('the name of a backup cannot lead its evidence elsewhere', async () => {
  const ctx = actContext();
  const named = dataBackupTarget({ name: '../../etc/x', command: sh('true'), verify: sh('true'), timeoutMs: 20_000 });
  await executor().act(backupCommand('run', named), ctx);
  expect([...ctx.filed.keys()].every((name) => !name.includes('/'))).toBe(true);
});

test('another verb, another kind, a target without commands: bugs', async () => {
  const good = target(sh('true'), sh('true'));
  const acting = (command: Parameters<ReturnType<typeof executor>['act']>[0]) => executor().act(command, actContext());
  await expect(acting({ target: good, verb: 'delete', args: {} })).rejects.toMatchObject({ code: 'unknown-verb' });
  await expect(acting({ target: { ...good, kind: 'x' }, verb: 'run', args: {} })).rejects.toMatchObject({
    code: 'unknown-kind',
  });
  await expect(acting({ target: { ...good, expect: {} }, verb: 'run', args: {} })).rejects.toMatchObject({
    code: 'bad-target',
  });
});

test('the same backup makes the same target: its commands are part of what is approved', () => {
  expect(target(sh('true'), sh('true'))).toEqual(target(sh('true'), sh('true')));
  expect(target(sh('true'), sh('false')).expect).not.toEqual(target(sh('true'), sh('true')).expect);
});

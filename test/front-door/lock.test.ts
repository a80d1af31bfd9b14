// Two `apply` at once: one works, the other says who, and exits 14. The lock ends with the process that holds it, however
// that dies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { type Estate, NAME, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf, KAIYAKU } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let estate: Estate;
beforeAll(async () => {
  estate = await startEstate();
  await toTheNotice(estate);
});
afterAll(() => estate.close());

const lockFile = () => join(estate.folder, '.kaiyaku', NAME, 'lock');

/** An `apply` that hangs on an unanswered request, once it holds the lock. */
async function startHangingApply() {
  await estate.fault({ name: 'timeout-before', match: { times: 'always' } });
  const child = spawn(process.execPath, [KAIYAKU, 'apply', NAME], {
    cwd: estate.folder,
    env: { PATH: process.env['PATH'], ...estate.env },
    stdio: 'ignore',
  });
  while ((await readFile(lockFile(), 'utf8')) === '') await new Promise((next) => setTimeout(next, 50));
  return child;
}

test('the second exits 14, names the first, and reading goes on meanwhile', async () => {
  const first = await startHangingApply();
  try {
    const second = await estate.run(['apply', NAME, '--format', 'json']);
    expect(second.code, second.out + second.err).toBe(EXIT.locked);
    expect(jsonOf(second)).toMatchObject({
      error: { code: 'locked', facts: { holder: { pid: first.pid, command: 'apply' } } },
    });
    expect(second.err).toContain(`process ${first.pid}`);
    // Deleting the lock file lets nobody in.
    await rm(lockFile());
    expect((await estate.run(['apply', NAME])).code).toBe(EXIT.locked);
    for (const args of [
      ['approve', NAME, '--all', '--confirm', NAME],
      ['hold', NAME, '--reason', 'x'],
      ['open', NAME],
    ])
      expect({ args, code: (await estate.run(args)).code }).toEqual({ args, code: EXIT.locked });
    for (const verb of ['status', 'verify', 'terms', 'check'])
      expect({ verb, code: (await estate.run([verb, verb === 'check' ? `${NAME}.yaml` : NAME])).code }).toEqual({
        verb,
        code: EXIT.ok,
      });
  } finally {
    first.kill('SIGKILL');
    await once(first, 'exit');
  }
});

test('after SIGKILL it is free, and the next apply goes on', async () => {
  const killed = await startHangingApply();
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await estate.clearFaults();
  const next = await estate.run(['apply', NAME, '--until', 'back-up']);
  expect(next.code, next.out + next.err).toBe(EXIT.moreToDo);
  expect(await readFile(lockFile(), 'utf8')).toBe('');
});

test('SIGTERM ends it as cancelled, and gives the lock back', async () => {
  const told = await startHangingApply();
  told.kill('SIGTERM');
  const [code] = (await once(told, 'exit')) as [number | null];
  expect(code).toBe(EXIT.cancelled);
  await estate.clearFaults();
  expect((await estate.run(['apply', NAME, '--dry-run'])).code).toBe(EXIT.moreToDo);
});

test('of two that are started together, one works and the other is locked out or finds it done', async () => {
  const both = await Promise.all([1, 2].map(() => estate.run(['apply', NAME, '--format', 'json'])));
  const codes = both.map((one) => one.code).sort((one, other) => one - other);
  expect([
    [EXIT.waitingForPerson, EXIT.locked],
    [EXIT.waitingForPerson, EXIT.waitingForPerson],
  ]).toContainEqual(codes);
  expect((await estate.run(['verify', NAME])).code).toBe(EXIT.ok);
});

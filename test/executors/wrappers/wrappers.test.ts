// The wrappers around a real executor over real files: what they let through, what they stop, what they pretend.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataBackupTarget } from '../../../src/executors/backup/command.ts';
import { createBackupExecutor } from '../../../src/executors/backup/executor.ts';
import { createDnsExecutor } from '../../../src/executors/dns/executor.ts';
import { filesCommand, licenceFileTarget } from '../../../src/executors/files/command.ts';
import { createFilesExecutor } from '../../../src/executors/files/executor.ts';
import type { Executor } from '../../../src/executors/port.ts';
import { type Fault, FAULT_NAMES, type FaultName, withFaults } from '../../../src/executors/wrappers/fault.ts';
import { readOnly } from '../../../src/executors/wrappers/read-only.ts';
import { observeTimeout } from '../../../src/executors/wrappers/timeout.ts';
import { actContext, lookContext } from '../contexts.ts';
import { licence } from '../files/licences.ts';

const target = licenceFileTarget('unit.lic');
const command = filesCommand('delete', target);
let baseDir: string;
let files: Executor;

beforeEach(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'kaiyaku-wrappers-'));
  files = createFilesExecutor({ baseDir });
  await writeFile(join(baseDir, 'unit.lic'), licence());
});
afterEach(() => rm(baseDir, { recursive: true, force: true }));

const isThere = () =>
  readFile(join(baseDir, 'unit.lic')).then(
    () => true,
    () => false,
  );
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each<[string, (executor: Executor) => Executor]>([
  ['readOnly', readOnly],
  ['withFaults', (executor) => withFaults(executor, [])],
  ['observeTimeout', (executor) => observeTimeout(executor)],
])('%s', (_, wrap) => {
  test('looks, classifies, recovers and keeps the name as the executor does', async () => {
    const wrapped = wrap(files);
    expect(wrapped.name).toBe(files.name);
    expect(await wrapped.observe(target, lookContext())).toEqual(await files.observe(target, lookContext()));
    const error = await failure(files.act(filesCommand('delete', licenceFileTarget('gone.lic')), actContext()));
    expect(wrapped.classify(error)).toBe(files.classify(error));
    expect(wrapped.recover?.(command, [])).toEqual(files.recover?.(command, []));
    expect(wrapped).not.toHaveProperty('close');
  });

  test('has recover and close exactly where the executor has them', async () => {
    expect(wrap(createDnsExecutor())).not.toHaveProperty('recover');
    let closed = 0;
    await wrap({ ...files, close: async () => void (closed += 1) }).close?.();
    expect(closed).toBe(1);
  });

  test('a cancelled look throws the reason', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(wrap(files).observe(target, lookContext(stop.signal))).rejects.toThrow('enough');
  });
});

describe('readOnly', () => {
  test('an act is a bug and never reaches the executor', async () => {
    const error = await failure(readOnly(files).act(command, actContext()));
    expect(error).toMatchObject({ kind: 'bug', code: 'act-in-plan' });
    expect(await isThere()).toBe(true);
  });
});

describe('withFaults', () => {
  const always = (name: FaultName, times = 1): Fault => ({ name, times, hits: () => true });

  test.each<[FaultName, { look: string; act: string | undefined; deleted: boolean; means: string }]>([
    ['unreachable', { look: 'unknown', act: 'fault-unreachable', deleted: false, means: 'retry' }],
    ['timeout-before', { look: 'present', act: 'fault-timeout-before', deleted: false, means: 'unknown-outcome' }],
    ['timeout-after', { look: 'present', act: 'fault-timeout-after', deleted: true, means: 'unknown-outcome' }],
    ['error-500', { look: 'present', act: 'fault-error-500', deleted: false, means: 'unknown-outcome' }],
    ['unknown-observe', { look: 'unknown', act: undefined, deleted: true, means: 'unknown-outcome' }],
    ['refused', { look: 'present', act: 'fault-refused', deleted: false, means: 'permanent' }],
  ])('%s', async (name, { look, act, deleted, means }) => {
    const faulty = withFaults(files, [always(name, 2)]);
    expect((await faulty.observe(target, lookContext())).state).toBe(look);
    const error = await failure(faulty.act(command, actContext()));
    expect((error as { code?: string } | undefined)?.code).toBe(act);
    expect(faulty.classify(error)).toBe(means);
    expect(await isThere()).toBe(!deleted);
  });

  test('the names above are all there are', () => {
    expect([...FAULT_NAMES].sort()).toEqual([
      'error-500',
      'refused',
      'timeout-after',
      'timeout-before',
      'unknown-observe',
      'unreachable',
    ]);
  });

  test('it strikes only where it hits, and only so often', async () => {
    const fault: Fault = {
      name: 'unreachable',
      times: 2,
      hits: ({ id }, verb) => id === 'unit.lic' && verb === undefined,
    };
    const faulty = withFaults(files, [fault]);
    const look = async (at = target) => (await faulty.observe(at, lookContext())).state;
    expect(await look(licenceFileTarget('other.lic'))).toBe('absent');
    expect([await look(), await look(), await look()]).toEqual(['unknown', 'unknown', 'present']);
    await faulty.act(command, actContext());
    expect(await isThere()).toBe(false);
  });

  test('a fault that is used up leaves room for the next; two wrappers count apart', async () => {
    const faults = [always('unreachable'), always('timeout-after')];
    const faulty = withFaults(files, faults);
    expect(await failure(faulty.act(command, actContext()))).toMatchObject({ code: 'fault-unreachable' });
    expect(await failure(faulty.act(command, actContext()))).toMatchObject({ code: 'fault-timeout-after' });
    expect(await failure(withFaults(files, faults).act(command, actContext()))).toMatchObject({
      code: 'fault-unreachable',
    });
  });

  test('the executor’s own errors keep their class', async () => {
    const faulty = withFaults(files, [always('timeout-after')]);
    await rm(join(baseDir, 'unit.lic'));
    const error = await failure(faulty.act(command, actContext()));
    expect(error).toMatchObject({ code: 'licence-file-gone' });
    expect(faulty.classify(error)).toBe('permanent');
  });
});

describe('observeTimeout', () => {
  const slow = dataBackupTarget({
    name: 'slow',
    command: ['true'],
    verify: ['sh', '-c', 'echo $$ > pid; exec sleep 60'],
    timeoutMs: 50_000,
  });

  test('a look that takes too long is unknown, and is aborted', async () => {
    const executor = observeTimeout(createBackupExecutor({ baseDir }), 600);
    expect(await executor.observe(slow, lookContext())).toMatchObject({
      state: 'unknown',
      error: { code: 'observe-timeout', class: 'retry', facts: { observeMsMax: 600 } },
    });
    await expect.poll(async () => isRunning((await readFile(join(baseDir, 'pid'), 'utf8')).trim())).toBe(false);
  });

  test('a look that heeds no signal does not hold the answer back', async () => {
    const deaf: Executor = { ...files, observe: () => new Promise(() => {}) };
    expect(await observeTimeout(deaf, 20).observe(target, lookContext())).toMatchObject({
      error: { code: 'observe-timeout' },
    });
  });

  test('the caller’s own cancellation is not a timeout', async () => {
    const stop = new AbortController();
    const executor = observeTimeout(createBackupExecutor({ baseDir }), 50_000);
    const looking = executor.observe(slow, lookContext(stop.signal));
    setTimeout(() => stop.abort(new Error('enough')), 100);
    await expect(looking).rejects.toThrow('enough');
  });

  test('an act is not bounded by it', async () => {
    const patient: Executor = {
      ...files,
      act: async (given, ctx) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return files.act(given, ctx);
      },
    };
    await observeTimeout(patient, 10).act(command, actContext());
    expect(await isThere()).toBe(false);
  });
});

async function isRunning(pid: string): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line !== '' && !/\) [ZX] /.test(line);
}

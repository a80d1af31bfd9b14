// One licence file in a real folder: seen, deleted, proven gone — and everything that must not be taken for it.
import { chmod, link, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/base/canonical-json.ts';
import { filesCommand, licenceFileTarget } from '../../../src/executors/files/command.ts';
import { createFilesExecutor } from '../../../src/executors/files/executor.ts';
import { LICENCE_FILE_BYTES_MAX } from '../../../src/executors/files/look.ts';
import { asNobody } from '../as-nobody.ts';
import { actContext, lookContext, START_MS } from '../contexts.ts';
import { configurationWithLicence, licence } from './licences.ts';

/** Puts a file and a link in turn at the same path, as fast as it can. */
const EXCHANGE = `
  const { renameSync, symlinkSync, writeFileSync } = require('node:fs');
  const { path, outside, text } = require('node:worker_threads').workerData;
  for (;;) {
    symlinkSync(outside, path + '.new');
    renameSync(path + '.new', path);
    writeFileSync(path + '.new', text);
    renameSync(path + '.new', path);
  }`;

let baseDir: string;
let path: string;

beforeEach(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'kaiyaku-files-'));
  path = join(baseDir, 'unit.lic');
});
afterEach(() => rm(baseDir, { recursive: true, force: true }));

const executor = () => createFilesExecutor({ baseDir });
const observe = (at = path, expect = {}) => executor().observe(licenceFileTarget(at, expect), lookContext());
const remove = (at = path, expect = {}, ctx = actContext()) =>
  executor().act(filesCommand('delete', licenceFileTarget(at, expect)), ctx);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('observe', () => {
  test('present, by an absolute path and by one from the contract’s folder', async () => {
    await writeFile(path, licence());
    const facts = { sha256: sha256Hex(licence()), bytes: licence().length, isLicence: true, links: 1 };
    expect(await observe()).toMatchObject({ state: 'present', facts: { ...facts, path }, seenAtMs: START_MS });
    expect(await observe('unit.lic')).toMatchObject({ state: 'present', facts: { ...facts, path: 'unit.lic' } });
    expect(await observe('./unit.lic', { sha256: sha256Hex(licence()) })).toMatchObject({ state: 'present' });
  });

  test('no fact holds the licence', async () => {
    await writeFile(path, licence());
    expect(JSON.stringify(await observe())).not.toContain('QAAAA');
  });

  test('absent in a folder that can be read; the proof names both readings', async () => {
    expect(await observe()).toMatchObject({
      state: 'absent',
      proof: [expect.stringContaining(`folder ${baseDir} readable`), `lstat ${path}: ENOENT`],
    });
  });

  test('a folder that is not there is unknown: it may be a share that is not mounted', async () => {
    expect(await observe('share/unit.lic')).toMatchObject({
      state: 'unknown',
      error: { code: 'file-unreadable', facts: { systemCode: 'ENOENT' } },
    });
  });

  test('a file where a folder should be is unknown', async () => {
    await writeFile(join(baseDir, 'share'), '');
    expect(await observe('share/unit.lic')).toMatchObject({
      state: 'unknown',
      error: { facts: { systemCode: 'ENOTDIR' } },
    });
  });

  test('a name that the file system cannot hold is unknown', async () => {
    expect(await observe('x'.repeat(300))).toMatchObject({
      state: 'unknown',
      error: { facts: { systemCode: 'ENAMETOOLONG' } },
    });
  });

  test('no permission is unknown: on the file, and on the folder', async () => {
    const denied = { state: 'unknown', error: { code: 'file-unreadable', facts: { systemCode: 'EACCES' } } };
    await writeFile(path, licence());
    await chmod(path, 0);
    await asNobody(baseDir, async () => expect(await observe()).toMatchObject(denied));
    await mkdir(join(baseDir, 'locked'));
    await chmod(join(baseDir, 'locked'), 0);
    await asNobody(baseDir, async () => expect(await observe('locked/unit.lic')).toMatchObject(denied));
  });

  test('what is no licence is foreign', async () => {
    await writeFile(path, 'my notes');
    expect(await observe()).toMatchObject({
      state: 'foreign',
      facts: { isLicence: false },
      differences: [{ what: 'content' }],
    });
    await writeFile(path, configurationWithLicence());
    expect(await observe()).toMatchObject({ state: 'foreign', differences: [{ what: 'content' }] });
    await writeFile(path, licence() + 'x'.repeat(LICENCE_FILE_BYTES_MAX));
    expect(await observe()).toMatchObject({ state: 'foreign', differences: [{ what: 'kind' }] });
  });

  test('another licence than the expected one is foreign', async () => {
    await writeFile(path, licence('other'));
    expect(await observe(path, { sha256: sha256Hex(licence()) })).toMatchObject({
      state: 'foreign',
      differences: [{ what: 'sha256', expected: sha256Hex(licence()), found: sha256Hex(licence('other')) }],
    });
  });

  test('a link, a dangling link and a folder are foreign, never absent', async () => {
    await writeFile(join(baseDir, 'real.lic'), licence());
    await symlink('real.lic', path);
    expect(await observe()).toMatchObject({ state: 'foreign', facts: { kind: 'a symbolic link' } });
    await rm(join(baseDir, 'real.lic'));
    expect(await observe()).toMatchObject({ state: 'foreign', facts: { kind: 'a symbolic link' } });
    await rm(path);
    await mkdir(path);
    expect(await observe()).toMatchObject({ state: 'foreign', facts: { kind: 'a folder' } });
  });

  test('while somebody exchanges it for a link, the content of the link’s target is never taken for it', async () => {
    const outside = join(baseDir, 'outside');
    await writeFile(outside, licence('outside'));
    await writeFile(path, licence());
    const exchanger = new Worker(EXCHANGE, { eval: true, workerData: { path, outside, text: licence() } });
    const seen = new Set<string>();
    for (let i = 0; i < 400; i += 1) {
      const observed = await observe();
      seen.add('facts' in observed ? JSON.stringify(observed.facts?.['sha256'] ?? observed.state) : observed.state);
    }
    await exchanger.terminate();
    expect(seen).toContain(JSON.stringify(sha256Hex(licence())));
    expect(seen).not.toContain(JSON.stringify(sha256Hex(licence('outside'))));
  });

  test('an unknown kind is a bug', async () => {
    const target = { ...licenceFileTarget(path), kind: 'cabinet' };
    await expect(executor().observe(target, lookContext())).rejects.toMatchObject({
      kind: 'bug',
      code: 'unknown-kind',
    });
  });
});

describe('delete', () => {
  test('deletes this file only; the receipt has its digest, the notes come before and after', async () => {
    await writeFile(path, licence());
    await writeFile(join(baseDir, 'other.lic'), licence('other'));
    const ctx = actContext({ fault: () => ctx.notes.push('fault point') });
    const receipt = await remove(path, {}, ctx);
    expect(receipt.facts).toMatchObject({ path, sha256: sha256Hex(licence()), bytes: licence().length, links: 1 });
    expect(ctx.notes.map((line) => /"about":"([a-z]+)"/.exec(line)?.[1] ?? line)).toEqual([
      'unlink',
      'fault point',
      'unlinked',
    ]);
    expect(ctx.notes.join()).not.toContain('QAAAA');
    expect(await observe()).toMatchObject({ state: 'absent' });
    expect(await readFile(join(baseDir, 'other.lic'), 'utf8')).toBe(licence('other'));
  });

  test('another name of the same content is left, and the receipt says so', async () => {
    await writeFile(path, licence());
    await link(path, join(baseDir, 'second.lic'));
    expect((await remove()).facts).toMatchObject({ links: 2 });
    expect(await readFile(join(baseDir, 'second.lic'), 'utf8')).toBe(licence());
  });

  test.each([
    ['a file that is no licence', async () => writeFile(path, 'my notes'), {}],
    ['a configuration that holds a licence', async () => writeFile(path, configurationWithLicence()), {}],
    ['another licence', async () => writeFile(path, licence('other')), { sha256: sha256Hex(licence()) }],
    ['a link', async () => symlink('real.lic', path), {}],
    ['a folder', async () => mkdir(path), {}],
  ])('refuses %s and leaves it', async (_, prepare, expected) => {
    await writeFile(join(baseDir, 'real.lic'), licence());
    await prepare();
    const ctx = actContext();
    const error = await failure(remove(path, expected, ctx));
    expect(error).toMatchObject({ kind: 'refusal', code: 'R07' });
    expect(executor().classify(error)).toBe('permanent');
    expect(ctx.notes).toEqual([]);
    expect((await observe()).state).not.toBe('absent');
    expect(await readFile(join(baseDir, 'real.lic'), 'utf8')).toBe(licence());
  });

  test('a file that is gone already: nothing happened here', async () => {
    const error = await failure(remove());
    expect(error).toMatchObject({ code: 'licence-file-gone' });
    expect(executor().classify(error)).toBe('permanent');
  });

  test('a file that is exchanged between the look and the deletion is left', async () => {
    await writeFile(path, licence());
    const ctx = actContext();
    const note = async (line: string) => {
      await ctx.note(line);
      await writeFile(join(baseDir, 'new'), licence('new'));
      await rename(join(baseDir, 'new'), path);
    };
    const error = await failure(remove(path, {}, { ...ctx, note }));
    expect(error).toMatchObject({ kind: 'refusal', code: 'R07' });
    expect(await readFile(path, 'utf8')).toBe(licence('new'));
  });

  test('when the note cannot be written, nothing is deleted', async () => {
    await writeFile(path, licence());
    const note = () => Promise.reject(new Error('disk full'));
    await expect(remove(path, {}, { ...actContext(), note })).rejects.toThrow('disk full');
    expect(await readFile(path, 'utf8')).toBe(licence());
  });

  test('a folder that cannot be written to: refused by the system, nothing happened', async () => {
    await writeFile(path, licence(), { mode: 0o644 });
    await chmod(baseDir, 0o555);
    const error = await asNobody(baseDir, () => failure(remove()), 0o555);
    expect(error).toMatchObject({ code: 'licence-not-deleted', detail: { facts: { systemCode: 'EACCES' } } });
    expect(executor().classify(error)).toBe('permanent');
    expect(await readFile(path, 'utf8')).toBe(licence());
  });

  test('another verb or a search is a bug', async () => {
    const target = licenceFileTarget(path);
    await expect(executor().act({ target, verb: 'shred', args: {} }, actContext())).rejects.toMatchObject({
      code: 'unknown-verb',
    });
  });
});

describe('recover', () => {
  const command = filesCommand('delete', licenceFileTarget('unit.lic'));
  const recover = (notes: readonly string[]) => executor().recover?.(command, notes);

  test('no note: not begun', () => {
    expect(recover([])).toMatchObject({ proves: 'not-begun' });
  });

  test('killed at the fault point: the notes prove nothing, looking has to', async () => {
    await writeFile(path, licence());
    const ctx = actContext({
      fault: () => {
        throw new Error('killed');
      },
    });
    await failure(remove(path, {}, ctx));
    expect(ctx.notes).toHaveLength(1);
    expect(recover(ctx.notes)).toEqual({ proves: 'nothing' });
    expect(recover([ctx.notes[0]!.slice(0, 20)])).toEqual({ proves: 'nothing' });
  });

  test('after the second note the receipt is known', async () => {
    await writeFile(path, licence());
    const ctx = actContext();
    const receipt = await remove(path, {}, ctx);
    expect(recover(ctx.notes)).toEqual({ proves: 'sent', receipt });
  });
});

test('a relative base folder is a bug: paths would depend on where kaiyaku was started', () => {
  expect(() => createFilesExecutor({ baseDir: '.' })).toThrow(expect.objectContaining({ code: 'relative-base' }));
});

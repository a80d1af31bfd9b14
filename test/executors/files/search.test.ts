// The search over real folders: by content, complete or unknown, never silently short.
import { chmod, link, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LicenceSearchExpect, licenceSearchTarget } from '../../../src/executors/files/command.ts';
import { createFilesExecutor } from '../../../src/executors/files/executor.ts';
import { expandLicencePaths } from '../../../src/executors/files/expand.ts';
import type { SearchLimits } from '../../../src/executors/files/scan.ts';
import { asNobody } from '../as-nobody.ts';
import { lookContext } from '../contexts.ts';
import { configurationWithLicence, licence } from './licences.ts';

let baseDir: string;

beforeEach(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'kaiyaku-search (1) '));
});
afterEach(() => rm(baseDir, { recursive: true, force: true }));

async function put(name: string, content: string | Buffer): Promise<string> {
  const path = join(baseDir, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const search = (expected: Partial<LicenceSearchExpect>, limits: Partial<SearchLimits> = {}) =>
  createFilesExecutor({ baseDir, limits }).observe(
    licenceSearchTarget({ patterns: [], folders: [], ...expected }),
    lookContext(),
  );

test('listed: by plain path and by glob, each file once, spelled as the contract spells it', async () => {
  await put('unit.lic', licence('a'));
  const second = await put('keys/deep/two.lic', licence('b'));
  expect(await search({ patterns: ['./unit.lic', '*.lic', 'keys/**/*.lic', 'missing.lic'] })).toMatchObject({
    state: 'present',
    facts: { listed: ['./unit.lic', 'keys/deep/two.lic'], copies: [], notLicences: [] },
  });
  expect(await search({ patterns: [join(baseDir, 'keys/deep/two.lic')] })).toMatchObject({
    facts: { listed: [second] },
  });
});

test('copies: whatever their name, inside configurations, other encodings, gzip; what is no copy is not named', async () => {
  await put('unit.lic', licence());
  await put('old/readme.txt', 'nothing here');
  await put('old/backup.conf', configurationWithLicence());
  await put('old/.hidden', licence());
  await put('old/windows.txt', Buffer.from(licence(), 'utf16le'));
  await put('old/upload.json', JSON.stringify({ file: Buffer.from(licence()).toString('base64') }));
  await put('old/packed.gz', gzipSync(configurationWithLicence()));
  await put('old/harmless.gz', gzipSync('nothing here'));
  await put('old/disk.img', Buffer.concat([Buffer.alloc(700_000), Buffer.from(licence()), Buffer.alloc(700_000)]));
  const seen = await search({ patterns: ['unit.lic'], folders: ['old', '.'] });
  expect(seen).toMatchObject({
    state: 'present',
    facts: {
      listed: ['unit.lic'],
      copies: ['.hidden', 'backup.conf', 'disk.img', 'packed.gz', 'upload.json', 'windows.txt'].map(
        (name) => `old/${name}`,
      ),
      unopened: [],
    },
  });
  expect(JSON.stringify(seen)).not.toContain('QAAAA');
});

test('a licence that lies across two pieces of a large file is found', async () => {
  const text = Buffer.from(licence());
  for (const before of [65_536, 131_072].map((edge) => edge - 20)) {
    await put('big/image', Buffer.concat([Buffer.alloc(before), text, Buffer.alloc(9_000)]));
    expect(await search({ folders: ['big'] })).toMatchObject({ facts: { copies: ['big/image'] } });
  }
});

test('what cannot be looked into counts as a copy until it is acknowledged by name', async () => {
  await put('old/a.zip', Buffer.from('PK\x03\x04 anything'));
  await put('old/b.conf', '#FGBK|3|encrypted');
  await put('old/cut.gz', gzipSync('nothing here').subarray(0, 15));
  await put('old/inner.gz', gzipSync('PK\x03\x04 anything'));
  await put('old/kept/c.conf', configurationWithLicence());
  const all = ['old/a.zip', 'old/b.conf', 'old/cut.gz', 'old/inner.gz'];
  expect(await search({ folders: ['old'] })).toMatchObject({
    facts: { copies: [...all, 'old/kept/c.conf'], unopened: all, ignored: [] },
  });
  expect(await search({ folders: ['old'], ignore: [...all, 'old/kept/'] })).toMatchObject({
    facts: { copies: [], unopened: [], ignored: [...all, 'old/kept/c.conf'] },
  });
  expect(await search({ folders: ['old'], ignore: ['old', 'old/kept'] })).toMatchObject({ facts: { ignored: [] } });
});

test('a listed path that is no licence: named, and a copy when it holds one', async () => {
  await put('notes.lic', 'my notes');
  await put('backup.lic', configurationWithLicence());
  await symlink('backup.lic', join(baseDir, 'link.lic'));
  expect(await search({ patterns: ['*.lic'] })).toMatchObject({
    facts: { listed: [], copies: ['backup.lic', 'link.lic'], notLicences: ['notes.lic'] },
  });
});

test('links: to a listed licence nothing, to another file a copy, to a folder named and not followed', async () => {
  await put('unit.lic', licence());
  await put('elsewhere/x', licence());
  await mkdir(join(baseDir, 'old'));
  await symlink('../unit.lic', join(baseDir, 'old/a'));
  await symlink('../elsewhere/x', join(baseDir, 'old/b'));
  await symlink('..', join(baseDir, 'old/loop'));
  await symlink('../nowhere', join(baseDir, 'old/dangling'));
  expect(await search({ patterns: ['unit.lic'], folders: ['old'] })).toMatchObject({
    facts: { listed: ['unit.lic'], copies: ['old/b'], notFollowed: ['old/dangling', 'old/loop'] },
  });
});

test('another name of a listed licence is a copy, also when it lies outside the searched folders', async () => {
  const path = await put('unit.lic', licence());
  await mkdir(join(baseDir, 'old'));
  await link(path, join(baseDir, 'old/second'));
  expect(await search({ patterns: ['unit.lic'], folders: ['old'] })).toMatchObject({
    facts: { copies: ['old/second'] },
  });
  expect(await search({ patterns: ['unit.lic'] })).toMatchObject({
    facts: { copies: ['unit.lic (hard link, 1 more)'] },
  });
});

test('extensions: what was not opened is counted', async () => {
  await put('old/a.conf', configurationWithLicence());
  await put('old/b.bin', licence());
  expect(await search({ folders: ['old'], extensions: ['.conf', '.lic'] })).toMatchObject({
    facts: { copies: ['old/a.conf'], skippedByExtension: 1 },
  });
});

test.each<[string, Partial<SearchLimits>]>([
  ['depthMax', { depthMax: 1 }],
  ['filesMax', { filesMax: 2 }],
  ['fileBytesMax', { fileBytesMax: 100 }],
  ['bytesMax', { bytesMax: 150 }],
])('a reached limit is unknown, not none: %s', async (limit, limits) => {
  await put('old/1/2/a', 'x'.repeat(90));
  await put('old/b', 'x'.repeat(90));
  await put('old/c', 'x'.repeat(110));
  expect(await search({ folders: ['old'] })).toMatchObject({ state: 'present', facts: { files: 3, bytes: 290 } });
  expect(await search({ folders: ['old'] }, limits)).toMatchObject({
    state: 'unknown',
    error: { code: 'search-limit', facts: { limit } },
  });
});

test('gzip that unpacks to more than the limit is unknown', async () => {
  await put('old/bomb.gz', gzipSync(Buffer.alloc(5_000_000)));
  expect(await search({ folders: ['old'] }, { fileBytesMax: 1_000_000 })).toMatchObject({
    error: { code: 'search-limit' },
  });
});

test.each([
  ['a searched folder', { folders: ['share'] }],
  ['the folder of a path', { patterns: ['share/unit.lic'] }],
  ['the folder of a glob', { patterns: ['share/*.lic'] }],
])('%s that is missing is unknown', async (_, expected) => {
  expect(await search(expected)).toMatchObject({ state: 'unknown', error: { facts: { systemCode: 'ENOENT' } } });
});

test('a folder or file without permission is unknown, for globs too', async () => {
  const path = await put('old/locked/a', licence());
  await chmod(path, 0);
  const error = { code: 'file-unreadable', facts: { systemCode: 'EACCES' } };
  await asNobody(baseDir, async () => {
    expect(await search({ folders: ['old'] })).toMatchObject({ state: 'unknown', error });
  });
  await chmod(dirname(path), 0);
  await asNobody(baseDir, async () => {
    expect(await search({ folders: ['old'] })).toMatchObject({ state: 'unknown', error });
    expect(await search({ patterns: ['old/**/*.lic'] })).toMatchObject({ state: 'unknown', error });
  });
  await chmod(dirname(path), 0o700);
});

test('a file that fails while it is read is unknown', async () => {
  await mkdir(join(baseDir, 'old'));
  await symlink('/proc/self/mem', join(baseDir, 'old/broken'));
  expect(await search({ folders: ['old'] })).toMatchObject({
    state: 'unknown',
    error: { facts: { systemCode: 'EIO' } },
  });
});

test('a cancelled search throws the reason', async () => {
  await put('old/a', licence());
  const stop = new AbortController();
  const ctx = lookContext(stop.signal);
  const target = licenceSearchTarget({ patterns: [], folders: ['old'] });
  const looking = createFilesExecutor({ baseDir }).observe(target, {
    ...ctx,
    progress: () => stop.abort(new Error('enough')),
  });
  await expect(looking).rejects.toThrow('enough');
});

test('the search changes nothing', async () => {
  await put('old/a.conf', configurationWithLicence());
  const before = await readdir(baseDir, { recursive: true });
  await search({ patterns: ['*.lic'], folders: ['old'] });
  expect(await readdir(baseDir, { recursive: true })).toEqual(before);
});

test('expandLicencePaths: absolute paths; plain ones whether or not they are there; a name that looks like a pattern', async () => {
  const odd = await put('licence (1).lic', licence());
  const hidden = await put('keys/.x/b.lic', licence('b'));
  expect(await expandLicencePaths(['licence (1).lic', 'gone.lic', 'keys/**/*.lic'], baseDir)).toEqual({
    state: 'known',
    paths: [join(baseDir, 'gone.lic'), odd, hidden],
  });
  expect(await expandLicencePaths(['nowhere/*.lic'], baseDir)).toMatchObject({
    state: 'unknown',
    error: { code: 'file-unreadable' },
  });
});

test('globs name links as they are: a dangling one is not passed over, one to a folder is not entered', async () => {
  await put('keys/a.lic', licence());
  await symlink('nowhere', join(baseDir, 'keys/dangling.lic'));
  await symlink('..', join(baseDir, 'keys/loop'));
  expect(await expandLicencePaths(['keys/**/*.lic'], baseDir)).toEqual({
    state: 'known',
    paths: [join(baseDir, 'keys/a.lic'), join(baseDir, 'keys/dangling.lic')],
  });
});

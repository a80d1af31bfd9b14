// Declared backups of files through a real sshd, rsync and restic: what counts is what was read back, restored and compared.
// Where one of the programs is not installed these tests are skipped and say so.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import { missingPrograms, programPath } from '../../helpers/programs.ts';
import { startS3 } from '../../helpers/state-stores.ts';
import { actContext, lookContext } from '../contexts.ts';
import { PASSWORD, startSavedWorld, type SavedWorld } from './saved-world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const PATH = process.env['PATH'] ?? '';
/** Sorts behind its neighbour. */
const VANISHING = '語.txt';
const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
/** A small disk can be made only by who may mount one. */
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!canMount) console.warn('skipped: the full disk: no right to mount one');
const isReady = missingPrograms('sshd', 'rsync', 'restic').length === 0;

describe.skipIf(!isReady)('files over SSH to restic', () => {
  // One world for all: opening a repository takes restic a second each time, so what one test saved serves the next.
  let world: SavedWorld;
  beforeAll(async () => {
    world = await startSavedWorld();
  });
  afterAll(() => world.close());

  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'done',
      (error: unknown) => (error as { code?: string }).code ?? error,
    );

  test('a look reaches the source, says that the repository does not open, and makes none', async () => {
    const seen = await world.executor().observe(world.target(), lookContext());
    expect(seen).toMatchObject({ state: 'present', facts: { source: 'readable', repository: 'not-opened' } });
    await expect(readdir(world.repository)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder that is not there is absent, and no backup: restic would have said nothing', async () => {
    const { ssh } = sourceOf(world);
    const source = { kind: 'files', ssh, path: '/nowhere/at all', exclude: [] } as const;
    expect(await world.executor().observe(world.target({ source }), lookContext())).toMatchObject({ state: 'absent' });
    expect(await codeOf(world.executor().act(world.save({ source }), actContext()))).toBe('backup-source-missing');
    await expect(readdir(world.repository)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('saved, read back, drilled; the receipt says what and where, and nothing is left behind', async () => {
    const ctx = actContext();
    const { facts, evidence } = await world.executor().act(world.save(), ctx);
    expect(facts).toMatchObject({
      readBack: true,
      drilled: true,
      snapshot: expect.stringMatching(/^[0-9a-f]{64}$/),
      repository: expect.stringMatching(/^[0-9a-f]{64}$/),
      files: 4,
      entries: 7,
      readData: 'all',
      passwordKeptAt: 'safe of the head office',
      taken: { passes: 1, vanished: false },
    });
    expect(evidence.map(({ name }) => name)).toEqual(['backup-web-manifest.txt', 'backup-web.log']);
    expect(ctx.filed.get('backup-web-manifest.txt')).toContain('deep/er/データ 1.bin');
    expect(ctx.filed.get('backup-web-manifest.txt')).toContain('%ff%fe');
    expect(JSON.stringify([facts, [...ctx.filed]])).not.toContain(PASSWORD);
    expect(await readdir(join(world.baseDir, 'scratch'))).toEqual(['.gitignore']);
    const [snapshot] = JSON.parse(world.restic('snapshots', '--json')) as { id: string; tags: string[] }[];
    expect(snapshot).toMatchObject({ id: facts['snapshot'], tags: ['kaiyaku', 'kaiyaku:web'] });
    expect(await world.executor().observe(world.target(), lookContext())).toMatchObject({
      facts: { repository: 'opened', snapshots: 1 },
    });
    // Notes prove a backup only once it was drilled.
    expect(world.executor().recover!(world.save(), ctx.notes)).toEqual({
      proves: 'sent',
      receipt: { facts, evidence },
    });
    expect(world.executor().recover!(world.save(), ctx.notes.slice(0, -1))).toMatchObject({ proves: 'not-begun' });
  });

  test('a folder without a file is no backup', async () => {
    const source = { ...sourceOf(world), exclude: ['*'] };
    expect(await codeOf(world.executor().act(world.save({ source }), actContext()))).toBe('backup-source-empty');
  });

  test('another host key is not spoken to, and names what was found', async () => {
    const { ssh, ...rest } = sourceOf(world);
    const source = { ...rest, ssh: { ...ssh, hostKey: `SHA256:${'A'.repeat(43)}` } };
    const seen = await world.executor().observe(world.target({ source }), lookContext());
    expect(seen).toMatchObject({
      state: 'unknown',
      error: { code: 'backup-host-key', why: expect.stringContaining(world.sshd.place.hostKey) },
    });
    expect(await codeOf(world.executor().act(world.save({ source }), actContext()))).toBe('backup-host-key');
  });

  test('a key that may not log in, and a server that does not answer', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(world.baseDir, 'other')]);
    const other = new Secret(await readFile(join(world.baseDir, 'other'), 'utf8'));
    const secrets = () =>
      Promise.resolve({ source: { privateKey: other }, repository: { password: new Secret(PASSWORD) } });
    expect(await codeOf(world.executor({ secrets }).act(world.save(), actContext()))).toBe('backup-login');
    const { ssh, ...rest } = sourceOf(world);
    const source = { ...rest, ssh: { ...ssh, port: 1 } };
    const limits = { connectSecondsMax: 2, freeBytesMin: 0 };
    expect(await codeOf(world.executor({ limits }).act(world.save({ source }), actContext()))).toBe(
      'backup-unreachable',
    );
  });

  test('a lock that a killed restic left is taken away', async () => {
    const env = { ...process.env, RESTIC_PASSWORD: PASSWORD };
    const args = ['-r', world.repository, '--no-cache', 'backup', '--stdin'];
    const waiting = spawn('restic', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    const locks = () => readdir(join(world.repository, 'locks'));
    await vi.waitFor(async () => expect(await locks()).toHaveLength(1), { timeout: 20_000 });
    const ended = new Promise((resolve) => waiting.once('close', resolve));
    waiting.kill('SIGKILL');
    await ended;
    expect(await locks()).toHaveLength(1);
    const { facts } = await world.executor().act(world.save(), actContext());
    expect(facts).toMatchObject({ readBack: true, drilled: true });
    expect(await locks()).toEqual([]);
  });

  test('a wrong password opens nothing, and makes no second repository', async () => {
    const config = await readFile(join(world.repository, 'config'));
    const secrets = () =>
      Promise.resolve({
        source: { privateKey: new Secret(world.sshd.privateKey) },
        repository: { password: new Secret('a-wrong-password') },
      });
    expect(await codeOf(world.executor({ secrets }).act(world.save(), actContext()))).toBe(
      'backup-repository-not-opened',
    );
    expect(await readFile(join(world.repository, 'config'))).toEqual(config);
  });

  test('a pack that is damaged: plain check passes, ours does not', async () => {
    const damaged = join(world.baseDir, 'damaged');
    await cp(world.repository, damaged, { recursive: true });
    await damageOnePack(damaged);
    expect(world.restic('-r', damaged, 'check')).toContain('no errors were found');
    const ctx = actContext();
    const executor = world.executor();
    const save = world.save({ repository: { kind: 'path', path: damaged } });
    const error: unknown = await executor.act(save, ctx).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'backup-repository-damaged', kind: 'provider' });
    expect(executor.classify(error)).toBe('permanent');
    expect(ctx.filed.get('backup-web.log')).toContain('restic check');
  });

  test('what comes back differently is no backup', async () => {
    const bin = join(world.baseDir, 'bin');
    await mkdir(bin);
    const real = programPath('restic')!;
    const tamper = 'f=$(find "$last" -name index.html); chmod u+w "$f"; printf x >> "$f"';
    await writeFile(
      join(bin, 'restic'),
      `#!/bin/sh\n"${real}" "$@" || exit $?\nfor last; do :; done\ncase " $* " in *" restore "*) ${tamper};; esac\n`,
    );
    await chmod(join(bin, 'restic'), 0o755);
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env['PATH']}`);
    const error: unknown = await world
      .executor()
      .act(world.save(), actContext())
      .catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({
      code: 'backup-drill-failed',
      detail: { why: expect.stringMatching(/taken: f .* index\.html; restored: f .* index\.html/) },
    });
  });

  describe('on a server whose files change', () => {
    let changing: SavedWorld;
    let bin = '';
    beforeAll(async () => {
      bin = await mkdtemp(join(tmpdir(), 'kaiyaku-rsync-'));
      changing = await startSavedWorld(`${bin}${delimiter}${PATH}`);
      await writeFile(join(changing.www, 'deep', 'er', VANISHING), 'here today');
    });
    afterAll(async () => {
      await changing.close();
      await rm(bin, { recursive: true });
    });
    /** What the server runs as rsync. */
    const serverSide = (first: string) =>
      writeFile(join(bin, 'rsync'), `#!/bin/sh\n${first}\nexec ${programPath('rsync')} "$@"\n`, { mode: 0o755 });

    test('one that vanishes while it is copied: rsync ends with 24, and is asked again', async () => {
      // The list of a folder is made before its first file is sent: a slow one leaves time for the next to go.
      const gone = quoted(join(changing.www, 'deep', 'er', VANISHING));
      await serverSide(
        `if mkdir ${bin}/once 2>&-; then (sleep 1; rm -f ${gone}) >&- 2>&- & exec ${programPath('rsync')} --bwlimit=60 "$@"; fi`,
      );
      const { facts } = await changing.executor().act(changing.save(), actContext());
      expect(facts).toMatchObject({ drilled: true, files: 4, taken: { passes: 2, vanished: true } });
    });

    test('one that goes on changing is no backup, and is named', async () => {
      await serverSide(`date +%N >> ${quoted(join(changing.www, 'log'))}`);
      const error: unknown = await changing
        .executor()
        .act(changing.save(), actContext())
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'backup-source-changing',
        detail: { why: expect.stringMatching(/ log$/), next: expect.stringContaining('exclude') },
      });
      const { ssh, ...rest } = sourceOf(changing);
      const source = { ...rest, ssh, exclude: ['log'] };
      expect((await changing.executor().act(changing.save({ source }), actContext())).facts).toMatchObject({
        drilled: true,
      });
    });
  });

  describe.skipIf(!canMount)('on a disk of 3 MiB', () => {
    let small = '';
    beforeAll(async () => {
      small = await mkdtemp(join(tmpdir(), 'kaiyaku-small-disk-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small]);
    });
    afterAll(async () => {
      execFileSync('umount', [small]);
      await rm(small, { recursive: true });
    });
    test.each([
      ['it is stopped while room is left', 1_048_576, 'backup-disk-full'],
      ['and where nobody watches, what is cut off is no backup', 0, 'backup-copy-failed'],
    ])('%s', async (_, freeBytesMin, code) => {
      await mkdir(join(small, 'www'), { recursive: true });
      const big = join(world.baseDir, 'big');
      await mkdir(big, { recursive: true });
      // Two of them: the second one does not fit any more.
      for (const name of ['a', 'b']) await writeFile(join(big, name), randomBytes(2_500_000));
      const source = { ...sourceOf(world), path: big };
      const limits = { freeBytesMin, freeSpacePollMs: 5 };
      expect(
        await codeOf(
          world.executor({ limits }).act(world.save({ source, scratch: join(small, 'scratch') }), actContext()),
        ),
      ).toBe(code);
      expect(await readdir(join(small, 'scratch'))).toEqual(['.gitignore']);
    });
  });

  test('a disk without room is said before anything is taken', async () => {
    const limits = { freeBytesMin: Number.MAX_SAFE_INTEGER };
    expect(await codeOf(world.executor({ limits }).act(world.save(), actContext()))).toBe('backup-disk-full');
  });

  test('a repository in a store that speaks S3', async () => {
    const store = await startS3('AKIATEST');
    try {
      const secrets = () =>
        Promise.resolve({
          source: { privateKey: new Secret(world.sshd.privateKey) },
          repository: {
            password: new Secret(PASSWORD),
            accessKey: new Secret('AKIATEST'),
            secretKey: new Secret('planted-s3-secret'),
          },
        });
      const repository = { kind: 's3', url: `${store.origin}/kept/backups/web`, region: 'jp-north-1' } as const;
      const ctx = actContext();
      const { facts } = await world.executor({ secrets }).act(world.save({ repository }), ctx);
      expect(facts).toMatchObject({ readBack: true, drilled: true });
      expect(store.kept.has(`/kept/backups/web/snapshots/${facts['snapshot'] as string}`)).toBe(true);
      expect(JSON.stringify([facts, [...ctx.filed]])).not.toContain('planted-s3-secret');
      // A pack that the store gives back otherwise than it got it.
      const pack = [...store.kept]
        .filter(([path]) => path.includes('/data/'))
        .sort(([, a], [, b]) => b.length - a.length)[0]!;
      store.kept.set(pack[0], damaged(pack[1]));
      expect(await codeOf(world.executor({ secrets }).act(world.save({ repository }), actContext()))).toBe(
        'backup-repository-damaged',
      );
    } finally {
      await store.close();
    }
  });

  test('a repository over SFTP, by its own pinned key', async () => {
    const { ssh } = sourceOf(world);
    const repository = { kind: 'sftp', ssh, path: world.repository } as const;
    const { facts } = await world.executor().act(world.save({ repository }), actContext());
    expect(facts).toMatchObject({ readBack: true, drilled: true });
    expect(world.restic('snapshots', '--json')).toContain(facts['snapshot']);
    const wrong = { ...repository, ssh: { ...ssh, hostKey: `SHA256:${'A'.repeat(43)}` } };
    expect(await codeOf(world.executor().act(world.save({ repository: wrong }), actContext()))).toBe('backup-host-key');
  });
});

function sourceOf(world: SavedWorld) {
  return world.target().expect['source'] as unknown as {
    kind: 'files';
    ssh: { host: string; port: number; user: string; hostKey: string };
    path: string;
    exclude: string[];
  };
}

const damaged = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy[Math.floor(copy.length / 3)]! ^= 0xff;
  return copy;
};

/** One byte in the middle of the largest pack. */
async function damageOnePack(repository: string): Promise<void> {
  const packs = (await readdir(join(repository, 'data'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const contents = await Promise.all(
    packs.map(async ({ parentPath, name }) => ({
      path: join(parentPath, name),
      bytes: await readFile(join(parentPath, name)),
    })),
  );
  const { path, bytes } = contents.sort((a, b) => b.bytes.length - a.bytes.length)[0]!;
  await chmod(path, 0o600);
  await writeFile(path, damaged(bytes));
}

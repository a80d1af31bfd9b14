// A zone on another machine: a real sshd, a real named that is told by rndc, and what is put back where any of it fails. Without
// BIND or sshd these tests are skipped and say so.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import { createBindExecutor } from '../../../src/executors/bind/executor.ts';
import { hasSshd, type Sshd, startSshd } from '../../helpers/sshd.ts';
import { actContext, lookContext } from '../contexts.ts';
import { type BindPrimary, hasBind, startPrimary } from '../dns/bind.ts';
import { INCLUDED, loweringIn, movingIn, NEW, OLD, targetIn } from './zones.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
if (!hasBind || !hasSshd) console.warn('skipped: BIND or sshd is not installed, so no zone behind SSH can be changed');

const TEXT = `@ NS ns1\nns1 A ${OLD}\nwww 1h A ${OLD}\nquick 60 A ${OLD}\nnews A 192.0.2.7\n@ TXT "v=spf1 ip4:${OLD} -all"\n$INCLUDE hosts.inc\n`;

describe.skipIf(!hasBind || !hasSshd)('a zone behind SSH', () => {
  let sshd: Sshd;
  let primary: BindPrimary;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd?.close());
  beforeEach(async () => {
    primary = await startPrimary([{ name: 'example.jp', text: TEXT, files: { 'hosts.inc': INCLUDED } }]);
  });
  afterEach(() => primary?.close());
  const executor = (privateKey?: string) =>
    createBindExecutor({
      credentials: () => Promise.resolve({ privateKey: new Secret(privateKey ?? sshd.privateKey) }),
    });
  const reload = () => [...primary.rndc, 'reload', 'example.jp'];
  const files = () =>
    ['example.jp.zone', 'hosts.inc'].map((name) => readFileSync(join(primary.folder, name), 'latin1'));
  const failed = async (act: Promise<unknown>) =>
    errorDetail(
      await act.then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('is lowered, then moved, each under one more serial that the server then serves', async () => {
    const path = join(primary.folder, 'example.jp.zone');
    chmodSync(path, 0o640);
    const target = targetIn(primary, sshd.place);
    expect(await executor().observe(target, lookContext())).toMatchObject({
      facts: { mentionLines: 5, ttlSecondsMax: 3600, ttlWithin: false, dynamic: false },
    });
    const lowered = await executor().act(loweringIn(primary, reload(), sshd.place), actContext());
    expect(lowered.facts).toMatchObject({ ttlSecondsBefore: 3600, reloaded: true });
    await vi.waitFor(async () => expect(await primary.serial('example.jp')).toBe(lowered.facts['serialTo']), 10_000);
    expect(files()[0]).toContain(`ns1 300 A ${OLD}\nwww 300 A ${OLD}\nquick 60 A ${OLD}\nnews A 192.0.2.7`);
    expect(files()[1]).toBe(`intra 300 A ${OLD}\nother A 192.0.2.1\n`);
    expect(await executor().observe(target, lookContext())).toMatchObject({
      facts: { ttlSecondsMax: 300, ttlWithin: true },
    });
    const ctx = actContext();
    const moved = await executor().act(movingIn(primary, reload(), sshd.place), ctx);
    expect(moved.facts).toMatchObject({ ttlSecondsBefore: 300, reloaded: true, serialFrom: lowered.facts['serialTo'] });
    await vi.waitFor(async () => expect(await primary.serial('example.jp')).toBe(moved.facts['serialTo']), 10_000);
    expect(await executor().observe(target, lookContext())).toMatchObject({ facts: { mentions: [] } });
    expect([...ctx.filed.values()].join('')).toContain(`www 300 A ${OLD}`);
    expect(files().join('')).not.toContain(OLD);
    // Once more: there is nothing to edit, and the serial stays.
    const again = await executor().act(movingIn(primary, reload(), sshd.place), actContext());
    expect(again.facts).toMatchObject({ files: [], changedLines: 0, reloaded: true });
    expect(await primary.serial('example.jp')).toBe(moved.facts['serialTo']);
  });

  test('gets its old bytes back where the server there refuses to be told', async () => {
    const before = files();
    const wrong = [...primary.rndc, 'reload', 'another.example'];
    expect(await failed(executor().act(movingIn(primary, wrong, sshd.place), actContext()))).toMatchObject({
      code: 'reload-failed',
      class: 'permanent',
    });
    expect(files()).toEqual(before);
  });

  test('is left alone behind another host key, and with a key that is not let in', async () => {
    const before = files();
    const other = { ...sshd.place, hostKey: `SHA256:${'A'.repeat(43)}` };
    expect(await executor().observe(targetIn(primary, other), lookContext())).toMatchObject({ state: 'foreign' });
    expect(await failed(executor().act(movingIn(primary, reload(), other), actContext()))).toMatchObject({
      code: 'R09',
    });
    const stranger = await startSshd();
    const own = executor(stranger.privateKey);
    await stranger.close();
    expect(await own.observe(targetIn(primary, sshd.place), lookContext())).toMatchObject({
      state: 'unknown',
      error: { code: 'ssh-login-refused' },
    });
    expect(files()).toEqual(before);
  });

  test('that is not there, or that the server writes itself, is not edited', async () => {
    const path = join(primary.folder, 'example.jp.zone');
    writeFileSync(`${path}.jnl`, '');
    expect(await failed(executor().act(movingIn(primary, reload(), sshd.place), actContext()))).toMatchObject({
      code: 'zone-dynamic',
    });
    rmSync(`${path}.jnl`);
    rmSync(path);
    expect(await executor().observe(targetIn(primary, sshd.place), lookContext())).toMatchObject({
      state: 'unknown',
      error: { code: 'file-missing' },
    });
    expect(existsSync(path)).toBe(false);
  });

  test('stays as it was where more would change than was asked: one TTL for the records of one name', async () => {
    const before = files();
    writeFileSync(join(primary.folder, 'hosts.inc'), `intra A ${OLD}\nintra A 192.0.2.9\n`);
    const error = await failed(executor().act(loweringIn(primary, reload(), sshd.place), actContext()));
    expect(error).toMatchObject({ code: 'edit-not-proven', class: 'permanent' });
    expect(files()[0]).toBe(before[0]);
  });

  test('names the new address only where the old one stood', async () => {
    await executor().act(movingIn(primary, reload(), sshd.place), actContext());
    expect(files()[0]).toContain(`ns1 A ${NEW}`);
    expect(files()[0]).toContain('news A 192.0.2.7');
  });
});

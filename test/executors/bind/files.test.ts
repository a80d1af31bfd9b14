// Real files, proven by BIND’s own tools, and a real named that reads them again. Without BIND these tests are skipped and say so.
import {
  chmodSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  renameSync,
  existsSync,
  readdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBindExecutor } from '../../../src/executors/bind/executor.ts';
import { errorDetail } from '../../../src/base/errors.ts';
import { actContext, lookContext } from '../contexts.ts';
import { hasBind, startPrimary } from '../dns/bind.ts';
import { INCLUDED, movingIn, NEW, OLD, SERIAL, targetIn, type Zone, ZONE, zoneIn } from './zones.ts';

vi.setConfig({ testTimeout: 60_000 });
if (!hasBind) console.warn('skipped: named and named-checkzone are not installed, so no edit can be proven');

describe.skipIf(!hasBind)('a zone’s files', () => {
  const bind = createBindExecutor();
  let zone: Zone;
  beforeEach(() => {
    zone = zoneIn();
  });
  afterEach(() => zone.remove());
  const text = () => readFileSync(zone.path, 'latin1');
  const failed = async (act: Promise<unknown>) =>
    errorDetail(
      await act.then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('are read as named reads them: included records too, free text and comments not', async () => {
    const seen = await bind.observe(targetIn(zone), lookContext());
    expect(seen).toMatchObject({ state: 'present', facts: { serial: SERIAL, dynamic: false, mentionLines: 5 } });
    expect(JSON.stringify(seen)).toContain('intra.example.jp.');
    expect(JSON.stringify(seen)).not.toContain('note.example.jp.');
  });

  test('name the other address afterwards, under one more serial, with what they were as evidence', async () => {
    chmodSync(zone.path, 0o640);
    const ctx = actContext();
    const receipt = await bind.act(movingIn(zone), ctx);
    expect(receipt.facts).toMatchObject({ serialFrom: SERIAL, reloaded: false, changedLines: 6 });
    expect(Number(receipt.facts['serialTo'])).toBeGreaterThan(SERIAL);
    expect(receipt.evidence).toHaveLength(2);
    expect([...ctx.filed.values()]).toEqual([ZONE, INCLUDED]);
    expect(await bind.observe(targetIn(zone), lookContext())).toMatchObject({
      facts: { mentions: [], serial: receipt.facts['serialTo'] },
    });
    expect(text()).toContain(`; moved once from ${OLD}`);
    expect(statSync(zone.path).mode & 0o777).toBe(0o640);
    expect(readdirSync(zone.folder).sort()).toEqual(['example.jp.zone', 'hosts.inc']);
  });

  test('stay as they were when the edit cannot be proven', async () => {
    // Another record takes the new address’s name away: named refuses a name with CNAME and other data.
    writeFileSync(zone.path, ZONE.replace('almost A', 'www CNAME elsewhere.example.\nalmost A'), 'latin1');
    const before = text();
    expect(await failed(bind.act(movingIn(zone), actContext()))).toMatchObject({ code: 'zone-not-valid' });
    expect(text()).toBe(before);
  });

  test('get their old bytes back when the server cannot be told', async () => {
    const error = await failed(bind.act(movingIn(zone, ['false']), actContext()));
    expect(error).toMatchObject({ code: 'reload-failed', class: 'permanent' });
    expect([text(), readFileSync(join(zone.folder, 'hosts.inc'), 'latin1')]).toEqual([ZONE, INCLUDED]);
    const missing = await failed(bind.act(movingIn(zone, ['no-such-rndc']), actContext()));
    expect(missing).toMatchObject({ code: 'reload-failed', class: 'permanent' });
    expect(text()).toBe(ZONE);
  });

  test('that somebody else changes meanwhile are left to them', async () => {
    let faults = 0;
    const ctx = actContext({
      fault: () => {
        faults += 1;
        if (faults === 1) writeFileSync(join(zone.folder, 'hosts.inc'), `${INCLUDED}new A 192.0.2.9\n`);
      },
    });
    expect(await failed(bind.act(movingIn(zone), ctx))).toMatchObject({ code: 'file-changed', class: 'permanent' });
    expect(text()).toBe(ZONE);
    expect(readFileSync(join(zone.folder, 'hosts.inc'), 'utf8')).toContain('new A 192.0.2.9');
  });

  test('that the server writes itself are not edited', async () => {
    writeFileSync(`${zone.path}.jnl`, 'x');
    expect(await bind.observe(targetIn(zone), lookContext())).toMatchObject({ facts: { dynamic: true } });
    expect(await failed(bind.act(movingIn(zone), actContext()))).toMatchObject({
      code: 'zone-dynamic',
      class: 'permanent',
    });
    expect(text()).toBe(ZONE);
  });

  test('behind a link are edited where they lie, and the link stays', async () => {
    renameSync(zone.path, join(zone.folder, 'real.zone'));
    symlinkSync('real.zone', zone.path);
    await bind.act(movingIn(zone), actContext());
    expect(readFileSync(join(zone.folder, 'real.zone'), 'latin1')).toContain(`www IN 300 A ${NEW}`);
    expect(statSync(zone.path).isFile()).toBe(true);
  });

  test('that are not there, or cannot be read by named, are unknown and never clean', async () => {
    renameSync(zone.path, `${zone.path}.away`);
    expect(await bind.observe(targetIn(zone), lookContext())).toMatchObject({ state: 'unknown' });
    writeFileSync(zone.path, '$TTL 1d\n@ SOA broken\n');
    expect(await bind.observe(targetIn(zone), lookContext())).toMatchObject({ state: 'unknown' });
    writeFileSync(zone.path, ZONE.replace('hosts.inc', 'gone.inc'));
    expect(await bind.observe(targetIn(zone), lookContext())).toMatchObject({ state: 'unknown' });
    expect(existsSync(`${zone.path}.kaiyaku.tmp`)).toBe(false);
  });
});

describe.skipIf(!hasBind)('a real named', () => {
  test('serves the new address after the edit and its reload', async () => {
    const primary = await startPrimary([
      {
        name: 'example.jp',
        text: `@ NS ns1\nns1 A ${OLD}\nwww A ${OLD}\n$INCLUDE hosts.inc\n`,
        files: { 'hosts.inc': INCLUDED },
      },
    ]);
    try {
      const before = await primary.serial('example.jp');
      const reload = ['kill', '-HUP', String(primary.pid)];
      const { facts } = await createBindExecutor().act(movingIn(primary, reload), actContext());
      expect(facts).toMatchObject({ serialFrom: before, reloaded: true });
      await vi.waitFor(async () => expect(await primary.serial('example.jp')).toBe(facts['serialTo']), 10_000);
    } finally {
      await primary.close();
    }
  });
});

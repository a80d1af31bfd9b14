// A zone taken out of a real named's configuration, behind a real sshd: nothing else changes, and nothing at all where it cannot be
// proven. Without BIND or sshd these tests are skipped and say so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import { configuredZoneTarget, removeZone } from '../../../src/executors/bind/command.ts';
import { createBindExecutor } from '../../../src/executors/bind/executor.ts';
import { statementsOf, Unclosed } from '../../../src/executors/bind/named-conf.ts';
import { hasSshd, type Sshd, startSshd } from '../../helpers/sshd.ts';
import { actContext, lookContext } from '../contexts.ts';
import { type BindPrimary, hasBind, startPrimary } from '../dns/bind.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
if (!hasBind || !hasSshd) console.warn('skipped: BIND or sshd is not installed, so no zone can be taken out');

describe('named.conf', () => {
  test('shows its zones and includes, in whatever block, comment or quotes', () => {
    const text = `/* zone "no" { }; */ include "/etc/a"; # zone "no" {}
options { directory "/x;{"; }; // zone "no" { };
view "v" { zone "Example.JP." IN { type primary; file "a{b"; allow-transfer { any; }; }; };
zone other.example { type hint; };
`;
    const found = statementsOf(text);
    expect(found.map(({ kind, name }) => [kind, name])).toEqual([
      ['include', '/etc/a'],
      ['zone', 'example.jp'],
      ['zone', 'other.example'],
    ]);
    const { start, end } = found[1]!;
    expect(text.slice(start, end)).toBe(
      'zone "Example.JP." IN { type primary; file "a{b"; allow-transfer { any; }; };',
    );
  });

  test.each(['zone "a" {', '}', '/* ', '"a'])('that does not close is refused: %s', (text) => {
    expect(() => statementsOf(text)).toThrow(Unclosed);
  });
});

describe.skipIf(!hasBind || !hasSshd)('a zone of a real named', () => {
  let sshd: Sshd;
  let primary: BindPrimary;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd?.close());
  beforeEach(async () => {
    primary = await startPrimary(
      ['example.jp', 'other.example'].map((name) => ({ name, text: '@ NS ns1\nns1 A 192.0.2.1' })),
    );
  });
  afterEach(() => primary?.close());
  const config = () => join(primary.folder, 'named.conf');
  const zoneFile = () => join(primary.folder, 'example.jp.zone');
  const executor = createBindExecutor({
    credentials: () => Promise.resolve({ privateKey: new Secret(sshd.privateKey) }),
  });
  const target = () =>
    configuredZoneTarget({
      zone: 'example.jp',
      config: config(),
      file: 'example.jp.zone',
      directory: primary.folder,
      ssh: sshd.place,
    });
  const reconfig = () => [...primary.rndc, 'reconfig'];
  const seen = async () => {
    const look = await executor.observe(target(), lookContext());
    return look.state === 'present' ? look.facts : look;
  };
  const failed = async (argv = reconfig()) =>
    errorDetail(
      await executor.act(removeZone(target(), argv), actContext()).then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('is no longer served, configured or there; the other one is, and all of it is kept', async () => {
    const before = readFileSync(config(), 'utf8');
    expect(await seen()).toEqual({ statements: 1, fileThere: true });
    const ctx = actContext();
    const { facts } = await executor.act(removeZone(target(), reconfig()), ctx);
    expect(facts).toMatchObject({ reloaded: true, zoneFile: zoneFile() });
    await vi.waitFor(async () => expect(await primary.serial('example.jp')).toBeUndefined(), 10_000);
    expect(await primary.serial('other.example')).toBe(1);
    expect(await seen()).toEqual({ statements: 0, fileThere: false });
    expect([...ctx.filed.values()][0]).toBe(before);
    expect([...ctx.filed.values()][1]).toContain('ns1 A 192.0.2.1');
    // Once more: there is nothing to take out.
    expect((await executor.act(removeZone(target(), reconfig()), actContext())).facts).toMatchObject({ files: [] });
  });

  test('stays where named-checkconf does not accept the configuration, or named its orders', async () => {
    const before = readFileSync(config(), 'utf8');
    expect(await failed(['false'])).toMatchObject({ code: 'reload-failed', class: 'permanent' });
    writeFileSync(config(), `${before}nonsense;\n`);
    expect(await failed()).toMatchObject({ code: 'config-not-valid', class: 'permanent' });
    expect(readFileSync(config(), 'utf8')).toBe(`${before}nonsense;\n`);
    expect([existsSync(zoneFile()), await primary.serial('example.jp')]).toEqual([true, 1]);
  });

  test('stays where it stands twice, or its file is another zone’s as well', async () => {
    const before = readFileSync(config(), 'utf8');
    writeFileSync(config(), `${before}zone "third.example" { type primary; file "example.jp.zone"; };\n`);
    expect(await failed()).toMatchObject({ code: 'config-by-hand', class: 'permanent' });
    writeFileSync(config(), before.replaceAll('include', '').concat('include "somewhere.conf";\n'));
    expect(await seen()).toMatchObject({ state: 'unknown', error: { code: 'config-by-hand' } });
    expect(existsSync(zoneFile())).toBe(true);
  });
});

// A zone that a real named writes itself, changed by RFC 2136 with a TSIG key: once, compared before it is replaced, and never as a
// file. Without BIND and nsupdate these tests are skipped and say so.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorDetail } from '../../../src/base/errors.ts';
import { Secret } from '../../../src/base/redact.ts';
import { dynamicZoneTarget, lowerTtl, moveAddress } from '../../../src/executors/bind/command.ts';
import { createBindExecutor } from '../../../src/executors/bind/executor.ts';
import { actContext, lookContext } from '../contexts.ts';
import { type BindPrimary, hasBind, hasUpdate, startPrimary } from '../dns/bind.ts';
import { loweringIn, NEW, OLD, TTL_SECONDS } from './zones.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
if (!hasBind || !hasUpdate) console.warn('skipped: BIND or nsupdate is not installed, so no zone can be updated');

const TEXT = `@ NS ns1
ns1 A ${OLD}
www A ${OLD}
www A 192.0.2.7
quick 60 A ${OLD}
@ TXT "v=spf1 ip4:${OLD} \\"x\\" -all"
note TXT "a; b \\\\ \\"c\\" ${OLD}"
`;

describe.skipIf(!hasBind || !hasUpdate)('a dynamic zone', () => {
  let primary: BindPrimary;
  let secret: string;
  beforeEach(async () => {
    secret = randomBytes(32).toString('base64');
    const updateKey = `{ algorithm hmac-sha256; secret "${secret}"; }`;
    primary = await startPrimary([{ name: 'example.jp', text: TEXT, updateKey }]);
  });
  afterEach(() => primary?.close());
  const executor = (own = secret) =>
    createBindExecutor({
      updateKey: (zone) => Promise.resolve({ name: `${zone}-key`, algorithm: 'hmac-sha256', secret: new Secret(own) }),
    });
  const target = () =>
    dynamicZoneTarget({
      zone: 'example.jp',
      server: primary.at,
      key: 'example.jp-key',
      address: OLD,
      ttlSeconds: TTL_SECONDS,
    });
  const seen = async (own = secret) => {
    const look = await executor(own).observe(target(), lookContext());
    return look.state === 'present' ? look.facts : look;
  };
  const failed = async (act: Promise<unknown>) =>
    errorDetail(
      await act.then(
        () => new Error('it worked'),
        (error: unknown) => error,
      ),
    );

  test('is lowered and moved, one update each, and what only looks like it stays', async () => {
    expect(await seen()).toMatchObject({ mentionLines: 4, ttlSecondsMax: 3600, ttlWithin: false, serial: 1 });
    const lowered = await executor().act(lowerTtl(target(), {}), actContext());
    expect(lowered.facts).toMatchObject({ ttlSecondsBefore: 3600, serialFrom: 1, serialTo: 2, reloaded: true });
    expect(await seen()).toMatchObject({ mentionLines: 4, ttlSecondsMax: 300, ttlWithin: true });
    const ctx = actContext();
    const moved = await executor().act(moveAddress(target(), { to: NEW }), ctx);
    expect(moved.facts).toMatchObject({ ttlSecondsBefore: 300, serialFrom: 2, serialTo: 3 });
    expect([...ctx.filed.values()].join()).toContain(`www.example.jp. 300 IN A ${OLD}`);
    expect(await seen()).toMatchObject({ mentions: [], serial: 3 });
    const lines = (await executor().observe(
      { ...target(), expect: { ...target().expect, address: NEW } },
      lookContext(),
    )) as {
      facts?: { mentions: string[] };
    };
    expect(lines.facts?.mentions.join('\n')).toContain(`"v=spf1 ip4:${NEW} \\"x\\" -all"`);
    expect(lines.facts?.mentions).toHaveLength(4);
    // Once more: nothing is sent, and the serial stays.
    const again = await executor().act(moveAddress(target(), { to: NEW }), actContext());
    expect(again.facts).toMatchObject({ changedLines: 0, serialFrom: 3, serialTo: 3 });
  });

  test('is unknown, and not touched, with a key that the server does not take', async () => {
    const wrong = randomBytes(32).toString('base64');
    expect(await seen(wrong)).toMatchObject({ state: 'unknown', error: { code: 'zone-not-transferred' } });
    expect(await failed(executor(wrong).act(moveAddress(target(), { to: NEW }), actContext()))).toMatchObject({
      code: 'zone-not-transferred',
      class: 'retry',
    });
    expect(await seen('not base64!')).toMatchObject({ state: 'unknown', error: { code: 'bad-tsig-key' } });
    expect(await primary.serial('example.jp')).toBe(1);
  });

  test('that somebody changes between the look and the update is refused by its prerequisites', async () => {
    const other = executor();
    const ctx = actContext();
    const note = ctx.note.bind(ctx);
    let begun = false;
    const slow = {
      ...ctx,
      note: async (line: string) => {
        await note(line);
        if (!begun) {
          begun = true;
          await other.act(moveAddress(target(), { to: '192.0.2.99' }), actContext());
        }
      },
    };
    expect(await failed(executor().act(moveAddress(target(), { to: NEW }), slow))).toMatchObject({
      code: 'update-refused',
      class: 'permanent',
    });
    expect(await primary.serial('example.jp')).toBe(2);
  });

  test('that cannot be read after its update is not called unchanged', async () => {
    const ctx = actContext();
    const note = ctx.note.bind(ctx);
    const dying = {
      ...ctx,
      note: async (line: string) => {
        await note(line);
        if (ctx.notes.length === 2) process.kill(primary.pid, 'SIGKILL');
      },
    };
    expect(await failed(executor().act(lowerTtl(target(), {}), dying))).toMatchObject({
      code: 'update-not-proven',
      class: 'unknown-outcome',
    });
  });

  test('is never edited as a file', async () => {
    await executor().act(lowerTtl(target(), {}), actContext());
    await vi.waitFor(() => expect(existsSync(join(primary.folder, 'example.jp.zone.jnl'))).toBe(true), 10_000);
    const error = await failed(createBindExecutor().act(loweringIn(primary, ['true']), actContext()));
    expect(error).toMatchObject({ code: 'zone-dynamic', class: 'permanent' });
  });
});

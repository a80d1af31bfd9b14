// A zone's master file in a real folder, read by BIND's own tools, held to what every executor must do.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import { Secret } from '../../src/base/redact.ts';
import { dynamicZoneTarget, moveAddress } from '../../src/executors/bind/command.ts';
import { createBindExecutor } from '../../src/executors/bind/executor.ts';
import { movingIn, NEW, OLD, targetIn, zoneIn } from '../executors/bind/zones.ts';
import { START_MS } from '../executors/contexts.ts';
import { hasBind, hasUpdate, startPrimary } from '../executors/dns/bind.ts';
import { hasSshd, startSshd } from '../helpers/sshd.ts';
import { executorConformance } from './executor.ts';

if (!hasBind) console.warn('skipped: BIND is not installed, so its executor cannot be bound');

describe.skipIf(!hasBind)('with BIND', () => {
  executorConformance('bind', () => {
    const zone = zoneIn();
    const away = `${zone.path}.away`;
    return Promise.resolve({
      executor: createBindExecutor(),
      clock: new MovedClock(START_MS),
      present: targetIn(zone),
      absent: { why: 'a file that is not there says nothing: the zone may lie elsewhere' },
      foreign: { why: 'a zone is named by its file; there is no other identity' },
      breakLooking: () => renameSync(zone.path, away),
      change: {
        command: movingIn(zone),
        reached: (seen) => seen.state === 'present' && seen.facts['mentionLines'] === 0,
      },
      refused: movingIn(zone, ['false']),
      wrongTarget: { why: 'no target is foreign' },
      world: () =>
        [existsSync(away) ? away : zone.path, join(zone.folder, 'hosts.inc')].map((path) =>
          readFileSync(path, 'latin1'),
        ),
      secrets: [],
      close: () => Promise.resolve(zone.remove()),
    });
  });
});

if (!hasSshd) console.warn('skipped: sshd is not installed, so bind over SSH cannot be bound');

describe.skipIf(!hasBind || !hasSshd)('with BIND behind SSH', () => {
  executorConformance('bind over SSH', async () => {
    const zone = zoneIn();
    const sshd = await startSshd();
    const other = { ...sshd.place, hostKey: `SHA256:${'A'.repeat(43)}` };
    let broken = false;
    return {
      executor: createBindExecutor({
        credentials: () => Promise.resolve({ privateKey: new Secret(sshd.privateKey) }),
      }),
      clock: new MovedClock(START_MS),
      present: targetIn(zone, sshd.place),
      absent: { why: 'a file that is not there says nothing: the zone may lie elsewhere' },
      foreign: targetIn(zone, other),
      breakLooking: () => {
        broken = true;
        return sshd.close();
      },
      change: {
        command: movingIn(zone, ['true'], sshd.place),
        reached: (seen) => seen.state === 'present' && seen.facts['mentionLines'] === 0,
      },
      refused: movingIn(zone, ['false'], sshd.place),
      wrongTarget: movingIn(zone, ['true'], other),
      world: () => [zone.path, join(zone.folder, 'hosts.inc')].map((path) => readFileSync(path, 'latin1')),
      secrets: [sshd.privateKey],
      close: async () => {
        zone.remove();
        if (!broken) await sshd.close();
      },
    };
  });
});

describe.skipIf(!hasBind || !hasUpdate)('with a zone that BIND writes itself', () => {
  executorConformance('bind by RFC 2136', async () => {
    const secret = randomBytes(32).toString('base64');
    const updateKey = `{ algorithm hmac-sha256; secret "${secret}"; }`;
    const primary = await startPrimary([
      { name: 'example.jp', text: `@ NS ns1\nns1 A ${OLD}\nwww A ${OLD}`, updateKey },
    ]);
    const journal = join(primary.folder, 'example.jp.zone.jnl');
    let broken = false;
    const target = dynamicZoneTarget({
      zone: 'example.jp',
      server: primary.at,
      key: 'example.jp-key',
      address: OLD,
    });
    return {
      executor: createBindExecutor({
        updateKey: (zone) =>
          Promise.resolve({ name: `${zone}-key`, algorithm: 'hmac-sha256', secret: new Secret(secret) }),
      }),
      clock: new MovedClock(START_MS),
      present: target,
      absent: { why: 'a server that does not hold the zone says nothing: it may lie elsewhere' },
      foreign: { why: 'a zone is named by its server and key; there is no other identity' },
      breakLooking: () => {
        broken = true;
        return primary.close();
      },
      change: {
        command: moveAddress(target, { to: NEW }),
        reached: (seen) => seen.state === 'present' && seen.facts['mentionLines'] === 0,
      },
      refused: { why: 'what its prerequisites refuse is tried in test/executors/bind/dynamic.test.ts' },
      wrongTarget: { why: 'no target is foreign' },
      world: () => (existsSync(journal) ? readFileSync(journal).toString('hex') : ''),
      secrets: [secret],
      close: () => (broken ? Promise.resolve() : primary.close()),
    };
  });
});

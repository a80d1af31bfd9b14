// A zone's master file in a real folder, read by BIND's own tools, held to what every executor must do.
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import { createBindExecutor } from '../../src/executors/bind/executor.ts';
import { movingIn, targetIn, zoneIn } from '../executors/bind/zones.ts';
import { START_MS } from '../executors/contexts.ts';
import { hasBind } from '../executors/dns/bind.ts';
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

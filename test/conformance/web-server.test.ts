// A real configuration in a real folder behind a real sshd, held to what every executor must do. The server's own words are
// programs that say yes or no: what it serves is tried in test/executors/web-server.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import { Secret } from '../../src/base/redact.ts';
import { configTarget, webServerCommand } from '../../src/executors/web-server/command.ts';
import { createWebServerExecutor } from '../../src/executors/web-server/executor.ts';
import { START_MS } from '../executors/contexts.ts';
import { hasSshd, startSshd } from '../helpers/sshd.ts';
import { executorConformance } from './executor.ts';

if (!hasSshd) console.warn('skipped: sshd is not installed, so web-server cannot be bound');

const TEXT = 'Listen 203.0.113.10:80\n<VirtualHost 203.0.113.10:80>\nServerName example.jp\n</VirtualHost>\n';

describe.skipIf(!hasSshd)('behind SSH', () => {
  executorConformance('web-server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-web-'));
    const root = join(folder, 'main.conf');
    writeFileSync(root, TEXT);
    const sshd = await startSshd();
    let broken = false;
    const target = (hostKey = sshd.place.hostKey) =>
      configTarget({
        server: 'apache',
        roots: [root],
        address: '203.0.113.10',
        to: '203.0.113.20',
        ssh: { ...sshd.place, hostKey },
      });
    const other = target(`SHA256:${'A'.repeat(43)}`);
    const leave = (at = target(), reload = ['true']) =>
      webServerCommand('leave-address', at, { test: ['true'], reload });
    return {
      executor: createWebServerExecutor({
        credentials: () => Promise.resolve({ privateKey: new Secret(sshd.privateKey) }),
      }),
      clock: new MovedClock(START_MS),
      present: target(),
      absent: { why: 'a file that is not there says nothing: the configuration may lie elsewhere' },
      foreign: other,
      breakLooking: () => {
        broken = true;
        return sshd.close();
      },
      change: {
        command: leave(),
        reached: (seen) => seen.state === 'present' && seen.facts['mentionCount'] === 0,
      },
      refused: leave(target(), ['false']),
      wrongTarget: leave(other),
      world: () => readFileSync(root, 'latin1'),
      secrets: [sshd.privateKey],
      close: async () => {
        rmSync(folder, { recursive: true, force: true });
        if (!broken) await sshd.close();
      },
    };
  });
});

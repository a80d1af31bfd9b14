// A domain at Clara counts as moved when every name server shows it, not when somebody says so. With real name servers on
// loopback; where BIND is not installed these tests are skipped and say so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { civilDateInJapan } from '../../src/calendar/civil-date.ts';
import { type BindPrimary, hasBind } from '../executors/dns/bind.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { contractOf, NEW, startServers, zone } from './clara-move.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
if (!hasBind) console.warn('skipped: BIND is not installed, so no name server can be asked');

describe.skipIf(!hasBind)('a domain that moves', () => {
  let folder = '';
  const servers: BindPrimary[] = [];
  const today = civilDateInJapan(Date.now());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kaiyaku-clara-'));
    servers.push(...(await startServers()));
    await writeFile(join(folder, 'proof.txt'), 'proof');
    await writeFile(join(folder, 'ip.yaml'), contractOf(servers));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((one) => one.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
  interface Said {
    readonly outcome: string;
    readonly steps: readonly {
      id: string;
      verdict: string;
      actor: string;
      sentence: string;
      reasons: { sentence: string }[];
    }[];
  }
  const applied = async () => {
    const ran = await run('apply', 'ip', '--format', 'json');
    return { code: ran.code, ...jsonOf<Said>(ran) };
  };
  const verifyStep = (said: Said) => said.steps.find(({ id }) => id === 'verify:example.jp')!;

  /** Everything that persons say of the domain, to its proof. */
  async function everythingSaid(): Promise<void> {
    const opened = await run('open', 'ip.yaml');
    expect(opened.code, opened.err).toBe(0);
    const { steps } = await applied();
    for (const { id } of steps.filter((one) => one.id.endsWith(':example.jp') && one.verdict !== 'not-needed')) {
      const fields = ['backedUpOn', 'loweredOn', 'changedOn', 'doneOn', 'verifiedOn'];
      // Which day a step asks for is its own; the others are refused by name.
      let taken = false;
      for (const field of fields) {
        const ran = await run('attest', 'ip', id, '--set', `${field}=${today}`, '--file', 'proof.txt');
        taken ||= ran.code === 0;
      }
      expect(taken, id).toBe(true);
    }
  }

  test('is not moved while one server says the old address, and names it; then it is, and the form may go', async () => {
    await everythingSaid();
    await servers[0]!.replace(zone(NEW));
    const stale = await applied();
    expect(stale.code).not.toBe(0);
    expect(verifyStep(stale).verdict).not.toBe('done');
    const said = JSON.stringify(verifyStep(stale));
    expect(said).toContain(`www.example.jp A on secondary ${servers[1]!.at}`);
    expect(said).not.toContain(`on primary ${servers[0]!.at}`);
    // Before DNS is clean the form is not even printed.
    expect((await run('request', 'ip', 'cancellation-form')).err).toContain('R03');

    await servers[1]!.replace(zone(NEW));
    const clean = await applied();
    expect(verifyStep(clean).verdict, JSON.stringify(verifyStep(clean))).toBe('done');
    await run('approve', 'ip', '--step', 'cancellation-form', '--confirm', 'ip');
    expect((await run('request', 'ip', 'cancellation-form')).out).toContain('解約');
    expect((await run('verify', 'ip')).code).toBe(0);
  });

  test('is neither moved nor not while a server cannot be asked', async () => {
    await everythingSaid();
    for (const server of servers.slice(0, 2)) await server.replace(zone(NEW));
    await servers[1]!.close();
    const unread = await applied();
    expect(unread.code).toBe(16);
    expect(verifyStep(unread).verdict).toBe('unreadable');
  });

  test('a zone that is no domain of the contract is an error of the file', async () => {
    await writeFile(
      join(folder, 'ip.yaml'),
      contractOf(servers).replace('    - name: example.jp', '    - name: exampel.jp'),
    );
    const ran = await run('check', 'ip.yaml');
    expect([ran.code, ran.out + ran.err]).toEqual([
      2,
      expect.stringContaining('exampel.jp is no domain of this contract'),
    ]);
  });
});

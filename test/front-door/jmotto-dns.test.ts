// Leaving J-MOTTO counts as switched when every name server shows the new server and none the old one. With real servers on
// loopback; where BIND is not installed these tests are skipped and say so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endOfReceipt } from '../../scripts/jmotto-transfer/end-dates.ts';
import { addDays, civilDateInJapan, monthOf } from '../../src/calendar/civil-date.ts';
import { hasBind } from '../executors/dns/bind.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { type ZoneServers, zoneServers } from './name-servers.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
if (!hasBind) console.warn('skipped: BIND is not installed, so no name server can be asked');

const OLD = '203.0.113.10';
const NEW = '203.0.113.20';
const zone = (address: string, mail: string) => ({
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ A ${address}\nwww A ${address}\n@ MX 10 ${mail}.example.jp.\nmx1 A ${OLD}\nmx2 A ${NEW}`,
});
const MOVED = { name: 'example.jp', text: zone(NEW, 'mx2').text.replace(`mx1 A ${OLD}\n`, '') };

interface Said {
  readonly steps: readonly { id: string; verdict: string; sentence: string; reasons: { sentence: string }[] }[];
}

describe.skipIf(!hasBind)('a switch that the provider makes', () => {
  let folder = '';
  let servers: ZoneServers;
  const today = civilDateInJapan(Date.now());
  const acceptedOn = addDays(today, -30);
  const switchedOn = addDays(today, -14);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kaiyaku-jmotto-'));
    servers = await zoneServers(zone(OLD, 'mx1'));
    await writeFile(join(folder, 'proof.txt'), 'proof');
    await writeFile(join(folder, 'move.yaml'), contract());
  });
  afterEach(async () => {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  });

  const contract = (names = '[example.jp, www.example.jp, mx1.example.jp]') => `provider: jmotto-transfer
customer: { name: 株式会社サンプル, contractNo: "JM-0123456", contact: 佐藤 }
monthlyFee: 3300
endMonth: ${monthOf(endOfReceipt(acceptedOn))}
domain: { name: example.jp, managedHere: false, dnsHere: true }
newHost: { name: 新ホスティング株式会社, webIp: ${NEW}, mailHost: mx2.example.jp }
dates: { prepareOn: ${addDays(today, -50)}, switchOn: ${switchedOn} }
parallelDays: 14
groupware: keep
${servers.section}  oldAddresses: [${OLD}]
  webNames: [example.jp, www.example.jp]
  names: ${names}
`;

  const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
  async function applied() {
    const ran = await run('apply', 'move', '--format', 'json');
    return { code: ran.code, step: (id: string) => jsonOf<Said>(ran).steps.find((one) => one.id === id)! };
  }
  async function said(step: string, facts: Record<string, string>): Promise<void> {
    const set = Object.entries(facts).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    const ran = await run('attest', 'move', step, ...set, '--file', 'proof.txt');
    expect(ran.code, `${step}: ${ran.err}`).toBe(0);
  }
  async function toTheSwitch(): Promise<void> {
    const opened = await run('open', 'move.yaml');
    expect(opened.code, opened.err).toBe(0);
    await said('prepare-new-server', { readyOn: addDays(today, -40) });
    await said('withdrawal-form', { sentOn: addDays(today, -34), acceptedOn });
    await said('receive-zone-and-authcode', { zoneOn: acceptedOn });
    await said('hand-over-to-new-host', { handedOn: acceptedOn });
    await said('back-up', { backedUpOn: switchedOn, restoredOn: switchedOn });
    await said('copy-data', { copiedOn: switchedOn });
    await said('book-switch', { bookedOn: addDays(switchedOn, -8), switchOn: switchedOn });
  }

  test('is switched when the new server is served everywhere and the old one nowhere, caches at the end', async () => {
    await toTheSwitch();
    await said('switch-dns', { switchedOn });
    // The web has moved, mail has not: on one server nothing has.
    await servers.primary.replace(zone(NEW, 'mx1'));
    const half = (await applied()).step('switch-dns');
    expect(half.verdict).toBe('waiting-for-person');
    const shown = JSON.stringify(half.reasons);
    expect(shown).toContain(`example.jp MX mx2.example.jp on primary ${servers.primary.at}`);
    expect(shown).toContain(`www.example.jp A ${NEW} on secondary ${servers.secondary.at}`);
    expect(shown).toContain('mx1.example.jp A on primary');

    await servers.primary.replace(MOVED);
    for (let serial = 0; serial < 2; serial += 1) await servers.secondary.replace(MOVED);
    const switched = (await applied()).step('switch-dns');
    expect(switched.verdict, JSON.stringify(switched)).toBe('done');

    await said('parallel-running', { endedOn: today });
    await said('verify', { verifiedOn: today });
    const remembered = (await applied()).step('verify');
    expect(remembered.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(remembered.reasons)).toContain(`on resolver ${servers.resolvers[1].at}`);
    for (const server of servers.resolvers) await server.replace(MOVED);
    const settled = (await applied()).step('verify');
    expect(settled.verdict, JSON.stringify(settled)).toBe('done');
  });

  test('is neither switched nor not while a server cannot be asked; without names each has to transfer the zone', async () => {
    await writeFile(join(folder, 'move.yaml'), contract('').replace('  names: \n', ''));
    await toTheSwitch();
    await said('switch-dns', { switchedOn });
    for (const server of [servers.primary, servers.secondary]) await server.replace(MOVED);
    const byNames = (await applied()).step('switch-dns');
    expect(byNames.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(byNames.reasons)).toContain('not transferred whole');
    await servers.secondary.close();
    const silent = await applied();
    expect([silent.code, silent.step('switch-dns').verdict]).toEqual([16, 'unreadable']);
  });

  test('a section that could prove nothing is an error of the file', async () => {
    await writeFile(join(folder, 'move.yaml'), contract().replace('    - name: example.jp', '    - name: exampel.jp'));
    expect((await run('check', 'move.yaml')).out).toContain('exampel.jp is no domain of this contract');
    await writeFile(join(folder, 'move.yaml'), contract().replace(`, webIp: ${NEW}, mailHost: mx2.example.jp`, ''));
    expect((await run('check', 'move.yaml')).out).toContain('newHost.webIp, newHost.mailHost or newHost.nameServers');
  });
});

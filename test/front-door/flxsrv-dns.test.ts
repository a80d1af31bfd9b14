// A change of plan counts as switched when every name server shows it: rows computed from the zone's export, asked of real
// servers on loopback. Where BIND is not installed these tests are skipped and say so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newTermEndsOn, newTermStartsOn } from '../../scripts/flxsrv-plan-change/new-term.ts';
import { addDays, civilDateInJapan } from '../../src/calendar/civil-date.ts';
import { hasBind } from '../executors/dns/bind.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { type ZoneServers, zoneServers } from './name-servers.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
if (!hasBind) console.warn('skipped: BIND is not installed, so no name server can be asked');

const OLD = '203.0.113.10';
const NEW = '203.0.113.20';
const zone = (address: string, others = '') => ({
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ A ${address}\nwww A ${address}\nold A 203.0.113.100\n@ MX 10 www\n@ TXT "v=spf1 ip4:${address} -all"\n${others}`,
});

/** As it was copied from the panel's table, with one line of a master file among it. */
const EXPORT = `example.jp.\tNS\tns1.example.jp.
example.jp.\tNS\tns2.example.jp.
example.jp.\tA\t${OLD}
www 3600 IN A ${OLD} ; the web
old\tA\t203.0.113.100
example.jp.\tMX (10)\twww.example.jp.
example.jp.\tTXT\tv=spf1 ip4:${OLD} -all
`;

interface Said {
  readonly outcome: string;
  readonly steps: readonly { id: string; verdict: string; sentence: string; reasons: { sentence: string }[] }[];
}

describe.skipIf(!hasBind)('a zone whose rows are changed one by one', () => {
  let folder = '';
  let servers: ZoneServers;
  const today = civilDateInJapan(Date.now());
  const openedOn = addDays(today, -8);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kaiyaku-flxsrv-'));
    servers = await zoneServers(zone(OLD));
    await writeFile(join(folder, 'proof.txt'), 'proof');
    await writeFile(join(folder, 'rows.txt'), EXPORT);
    await writeFile(join(folder, 'plan.yaml'), contract());
  });
  afterEach(async () => {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  });

  const contract = (linked = 'none') => `provider: flxsrv-plan-change
contractName: '#1201 RS-1 example.jp'
oldPlan: { name: RS-1, billing: monthly, monthlyFee: 1080 }
newPlan: { name: Lite, billing: monthly, monthlyFee: 1053, initialFee: 3240 }
dates: { ticketOn: ${addDays(today, -20)}, orderOn: ${addDays(today, -12)}, openOn: ${openedOn}, switchOn: ${today} }
domains:
  - { name: example.jp, dnsHere: true, linked: '${linked}', zoneExport: rows.txt }
oldServerIp: ${OLD}
newServerIp: ${NEW}
${servers.section}`;

  const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
  async function applied() {
    const ran = await run('apply', 'plan', '--format', 'json');
    const said = jsonOf<Said>(ran);
    return { code: ran.code, step: (id: string) => said.steps.find((one) => one.id === id)! };
  }
  async function attest(step: string, facts: Record<string, string | number>) {
    const set = Object.entries(facts).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    return run('attest', 'plan', step, ...set, '--file', 'proof.txt');
  }
  /** Everything that persons say before the switch. */
  async function toTheSwitch(linked = false): Promise<void> {
    expect((await run('open', 'plan.yaml')).code).toBe(0);
    const said = async (step: string, facts: Record<string, string | number>) => {
      const ran = await attest(step, facts);
      expect(ran.code, `${step}: ${ran.err}`).toBe(0);
    };
    await said('ticket-before-order', { sentOn: addDays(today, -20), ticketNo: 'T1', repliedOn: addDays(today, -18) });
    await said('order', { orderedOn: addDays(today, -12), orderNo: 'O1', quotedYen: 4293 });
    await said('ticket-after-order', { sentOn: addDays(today, -12), ticketNo: 'T2' });
    await said('check-invoice', { receivedOn: addDays(today, -10), invoiceYen: 1053 });
    await said('pay', { paidOn: addDays(today, -9), paidYen: 1053 });
    const startsOn = newTermStartsOn(openedOn);
    await said('file-new-periods', {
      openedOn,
      newTermStartsOn: startsOn,
      newTermEndsOn: newTermEndsOn(startsOn, 1),
      endsOn: addDays(today, 40),
    });
    if (linked) return;
    await said('back-up', { backedUpOn: today, restoredOn: today });
    await said('move-data', { movedOn: today });
  }

  test('rows are printed from the export; done only when every server serves them and none names the old address', async () => {
    await toTheSwitch();
    const text = (await run('request', 'plan', 'switch-dns')).out;
    expect(text).toContain('変更する行(3行)');
    for (const row of [
      `example.jp A  ${OLD}  →  ${NEW}`,
      `www.example.jp A  ${OLD}  →  ${NEW}`,
      `example.jp TXT  v=spf1 ip4:${OLD} -all  →  v=spf1 ip4:${NEW} -all`,
    ])
      expect(text).toContain(row);
    expect(text).not.toContain('203.0.113.100');

    expect((await attest('switch-dns', { switchedOn: today })).code).toBe(0);
    await servers.primary.replace(zone(NEW));
    const stale = (await applied()).step('switch-dns');
    expect(stale.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(stale.reasons)).toContain(`www.example.jp A ${NEW} on secondary ${servers.secondary.at}`);
    expect(JSON.stringify(stale.reasons)).toContain(`www.example.jp A on secondary ${servers.secondary.at}`);
    expect(JSON.stringify(stale.reasons[0])).not.toContain(servers.primary.at);

    // A name that stands in no row, and still names the old address: the server that lets the zone be transferred shows it.
    await servers.primary.replace(zone(NEW, `mail A ${OLD}`));
    await servers.secondary.replace(zone(NEW));
    expect(JSON.stringify((await applied()).step('switch-dns'))).toContain('mail.example.jp A on primary');

    await servers.primary.replace(zone(NEW));
    for (let serial = 0; serial < 2; serial += 1) await servers.secondary.replace(zone(NEW));
    const switched = (await applied()).step('switch-dns');
    expect(switched.verdict, JSON.stringify(switched)).toBe('done');

    // What resolvers remember is asked for at the end.
    expect((await attest('verify', { verifiedOn: today })).code).toBe(0);
    const remembered = (await applied()).step('verify');
    expect(remembered.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(remembered.reasons)).toContain(`on resolver ${servers.resolvers[0].at}`);
    for (const server of servers.resolvers) await server.replace(zone(NEW));
    const settled = (await applied()).step('verify');
    expect(settled.verdict, JSON.stringify(settled)).toBe('done');
    const history = (await run('status', 'plan', '--format', 'json')).out;
    expect(history).toContain('verify');
    expect((await run('verify', 'plan')).code).toBe(0);
  });

  test('a server that cannot be asked leaves it unread, and an export with a line that is no row is named', async () => {
    await toTheSwitch();
    await writeFile(join(folder, 'rows.txt'), `${EXPORT}mail\t(unknown)\t${OLD}\n`);
    const asked = await run('request', 'plan', 'switch-dns');
    expect(asked.out).toContain('要確認の行');
    expect(asked.out).toContain('line 8: not read as a row');
    await attest('switch-dns', { switchedOn: today });
    for (const server of [servers.primary, servers.secondary]) await server.replace(zone(NEW));
    const unread = (await applied()).step('switch-dns');
    expect(unread.verdict).toBe('waiting-for-person');
    expect(JSON.stringify(unread.reasons)).toContain('line 8: mail');

    await writeFile(join(folder, 'rows.txt'), EXPORT);
    await servers.secondary.close();
    const silent = await applied();
    expect([silent.code, silent.step('switch-dns').verdict]).toEqual([16, 'unreadable']);
  });

  test('R18: an export that is not there stops the request, and R03: a linked zone is not edited before it is unlinked', async () => {
    await writeFile(join(folder, 'plan.yaml'), contract('#1201 RS-1'));
    await toTheSwitch(true);
    const linked = await run('request', 'plan', 'switch-dns');
    expect([linked.code, linked.err]).toEqual([13, expect.stringContaining('R03')]);
    expect((await run('request', 'plan', 'unlink-zones')).out).toContain('#1201 RS-1');
    const unlinked = await attest('unlink-zones', { sentOn: today, unlinkedOn: today });
    expect(unlinked.code).toBe(0);
    await attest('back-up', { backedUpOn: today, restoredOn: today });
    await attest('move-data', { movedOn: today });
    await rm(join(folder, 'rows.txt'));
    const missing = await run('request', 'plan', 'switch-dns');
    expect([missing.code, missing.err]).toEqual([16, expect.stringContaining('R18')]);
    expect(missing.err).toContain('rows.txt');
  });
});

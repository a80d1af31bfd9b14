// A deleted zone, and who runs a zone, asked of real name servers: what they refuse counts only where they are shown to be alive.
// Without BIND these tests are skipped and say so.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type DnsServer,
  zoneAuthorityTarget,
  zoneGoneTarget,
  addressUseTarget,
} from '../../../src/executors/dns/command.ts';
import { createDnsExecutor } from '../../../src/executors/dns/executor.ts';
import { lookContext } from '../contexts.ts';
import { type BindPrimary, hasBind, startPrimary } from './bind.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
if (!hasBind) console.warn('skipped: BIND is not installed, so no zone can be gone');

const OLD = '203.0.113.77';
const ZONE = {
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2.clara.test.\nns1 A ${OLD}\nwww 60 A ${OLD}\nmail 7200 MX 10 www`,
};
const KNOWN = { name: 'known.example', text: '@ NS ns1.example.jp.' };
const ABOVE = (delegation: string) => ({ name: 'jp', text: `@ NS ns.jp.\nns A 127.0.0.1\n${delegation}` });
const DELEGATED = `example NS ns1.example\nexample NS ns2.clara.test.\nns1.example A ${OLD}`;
const ELSEWHERE = 'example NS ns.new-host.example.';

describe.skipIf(!hasBind)('a zone', () => {
  const started: BindPrimary[] = [];
  const start = async (...args: Parameters<typeof startPrimary>) => {
    const server = await startPrimary(...args);
    started.push(server);
    return server;
  };
  let parent: BindPrimary;
  beforeEach(async () => {
    parent = await start([ABOVE(DELEGATED)]);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.close()));
  });
  const dns = createDnsExecutor({ limits: { answerMs: 1_000, triesMax: 1 } });
  const servers = (primary: BindPrimary): DnsServer[] => [
    { role: 'primary', at: primary.at, name: 'ns1.example.jp' },
    { role: 'parent', at: parent.at },
  ];
  const gone = async (primary: BindPrimary, knownZone = 'known.example') => {
    const seen = await dns.observe(
      zoneGoneTarget('example.jp', { servers: servers(primary), knownZone }),
      lookContext(),
    );
    return seen.state === 'present' ? seen.facts : seen;
  };

  test('is gone when nobody hands it out and its server, which answers for another one, refuses it', async () => {
    const serving = await start([ZONE, KNOWN]);
    expect(await gone(serving)).toMatchObject({ delegated: true, gone: false, servers: [{ says: 'serves' }] });
    const without = await start([KNOWN]);
    expect(await gone(without)).toMatchObject({ delegated: true, gone: false, servers: [{ says: 'refused' }] });
    await parent.replace(ABOVE(ELSEWHERE));
    expect(await gone(without)).toMatchObject({ delegated: false, gone: true, servers: [{ says: 'refused' }] });
    expect(await gone(serving)).toMatchObject({ delegated: false, gone: false, servers: [{ says: 'serves' }] });
    await parent.replace(ABOVE(''));
    expect(await gone(without)).toMatchObject({ delegated: false, gone: true });
  });

  test('is unknown while a server that refuses it is not shown to be alive, or does not answer', async () => {
    await parent.replace(ABOVE(''));
    const without = await start([KNOWN]);
    expect(await gone(without, 'other.example')).toMatchObject({ state: 'unknown', error: { code: 'dns-refused' } });
    await without.close();
    expect(await gone(without)).toMatchObject({ state: 'unknown' });
  });

  test('is denied by a server that holds the zone above it', async () => {
    const above = await start([ABOVE(''), KNOWN]);
    await parent.replace(ABOVE(''));
    expect(await gone(above)).toMatchObject({ gone: true, servers: [{ says: 'denied' }] });
  });

  test('shows by whom it is run: the addresses of its name servers and of its primary', async () => {
    const primary = await start([ZONE]);
    const resolver = () =>
      start([{ name: 'clara.test', text: '@ NS ns2\nns2 A 192.0.2.53\nns2 AAAA 2001:db8::53' }], true);
    const resolvers = [await resolver(), await resolver()].map(({ at }) => at);
    const seen = await dns.observe(
      zoneAuthorityTarget({ name: 'example.jp', servers: servers(primary) }, resolvers),
      lookContext(),
    );
    expect(seen).toMatchObject({
      state: 'present',
      facts: {
        hosts: [
          { name: 'ns1.example.jp', addresses: [OLD] },
          { name: 'ns2.clara.test', addresses: ['192.0.2.53', '2001:db8::53'] },
        ],
      },
    });
    await started.at(-1)!.close();
    expect(
      await dns.observe(
        zoneAuthorityTarget({ name: 'example.jp', servers: servers(primary) }, resolvers),
        lookContext(),
      ),
    ).toMatchObject({ state: 'unknown' });
  });

  test('tells how long the address itself is remembered, not what leads to it', async () => {
    const primary = await start([ZONE]);
    const use = async (ttlSeconds: number) => {
      const zones = [{ name: 'example.jp', servers: servers(primary).slice(0, 1) }];
      const seen = await dns.observe(addressUseTarget(OLD, { zones, ttlSeconds }), lookContext());
      return seen.state === 'present' ? seen.facts : seen;
    };
    // ns1 has the default of an hour, www a minute, the MX two hours.
    expect(await use(3600)).toMatchObject({ addressRecords: 2, ttlWithin: true, ttlSecondsMax: 7200 });
    expect(await use(60)).toMatchObject({ ttlWithin: false });
  });
});

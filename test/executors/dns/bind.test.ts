// The sweep for an address against real BIND: primary, secondary and parent. Every trap is a zone of its own, so that one
// set of servers serves all cases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressUseTarget, type DnsServer, zoneAuthorityTarget } from '../../../src/executors/dns/command.ts';
import { createDnsExecutor } from '../../../src/executors/dns/executor.ts';
import { lookContext } from '../contexts.ts';
import {
  type BindPrimary,
  type BindServer,
  type BindZone,
  freePort,
  hasBind,
  startPrimary,
  startSecondary,
} from './bind.ts';

const OLD = '192.0.2.10';
const NEW = '192.0.2.20';
const REVERSE = '2.0.192.in-addr.arpa';

/** Two name servers of the zone itself, and a web server at the new address. */
const zone = (name: string, rows = '', rest: Partial<BindZone> = {}): BindZone => ({
  name,
  text: `@ NS ns1\n@ NS ns2\nns1 A 192.0.2.53\nns2 A 192.0.2.54\nwww A ${NEW}\n${rows}`,
  ...rest,
});

const ZONES: readonly BindZone[] = [
  zone('clean.test', `@ MX 10 www\n@ TXT "v=spf1 a mx ip4:${NEW} -all"\nalias CNAME www`),
  zone('stale.test', `shop A ${OLD}`),
  zone('glue.test'),
  zone('spf.test', `@ TXT "v=spf1 include:_spf.spf.test -all"\n_spf TXT "v=spf1 ip4:192.0.2" ".0/28 -all"`),
  zone('include.test', '$INCLUDE include.test.rows', { files: { 'include.test.rows': `deep A ${OLD}\n` } }),
  zone('wild.test', `*.apps A ${OLD}\n@ MX 10 any.apps`),
  zone('chain.test', `one CNAME two\ntwo CNAME three\nthree A ${OLD}\n_sip._tcp SRV 1 1 5060 one`),
  zone(
    'six.test',
    'www6 AAAA 2001:db8::10\n@ TXT "v=spf1 ip6:2001:db8:0::/64 -all"\n@ HTTPS 1 . ipv6hint=2001:db8::10',
  ),
  zone('closed.test', `hidden A ${OLD}\n@ MX 10 mail\nmail A ${OLD}`, { transfer: false }),
  zone('cut.test', 'sub NS ns1.elsewhere.example.'),
  zone(REVERSE, '10 PTR www.clean.test.'),
];

if (!hasBind) process.stderr.write('real BIND was not asked: named and named-checkzone are not installed\n');

describe.skipIf(!hasBind)('a sweep of real BIND (skipped where named and named-checkzone are not installed)', () => {
  let primary: BindPrimary;
  let secondary: BindServer;
  let parent: BindServer;
  const executor = createDnsExecutor({ limits: { answerMs: 1_000, triesMax: 2 } });

  beforeAll(async () => {
    primary = await startPrimary(ZONES);
    const names = ZONES.map(({ name }) => name);
    // One after the other, so that what has started is known, and stopped, when the next one fails.
    secondary = await startSecondary(primary, ZONES);
    const below = names.filter((name) => name.endsWith('.test'));
    parent = await startPrimary([above('test', below), above('0.192.in-addr.arpa', [REVERSE])]);
  });
  afterAll(() => Promise.all([primary, secondary, parent].map((server) => server?.close())));

  const serversOf = (name: string): DnsServer[] => [
    { role: 'primary', at: primary.at, name: `ns1.${name}` },
    { role: 'secondary', at: secondary.at, name: `ns2.${name}` },
    { role: 'parent', at: parent.at },
  ];
  const listed = (name: string, names: string[] = []) => ({ name, servers: serversOf(name), names });
  /** The reverse zone is listed with a contract of ours; here it would add its own mention to every case. */
  const observe = (address: string, ...zones: { name: string; servers: DnsServer[] }[]) =>
    executor.observe(addressUseTarget(address, { zones }), lookContext());
  async function factsOf(address: string, ...names: string[]) {
    const seen = await observe(address, ...names.map((name) => listed(name)));
    if (seen.state !== 'present') throw new Error(JSON.stringify(seen));
    return seen.facts as unknown as {
      mentions: { server: string; zone: string; name: string; type: string; data: string }[];
      serialsAgree: boolean;
      ttlSecondsMax: number;
      complete: boolean;
      notAsked: string[];
      reads: { by: string }[];
    };
  }
  const short = ({ mentions }: { mentions: { server: string; name: string; type: string }[] }) =>
    mentions.map(({ server, name, type }) => `${server.split(' ')[0]} ${name} ${type}`);

  it('calls a zone clean when every server was read whole and nothing names the address', async () => {
    const facts = await factsOf('192.0.2.77', 'clean.test', REVERSE);
    expect(facts).toMatchObject({ mentions: [], notAsked: [], complete: true, serialsAgree: true, ttlSecondsMax: 0 });
    expect(facts.reads.map(({ by }) => by)).toEqual(['transfer', 'transfer', 'transfer', 'transfer']);
  });

  it('finds the reverse entry', async () => {
    expect(short(await factsOf(OLD, 'clean.test', REVERSE))).toEqual([
      `primary 10.${REVERSE} PTR`,
      `secondary 10.${REVERSE} PTR`,
    ]);
  });

  it('finds what leads to the address: mail, aliases, and the policy that includes them', async () => {
    const found = short(await factsOf(NEW, 'clean.test'));
    for (const row of ['www.clean.test A', 'alias.clean.test CNAME', 'clean.test MX', 'clean.test TXT'])
      expect(found).toEqual(expect.arrayContaining([`primary ${row}`, `secondary ${row}`]));
  });

  it('finds what a stale secondary still says', async () => {
    const before = await factsOf(OLD, 'stale.test');
    expect(short(before)).toEqual(['primary shop.stale.test A', 'secondary shop.stale.test A']);
    expect(before).toMatchObject({ serialsAgree: true, ttlSecondsMax: 3600 });
    await primary.replace(zone('stale.test', `shop A ${NEW}`));
    const after = await factsOf(OLD, 'stale.test');
    expect(short(after)).toEqual(['secondary shop.stale.test A']);
    expect(after.serialsAgree).toBe(false);
  });

  it('finds old glue at the parent, though the zone itself is clean', async () => {
    expect(short(await factsOf(OLD, 'glue.test'))).toEqual([
      'parent glue.test NS',
      'parent ns2.glue.test GLUE',
      'primary glue.test NS',
      'secondary glue.test NS',
    ]);
  });

  it('finds a range in an SPF policy, in pieces and behind an include', async () => {
    const found = short(await factsOf(OLD, 'spf.test'));
    expect(found.filter((row) => row.startsWith('primary'))).toEqual([
      'primary _spf.spf.test TXT',
      'primary spf.test TXT',
    ]);
  });

  it('finds a record that the zone file includes', async () => {
    expect(short(await factsOf(OLD, 'include.test'))).toContain('primary deep.include.test A');
  });

  it('finds a wildcard, and what leads into it', async () => {
    const found = short(await factsOf(OLD, 'wild.test'));
    expect(found).toContain('secondary *.apps.wild.test A');
    expect(found).toContain('secondary wild.test MX');
  });

  it('follows a chain of aliases to its end, and a service to the chain', async () => {
    const rows = ['_sip._tcp.chain.test SRV', 'one.chain.test CNAME', 'three.chain.test A', 'two.chain.test CNAME'];
    const found = short(await factsOf(OLD, 'chain.test'));
    expect(found.filter((row) => row.startsWith('primary'))).toEqual(rows.map((row) => `primary ${row}`));
  });

  it('finds IPv6 in any spelling, in ranges and in service bindings', async () => {
    const found = short(await factsOf('2001:0db8:0:0::10', 'six.test'));
    expect(found.filter((row) => row.startsWith('primary'))).toEqual([
      'primary six.test TXT',
      'primary six.test UNKNOWN_65',
      'primary www6.six.test AAAA',
    ]);
  });

  it('asks names where the transfer is refused, and does not call that complete', async () => {
    const facts = await factsOf(OLD, 'closed.test', REVERSE);
    expect(facts.reads.map(({ by }) => by)).toEqual(['names', 'names', 'transfer', 'transfer']);
    // Nothing else is left open: it is the reading by names alone that is not complete.
    expect(facts).toMatchObject({ notAsked: [], complete: false });
    // `mail` is listed nowhere: the MX leads to it. `hidden` cannot be known of.
    expect(short(facts)).toContain('primary mail.closed.test A');
    expect(short(facts).join()).not.toContain('hidden');
    const listing = await observe(OLD, listed('closed.test', ['hidden.closed.test']));
    expect(JSON.stringify(listing)).toContain('hidden.closed.test');
  });

  it('names what it could not ask: a zone cut out, a host outside, a server that is not listed', async () => {
    const { notAsked, complete } = await factsOf(OLD, 'cut.test', REVERSE);
    expect({ notAsked, complete }).toEqual({
      notAsked: ['target ns1.elsewhere.example', 'zone sub.cut.test'],
      complete: false,
    });
    const [first, , third] = serversOf('clean.test');
    const seen = await observe(OLD, { name: 'clean.test', servers: [first!, third!] }, listed(REVERSE));
    expect(seen).toMatchObject({ facts: { notAsked: ['name server ns2.clean.test of clean.test'], complete: false } });
  });

  it.each(['primary', 'secondary', 'parent'] as const)('is unknown when the %s cannot be reached', async (role) => {
    const at = `127.0.0.1:${await freePort()}`;
    const servers = serversOf('clean.test').map((server) => (server.role === role ? { ...server, at } : server));
    const seen = await observe('192.0.2.77', { name: 'clean.test', servers });
    expect(seen).toMatchObject({
      state: 'unknown',
      error: { code: 'dns-unreachable', facts: { server: `${role} ${at}` } },
    });
  });

  it('is unknown when a server does not hold the zone', async () => {
    const servers = [...serversOf('clean.test'), { role: 'secondary' as const, at: parent.at }];
    expect(await observe('192.0.2.77', { name: 'clean.test', servers })).toMatchObject({ state: 'unknown' });
    expect(await observe('192.0.2.77', { name: 'never.example', servers: serversOf('never.example') })).toMatchObject({
      state: 'unknown',
      error: { code: 'dns-refused' },
    });
  });

  it('says who is authoritative, by parent and child', async () => {
    const seen = await executor.observe(zoneAuthorityTarget(listed('clean.test')), lookContext());
    const ns = ['ns1.clean.test', 'ns2.clean.test'];
    expect(seen).toMatchObject({
      state: 'present',
      facts: {
        parents: [{ ns }],
        children: [{ ns, mname: 'ns1.clean.test' }, { ns }],
        serials: [{ serial: 1 }, { serial: 1 }],
        nsAgree: true,
        serialsAgree: true,
      },
    });
    const gone = await executor.observe(
      zoneAuthorityTarget({ name: 'test', servers: [{ role: 'primary', at: parent.at }] }),
      lookContext(),
    );
    expect(gone).toMatchObject({ facts: { parents: [], children: [{ mname: 'ns1.test' }] } });
  });
});

/** A parent: delegations with their glue; that of `glue.test` is old. */
function above(name: string, children: readonly string[]): BindZone {
  const rows = children.flatMap((child) => [
    `${child}. NS ns1.${child}.`,
    `${child}. NS ns2.${child}.`,
    `ns1.${child}. A 192.0.2.53`,
    `ns2.${child}. A ${child === 'glue.test' ? OLD : '192.0.2.54'}`,
  ]);
  return { name, text: ['@ NS ns1', 'ns1 A 192.0.2.1', ...rows].join('\n') };
}

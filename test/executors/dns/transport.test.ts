// Name servers that answer wrongly, late, cut off or not at all: nothing of it may read as "there is no record".
import { afterEach, describe, expect, it } from 'vitest';
import { askedOf } from '../../../src/executors/dns/packet.ts';
import { addressUseTarget, zoneAuthorityTarget } from '../../../src/executors/dns/command.ts';
import { createDnsExecutor } from '../../../src/executors/dns/executor.ts';
import { lookContext } from '../contexts.ts';
import {
  AA,
  REFUSED,
  type ScriptedOptions,
  scriptedServer,
  type ScriptedServer,
  SERVFAIL,
  TC,
  type Tell,
  type Told,
} from './scripted-server.ts';

const ZONE = 'a.test';
const soa = (serial = 7) => ({
  type: 'SOA',
  name: ZONE,
  ttl: 60,
  data: { mname: `ns1.${ZONE}`, rname: `root.${ZONE}`, serial, refresh: 1, retry: 1, expire: 1, minimum: 1 },
});
const row = (name: string, data: string) => ({ type: 'A', name, ttl: 60, data });
/** A healthy server: SOA, and a transfer of three records. */
const healthy: Tell = ({ type }): Told => {
  if (type === 'SOA') return { answers: [soa()] };
  if (type === 'AXFR') return { answers: [soa(), row(`www.${ZONE}`, '192.0.2.10'), soa()] };
  return { authorities: [soa()] };
};

const servers: ScriptedServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function look(tell: Tell, options: { tcp?: boolean; resolvers?: Tell[]; limits?: object } = {}) {
  const server = await scriptedServer(tell, options);
  const resolvers = await Promise.all((options.resolvers ?? []).map((told) => scriptedServer(told)));
  servers.push(server, ...resolvers);
  const executor = createDnsExecutor({ limits: { answerMs: 150, transferMs: 600, triesMax: 2, ...options.limits } });
  const zones = [{ name: ZONE, servers: [{ role: 'primary' as const, at: server.at }] }];
  const target = addressUseTarget('192.0.2.10', { zones, resolvers: resolvers.map(({ at }) => at) });
  return { seen: await executor.observe(target, lookContext()), server };
}

/** Who is authoritative for the zone: asked by UDP first. */
async function authority(tell: Tell, options: { tcp?: boolean } = {}) {
  const server = await scriptedServer(tell, options);
  servers.push(server);
  const executor = createDnsExecutor({ limits: { answerMs: 150, triesMax: 2 } });
  const target = zoneAuthorityTarget({ name: ZONE, servers: [{ role: 'primary' as const, at: server.at }] });
  return { seen: await executor.observe(target, lookContext()), server };
}

describe('a name server that cannot be believed is unknown', () => {
  it.each<[string, string, Tell]>([
    ['says nothing', 'dns-timeout', () => 'silent'],
    ['refuses', 'dns-refused', () => ({ flags: REFUSED })],
    ['fails, as a secondary with an expired zone does', 'dns-failed', () => ({ flags: SERVFAIL })],
    ['answers without authority', 'dns-lame', () => ({ flags: 0, answers: [soa()] })],
    ['has no SOA of the zone', 'dns-lame', () => ({})],
    ['is silent in the transfer', 'dns-timeout', (asked) => (asked.type === 'AXFR' ? 'silent' : healthy(asked))],
    [
      'breaks the transfer off without its last SOA',
      'dns-timeout',
      (asked) => (asked.type === 'AXFR' ? { answers: [soa(), row(`www.${ZONE}`, '192.0.2.20')] } : healthy(asked)),
    ],
    [
      'changes while it transfers',
      'dns-changed',
      (asked) => (asked.type === 'AXFR' ? { answers: [soa(7), soa(8)] } : healthy(asked)),
    ],
    [
      'transfers another serial than it names',
      'dns-changed',
      (asked) => (asked.type === 'AXFR' ? { answers: [soa(8), soa(8)] } : healthy(asked)),
    ],
    [
      'transfers without authority',
      'dns-lame',
      (asked) => (asked.type === 'AXFR' ? { flags: 0, answers: [soa(), soa()] } : healthy(asked)),
    ],
    [
      'transfers a record that cannot be read',
      'dns-malformed',
      (asked) =>
        asked.type === 'AXFR'
          ? {
              answers: [
                soa(),
                { type: 'UNKNOWN_15', name: `x.${ZONE}`, ttl: 60, data: Buffer.from([0, 1, 0xff]) },
                soa(),
              ],
            }
          : healthy(asked),
    ],
    [
      'transfers something that begins with no SOA',
      'dns-malformed',
      (asked) => (asked.type === 'AXFR' ? { answers: [row(`www.${ZONE}`, '192.0.2.20')] } : healthy(asked)),
    ],
    ['cuts off by UDP and by TCP', 'dns-truncated', () => ({ flags: AA | TC })],
  ])('%s: %s', async (_what, code, tell) => {
    const { seen } = await look(tell);
    expect(seen).toMatchObject({ state: 'unknown', error: { code, kind: 'provider' } });
  });

  it('cuts off where TCP is closed', async () => {
    const cutOff: Tell = () => ({ flags: AA | TC });
    expect((await look(cutOff, { tcp: false })).seen).toMatchObject({ error: { code: 'dns-unreachable' } });
    const { seen } = await authority(cutOff, { tcp: false });
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'dns-truncated' } });
  });

  it('has more records than the limit', async () => {
    const { seen } = await look(healthy, { limits: { recordsMax: 2 } });
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'dns-limit' } });
  });

  it('is listed by something that is no address', async () => {
    const target = zoneAuthorityTarget({ name: ZONE, servers: [{ role: 'primary', at: 'ns1.a.test' }] });
    const seen = await createDnsExecutor().observe(target, lookContext());
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'bad-name-server', kind: 'user' } });
  });
});

describe('an answer that took a detour counts', () => {
  it('is asked for again by TCP when it is cut off', async () => {
    const ns = { type: 'NS', name: ZONE, ttl: 60, data: `ns1.${ZONE}` };
    const { seen, server } = await authority((asked) => {
      if (asked.by === 'udp') return { flags: AA | TC };
      return { answers: [asked.type === 'SOA' ? soa() : ns] };
    });
    expect(seen).toMatchObject({ state: 'present', facts: { children: [{ ns: ['ns1.a.test'] }] } });
    expect(server.asked).toEqual(['udp a.test SOA', 'tcp a.test SOA', 'udp a.test NS', 'tcp a.test NS']);
  });

  it('is read whole before its SOA is asked for once more', async () => {
    const { seen, server } = await look(healthy);
    expect(seen).toMatchObject({ state: 'present', facts: { mentions: [{ name: 'www.a.test' }] } });
    expect(server.asked).toEqual(['tcp a.test AXFR', 'tcp a.test SOA']);
  });

  it('is waited for behind noise, and an answer to another question is passed over', async () => {
    const noise = [Buffer.from('noise'), askedOf({ name: 'b.test', type: 'SOA' }, {}).bytes];
    const { seen } = await look((asked) => ({ ...(healthy(asked) as Told), ...(asked.by === 'udp' ? { noise } : {}) }));
    expect(seen).toMatchObject({ state: 'present' });
  });

  it('is asked for a second time when the first packet is lost', async () => {
    let lost = 0;
    const { seen } = await look((asked) => (asked.by === 'udp' && lost++ === 0 ? 'silent' : healthy(asked)));
    expect(seen).toMatchObject({ state: 'present' });
  });

  it('closing the transfer without a word is a refusal: names are asked, and that is not complete', async () => {
    const { seen } = await look((asked) => (asked.type === 'AXFR' ? 'close' : healthy(asked)));
    expect(seen).toMatchObject({ state: 'present', facts: { complete: false, reads: [{ by: 'names' }] } });
  });
});

describe('many zones of one server', () => {
  const NAMES = Array.from({ length: 12 }, (_, at) => `z${at}.test`);
  const soaOf = (name: string) => ({ ...soa(), name });
  const many: Tell = ({ name, type }) =>
    type === 'AXFR'
      ? {
          answers: [
            soaOf(name),
            row(`www.${name}`, '192.0.2.99'),
            { type: 'CNAME', name: `alias.${name}`, ttl: 60, data: `www.${name}` },
            { type: 'AAAA', name: `six.${name}`, ttl: 60, data: '::ffff:192.0.2.10' },
            soaOf(name),
          ],
        }
      : { answers: [soaOf(name)] };

  async function lookAtAll(tell: Tell, options: ScriptedOptions = {}) {
    const server = await scriptedServer(tell, options);
    servers.push(server);
    // Less names than there are: none of them has to be asked, because all of them were transferred.
    const executor = createDnsExecutor({ limits: { answerMs: 150, parallelMax: 2, namesMax: 2 } });
    const zones = NAMES.map((name) => ({ name, servers: [{ role: 'primary' as const, at: server.at }] }));
    return { server, seen: await executor.observe(addressUseTarget('192.0.2.10', { zones }), lookContext()) };
  }
  const everything = {
    state: 'present',
    facts: { reads: NAMES.map(() => ({ by: 'transfer', records: 4 })), mentions: NAMES.map(() => ({ type: 'AAAA' })) },
  };

  it('are read on as few connections as are open at once, every record counted, and other addresses passed over', async () => {
    const { server, seen } = await lookAtAll(many);
    expect(seen).toMatchObject(everything);
    expect(server.connections()).toBe(2);
  });

  it('are read on new ones where the server closes each', async () => {
    // Two answers a connection: what is asked behind them is closed upon without a word, which is no refusal.
    const { server, seen } = await lookAtAll(many, { answersMax: 2 });
    expect(seen).toMatchObject(everything);
    expect(server.connections()).toBeGreaterThan(2);
  });

  it('have their SOAs asked for at once, and one by one where the server hears only the first', async () => {
    const { server, seen } = await lookAtAll(many, { isDeafWhileAnswering: true });
    expect(seen).toMatchObject(everything);
    expect(server.asked.filter((asked) => asked.startsWith('udp') && asked.endsWith('SOA'))).toHaveLength(10);
  });
});

it('a server that transfers only so many zones at a time is asked again, a few times', async () => {
  const busy =
    (times: number): Tell =>
    (asked) =>
      asked.type === 'AXFR' && times-- > 0 ? { flags: SERVFAIL } : healthy(asked);
  const limits = { triesMax: 3, busyPauseMs: 10 };
  expect((await look(busy(2), { limits })).seen).toMatchObject({ state: 'present', facts: { mentions: [{}] } });
  expect((await look(busy(3), { limits })).seen).toMatchObject({ state: 'unknown', error: { code: 'dns-failed' } });
});

describe('targets outside of the zones', () => {
  const RA = 1 << 7;
  const outward: Tell = (asked) =>
    asked.type === 'AXFR'
      ? { answers: [soa(), { type: 'CNAME', name: `www.${ZONE}`, ttl: 60, data: 'host.other.example' }, soa()] }
      : healthy(asked);
  const resolving =
    (address: string): Tell =>
    ({ name, type }) => ({
      flags: RA,
      answers: type === 'A' && name === 'host.other.example' ? [row(name, address)] : [],
    });

  it('one resolver is not believed: the target is named as not asked', async () => {
    const { seen } = await look(outward, { resolvers: [resolving('192.0.2.20')] });
    expect(seen).toMatchObject({ facts: { mentions: [], complete: false } });
    expect(JSON.stringify(seen)).toContain('target host.other.example');
  });

  it('one of two resolvers that still says the old address is a mention', async () => {
    const { seen } = await look(outward, { resolvers: [resolving('192.0.2.20'), resolving('192.0.2.10')] });
    const names = (seen as unknown as { facts: { mentions: { name: string }[] } }).facts.mentions.map(
      ({ name }) => name,
    );
    expect(names.sort()).toEqual(['host.other.example', 'www.a.test']);
  });

  it('a server that does not resolve for us is no resolver', async () => {
    const { seen } = await look(outward, { resolvers: [resolving('192.0.2.20'), () => ({ flags: 0 })] });
    expect(seen).toMatchObject({ state: 'unknown', error: { code: 'dns-lame' } });
  });
});

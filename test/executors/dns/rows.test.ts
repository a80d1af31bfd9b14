// Rows that are wanted: each server is asked for itself, a parent for its delegation, a resolver only where it resolves.
import { describe, expect, it } from 'vitest';
import { realClock } from '../../../src/base/clock.ts';
import { type DnsRow, rowsResolvedTarget, rowsServedTarget } from '../../../src/executors/dns/command.ts';
import { createDnsExecutor } from '../../../src/executors/dns/executor.ts';
import type { Target } from '../../../src/executors/port.ts';
import { AA, REFUSED, scriptedServer, type Tell } from './scripted-server.ts';

const A = (name: string, data: string) => ({ type: 'A', name, ttl: 60, data });
const look = (target: Target) =>
  createDnsExecutor({ limits: { answerMs: 300, triesMax: 1 } }).observe(target, {
    clock: realClock,
    progress: () => undefined,
  });
const row = (type: DnsRow['type'], data: string, name = 'a.test'): DnsRow => ({ name, type, data });

/** Asks servers that answer so: the last one is the parent where the rows hold an NS of the zone. */
async function served(rows: readonly DnsRow[], ...tells: Tell[]) {
  const servers = await Promise.all(tells.map((tell) => scriptedServer(tell)));
  try {
    const roles = ['primary', 'parent'] as const;
    const listed = servers.map(({ at }, index) => ({ at, role: roles[index]! }));
    return await look(rowsServedTarget({ name: 'a.test', servers: listed }, rows));
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

describe('rows at name servers', () => {
  it('are there in any spelling, at the end of an alias, of an MX its host, of a text its strings together', async () => {
    const seen = await served(
      [
        row('A', '192.0.2.1'),
        row('MX', 'MX.a.test.'),
        row('TXT', 'v=spf1 -all'),
        row('AAAA', '2001:db8:0:0::1'),
        row('CNAME', 'b.test'),
      ],
      ({ type }) => ({
        answers: {
          A: [{ type: 'CNAME', name: 'a.test', ttl: 60, data: 'b.a.test' }, A('b.a.test', '192.0.2.1')],
          MX: [{ type: 'MX', name: 'a.test', ttl: 60, data: { preference: 10, exchange: 'mx.a.test' } }],
          TXT: [{ type: 'TXT', name: 'a.test', ttl: 60, data: ['v=spf1 ', '-all'] }],
          AAAA: [{ type: 'AAAA', name: 'a.test', ttl: 60, data: '2001:db8::1' }],
          CNAME: [{ type: 'CNAME', name: 'a.test', ttl: 60, data: 'b.test' }],
        }[type],
      }),
    );
    expect(seen).toMatchObject({ state: 'present', facts: { missing: [], rows: 5, servers: 1 } });
  });

  it('are missing where another one is given, or none', async () => {
    const rows = [row('A', '192.0.2.1'), row('MX', 'mx.a.test')];
    const seen = await served(rows, ({ type }) => ({ answers: type === 'A' ? [A('a.test', '192.0.2.10')] : [] }));
    const { missing } = (seen as unknown as { facts: { missing: { type: string; server: string }[] } }).facts;
    expect(missing.map(({ type }) => type)).toEqual(['A', 'MX']);
    expect(missing[0]!.server).toMatch(/^primary 127\.0\.0\.1:/);
  });

  it('of the zone’s own name servers are asked of the parent too', async () => {
    const ns = (data: string) => ({ type: 'NS', name: 'a.test', ttl: 60, data });
    const tellParent: Tell = () => ({ flags: 0, authorities: [ns('ns1.old.test')], answers: [] });
    const seen = await served([row('NS', 'ns1.new.test')], () => ({ answers: [ns('ns1.new.test')] }), tellParent);
    const { missing } = (seen as unknown as { facts: { missing: { server: string }[] } }).facts;
    expect(missing.map(({ server }) => server.split(' ')[0])).toEqual(['parent']);
  });

  it.each([
    ['refuses', { flags: REFUSED }, 'dns-refused'],
    ['answers without authority', { flags: 0 }, 'dns-lame'],
  ])('a server that %s leaves it unknown', async (_, told, code) => {
    expect(await served([row('A', '192.0.2.1')], () => told)).toMatchObject({ state: 'unknown', error: { code } });
  });

  it('nothing wanted is an error, never nothing missing', async () => {
    expect(await served([], () => ({}))).toMatchObject({ state: 'unknown', error: { code: 'no-row' } });
  });
});

it('a resolver that does not resolve for us says nothing', async () => {
  const RA = 0x80;
  for (const [flags, state] of [
    [AA, 'unknown'],
    [RA, 'present'],
  ] as const) {
    const server = await scriptedServer(() => ({ flags, answers: [A('a.test', '192.0.2.1')] }));
    const seen = await look(rowsResolvedTarget('a.test', [server.at], [row('A', '192.0.2.1')]));
    expect(seen).toMatchObject(state === 'present' ? { state, facts: { missing: [] } } : { state });
    await server.close();
  }
});

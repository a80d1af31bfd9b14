// A zone read whole: its transfer, and its SOA asked for behind it on the same connection, so that a change in between, and a server
// that transfers something else than it answers, do not pass. One question after the other: a server that is sent both at once
// counts the connection's next transfer before it has ended this one, and refuses it.
import { setTimeout } from 'node:timers/promises';
import { KaiyakuError } from '../../base/errors.ts';
import type { AddressMatch } from './address.ts';
import type { Asking } from './ask.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { askedOf, type DnsRecord } from './packet.ts';
import type { TcpConnection } from './tcp.ts';
import { Transfer } from './transfer.ts';
import { readSoa, type Soa, soaOf } from './zone-soa.ts';

/** What zones are read for, and how. */
export interface Reading {
  readonly match: AddressMatch;
  readonly asking: Asking;
  readonly connections: Connections;
}

export interface Whole extends Soa {
  readonly records: number;
}

/** `refused`: the server does not transfer it to us, and nothing was told. Throws dns errors. */
export async function readWhole(
  server: Endpoint,
  zone: string,
  reading: Reading,
  tell: (record: DnsRecord) => void,
): Promise<Whole | 'refused'> {
  const { triesMax, busyPauseMs } = reading.asking.limits;
  for (let failures = 0; ;) {
    const { connection, isUsed } = reading.connections.take(server);
    const whole = await readOn(connection, zone, reading, tell, isUsed, failures + 1 < triesMax);
    if (whole === 'refused' || typeof whole !== 'string') return whole;
    if (whole === 'gone') continue;
    failures += 1;
    await setTimeout(busyPauseMs, undefined, reading.asking);
  }
}

/**
 * `gone`: a connection that was used before ended without an answer, which says nothing about the zone. `busy`: the server fails
 * before the first record, and may be tried again.
 */
async function readOn(
  connection: TcpConnection,
  zone: string,
  { match, asking, connections }: Reading,
  tell: (record: DnsRecord) => void,
  isUsed: boolean,
  mayBeBusy: boolean,
): Promise<Whole | 'refused' | 'gone' | 'busy'> {
  const { server } = connection;
  const transfer = new Transfer(server, zone, match, asking.limits);
  let isKept = false;
  try {
    await transferOn(connection, transfer, tell);
    // Closed without a word is how some servers refuse; the sweep by names is never complete, so nothing is lost by it.
    if (transfer.state === 'begun') return isUsed ? 'gone' : 'refused';
    isKept = true;
    if (transfer.state === 'refused') return 'refused';
    const { serial, mname } = (await soaOn(connection, zone)) ?? (await readSoa(server, zone, asking));
    if (serial !== transfer.serial) throw dnsError('dns-changed', server.label, `${zone} changed while it was read`);
    return { serial, mname, records: transfer.records };
  } catch (error) {
    isKept = false;
    if (transfer.records > 0 || !(error instanceof KaiyakuError)) throw error;
    if (isUsed && error.code === 'dns-unreachable') return 'gone';
    if (mayBeBusy && error.code === 'dns-failed') return 'busy';
    throw error;
  } finally {
    if (isKept) connections.keep(connection);
    else connection.close();
  }
}

async function transferOn(
  connection: TcpConnection,
  transfer: Transfer,
  tell: (record: DnsRecord) => void,
): Promise<void> {
  for await (const bytes of connection.ask(transfer.asked)) {
    transfer.take(bytes, tell);
    if (transfer.state !== 'begun') return;
  }
  if (transfer.records > 0)
    throw dnsError(
      'dns-malformed',
      connection.server.label,
      `the transfer of ${transfer.asked.name} broke off after ${transfer.records} records`,
    );
}

/** Undefined where the server has ended the connection behind the transfer: it is asked by itself then. */
async function soaOn(connection: TcpConnection, zone: string): Promise<Soa | undefined> {
  const asked = askedOf({ name: zone, type: 'SOA' }, {});
  try {
    for await (const bytes of connection.ask(asked)) return soaOf(bytes, asked, connection.server);
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.code !== 'dns-unreachable') throw error;
  }
  return undefined;
}

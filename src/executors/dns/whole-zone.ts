// Zones read whole: each by its transfer, and then, for some of them at once, the SOA that the server answers, so that a change in
// between, and a server that transfers something else than it answers, do not pass. No SOA is asked for while a transfer goes on: a
// server that is sent both counts the connection's next transfer before it has ended this one, and refuses it.
import { setTimeout } from 'node:timers/promises';
import { KaiyakuError } from '../../base/errors.ts';
import type { AddressMatch } from './address.ts';
import type { Asking } from './ask.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsRecord } from './packet.ts';
import type { TcpConnection } from './tcp.ts';
import { Transfer } from './transfer.ts';
import { readSoas, type Soa } from './zone-soa.ts';

/** What zones are read for, and how. */
export interface Reading {
  readonly match: AddressMatch;
  readonly asking: Asking;
  readonly connections: Connections;
}

/** Told of a record, with the zone that it was read in. */
export type Tell = (zone: string, record: DnsRecord) => void;

export interface Whole extends Soa {
  readonly records: number;
}

/** By zone; left out are those that the server does not transfer to us, of which nothing was told. Throws dns errors. */
export async function readWhole(
  server: Endpoint,
  zones: readonly string[],
  reading: Reading,
  tell: Tell,
): Promise<ReadonlyMap<string, Whole>> {
  const whole: Transfer[] = [];
  for (const zone of zones) {
    const transfer = await transferOf(server, zone, reading, tell);
    if (transfer !== 'refused') whole.push(transfer);
  }
  const names = whole.map(({ asked }) => asked.name);
  const soas = await readSoas(server, names, reading.asking, reading.connections);
  return new Map(
    whole.map(({ asked: { name }, serial, records }) => {
      const soa = soas.get(name)!;
      if (soa.serial !== serial) throw dnsError('dns-changed', server.label, `${name} changed while it was read`);
      return [name, { ...soa, records }];
    }),
  );
}

async function transferOf(server: Endpoint, zone: string, reading: Reading, tell: Tell): Promise<Transfer | 'refused'> {
  const { triesMax, busyPauseMs } = reading.asking.limits;
  for (let failures = 0; ;) {
    const { connection, isUsed } = reading.connections.take(server);
    const read = await transferOn(connection, zone, reading, tell, isUsed, failures + 1 < triesMax);
    if (read === 'refused' || typeof read !== 'string') return read;
    if (read === 'gone') continue;
    failures += 1;
    await setTimeout(busyPauseMs, undefined, reading.asking);
  }
}

/**
 * `gone`: a connection that was used before ended without an answer, which says nothing about the zone. `busy`: the server fails
 * before the first record, and may be tried again.
 */
async function transferOn(
  connection: TcpConnection,
  zone: string,
  { match, asking, connections }: Reading,
  tell: Tell,
  isUsed: boolean,
  mayBeBusy: boolean,
): Promise<Transfer | 'refused' | 'gone' | 'busy'> {
  const transfer = new Transfer(connection.server, zone, match, asking.limits);
  let isKept = false;
  try {
    await takeAll(connection, transfer, (record) => tell(zone, record));
    // Closed without a word is how some servers refuse; the sweep by names is never complete, so nothing is lost by it.
    if (transfer.state === 'begun') return isUsed ? 'gone' : 'refused';
    isKept = true;
    return transfer.state === 'refused' ? 'refused' : transfer;
  } catch (error) {
    if (transfer.records > 0 || !(error instanceof KaiyakuError)) throw error;
    if (isUsed && error.code === 'dns-unreachable') return 'gone';
    if (mayBeBusy && error.code === 'dns-failed') return 'busy';
    throw error;
  } finally {
    if (isKept) connections.keep(connection);
    else connection.close();
  }
}

async function takeAll(
  connection: TcpConnection,
  transfer: Transfer,
  tell: (record: DnsRecord) => void,
): Promise<void> {
  const isAnswered = await connection.ask([transfer.asked], (message) => {
    transfer.take(message, tell);
    return transfer.state !== 'begun';
  });
  if (!isAnswered && transfer.records > 0)
    throw dnsError(
      'dns-malformed',
      connection.server.label,
      `the transfer of ${transfer.asked.name} broke off after ${transfer.records} records`,
    );
}

// The SOA of one zone as one server itself holds it.
import { KaiyakuError } from '../../base/errors.ts';
import { type Asking, askAuthority, believed, withAuthority } from './ask.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, type Asked, askedOf, nameOf } from './packet.ts';
import type { TcpConnection } from './tcp.ts';
import { type Part, partOf } from './transfer-part.ts';
import { serialOf } from './transfer.ts';

export interface Soa {
  readonly serial: number;
  readonly mname: string;
}

/** Throws `dns-lame` where the server has none, and what `askAuthority` throws. */
export async function readSoa(server: Endpoint, zone: string, asking: Asking): Promise<Soa> {
  const { answers } = await askAuthority(server, { name: zone, type: 'SOA' }, asking);
  return soaIn(answers, server, zone);
}

/**
 * The same of several zones at once, on one connection, by zone. What the server leaves without an answer there, because it ends the
 * connection or hears one question at a time, is asked by itself. Throws dns errors too, `dns-malformed` where it answers something
 * else.
 */
export async function readSoas(
  server: Endpoint,
  zones: readonly string[],
  asking: Asking,
  connections: Connections,
): Promise<ReadonlyMap<string, Soa>> {
  const found = new Map<string, Soa>();
  if (zones.length === 0) return found;
  const { connection } = connections.take(server);
  try {
    await askSoas(connection, zones, found);
  } finally {
    if (found.size === zones.length) connections.keep(connection);
    else connection.close();
  }
  for (const zone of zones) if (!found.has(zone)) found.set(zone, await readSoa(server, zone, asking));
  return found;
}

async function askSoas(connection: TcpConnection, zones: readonly string[], found: Map<string, Soa>): Promise<void> {
  const { server } = connection;
  const waiting = new Map<number, Asked>();
  for (const zone of zones) {
    let asked = askedOf({ name: zone, type: 'SOA' }, {});
    while (waiting.has(asked.id)) asked = askedOf({ name: zone, type: 'SOA' }, {});
    waiting.set(asked.id, asked);
  }
  try {
    await connection.ask([...waiting.values()], (bytes) => {
      const asked = bytes.length < 2 ? undefined : waiting.get(bytes.readUInt16BE(0));
      if (asked === undefined) throw dnsError('dns-malformed', server.label, 'answers what it was not asked');
      found.set(asked.name, soaOf(bytes, asked, server));
      return waiting.delete(asked.id) && waiting.size === 0;
    });
  } catch (error) {
    const isSilence =
      error instanceof KaiyakuError && (error.code === 'dns-unreachable' || error.code === 'dns-timeout');
    if (!isSilence) throw error;
  }
}

function soaOf(bytes: Buffer, asked: Asked, server: Endpoint): Soa {
  const part = partOfSoa(bytes, asked, server);
  if (part.truncated) throw dnsError('dns-truncated', server.label, `cuts off the SOA of ${asked.name}`);
  withAuthority(believed(part, server, asked), server, asked);
  return soaIn(part.records, server, asked.name);
}

function partOfSoa(bytes: Buffer, asked: Asked, server: Endpoint): Part {
  try {
    const part = partOf(bytes, asked, false, () => true);
    if (part !== undefined) return part;
  } catch (error) {
    throw dnsError('dns-malformed', server.label, `the SOA of ${asked.name} cannot be read`, error);
  }
  throw dnsError('dns-malformed', server.label, `answers another question than the SOA of ${asked.name}`);
}

function soaIn(answers: Answer['answers'], server: Endpoint, zone: string): Soa {
  const soa = answers.find(({ type, name }) => type === 'SOA' && name === zone);
  if (soa === undefined) throw dnsError('dns-lame', server.label, `has no SOA of ${zone}`);
  return { serial: serialOf(soa), mname: nameOf((soa.data as { mname: string }).mname) };
}

// The SOA of one zone as one server itself holds it.
import { type Asking, askAuthority, believed, withAuthority } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, type Asked, nameOf } from './packet.ts';
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

/** The same of a message that came by TCP. Throws dns errors, `dns-malformed` where it answers something else. */
export function soaOf(bytes: Buffer, asked: Asked, server: Endpoint): Soa {
  const part = partOfSoa(bytes, asked, server);
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

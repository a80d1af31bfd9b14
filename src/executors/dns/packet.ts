// Questions to bytes and bytes to records, around the packet library. It never lets an answer through that is not the
// answer to the question, and a record that cannot be read is an error, never left out.
import { randomInt } from 'node:crypto';
import dnsPacket from 'dns-packet';

export interface Question {
  readonly name: string;
  /** `A`, `MX`… or `UNKNOWN_65` where the library has no name for it. */
  readonly type: string;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  /** As the library decodes it: text, an object, or bytes. */
  readonly data: unknown;
}

export interface Answer {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  /** The server resolves for us; without it an empty answer of a resolver says nothing. */
  readonly recursive: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

export interface Asked extends Question {
  readonly id: number;
  readonly bytes: Buffer;
}

/** `recursion` only for resolvers; `udpBytes` offers EDNS. */
export function askedOf(question: Question, options: { recursion?: boolean; udpBytes?: number }): Asked {
  const id = randomInt(65_536);
  const { udpBytes } = options;
  const packet = {
    type: 'query',
    id,
    flags: options.recursion === true ? dnsPacket.RECURSION_DESIRED : 0,
    questions: [{ name: question.name, type: question.type, class: 'IN' }],
    additionals:
      udpBytes === undefined ? [] : [{ type: 'OPT', name: '.', udpPayloadSize: udpBytes, flags: 0, options: [] }],
  };
  return { ...question, id, bytes: dnsPacket.encode(packet as unknown as dnsPacket.Packet) };
}

/** Undefined: not the answer to this question (a late or forged packet). Throws what the library throws. */
export function answerOf(bytes: Buffer, asked: Asked, laterPart = false): Answer | undefined {
  // The library's types leave out the code that it decodes.
  const packet = dnsPacket.decode(bytes) as dnsPacket.DecodedPacket & { rcode: string };
  if (packet.id !== asked.id || packet.type !== 'response') return undefined;
  const question = packet.questions?.[0];
  // The later messages of a transfer may leave the question out.
  if (question === undefined ? !laterPart && packet.rcode === 'NOERROR' : !isQuestionOf(question, asked))
    return undefined;
  return {
    rcode: packet.rcode,
    authoritative: packet.flag_aa,
    truncated: packet.flag_tc,
    recursive: packet.flag_ra,
    answers: recordsOf(packet.answers),
    authorities: recordsOf(packet.authorities),
    additionals: recordsOf(packet.additionals),
  };
}

/** The question of a message is the one that was asked. */
export const isQuestionOf = (question: dnsPacket.Question, asked: Asked): boolean =>
  nameOf(question.name) === nameOf(asked.name) && question.type === asked.type;

const recordsOf = (records: readonly dnsPacket.Answer[] | undefined): DnsRecord[] =>
  (records ?? []).map(recordOf).filter((record) => record !== undefined);

/** Undefined for what belongs to the packet and not to a zone. */
export function recordOf(record: dnsPacket.Answer): DnsRecord | undefined {
  if (record.type === 'OPT') return undefined;
  return { name: nameOf(record.name), type: record.type, ttlSeconds: record.ttl ?? 0, data: record.data };
}

/** Names compare in small letters and without the last dot; the root is `''`. */
export function nameOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

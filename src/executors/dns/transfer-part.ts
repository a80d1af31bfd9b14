// One message of a transfer. Most records of most zones are addresses that are not the one looked for: these are counted and
// passed over by their bytes; all others are decoded by the library, and what it cannot decode is an error.
import dnsPacket from 'dns-packet';
import { answerOf, type Asked, type DnsRecord, isQuestionOf, recordOf } from './packet.ts';

export interface Part {
  readonly rcode: string;
  readonly authoritative: boolean;
  /** Records of the message, those that were passed over included. */
  readonly count: number;
  /** Those that were decoded, in the order of the message. */
  readonly records: readonly DnsRecord[];
  /** The first and the last of the message, where they were decoded. */
  readonly first: DnsRecord | undefined;
  readonly last: DnsRecord | undefined;
}

/** The library decodes one by one as well; its types leave that out. */
const library = dnsPacket as unknown as {
  readonly question: { decode: ((bytes: Buffer, at: number) => dnsPacket.Question) & { bytes: number } };
  readonly answer: { decode: ((bytes: Buffer, at: number) => dnsPacket.Answer) & { bytes: number } };
};

const HEADER_BYTES = 12;
const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const RCODE = 0x000f;
const A = 1;
const AAAA = 28;
/** Length of the data of both. */
const ADDRESS_BYTES: Readonly<Record<number, number>> = { [A]: 4, [AAAA]: 16 };
/** Type, class, TTL and length of the data. */
const FIXED_BYTES = 10;

/**
 * Undefined: not the answer to this question. `maybe` is given the bytes of an address. Throws what the library throws, and a
 * RangeError for a message that is cut off.
 */
export function partOf(
  bytes: Buffer,
  asked: Asked,
  laterPart: boolean,
  maybe: (data: Buffer) => boolean,
): Part | undefined {
  const flags = bytes.readUInt16BE(2);
  if ((flags & RCODE) !== 0) return refusalOf(bytes, asked, laterPart);
  if (bytes.readUInt16BE(0) !== asked.id || (flags & RESPONSE) === 0) return undefined;
  const questions = bytes.readUInt16BE(4);
  // The later messages of a transfer may leave the question out.
  if (questions === 0 && !laterPart) return undefined;
  let at = HEADER_BYTES;
  for (let left = questions; left > 0; left -= 1) {
    const question = library.question.decode(bytes, at);
    if (left === questions && !isQuestionOf(question, asked)) return undefined;
    at += library.question.decode.bytes;
  }
  const count = bytes.readUInt16BE(6);
  const records: DnsRecord[] = [];
  let [first, last]: (DnsRecord | undefined)[] = [];
  for (let index = 0; index < count; index += 1) {
    const fixed = afterName(bytes, at);
    const end = fixed + FIXED_BYTES + bytes.readUInt16BE(fixed + 8);
    const isOther =
      ADDRESS_BYTES[bytes.readUInt16BE(fixed)] === end - fixed - FIXED_BYTES &&
      end <= bytes.length &&
      !maybe(bytes.subarray(fixed + FIXED_BYTES, end));
    const record = isOther ? undefined : recordOf(library.answer.decode(bytes, at));
    at = isOther ? end : at + library.answer.decode.bytes;
    if (record !== undefined) records.push(record);
    if (index === 0) first = record;
    last = record;
  }
  return { rcode: 'NOERROR', authoritative: (flags & AUTHORITATIVE) !== 0, count, records, first, last };
}

function refusalOf(bytes: Buffer, asked: Asked, laterPart: boolean): Part | undefined {
  const answer = answerOf(bytes, asked, laterPart);
  if (answer === undefined) return undefined;
  const { rcode, authoritative } = answer;
  return { rcode, authoritative, count: 0, records: [], first: undefined, last: undefined };
}

/** Where a name that begins at `from` has ended in this place; a pointer ends it. */
function afterName(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    const length = bytes.readUInt8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    if (length >= 0x40) throw new RangeError('a label is longer than 63 bytes');
    at += 1 + length;
  }
}

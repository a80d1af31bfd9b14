// One message of a transfer. Most records of most zones are addresses that are not the one looked for: these are counted and
// passed over by their bytes; all others are decoded by the library, and what it cannot decode is an error.
import dnsPacket from 'dns-packet';
import { answerOf, type Asked, type DnsRecord, isQuestionOf, recordOf } from './packet.ts';

export interface Part {
  readonly rcode: string;
  readonly authoritative: boolean;
  /** The server itself says that the message is cut off. */
  readonly truncated: boolean;
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
const TRUNCATED = 0x0200;
const RCODE = 0x000f;
/** The type of an address record, and the length of its data. */
const [A, A_BYTES] = [1, 4];
const [AAAA, AAAA_BYTES] = [28, 16];
/** Type, class, TTL and length of the data. */
const FIXED_BYTES = 10;
/** Of a whole name with its lengths, as the library bounds it. */
const NAME_BYTES_MAX = 254;

/** No: the address whose bytes end at `end` is surely not the one looked for. */
export type MaybeAddress = (bytes: Buffer, end: number) => boolean;

/**
 * Undefined: not the answer to this question. Throws what the library throws, and a RangeError for a message that is cut off or longer
 * than the records that it counts.
 */
export function partOf(bytes: Buffer, asked: Asked, laterPart: boolean, maybe: MaybeAddress): Part | undefined {
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
    const end = afterOther(bytes, at, maybe);
    const record = end === undefined ? recordOf(library.answer.decode(bytes, at)) : undefined;
    at = end ?? at + library.answer.decode.bytes;
    if (record !== undefined) records.push(record);
    if (index === 0) first = record;
    last = record;
  }
  for (let left = bytes.readUInt16BE(8) + bytes.readUInt16BE(10); left > 0; left -= 1) {
    library.answer.decode(bytes, at);
    at += library.answer.decode.bytes;
  }
  // Records that nobody counts would be records that nobody reads.
  if (at !== bytes.length) throw new RangeError('the message is longer than its records');
  const [authoritative, truncated] = [(flags & AUTHORITATIVE) !== 0, (flags & TRUNCATED) !== 0];
  return { rcode: 'NOERROR', authoritative, truncated, count, records, first, last };
}

function refusalOf(bytes: Buffer, asked: Asked, laterPart: boolean): Part | undefined {
  const answer = answerOf(bytes, asked, laterPart);
  if (answer === undefined) return undefined;
  const { rcode, authoritative, truncated } = answer;
  return { rcode, authoritative, truncated, count: 0, records: [], first: undefined, last: undefined };
}

/** Where the record that begins at `from` ends, if it is an address and surely not the one looked for. */
function afterOther(bytes: Buffer, from: number, maybe: MaybeAddress): number | undefined {
  const fixed = afterName(bytes, from);
  const data = fixed + FIXED_BYTES;
  if (bytes[fixed] !== 0) return undefined;
  const type = bytes[fixed + 1];
  const length = type === A ? A_BYTES : type === AAAA ? AAAA_BYTES : undefined;
  if (length === undefined || bytes[data - 2] !== 0 || bytes[data - 1] !== length) return undefined;
  const end = data + length;
  return end > bytes.length || maybe(bytes, end) ? undefined : end;
}

/** Where a name has ended in this place. It is read to its end, with the bounds of the library: a pointer leads only backwards. */
function afterName(bytes: Buffer, from: number): number {
  let [at, start, total] = [from, from, 0];
  let after: number | undefined;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) throw new RangeError('a name goes beyond the end of its message');
    if (length === 0) return after ?? at + 1;
    if (length < 0x40) {
      at += 1 + length;
      total += 1 + length;
      if (total > NAME_BYTES_MAX) throw new RangeError('a name is too long');
    } else {
      const low = bytes[at + 1];
      const target = low === undefined || length < 0xc0 ? start : ((length & 0x3f) << 8) | low;
      if (target >= start) throw new RangeError('a name has a bad label or pointer');
      after ??= at + 2;
      at = start = target;
    }
  }
}

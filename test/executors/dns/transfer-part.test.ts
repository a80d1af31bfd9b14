// The walk over a transfer's bytes beside full decoding: it finds the same of every message, and of a damaged one never more peace.
import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KaiyakuError } from '../../../src/base/errors.ts';
import { matchOf } from '../../../src/executors/dns/address.ts';
import { endpointOf } from '../../../src/executors/dns/endpoint.ts';
import { DNS_LIMITS } from '../../../src/executors/dns/limits.ts';
import { answerOf, type Asked, type DnsRecord } from '../../../src/executors/dns/packet.ts';
import { partOf } from '../../../src/executors/dns/transfer-part.ts';
import { Transfer } from '../../../src/executors/dns/transfer.ts';
import { compressedAnswer, type Row } from './compressed-message.ts';

const ZONE = 'a.test';
const SERVER = endpointOf('192.0.2.53', 'primary');
const WANTED = ['192.0.2.10', '2001:db8::10', '::ffff:192.0.2.10'] as const;

const label = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
const name = fc.oneof(
  fc.constant(ZONE),
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, ZONE].join('.')),
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.')),
);
const four = fc.oneof(fc.constantFrom('192.0.2.10', '192.0.2.11'), fc.ipV4());
const six = fc.oneof(
  fc.constantFrom('2001:db8::10', '2001:db8::11', '::ffff:192.0.2.10', '2001:db8::c000:20a'),
  fc
    .array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.map((one) => one.toString(16)).join(':')),
);
const text = fc.oneof(
  four.map((address) => `v=spf1 ip4:${address} -all`),
  fc.string({ maxLength: 60 }),
);
const row: fc.Arbitrary<Row> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name, type: fc.constant('A' as const), data: four }) },
  { weight: 3, arbitrary: fc.record({ name, type: fc.constant('AAAA' as const), data: six }) },
  fc.record({ name, type: fc.constant('TXT' as const), data: text }),
  fc.record({ name, type: fc.constantFrom('CNAME', 'NS', 'PTR', 'MX', 'SRV'), data: name }),
  fc.record({
    name,
    type: fc.constant('UNKNOWN_65' as const),
    data: fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  }),
);
const soa = (serial: number): Row => ({ name: ZONE, type: 'SOA', data: serial });
const zone = fc.array(row, { maxLength: 30 }).map((rows) => [soa(7), ...rows, soa(7)]);

/** Bytes that are turned, cut off and added. */
const damage = fc.record({
  turned: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(40)),
  added: fc.oneof({ weight: 3, arbitrary: fc.constant(new Uint8Array(0)) }, fc.uint8Array({ maxLength: 20 })),
});

function damaged(
  bytes: Buffer,
  { turned, cut, added }: { turned: [number, number][]; cut: number; added: Uint8Array },
): Buffer {
  const spoiled = Buffer.from(bytes);
  for (const [at, value] of turned) spoiled[at % spoiled.length] = value;
  return Buffer.concat([spoiled.subarray(0, spoiled.length - Math.min(cut, spoiled.length)), added]);
}

/** What full decoding finds, but for addresses that are others. Undefined: it cannot be read. */
function fully(
  bytes: Buffer,
  asked: Asked,
  wanted: string,
): { rcode: string; count: number; found: DnsRecord[] } | undefined {
  try {
    const answer = answerOf(bytes, asked);
    const count = dnsPacket.decode(bytes).answers!.length;
    return answer && { rcode: answer.rcode, count, found: withoutOthers(answer.answers, wanted) };
  } catch {
    return undefined;
  }
}

const withoutOthers = (records: readonly DnsRecord[], wanted: string): DnsRecord[] =>
  records.filter(({ type, data }) => (type !== 'A' && type !== 'AAAA') || matchOf(wanted).is(String(data)));

function walked(bytes: Buffer, asked: Asked, wanted: string): ReturnType<typeof fully> {
  try {
    const part = partOf(bytes, asked, false, matchOf(wanted).maybe);
    return part && { rcode: part.rcode, count: part.count, found: withoutOthers(part.records, wanted) };
  } catch {
    return undefined;
  }
}

const transferOf = (wanted: string) => new Transfer(SERVER, ZONE, matchOf(wanted), DNS_LIMITS);

describe('the walk over a message of a transfer', () => {
  it('finds what full decoding finds, whatever is compressed', () => {
    fc.assert(
      fc.property(zone, fc.constantFrom(...WANTED), (rows, wanted) => {
        const { asked } = transferOf(wanted);
        const bytes = compressedAnswer(asked.bytes, rows);
        const full = fully(bytes, asked, wanted);
        expect(full).toMatchObject({ rcode: 'NOERROR', count: rows.length });
        expect(walked(bytes, asked, wanted)).toEqual(full);
      }),
      { numRuns: 400 },
    );
  });

  it('reads nothing of a damaged message that full decoding does not read, and nothing else', () => {
    let [read, refused] = [0, 0];
    fc.assert(
      fc.property(zone, damage, fc.constantFrom(...WANTED), (rows, how, wanted) => {
        const { asked } = transferOf(wanted);
        const bytes = damaged(compressedAnswer(asked.bytes, rows), how);
        const part = walked(bytes, asked, wanted);
        if (part === undefined) return void (refused += 1);
        read += 1;
        const full = fully(bytes, asked, wanted)!;
        expect(part.rcode).toBe(full.rcode);
        if (part.rcode === 'NOERROR') expect(part).toEqual(full);
      }),
      { numRuns: 3_000 },
    );
    // Both happened: neither half of the property is empty.
    expect(Math.min(read, refused)).toBeGreaterThan(100);
  });

  it('ends on names that lead to themselves, to each other or forwards', () => {
    const { asked } = transferOf(WANTED[0]);
    const good = compressedAnswer(asked.bytes, [soa(7), { name: ZONE, type: 'A', data: '192.0.2.99' }, soa(7)]);
    const owner = good.lastIndexOf(Buffer.from([0xc0, 0x0c, 0, 1, 0, 1]));
    for (const target of [owner, owner + 2, owner + 1, 0x3fff]) {
      const bytes = Buffer.from(good);
      bytes.writeUInt16BE(0xc000 | target, owner);
      expect(fully(bytes, asked, WANTED[0])).toBeUndefined();
      expect(walked(bytes, asked, WANTED[0])).toBeUndefined();
    }
  });
});

it('a name that is longer than a name may be is not passed over', () => {
  const { asked } = transferOf(WANTED[0]);
  const long = Array.from({ length: 5 }, () => 'x'.repeat(60)).join('.');
  const bytes = compressedAnswer(asked.bytes, [soa(7), { name: long, type: 'A', data: '192.0.2.99' }, soa(7)]);
  expect(fully(bytes, asked, WANTED[0])).toBeUndefined();
  expect(walked(bytes, asked, WANTED[0])).toBeUndefined();
});

describe('a whole transfer', () => {
  it('is an error where a message counts less records than it holds', () => {
    const transfer = transferOf(WANTED[0]);
    const bytes = compressedAnswer(transfer.asked.bytes, [soa(7), { name: ZONE, type: 'A', data: WANTED[0] }]);
    bytes.writeUInt16BE(1, 6);
    expect(() => transfer.take(bytes, () => undefined)).toThrow(expect.objectContaining({ code: 'dns-malformed' }));
  });

  it('of damaged messages is an error, or tells every record that full decoding finds', () => {
    let [whole, failed] = [0, 0];
    fc.assert(
      fc.property(zone, fc.array(damage, { minLength: 1, maxLength: 1 }), fc.nat(30), (rows, [how], split) => {
        const wanted = WANTED[0];
        const transfer = transferOf(wanted);
        const at = 1 + (split % (rows.length - 1));
        const parts = [rows.slice(0, at), rows.slice(at)].map((part) => compressedAnswer(transfer.asked.bytes, part));
        const messages = [parts[0]!, damaged(parts[1]!, how!)];
        const told: DnsRecord[] = [];
        try {
          for (const message of messages) transfer.take(message, (record) => told.push(record));
        } catch (error) {
          expect(error).toBeInstanceOf(KaiyakuError);
          expect(error).toMatchObject({ kind: 'provider' });
          return void (failed += 1);
        }
        if (transfer.state !== 'whole') return;
        whole += 1;
        const full = messages.flatMap((message) => fully(message, transfer.asked, wanted)!.found);
        // The closing SOA is not told.
        expect(withoutOthers(told, wanted)).toEqual(full.slice(0, -1));
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(whole, failed)).toBeGreaterThan(100);
  });
});

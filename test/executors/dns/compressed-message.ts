// Answers as real servers write them, names compressed wherever they may be, because the packet library writes no pointers. Only for
// tests.
import dnsPacket from 'dns-packet';

export interface Row {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'TXT' | 'CNAME' | 'NS' | 'PTR' | 'MX' | 'SRV' | 'SOA' | 'UNKNOWN_65';
  /** Data as the library takes it; of an SOA the serial, of an MX or SRV its host. */
  readonly data: string | Buffer | number;
}

/** The library's types leave its single records out. */
const library = dnsPacket as unknown as { record(type: string): { encode(data: string): Buffer } };

const NUMBERS = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, UNKNOWN_65: 65 };

/** An authoritative answer to the question of `asked`. */
export function compressedAnswer(asked: Buffer, rows: readonly Row[]): Buffer {
  const pieces: Buffer[] = [];
  const known = new Map<string, number>();
  let at = 0;
  const put = (piece: Buffer) => {
    pieces.push(piece);
    at += piece.length;
  };
  /** `ahead`: bytes of the record that are written before the name. */
  const nameBytes = (name: string, ahead: number): Buffer => {
    const written: Buffer[] = [];
    let offset = at + ahead;
    for (let rest = name; ; rest = rest.slice(rest.indexOf('.') + 1)) {
      if (rest === '') return Buffer.concat([...written, Buffer.from([0])]);
      const before = known.get(rest);
      if (before !== undefined) return Buffer.concat([...written, u16(0xc000 | before)]);
      if (offset < 0x4000) known.set(rest, offset);
      const label = Buffer.from(rest.split('.')[0]!);
      written.push(Buffer.from([label.length]), label);
      offset += 1 + label.length;
      if (!rest.includes('.')) return Buffer.concat([...written, Buffer.from([0])]);
    }
  };
  const dataOf = ({ type, data, name }: Row): Buffer => {
    const inside = (prefix: Buffer) => Buffer.concat([prefix, nameBytes(String(data), 10 + prefix.length)]);
    switch (type) {
      case 'A':
        return library.record('A').encode(String(data)).subarray(2);
      case 'AAAA':
        return library.record('AAAA').encode(String(data)).subarray(2);
      case 'TXT':
        return library.record('TXT').encode(String(data)).subarray(2);
      case 'MX':
        return inside(u16(10));
      case 'SRV':
        return inside(Buffer.concat([u16(1), u16(2), u16(3)]));
      case 'SOA': {
        const mname = nameBytes(name, 10);
        const rname = nameBytes(`root.${name}`, 10 + mname.length);
        const numbers = Buffer.alloc(20);
        numbers.writeUInt32BE(Number(data));
        return Buffer.concat([mname, rname, numbers]);
      }
      case 'UNKNOWN_65':
        return data as Buffer;
      case 'CNAME':
      case 'NS':
      case 'PTR':
        return inside(Buffer.alloc(0));
    }
  };
  const header = Buffer.from(asked.subarray(0, 12));
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(rows.length, 6);
  put(header);
  known.set(dnsPacket.decode(asked).questions![0]!.name, at);
  put(asked.subarray(12));
  for (const row of rows) {
    put(nameBytes(row.name, 0));
    const data = dataOf(row);
    put(Buffer.concat([u16(NUMBERS[row.type]), u16(1), Buffer.from([0, 0, 0, 60]), u16(data.length), data]));
  }
  return Buffer.concat(pieces);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

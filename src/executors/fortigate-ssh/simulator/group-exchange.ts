// Diffie-Hellman group exchange (RFC 4419) for ssh2's server, which leaves it out. FortiOS 7.2 has been seen to offer nothing
// else, and netmiko asks for nothing else. It reaches into ssh2's key exchange object and says so when that has changed.
import { createDiffieHellmanGroup } from 'node:crypto';
import type { Connection } from 'ssh2';
import { bugError } from '../../../base/errors.ts';

const KEXDH_INIT = 30;
const GEX_GROUP = 31;
const GEX_INIT = 32;
const GEX_REPLY = 33;
const GEX_REQUEST = 34;

/** The part of ssh2's `KeyExchange` that is used here. */
interface KeyExchange {
  readonly type: string;
  _step: number;
  _minBits: number;
  _prefBits: number;
  _maxBits: number;
  setDHParams(prime: Buffer, generator: Buffer): void;
  generateKeys(): void;
  getDHParams(): { readonly prime: Buffer; readonly generator: Buffer };
  parse(payload: Buffer): unknown;
}

interface PacketWriter {
  readonly allocStartKEX: number;
  alloc(size: number, force: boolean): Buffer;
  finalize(packet: Buffer, force: boolean): Buffer;
}

interface Protocol {
  _kex: KeyExchange | undefined;
  readonly _packetRW: { readonly write: PacketWriter };
  readonly _cipher: { encrypt(packet: Buffer): void };
}

/** Teaches one connection to answer a group exchange. Call it before its key exchange begins; throws `bug/ssh2-internals`. */
export function serveGroupExchange(client: Connection): void {
  const protocol = (client as unknown as { _protocol?: Protocol })._protocol;
  if (protocol === undefined || typeof protocol._packetRW?.write?.finalize !== 'function')
    throw bugError('ssh2-internals', 'ssh2 no longer keeps its protocol where the FortiGate simulator looks for it');
  let kex = protocol._kex;
  Object.defineProperty(protocol, '_kex', {
    configurable: true,
    enumerable: true,
    get: () => kex,
    set: (value: KeyExchange | undefined) => {
      kex = value;
      if (value?.type === 'groupex') teach(value, protocol);
    },
  });
}

function teach(kex: KeyExchange, protocol: Protocol): void {
  const plain = Object.getPrototypeOf(Object.getPrototypeOf(kex)) as KeyExchange;
  const own = Object.getPrototypeOf(kex) as KeyExchange;
  kex.parse = (payload) => {
    if (kex._step === 1 && payload[0] === GEX_REQUEST) {
      kex._minBits = payload.readUInt32BE(1);
      kex._prefBits = payload.readUInt32BE(5);
      kex._maxBits = payload.readUInt32BE(9);
      // 2048 bits whatever is preferred: every client that we know allows it, and more only costs time.
      const group = createDiffieHellmanGroup('modp14');
      kex.setDHParams(group.getPrime(), group.getGenerator());
      kex.generateKeys();
      const { prime, generator } = kex.getDHParams();
      return sendStrings(protocol, GEX_GROUP, [prime, generator]);
    }
    if (kex._step === 1 && payload[0] === GEX_INIT) {
      payload[0] = KEXDH_INIT;
      renumberNext(protocol._packetRW.write, GEX_REPLY);
      kex.parse = (rest) => plain.parse.call(kex, rest);
      return kex.parse(payload);
    }
    // Out of order: ssh2's own refusal.
    return own.parse.call(kex, payload);
  };
}

function sendStrings(protocol: Protocol, type: number, strings: readonly Buffer[]): void {
  const { write } = protocol._packetRW;
  const packet = write.alloc(1 + strings.reduce((sum, { length }) => sum + 4 + length, 0), true);
  let at = write.allocStartKEX;
  packet[at] = type;
  at += 1;
  for (const bytes of strings) {
    packet.writeUInt32BE(bytes.length, at);
    packet.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  protocol._cipher.encrypt(write.finalize(packet, true));
}

// ssh2 numbers the reply as one of the plain exchange.
function renumberNext(write: PacketWriter, type: number): void {
  const finalize = write.finalize.bind(write);
  write.finalize = (packet, force) => {
    write.finalize = finalize;
    packet[write.allocStartKEX] = type;
    return finalize(packet, force);
  };
}

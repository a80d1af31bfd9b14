// Recognises one address wherever a record may carry it: as an address, inside of a text or a range, as raw bytes. When in
// doubt it says yes: a false find costs a look, a missed one hands a name to a stranger.
import { isIP, isIPv4 } from 'node:net';
import { userError } from '../../base/errors.ts';

export interface AddressMatch {
  /** Name of the address in the reverse tree. */
  readonly reverseName: string;
  /** The text is this address, in any spelling. */
  is(text: string): boolean;
  /** The text holds the address, or a range (`192.0.2.0/24`) that it lies in. */
  inText(text: string): boolean;
  inBytes(bytes: Buffer): boolean;
  /** No: the bytes of the address, IPv4 or IPv6, that ends at `end` are surely another one. Much quicker than `is`. */
  readonly maybe: (bytes: Buffer, end: number) => boolean;
}

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?![\d]|\.\d)/g;
const IPV6 = /(?<![0-9a-fA-F:.])[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:\/\d{1,3})?/g;

/** Throws the user's error `bad-address`. */
export function matchOf(address: string): AddressMatch {
  if (isIP(address) === 0) throw userError('bad-address', `${address} is no IP address`);
  const raw = bytesOf(address);
  const wanted = mapped(raw);
  const tail = raw.readUInt32BE(raw.length - 4);
  const plain = isIPv4(address) ? address : undefined;
  const is = (text: string) => {
    const family = isIP(text);
    // Of IPv4 there is one spelling.
    if (family === 4 && plain !== undefined) return text === plain;
    return family !== 0 && mapped(bytesOf(text)).equals(wanted);
  };
  return {
    reverseName: reverseNameOf(address, raw),
    is,
    inText: (text) =>
      (text.includes('.') &&
        some(text, IPV4, (found) => (found.includes('/') ? isWithin(found, wanted) : is(found)))) ||
      (hasTwoColons(text) && some(text, IPV6, (found) => inRange(found, wanted))),
    inBytes: (bytes) => bytes.includes(raw),
    // An IPv4 address ends as its spelling within IPv6 does.
    maybe: (bytes, end) => bytes.readUInt32BE(end - 4) === tail,
  };
}

const some = (text: string, pattern: RegExp, test: (found: string) => boolean): boolean =>
  text.match(pattern)?.some(test) ?? false;

/** Less is no IPv6 address. */
const hasTwoColons = (text: string): boolean => text.indexOf(':') !== text.lastIndexOf(':');

function inRange(text: string, wanted: Buffer): boolean {
  // Of `ip6:2001:db8::` the pattern takes `6:2001:db8::`: what stands before the first colon may belong to a word.
  return isWithin(text, wanted) || isWithin(text.slice(text.indexOf(':') + 1), wanted);
}

/** The address, or a range that begins with it (`192.0.2.0/24`). */
function isWithin(range: string, wanted: Buffer): boolean {
  const slash = range.indexOf('/');
  const network = slash < 0 ? range : range.slice(0, slash);
  const family = isIP(network);
  if (family === 0) return false;
  const bits = family === 4 ? 32 : 128;
  const prefix = slash < 0 ? bits : Number(range.slice(slash + 1));
  return prefix <= bits && sameBits(mapped(bytesOf(network)), wanted, 128 - bits + prefix);
}

/** An IPv4 address as IPv6 spells it (`::ffff:192.0.2.1`), so that both compare. */
const mapped = (raw: Buffer): Buffer => (raw.length === 4 ? Buffer.concat([MAPPED_HEAD, raw]) : raw);
const MAPPED_HEAD = Buffer.from('00000000000000000000ffff', 'hex');

function sameBits(one: Buffer, other: Buffer, bits: number): boolean {
  const whole = bits >> 3;
  const left = 8 - (bits & 7);
  return (
    one.subarray(0, whole).equals(other.subarray(0, whole)) &&
    (left === 8 || one[whole]! >> left === other[whole]! >> left)
  );
}

function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return bytesOfFour(address);
  // The URL parser is the platform's own normaliser of IPv6, embedded IPv4 included.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function bytesOfFour(address: string): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  let [at, value] = [0, 0];
  for (let index = 0; index <= address.length; index += 1) {
    const digit = address.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else {
      bytes[at++] = value;
      value = 0;
    }
  }
  return bytes;
}

function reverseNameOf(address: string, raw: Buffer): string {
  if (isIPv4(address)) return `${[...raw].reverse().join('.')}.in-addr.arpa`;
  return `${raw.toString('hex').split('').reverse().join('.')}.ip6.arpa`;
}

// Recognises one address wherever a record may carry it: as an address, inside of a text or a range, as raw bytes. When in
// doubt it says yes: a false find costs a look, a missed one hands a name to a stranger.
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { userError } from '../../base/errors.ts';

export interface AddressMatch {
  /** Name of the address in the reverse tree. */
  readonly reverseName: string;
  /** The text is this address, in any spelling. */
  is(text: string): boolean;
  /** The text holds the address, or a range (`192.0.2.0/24`) that it lies in. */
  inText(text: string): boolean;
  inBytes(bytes: Buffer): boolean;
}

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?![\d]|\.\d)/g;
const IPV6 = /(?<![0-9a-fA-F:.])[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:\/\d{1,3})?/g;

/** Throws the user's error `bad-address`. */
export function matchOf(address: string): AddressMatch {
  if (isIP(address) === 0) throw userError('bad-address', `${address} is no IP address`);
  const only = new BlockList();
  only.addAddress(address, familyOf(address));
  const raw = bytesOf(address);
  const is = (text: string) => isIP(text) !== 0 && only.check(text, familyOf(text));
  return {
    reverseName: reverseNameOf(address, raw),
    is,
    inText: (text) =>
      [...text.matchAll(IPV4), ...text.matchAll(IPV6)].some(([found]) => is(found) || inRange(found, address)),
    inBytes: (bytes) => bytes.includes(raw),
  };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

function inRange(text: string, address: string): boolean {
  // Of `ip6:2001:db8::` the pattern takes `6:2001:db8::`: what stands before the first colon may belong to a word.
  const spellings = [text, text.slice(text.indexOf(':') + 1)];
  return spellings.some((range) => {
    const [network = '', length] = range.split('/');
    const prefix = Number(length ?? (isIPv4(network) ? 32 : 128));
    if (isIP(network) === 0 || prefix > (isIPv4(network) ? 32 : 128)) return false;
    const list = new BlockList();
    list.addSubnet(network, prefix, familyOf(network));
    return list.check(address, familyOf(address));
  });
}

function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // The URL parser is the platform's own normaliser of IPv6, embedded IPv4 included.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function reverseNameOf(address: string, raw: Buffer): string {
  if (isIPv4(address)) return `${[...raw].reverse().join('.')}.in-addr.arpa`;
  return `${raw.toString('hex').split('').reverse().join('.')}.ip6.arpa`;
}

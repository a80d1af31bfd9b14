// IP addresses and networks as numbers, to say whether one names the other. Pure.
import { isIP } from 'node:net';
import { NAMING_PREFIX_V4_MIN, NAMING_PREFIX_V6_MIN } from '../../base/limits.ts';

/** A network; a single address is one of full prefix length. */
export interface Network {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

/** `203.0.113.5`, `203.0.113.0/28`, `2001:db8::/64`; undefined for anything else. Host bits are cut off. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const family = isIP(address);
  if (rest.length > 0 || (family !== 4 && family !== 6) || address.includes('%')) return undefined;
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > bits) return undefined;
  const hostBits = BigInt(bits - prefix);
  const value = family === 4 ? parseV4(address) : parseV6(address);
  const first = (value >> hostBits) << hostBits;
  return { family, first, last: first + (1n << hostBits) - 1n, prefix };
}

/** Both texts name the same network, however they are written; a prefix length that one leaves out is the other's. */
export function sameNetwork(a: string, b: string): boolean {
  const [left, right] = [parseNetwork(a), parseNetwork(b)];
  if (left === undefined || right === undefined) return a === b;
  const sameLength = left.prefix === right.prefix || a.includes('/') !== b.includes('/');
  return left.family === right.family && left.first === right.first && sameLength;
}

export function overlaps(a: Network, b: Network): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Addresses and networks that stand in a text: `v=spf1 ip4:203.0.113.0/28 -all`, `10 203.0.113.5`. */
export function networksIn(text: string): Network[] {
  const words = text.match(/[0-9a-fA-F:.]+(?:\/\d{1,3})?/g) ?? [];
  return words
    .flatMap((word) => [word, word.replace(/^[^:]*:/, ''), word.replace(/:\d+$/, '')])
    .map((word) => parseNetwork(word.replace(/^[.:](?!:)|(?<!:)[.:]$/g, '')))
    .filter((network) => network !== undefined);
}

/** The text names an address of the network, or a network narrow enough to mean it. */
export function names(text: string, wanted: Network): boolean {
  return networksIn(text).some((found) => {
    const narrowest = found.family === 4 ? NAMING_PREFIX_V4_MIN : NAMING_PREFIX_V6_MIN;
    return overlaps(found, wanted) && (found.prefix >= narrowest || found.prefix >= wanted.prefix);
  });
}

/** The address behind a reverse name such as `5.0-15.113.0.203.in-addr.arpa` or `…ip6.arpa`; undefined for others. */
export function addressOfReverseName(name: string): string | undefined {
  const v4 = /^(.*)\.in-addr\.arpa\.?$/i.exec(name)?.[1];
  if (v4 !== undefined) {
    // Labels of classless delegations (0-15, 0/28) are no part of the address.
    const octets = v4.split('.').filter((label) => /^\d+$/.test(label));
    return octets.length === 4 ? octets.reverse().join('.') : undefined;
  }
  const v6 = /^((?:[0-9a-f]\.){31}[0-9a-f])\.ip6\.arpa\.?$/i.exec(name)?.[1];
  return v6?.split('.').reverse().join('').match(/.{4}/g)?.join(':');
}

function parseV4(address: string): bigint {
  return address.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function parseV6(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((value, group) => (value << 16n) | group, 0n);
}

function groupsOf(part: string): bigint[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const v4 = parseV4(group);
    return [v4 >> 16n, v4 & 0xffffn];
  });
}

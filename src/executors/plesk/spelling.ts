// Names and addresses in one spelling each, so that they can be compared as text. Pure.
import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** Small letters, punycode, no dot at the end; undefined for what is no domain name. */
export function plainName(text: string): string | undefined {
  const name = text.replace(/\.$/, '');
  if (!/^[^\s/:@]+\.[^\s/:@]+$/.test(name)) return undefined;
  const ascii = domainToASCII(name.toLowerCase());
  return ascii === '' ? undefined : ascii;
}

/** The shortest spelling of IPv6; undefined for what is no address. */
export function plainAddress(text: string): string | undefined {
  if (isIP(text) === 0) return undefined;
  return isIPv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;
const IPV6 = /(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/gi;

/** The text holds this address, as a value or inside of one (SPF). */
export const holdsAddress = (text: string, address: string): boolean =>
  [...text.matchAll(IPV4), ...text.matchAll(IPV6)]
    // Of `ip6:2001:db8::1` the pattern takes `6:2001:db8::1`: what stands before the first colon may belong to a word.
    .flatMap(([found]) => [found, found.slice(found.indexOf(':') + 1)])
    .some((found) => plainAddress(found) === address);

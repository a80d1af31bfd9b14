// Where a word names an address: alone, with a port, in brackets, within a URL; never a part of a longer number, never the range
// that it lies in. Pure.

export interface Place {
  readonly index: number;
  readonly length: number;
}

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d|\/(?!32\b)\d)/g;
const IPV6 =
  /(?<![0-9a-fA-F:.])[0-9a-fA-F]{0,4}:[0-9a-fA-F:]*:[0-9a-fA-F:.]*[0-9a-fA-F.:](?![0-9a-fA-F:.]|\/(?!128\b)\d)/g;

export function placesOf(text: string, address: string): Place[] {
  const pattern = address.includes(':') ? IPV6 : IPV4;
  return [...text.matchAll(pattern)].flatMap((match) =>
    plain(match[0]) === plain(address) ? [{ index: match.index, length: match[0].length }] : [],
  );
}

/** The word with the other address in its place. */
export function renamed(text: string, address: string, to: string): string {
  return placesOf(text, address).reduceRight(
    (edited, { index, length }) => edited.slice(0, index) + to + edited.slice(index + length),
    text,
  );
}

/** `2001:DB8::1` and `2001:db8:0::1` are one address. */
export function plain(address: string): string {
  if (!address.includes(':')) return address;
  try {
    return new URL(`http://[${address}]/`).hostname;
  } catch {
    return address;
  }
}

/** For comparing whole words: one spelling of every address in it. */
export function spelled(text: string): string {
  return text.toLowerCase().replaceAll(IPV6, (one) => plain(one));
}

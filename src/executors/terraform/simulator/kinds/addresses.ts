// The IPv4 addresses of a block, first to last. The API gives only the two ends under a switch.

const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** No router has a block larger than a /26. */
const ADDRESSES_MAX = 64;

/** None when an end is missing. */
export function addressesBetween(min: string, max: string): string[] {
  if (min === '' || max === '') return [];
  const first = toNumber(min);
  const count = Math.min(toNumber(max) - first + 1, ADDRESSES_MAX);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => toText(first + index));
}

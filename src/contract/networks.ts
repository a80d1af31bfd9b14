// IPv4 and IPv6 addresses and networks as numbers, to tell whether one lies in the other. Pure; reads text, never resolves.

export interface Network {
  readonly family: 4 | 6;
  /** The address as written. */
  readonly address: bigint;
  readonly first: bigint;
  readonly last: bigint;
}

/** `203.0.113.16/28` or `2001:db8::/64`; undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [, ip, length] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const parsed = ip === undefined ? undefined : parseAddress(ip);
  if (parsed === undefined) return undefined;
  const bits = parsed.family === 4 ? 32 : 128;
  if (Number(length) > bits) return undefined;
  const hosts = (1n << BigInt(bits - Number(length))) - 1n;
  const first = parsed.value & ~hosts;
  return { family: parsed.family, address: parsed.value, first, last: first | hosts };
}

/** Whether the address lies in the network; false when either cannot be read. */
export function containsAddress(network: string, address: string): boolean {
  const block = parseNetwork(network);
  const parsed = parseAddress(address);
  if (block === undefined || parsed === undefined || block.family !== parsed.family) return false;
  return block.first <= parsed.value && parsed.value <= block.last;
}

/** An address as a number; undefined when the text is none. */
export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  const four = parseFour(text);
  if (four !== undefined) return { family: 4, value: four };
  const halves = text.split('::');
  if (halves.length > 2 || !/^[0-9a-fA-F:.]+$/.test(text)) return undefined;
  const groups = halves.map(groupsOf);
  const [head, tail] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return { family: 6, value: all.reduce((value, group) => (value << 16n) | BigInt(group), 0n) };
}

function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  for (const [at, part] of half.split(':').entries()) {
    const four = at === half.split(':').length - 1 ? parseFour(part) : undefined;
    if (four !== undefined) groups.push(Number(four >> 16n), Number(four & 0xffffn));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

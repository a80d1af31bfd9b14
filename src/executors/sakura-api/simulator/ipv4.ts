// IPv4 arithmetic for blocks and addresses (facts §5.3). Pure.
import { bugError } from '../../../base/errors.ts';

export interface Block {
  readonly network: number;
  readonly maskLen: number;
}

export function ipToNumber(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function ipToText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** `203.0.113.0/28`; undefined when it is not a block or its host bits are set. */
export function parseBlock(text: string): Block | undefined {
  const [address, mask] = text.split('/');
  const network = ipToNumber(address ?? '');
  const maskLen = Number(mask);
  if (network === undefined || mask === undefined || !Number.isInteger(maskLen) || maskLen < 8 || maskLen > 32)
    return undefined;
  return network % blockSize(maskLen) === 0 ? { network, maskLen } : undefined;
}

/** As `parseBlock`, for texts that the world file's check has already passed. */
export function blockOf(text: string): Block {
  const block = parseBlock(text);
  if (block === undefined) throw bugError('not-a-block', `not an IPv4 block: ${text}`);
  return block;
}

export function blockText(block: Block): string {
  return `${ipToText(block.network)}/${block.maskLen}`;
}

export function blockSize(maskLen: number): number {
  return 2 ** (32 - maskLen);
}

export function inBlock(block: Block, address: number): boolean {
  return address >= block.network && address < block.network + blockSize(block.maskLen);
}

export function overlaps(a: Block, b: Block): boolean {
  return inBlock(a, b.network) || inBlock(b, a.network);
}

/** Usable addresses: in a primary block .4 to the one before broadcast, in an additional block all of them. */
export function usableAddresses(block: Block, primary: boolean): string[] {
  const first = block.network + (primary ? 4 : 0);
  const last = block.network + blockSize(block.maskLen) - (primary ? 2 : 1);
  return Array.from({ length: last - first + 1 }, (_, index) => ipToText(first + index));
}

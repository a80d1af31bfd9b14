// Free blocks and prefixes for new routers.
import { blockOf, blockSize, blockText, overlaps } from '../ipv4.ts';
import { refuse } from '../refuse.ts';
import { IPV6_POOL_PREFIX, ROUTER_POOLS } from '../zones.ts';
import { zonesOf, type WorldState } from './file.ts';

const IPV6_NETS_MAX = 0xffff;

/** The first block of this size that overlaps none of any zone. */
export function freeBlock(state: WorldState, maskLen: number): string {
  const used = zonesOf(state).flatMap(([, z]) => z.subnets.map(({ network }) => blockOf(network)));
  for (const pool of ROUTER_POOLS.map(blockOf)) {
    const end = pool.network + blockSize(pool.maskLen);
    for (let network = pool.network; network < end; network += blockSize(maskLen)) {
      const candidate = { network, maskLen };
      if (!used.some((block) => overlaps(block, candidate))) return blockText(candidate);
    }
  }
  throw refuse('run_out_of_ipaddress');
}

export function freeIpv6Prefix(state: WorldState): string {
  const used = new Set(zonesOf(state).flatMap(([, z]) => z.ipv6Nets.map(({ prefix }) => prefix)));
  for (let index = 1; index <= IPV6_NETS_MAX; index += 1) {
    const prefix = `${IPV6_POOL_PREFIX}:${index.toString(16)}::`;
    if (!used.has(prefix)) return prefix;
  }
  throw refuse('run_out_of_ipaddress');
}

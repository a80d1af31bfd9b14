// Switches, routers and their addresses, filters and appliances, as a world file writes them (facts §5, §6).
import * as z from 'zod';
import { availability, block, id, idOrNull, ipv4, named, power, raw } from './fields.ts';

export const networkSwitch = z.strictObject({
  ...named,
  userSubnet: z.strictObject({ defaultRoute: z.string(), networkMaskLen: z.int() }).nullable().default(null),
  bridgeId: idOrNull,
  hybridConnectionId: idOrNull,
});

/** A router (ルータ+スイッチ): `internet` in the API. Its other half is the switch `switchId`. */
export const router = z.strictObject({
  ...named,
  /** `migrating` while a new one still answers 404. */
  availability,
  bandWidthMbps: z.int().default(100),
  switchId: id,
});

/** A block of a router. Without `nextHop` it is the primary one, with it an additional one. */
export const subnet = z.strictObject({
  id,
  routerId: id,
  network: block,
  nextHop: ipv4.nullable().default(null),
  createdAt: z.string().default('2024-04-01T00:00:00+09:00'),
  lockedUntilMs: z.number().nullable().default(null),
});

export const ipv6Net = z.strictObject({
  id,
  routerId: id,
  prefix: z.string(),
  prefixLen: z.int().default(64),
  createdAt: z.string().default('2024-04-01T00:00:00+09:00'),
  lockedUntilMs: z.number().nullable().default(null),
});

/** A reverse name. Stays in the state after its address was released, so that a left-behind one can be seen. */
export const ptr = z.strictObject({ ip: ipv4, hostName: z.string() });
export const ipv6Addr = z.strictObject({ ip: z.string(), hostName: z.string() });

export const packetFilter = z.strictObject({ ...named, expression: z.array(raw).default([]) });
export const bridge = z.strictObject({ ...named });

export const appliance = z.strictObject({
  ...named,
  class: z.enum(['loadbalancer', 'vpcrouter', 'database', 'nfs', 'mobilegateway']),
  availability,
  power,
  beforePower: power,
  powerChangedAt: z.string().nullable().default(null),
  planId: id.default('1'),
  /** The switches its interfaces are on, in order; null for an unused one. */
  nics: z
    .array(z.strictObject({ switchId: z.union([z.literal('shared'), id]).nullable(), ip: z.string().nullable() }))
    .default([]),
  /** API JSON: `{LoadBalancer:[…]}` and the like. */
  settings: raw.default({}),
  remark: raw.default({}),
});

// The world file: the whole simulated account as plain JSON. The same shape is the simulator's state and its snapshot.
import * as z from 'zod';
import { ZONE_NAMES, type ZoneName } from '../zones.ts';
import * as compute from './compute.ts';
import { pendingEvent } from './events.ts';
import { id } from './fields.ts';
import * as global from './global.ts';
import * as network from './network.ts';

const zoneShape = z.strictObject({
  servers: z.array(compute.server).default([]),
  disks: z.array(compute.disk).default([]),
  archives: z.array(compute.archive).default([]),
  autoBackups: z.array(compute.autoBackup).default([]),
  interfaces: z.array(compute.nic).default([]),
  switches: z.array(network.networkSwitch).default([]),
  routers: z.array(network.router).default([]),
  subnets: z.array(network.subnet).default([]),
  ipv6Nets: z.array(network.ipv6Net).default([]),
  ptrs: z.array(network.ptr).default([]),
  ipv6Addrs: z.array(network.ipv6Addr).default([]),
  packetFilters: z.array(network.packetFilter).default([]),
  appliances: z.array(network.appliance).default([]),
  bridges: z.array(network.bridge).default([]),
  privateHosts: z.array(compute.privateHost).default([]),
  cdroms: z.array(compute.cdrom).default([]),
});

const globalShape = z.strictObject({
  items: z.array(global.item).default([]),
  notes: z.array(global.note).default([]),
  sshKeys: z.array(global.sshKey).default([]),
  icons: z.array(global.icon).default([]),
  licenses: z.array(global.license).default([]),
  bills: z.array(global.bill).default([]),
});

const zone = zoneShape.prefault({});

/** Schema of the whole file. */
export const worldSchema = z.strictObject({
  account: z
    .strictObject({
      id: id.default('113000000001'),
      code: z.string().default('fgt-project'),
      name: z.string().default('fgt-project'),
      class: z.string().default('account'),
    })
    .prefault({}),
  member: z.strictObject({ code: z.string().default('abc12345'), class: z.string().default('member') }).prefault({}),
  /** What the API key may do. Deleting needs `create`. */
  permission: z.enum(['create', 'arrange', 'power', 'view']).default('create'),
  externalPermission: z.string().default('bill'),
  operationPenalty: z.string().default('none'),
  zones: z.strictObject({ tk1a: zone, tk1b: zone, is1a: zone, is1b: zone, is1c: zone, tk1v: zone }).prefault({}),
  global: globalShape.prefault({}),
  /** The next new id. */
  nextId: id.default('113700000001'),
  pending: z.array(pendingEvent).default([]),
  /** Ids that a plan or bandwidth change has replaced. The API itself never tells. */
  renewals: z.array(z.strictObject({ zone: z.string(), from: z.string(), to: z.string() })).default([]),
});

/** What a person writes: everything with a default may be left out. */
export type WorldFile = z.input<typeof worldSchema>;
/** The same with every default filled in: the state, and what `world()` returns. */
export type WorldState = z.output<typeof worldSchema>;
export type ZoneState = z.output<typeof zoneShape>;
export type GlobalState = z.output<typeof globalShape>;

export type Server = ZoneState['servers'][number];
export type Disk = ZoneState['disks'][number];
export type Archive = ZoneState['archives'][number];
export type AutoBackup = ZoneState['autoBackups'][number];
export type Nic = ZoneState['interfaces'][number];
export type Switch = ZoneState['switches'][number];
export type Router = ZoneState['routers'][number];
export type Subnet = ZoneState['subnets'][number];
export type Ipv6Net = ZoneState['ipv6Nets'][number];
export type PacketFilter = ZoneState['packetFilters'][number];
export type Appliance = ZoneState['appliances'][number];
export type Item = GlobalState['items'][number];

/** Every zone of the state with its name. */
export function zonesOf(state: WorldState): [ZoneName, ZoneState][] {
  return ZONE_NAMES.map((name) => [name, state.zones[name]]);
}

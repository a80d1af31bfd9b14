// Servers, disks, archives and what hangs on them, as a world file writes them (facts §2–§4).
import * as z from 'zod';
import { availability, id, idOrNull, ipv4, named, power, raw } from './fields.ts';

const plan = z.strictObject({
  cpu: z.int().default(1),
  memoryMB: z.int().default(1024),
  gpu: z.int().default(0),
  gpuModel: z.string().default(''),
  cpuModel: z.string().default('uncategorized'),
  commitment: z.enum(['standard', 'dedicatedcpu']).default('standard'),
  generation: z.int().default(100),
  confidentialVM: z.boolean().default(false),
});

export const server = z.strictObject({
  ...named,
  availability,
  hostName: z.string().default(''),
  power,
  beforePower: power,
  powerChangedAt: z.string().nullable().default(null),
  plan: plan.prefault({}),
  interfaceDriver: z.enum(['virtio', 'e1000']).default('virtio'),
  privateHostId: idOrNull,
  cdromId: idOrNull,
  /** A guest that never reacts to an ACPI shutdown; only a forced stop ends it. */
  ignoresAcpi: z.boolean().default(false),
});

export const disk = z.strictObject({
  ...named,
  availability,
  sizeMB: z.int().default(20_480),
  migratedMB: z.int().nullable().default(null),
  /** 4 ssd, 2 hdd */
  planId: id.default('4'),
  connection: z.enum(['virtio', 'ide']).default('virtio'),
  connectionOrder: z.int().nullable().default(null),
  encryption: z.enum(['none', 'aes256_xts']).default('none'),
  kmsKeyId: idOrNull,
  serverId: idOrNull,
  sourceDiskId: idOrNull,
  sourceArchiveId: idOrNull,
  /** BundleInfo as the API has it: the licence mark of the image. */
  bundle: raw.nullable().default(null),
  reinstallCount: z.int().default(0),
  /** True after PUT disk/:id/to/blank. */
  erased: z.boolean().default(false),
});

export const archive = z.strictObject({
  ...named,
  availability,
  scope: z.enum(['user', 'shared']).default('user'),
  sizeMB: z.int().default(20_480),
  migratedMB: z.int().nullable().default(null),
  planId: id.default('2'),
  displayOrder: z.int().default(0),
  sourceDiskId: idOrNull,
  sourceArchiveId: idOrNull,
  originalArchiveId: idOrNull,
  /** The archive of another zone it was transferred from. */
  sourceInfo: z.strictObject({ archiveId: id, zone: z.string() }).nullable().default(null),
  bundle: raw.nullable().default(null),
  /** Set while shared: `zone:archiveID:token`. */
  sharedKey: z.string().nullable().default(null),
});

export const autoBackup = z.strictObject({
  ...named,
  diskId: id,
  weekdays: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).default(['sun']),
  generations: z.int().min(1).max(10).default(1),
});

export const nic = z.strictObject({
  id,
  mac: z.string().default('9C:A3:BA:00:00:00'),
  /** Assigned by the platform; on the shared segment only. */
  ip: ipv4.nullable().default(null),
  /** A label people type; on routers and switches. */
  userIp: z.string().nullable().default(null),
  hostName: z.string().nullable().default(null),
  serverId: idOrNull,
  /** Id of a switch, or `shared` for the zone's shared segment. */
  switchId: z
    .union([z.literal('shared'), id])
    .nullable()
    .default(null),
  packetFilterId: idOrNull,
  lockedUntilMs: z.number().nullable().default(null),
});

export const privateHost = z.strictObject({ ...named, planName: z.string().default('200Core 224GB 標準') });
export const cdrom = z.strictObject({
  ...named,
  availability,
  scope: z.enum(['user', 'shared']).default('user'),
  sizeMB: z.int().default(5_120),
});

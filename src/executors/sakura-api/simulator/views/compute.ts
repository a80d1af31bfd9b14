// Servers, disks and archives as the API shows them (facts §2–§4).
import type { View } from '../http/filter.ts';
import type { Appliance, Archive, Disk, Server, ZoneState } from '../world/file.ts';
import { ZONES, zoneNameOf, type ZoneName } from '../zones.ts';
import { diskPlanView, namedView, storageView, zoneView } from './common.ts';
import { nicView } from './network.ts';

const GIB = 1024;

export function instanceView(row: Server | Appliance, server: boolean): View {
  const up = row.power === 'up' || row.power === 'cleaning';
  return {
    ...(server ? { Server: { ID: row.id } } : {}),
    Status: row.power,
    BeforeStatus: row.beforePower,
    StatusChangedAt: row.powerChangedAt ?? row.createdAt,
    ModifiedAt: row.powerChangedAt ?? row.modifiedAt,
    Host: up ? { Name: 'sac-host-001', InfoURL: '', Class: 'dynamic', Version: 107 } : null,
    Warnings: null,
    WarningsValue: 0,
  };
}

const planName = (plan: Server['plan']) => `${plan.cpu}core-${Math.floor(plan.memoryMB / GIB)}gb`;

export function serverPlanView(plan: Server['plan']): View {
  return {
    ID: String(plan.generation * 1_000_000 + plan.memoryMB * 100 + plan.cpu),
    Name: `プラン/${plan.cpu}Core-${Math.floor(plan.memoryMB / GIB)}GB`,
    CPU: plan.cpu,
    MemoryMB: plan.memoryMB,
    GPU: plan.gpu,
    GPUModel: plan.gpuModel,
    CPUModel: plan.cpuModel,
    Commitment: plan.commitment,
    Generation: plan.generation,
    ConfidentialVM: plan.confidentialVM,
    ServiceClass: `cloud/plan/${planName(plan)}`,
    Availability: 'available',
  };
}

export function disksOf(z: ZoneState, serverId: string): Disk[] {
  return z.disks
    .filter((disk) => disk.serverId === serverId)
    .sort((a, b) => (a.connectionOrder ?? 0) - (b.connectionOrder ?? 0));
}

export function serverView(z: ZoneState, zone: ZoneName, server: Server): View {
  const cdrom = z.cdroms.find(({ id }) => id === server.cdromId);
  const host = z.privateHosts.find(({ id }) => id === server.privateHostId);
  return {
    ...namedView(server),
    HostName: server.hostName || server.name,
    Availability: server.availability,
    ServiceClass: `cloud/plan/${planName(server.plan)}`,
    InterfaceDriver: server.interfaceDriver,
    ServerPlan: serverPlanView(server.plan),
    Zone: zoneView(zone),
    Instance: {
      ...instanceView(server, true),
      CDROM: cdrom === undefined ? null : { ID: cdrom.id, Name: cdrom.name },
      CDROMStorage: null,
    },
    Disks: disksOf(z, server.id).map((disk) => ({
      ID: disk.id,
      Name: disk.name,
      Availability: disk.availability,
      Connection: disk.connection,
      ConnectionOrder: disk.connectionOrder,
      EncryptionAlgorithm: disk.encryption,
      ReinstallCount: disk.reinstallCount,
      SizeMB: disk.sizeMB,
      Plan: { ID: disk.planId },
      Storage: { ID: `${ZONES[zone].id}001`, Class: 'iscsi1204', Generation: 100 },
    })),
    Interfaces: z.interfaces.filter(({ serverId }) => serverId === server.id).map((nic) => nicView(z, zone, nic)),
    PrivateHost: host === undefined ? null : { ID: host.id, Name: host.name },
    Appliance: null,
  };
}

/** A source that is gone stays as a stub: `Availability: discontinued` (facts §4.1). */
function sourceView(id: string | null, rows: readonly (Disk | Archive)[]): View | null {
  if (id === null) return null;
  const row = rows.find((one) => one.id === id);
  return row === undefined
    ? { ID: id, Name: '', Availability: 'discontinued' }
    : { ID: id, Name: row.name, Availability: row.availability, SizeMB: row.sizeMB };
}

function jobView(row: Disk | Archive): View | null {
  return row.availability === 'migrating' || row.availability === 'transfering'
    ? { Status: 'running', Delays: { Start: { Max: 0, Min: 0 }, Finish: { Max: 60, Min: 0 } } }
    : null;
}

export function diskView(z: ZoneState, zone: ZoneName, disk: Disk): View {
  const server = z.servers.find(({ id }) => id === disk.serverId);
  const busy = disk.availability === 'migrating';
  return {
    ...namedView(disk),
    Connection: disk.connection,
    ConnectionOrder: disk.connectionOrder,
    EncryptionAlgorithm: disk.encryption,
    EncryptionKey: disk.kmsKeyId === null ? null : { KMSKeyID: disk.kmsKeyId },
    ReinstallCount: disk.reinstallCount,
    Availability: disk.availability,
    SizeMB: disk.sizeMB,
    MigratedMB: busy ? (disk.migratedMB ?? 0) : disk.sizeMB,
    WaitingJobCount: busy ? 1 : 0,
    JobStatus: jobView(disk),
    ServiceClass: `cloud/disk/${disk.planId === '4' ? 'ssd' : 'hdd'}/${Math.floor(disk.sizeMB / GIB)}g`,
    BundleID: disk.bundle?.['ID'] ?? null,
    BundleInfo: disk.bundle,
    Plan: diskPlanView(disk.planId),
    SourceDisk: sourceView(disk.sourceDiskId, z.disks),
    SourceArchive: sourceView(disk.sourceArchiveId, z.archives),
    Storage: storageView(zone, disk.planId),
    Server: server === undefined ? null : { ID: server.id, Name: server.name },
    Appliance: null,
  };
}

export function archiveView(z: ZoneState, zone: ZoneName, archive: Archive, accountId: string): View {
  const info = archive.sourceInfo;
  const infoZone = zoneNameOf(info?.zone);
  return {
    ...namedView(archive),
    Scope: archive.scope,
    DisplayOrder: archive.displayOrder,
    Availability: archive.availability,
    SizeMB: archive.sizeMB,
    MigratedMB: archive.availability === 'available' ? archive.sizeMB : (archive.migratedMB ?? 0),
    WaitingJobCount: 0,
    JobStatus: jobView(archive),
    ServiceClass: `cloud/archive/${Math.floor(archive.sizeMB / GIB)}g`,
    OriginalArchive: archive.originalArchiveId === null ? null : { ID: archive.originalArchiveId },
    SourceInfo:
      info === null
        ? null
        : {
            ArchiveUnderZone: {
              ID: info.archiveId,
              Account: { ID: accountId },
              Zone: { ID: infoZone === undefined ? null : ZONES[infoZone].id, Name: info.zone },
            },
          },
    Plan: diskPlanView(archive.planId),
    SourceDisk: sourceView(archive.sourceDiskId, z.disks),
    SourceArchive: sourceView(archive.sourceArchiveId, z.archives),
    BundleInfo: archive.bundle,
    Storage: storageView(zone, archive.planId),
  };
}

export function cdromView(zone: ZoneName, row: ZoneState['cdroms'][number]): View {
  return {
    ...namedView(row),
    Scope: row.scope,
    Availability: row.availability,
    SizeMB: row.sizeMB,
    StorageClass: 'iscsi1204',
    ServiceClass: 'cloud/cdrom',
    Storage: storageView(zone, '2'),
  };
}

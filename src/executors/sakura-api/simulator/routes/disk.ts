// Disks (facts §3): copies take time, a connected disk is not deleted, a disk is moved only while its server is down.
import { BLANK_DISK_MS, DISK_COPY_MS } from '../durations.ts';
import { accepted, deleted, done, one, type Answer } from '../http/answer.ts';
import {
  idIn,
  newNamed,
  numberIn,
  param,
  payload,
  removeRow,
  renameFrom,
  route,
  target,
  textIn,
  viewIn,
  type Call,
  type Route,
} from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { diskView, disksOf } from '../views/compute.ts';
import type { Archive, Disk, Server, ZoneState } from '../world/file.ts';
import { requirePowerDown } from './power.ts';

const diskOf = (call: Call) => target(call, call.z.disks);
const view = (call: Call, disk: Disk) => diskView(call.z, call.zone, disk);

/** True while a disk or archive is being made from this one. */
export function isBeingCopied(z: ZoneState, id: string): boolean {
  return [...z.disks, ...z.archives].some(
    (row) => row.availability === 'migrating' && (row.sourceDiskId === id || row.sourceArchiveId === id),
  );
}

/** The disk or archive that the body names as source; undefined for a blank one. */
export function sourceIn(call: Call, body: View): Disk | Archive | undefined {
  const diskId = idIn(body, 'SourceDisk');
  const archiveId = idIn(body, 'SourceArchive');
  if (diskId === null && archiveId === null) return undefined;
  const source =
    archiveId === null
      ? call.z.disks.find(({ id }) => id === diskId)
      : call.z.archives.find(({ id }) => id === archiveId);
  if (source === undefined) throw refuse('param_res_not_found', `source ${archiveId ?? diskId}`);
  if (source.availability !== 'available')
    throw refuse(archiveId === null ? 'disk_is_not_available' : 'archive_is_incomplete', source.id);
  return source;
}

function connectionIn(body: View): Disk['connection'] | undefined {
  const connection = textIn(body, 'Connection');
  if (connection === undefined || connection === '') return undefined;
  if (connection !== 'virtio' && connection !== 'ide') throw refuse('invalid_format', 'Connection');
  return connection;
}

function create(call: Call): Answer {
  const { z, world, zone } = call;
  const body = payload(call, 'Disk');
  const source = sourceIn(call, body);
  const sizeMB = numberIn(body, 'SizeMB') ?? source?.sizeMB;
  if (sizeMB === undefined) throw refuse('missing_param', 'SizeMB');
  if (source !== undefined && sizeMB < source.sizeMB) throw refuse('cant_resize_smaller');
  const encryption = textIn(body, 'EncryptionAlgorithm') || 'none';
  if (encryption !== 'none' && encryption !== 'aes256_xts') throw refuse('invalid_format', 'EncryptionAlgorithm');
  const serverId = idIn(body, 'Server');
  const server = serverId === null ? undefined : z.servers.find(({ id }) => id === serverId);
  if (serverId !== null && server === undefined) throw refuse('param_res_not_found', `server ${serverId}`);
  if (server !== undefined) requirePowerDown(server);
  const disk: Disk = {
    ...newNamed(call, body),
    availability: 'migrating',
    sizeMB,
    migratedMB: 0,
    planId: idIn(body, 'Plan') ?? '4',
    connection: connectionIn(body) ?? 'virtio',
    connectionOrder: server === undefined ? null : disksOf(z, server.id).length + 1,
    encryption,
    kmsKeyId: idIn(call.body, 'KMSKey'),
    serverId: server?.id ?? null,
    sourceDiskId: idIn(body, 'SourceDisk'),
    sourceArchiveId: idIn(body, 'SourceArchive'),
    bundle: source?.bundle ?? null,
    reinstallCount: 0,
    erased: false,
  };
  z.disks.push(disk);
  const copyMs = source === undefined ? BLANK_DISK_MS : DISK_COPY_MS;
  world.schedule(copyMs, { kind: 'ready', zone, collection: 'disks', id: disk.id });
  return accepted('Disk', view(call, disk));
}

function update(call: Call): Answer {
  const disk = diskOf(call);
  const body = payload(call, 'Disk');
  const connection = connectionIn(body);
  renameFrom(call, disk, body);
  disk.connection = connection ?? disk.connection;
  return one('Disk', view(call, disk));
}

function remove(call: Call): Answer {
  const disk = diskOf(call);
  if (disk.serverId !== null) throw refuse('disconnect_b4_delete');
  if (disk.availability === 'migrating') throw refuse('disk_is_copying');
  if (isBeingCopied(call.z, disk.id)) throw refuse('in_migration');
  const last = view(call, disk);
  removeRow(call.z.disks, disk);
  return deleted('Disk', last);
}

function serverOfDisk(call: Call, disk: Disk): Server | undefined {
  return call.z.servers.find(({ id }) => id === disk.serverId);
}

function connect(call: Call): Answer {
  const disk = diskOf(call);
  const server = call.z.servers.find(({ id }) => id === param(call, 'server'));
  if (server === undefined) throw refuse('not_found', `server ${param(call, 'server')}`);
  if (disk.serverId !== null) throw refuse('res_already_connected');
  requirePowerDown(server);
  const others = disksOf(call.z, server.id);
  const bundles = [disk, ...others].flatMap(({ bundle }) => (bundle === null ? [] : [bundle['ID']]));
  if (new Set(bundles).size > 1) throw refuse('disk_license_mismatch');
  disk.serverId = server.id;
  disk.connectionOrder = others.length + 1;
  return done();
}

function disconnect(call: Call): Answer {
  const disk = diskOf(call);
  const server = serverOfDisk(call, disk);
  if (server === undefined) throw refuse('res_already_disconnected');
  requirePowerDown(server);
  disk.serverId = null;
  disk.connectionOrder = null;
  return done();
}

/** What rewrites a disk's content needs it idle and its server down. */
function requireIdle(call: Call, disk: Disk): void {
  if (disk.availability !== 'available') throw refuse('disk_is_copying');
  if (isBeingCopied(call.z, disk.id)) throw refuse('in_migration');
  const server = serverOfDisk(call, disk);
  if (server !== undefined) requirePowerDown(server);
}

function edit(call: Call): Answer {
  const disk = diskOf(call);
  requireIdle(call, disk);
  // CHOICE: a licensed image is answered as an OS that cannot be edited.
  if (disk.bundle !== null) throw refuse('unknown_os_type');
  return done();
}

function resizePartition(call: Call): Answer {
  requireIdle(call, diskOf(call));
  return done();
}

/** CHOICE: erasing is instant and takes the licence mark along. */
function erase(call: Call): Answer {
  const disk = diskOf(call);
  requireIdle(call, disk);
  disk.erased = true;
  disk.bundle = null;
  disk.sourceArchiveId = null;
  disk.sourceDiskId = null;
  return done();
}

function reinstall(call: Call): Answer {
  const disk = diskOf(call);
  requireIdle(call, disk);
  const body = viewIn(call.body, 'Disk') ?? {};
  const source = sourceIn(call, body);
  if (source !== undefined && source.sizeMB > disk.sizeMB) throw refuse('cant_resize_smaller');
  const [mine, theirs] = [disk.bundle?.['ID'], source?.bundle?.['ID']];
  if (mine !== undefined && theirs !== undefined && mine !== theirs) throw refuse('same_license_required');
  disk.reinstallCount += 1;
  disk.sourceDiskId = idIn(body, 'SourceDisk');
  disk.sourceArchiveId = idIn(body, 'SourceArchive');
  disk.bundle = source?.bundle ?? null;
  disk.availability = 'migrating';
  disk.migratedMB = 0;
  const copyMs = source === undefined ? BLANK_DISK_MS : DISK_COPY_MS;
  call.world.schedule(copyMs, { kind: 'ready', zone: call.zone, collection: 'disks', id: disk.id });
  return accepted('Disk', view(call, disk));
}

export const diskRoutes: readonly Route[] = [
  ...resource('disk', 'Disk', 'Disks', { rows: ({ z }) => z.disks, view, create, update, remove }),
  route('PUT', 'disk/:id/to/server/:server', connect),
  route('DELETE', 'disk/:id/to/server', disconnect, 'arrange'),
  route('PUT', 'disk/:id/to/blank', erase, 'create'),
  route('PUT', 'disk/:id/install', reinstall, 'create'),
  route('PUT', 'disk/:id/config', edit),
  route('PUT', 'disk/:id/resize-partition', resizePartition),
  route('GET', 'disk/:id/monitor', (call) => {
    diskOf(call);
    return done({ Data: {} });
  }),
];

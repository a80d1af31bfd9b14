// Archives (facts §4.1): copies, uploads, shares, transfers to another zone.
import { ARCHIVE_COPY_MS, ARCHIVE_TRANSFER_MS } from '../durations.ts';
import { accepted, created, deleted, done, one, type Answer } from '../http/answer.ts';
import {
  boolIn,
  idIn,
  newNamed,
  numberIn,
  param,
  payload,
  removeRow,
  renameFrom,
  requireUnlocked,
  route,
  target,
  textIn,
  type Call,
  type Route,
} from '../http/call.ts';
import { resource } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { ftpView } from '../views/common.ts';
import { archiveView } from '../views/compute.ts';
import type { Archive } from '../world/file.ts';
import { zoneById, zoneNameOf } from '../zones.ts';
import { isBeingCopied, sourceIn } from './disk.ts';

const archiveOf = (call: Call) => target(call, call.z.archives);
const view = (call: Call, archive: Archive) => archiveView(call.z, call.zone, archive, call.state.account.id);

/** Public archives belong to the platform: nobody changes or deletes them. */
function ownArchive(call: Call): Archive {
  const archive = archiveOf(call);
  if (archive.scope === 'shared') throw refuse('forbidden', 'a public archive');
  return archive;
}

function create(call: Call): Answer {
  const { z, world, zone } = call;
  const body = payload(call, 'Archive');
  const source = sourceIn(call, body);
  const sizeMB = source?.sizeMB ?? numberIn(body, 'SizeMB');
  if (sizeMB === undefined) throw refuse('missing_param', 'SizeMB');
  const sourceArchiveId = idIn(body, 'SourceArchive');
  const archive: Archive = {
    ...newNamed(call, body),
    availability: source === undefined ? 'uploading' : 'migrating',
    scope: 'user',
    sizeMB,
    migratedMB: 0,
    planId: '2',
    displayOrder: 0,
    sourceDiskId: idIn(body, 'SourceDisk'),
    sourceArchiveId,
    originalArchiveId:
      sourceArchiveId ?? (source !== undefined && 'serverId' in source ? source.sourceArchiveId : null),
    sourceInfo: null,
    bundle: source?.bundle ?? null,
    sharedKey: null,
  };
  z.archives.push(archive);
  if (source === undefined) return created('Archive', view(call, archive), { FTPServer: ftpView(zone, archive.id) });
  world.schedule(ARCHIVE_COPY_MS, { kind: 'ready', zone, collection: 'archives', id: archive.id });
  return accepted('Archive', view(call, archive));
}

function update(call: Call): Answer {
  const archive = ownArchive(call);
  renameFrom(call, archive, payload(call, 'Archive'));
  return one('Archive', view(call, archive));
}

/** CHOICE: an archive that is still being copied answers `in_migration`, not `archive_is_incomplete`. */
function remove(call: Call): Answer {
  const archive = ownArchive(call);
  if (archive.availability === 'uploading') throw refuse('ftp_must_be_closed');
  if (archive.availability === 'migrating' || archive.availability === 'transfering') throw refuse('in_migration');
  if (isBeingCopied(call.z, archive.id)) throw refuse('in_migration');
  const last = view(call, archive);
  removeRow(call.z.archives, archive);
  return deleted('Archive', last);
}

/** Opens FTP, or shares: both make it read `uploading`. */
function openFtp(call: Call): Answer {
  const archive = ownArchive(call);
  if (archive.availability !== 'available' && archive.availability !== 'uploading')
    throw refuse('archive_is_incomplete');
  if (boolIn(call.body, 'Shared') === true) {
    archive.availability = 'uploading';
    archive.sharedKey ??= `${call.zone}:${archive.id}:simulated-share-token`;
    return done({ SharedKey: archive.sharedKey });
  }
  if (archive.availability === 'uploading' && boolIn(call.body, 'ChangePassword') !== true)
    throw refuse('ftp_is_already_open');
  archive.availability = 'uploading';
  return done({ FTPServer: ftpView(call.zone, archive.id) });
}

function closeFtp(call: Call): Answer {
  const archive = ownArchive(call);
  if (archive.availability !== 'uploading') throw refuse('ftp_is_already_close');
  archive.availability = 'available';
  archive.sharedKey = null;
  return done();
}

/** POST archive/:src/to/zone/:zone; the new archive lives in the other zone and remembers where it came from. */
function transfer(call: Call): Answer {
  const to = zoneById(param(call, 'zone')) ?? zoneNameOf(param(call, 'zone'));
  if (to === undefined) throw refuse('not_found', `zone ${param(call, 'zone')}`);
  const body = payload(call, 'Archive');
  const source = call.z.archives.find(({ id }) => id === param(call, 'src'));
  const shared = textIn(body, 'SourceSharedKey') ?? textIn(call.body, 'SourceSharedKey');
  if (source === undefined && shared === undefined) throw refuse('not_found', `archive ${param(call, 'src')}`);
  if (source !== undefined) requireUnlocked(call, source);
  if (source !== undefined && shared === undefined && source.availability !== 'available')
    throw refuse('archive_is_incomplete');
  const archive: Archive = {
    ...newNamed(call, body),
    availability: 'transfering',
    scope: 'user',
    sizeMB: numberIn(body, 'SizeMB') ?? source?.sizeMB ?? 20_480,
    migratedMB: 0,
    planId: '2',
    displayOrder: 0,
    sourceDiskId: null,
    sourceArchiveId: null,
    originalArchiveId: null,
    sourceInfo: { archiveId: param(call, 'src'), zone: call.zone },
    bundle: source?.bundle ?? null,
    sharedKey: null,
  };
  call.state.zones[to].archives.push(archive);
  call.world.schedule(ARCHIVE_TRANSFER_MS, { kind: 'ready', zone: to, collection: 'archives', id: archive.id });
  return accepted('Archive', archiveView(call.state.zones[to], to, archive, call.state.account.id));
}

export const archiveRoutes: readonly Route[] = [
  ...resource('archive', 'Archive', 'Archives', { rows: ({ z }) => z.archives, view, create, update, remove }),
  route('PUT', 'archive/:id/ftp', openFtp, 'create'),
  route('DELETE', 'archive/:id/ftp', closeFtp),
  route('POST', 'archive/:src/to/zone/:zone', transfer),
];

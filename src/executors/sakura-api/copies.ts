// What was made from a disk, in every contract zone: a copy of a licensed disk is the licensed product once more.
// The lists are read whole and followed here, so that a transfer between zones or a copy of a copy is not missed.
import type { JsonObject } from '../../base/canonical-json.ts';
import { isOwnArchive } from './kinds/archive.ts';
import { backedUpDiskOf, isAutoBackup } from './kinds/auto-backup.ts';
import { idOf, nameOf, refOf, type Seen } from './kinds/kind.ts';
import type { Look } from './look.ts';
import { readRefOrNull, readRowOrNull, type Row } from './shapes.ts';

interface Made {
  readonly kind: 'archive' | 'disk' | 'auto-backup';
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly sources: readonly (string | null)[];
}

/** Archives, disks and auto-backups that come from the disk, directly or over others. */
export async function findCopies({ id: diskId }: Seen, look: Look): Promise<readonly JsonObject[]> {
  await look.requireSight();
  const made: Made[] = [];
  for (const zone of look.zones) made.push(...(await madeIn(zone, look)));
  const family = new Set([diskId]);
  // Each round adds the next generation; it ends with the first round that adds nobody.
  for (let known = 0; known !== family.size;) {
    known = family.size;
    for (const one of made) if (one.sources.some((id) => id !== null && family.has(id))) family.add(one.id);
  }
  return made
    .filter(({ id }) => id !== diskId && family.has(id))
    .map(({ kind, id, name, zone }) => ({ kind, id, name, zone }));
}

async function madeIn(zone: string, look: Look): Promise<Made[]> {
  const archives = await look.find(zone, 'archive', 'Archives');
  const disks = await look.find(zone, 'disk', 'Disks');
  const services = await look.find(zone, 'commonserviceitem', 'CommonServiceItems');
  const made = (kind: Made['kind'], row: Row, sources: Made['sources']): Made => ({
    kind,
    id: idOf(row),
    name: nameOf(row),
    zone,
    sources,
  });
  return [
    ...archives.filter(isOwnArchive).map((row) => made('archive', row, [...sourcesOf(row), transferredFrom(row)])),
    ...disks.map((row) => made('disk', row, sourcesOf(row))),
    ...services.filter(isAutoBackup).map((row) => made('auto-backup', row, [backedUpDiskOf(row)])),
  ];
}

const sourcesOf = (row: Row): (string | null)[] => [refOf(row, 'SourceDisk'), refOf(row, 'SourceArchive')];

/** `SourceInfo.ArchiveUnderZone`: the archive of another zone that was transferred. */
function transferredFrom(archive: Row): string | null {
  const info = readRowOrNull(archive['SourceInfo'], 'SourceInfo');
  return info === null ? null : readRefOrNull(info['ArchiveUnderZone'], 'SourceInfo.ArchiveUnderZone');
}

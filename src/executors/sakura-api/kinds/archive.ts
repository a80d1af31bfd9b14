// Archives of the account. Those that the platform shares with everyone are never the contract's.
import type { JsonObject } from '../../../base/canonical-json.ts';
import { readText, readTextOrNull, type Row } from '../shapes.ts';
import { idOf, nameOf, type ObjectKind, refOf } from './kind.ts';

export const isOwnArchive = (row: Row): boolean => readText(row['Scope'], 'Archive.Scope') === 'user';

export const archive: ObjectKind = {
  kind: 'archive',
  path: 'archive',
  one: 'Archive',
  many: 'Archives',
  named: true,
  includes: isOwnArchive,
  facts: async (row) => archiveFacts(row),
  differences: async () => [],
};

export function archiveFacts(row: Row): JsonObject {
  return {
    id: idOf(row),
    name: nameOf(row),
    availability: readTextOrNull(row['Availability'], 'Availability'),
    scope: readText(row['Scope'], 'Archive.Scope'),
    sourceDiskId: refOf(row, 'SourceDisk'),
    sourceArchiveId: refOf(row, 'SourceArchive'),
  };
}

// Auto-backups: common service items of a zone, linked to their disk only by `Status.DiskId`.
import { readIdOrNull, readRowOrNull, readText, type Row } from '../shapes.ts';
import { idOf, nameOf, type ObjectKind } from './kind.ts';

/** `Provider.Class` of a common service item: `autobackup`, `dns`, `gslb`, `proxylb`, `simplemon`, `localrouter`… */
export function serviceClassOf(item: Row): string {
  return readText(readRowOrNull(item['Provider'], 'Provider')?.['Class'], 'Provider.Class');
}

export const isAutoBackup = (item: Row): boolean => serviceClassOf(item) === 'autobackup';

/** The disk that is backed up; null when the item names none. */
export function backedUpDiskOf(item: Row): string | null {
  return readIdOrNull(readRowOrNull(item['Status'], 'Status')?.['DiskId'], 'Status.DiskId');
}

export const autoBackup: ObjectKind = {
  kind: 'auto-backup',
  path: 'commonserviceitem',
  one: 'CommonServiceItem',
  many: 'CommonServiceItems',
  named: true,
  includes: isAutoBackup,
  facts: async (row) => ({
    id: idOf(row),
    name: nameOf(row),
    diskId: backedUpDiskOf(row),
  }),
  differences: async () => [],
};

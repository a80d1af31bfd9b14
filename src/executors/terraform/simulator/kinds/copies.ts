// Archives and auto-backups. Archives are made from a disk or an archive of the same zone; uploads and shares are not played.
import { userError } from '../../../../base/errors.ts';
import { inner, word, type Shown } from '../api.ts';
import { number, text, texts, type Values } from '../values.ts';
import { idOf, labels, lookAndDelete, shownLabels, until, type Kind } from './kind.ts';

const GIB_IN_MB = 1024;
const ITEM = 'CommonServiceItem';

export const archive: Kind = {
  replaceOn: [
    'zone',
    'size',
    'source_archive_id',
    'source_archive_zone',
    'source_disk_id',
    'source_shared_key',
    'archive_file',
  ],
  async create(work, planned) {
    const [SourceDisk, SourceArchive] = [idOf(planned, 'source_disk_id'), idOf(planned, 'source_archive_id')];
    if (SourceDisk === null && SourceArchive === null)
      throw userError('stand-in-upload', 'the stand-in makes archives from source_disk_id or source_archive_id only');
    const body = await work.api.call('POST', work.zone, 'archive', {
      Archive: { ...labels(planned), SourceDisk, SourceArchive },
    });
    const id = word(inner(body, 'Archive'), 'ID');
    work.born(id);
    await until(work, `archive ${id} to be copied`, async () => {
      const shown = await work.api.find(work.zone, `archive/${id}`, 'Archive');
      return shown !== undefined && word(shown, 'Availability') === 'available' ? true : undefined;
    });
    return id;
  },
  async read(work, id) {
    const shown = await work.api.find(work.zone, `archive/${id}`, 'Archive');
    if (shown === undefined) return undefined;
    // What it was made from is not read back: the real providers keep what the configuration said.
    const size = Number(shown['SizeMB']) / GIB_IN_MB;
    return { ...shownLabels(shown), size, zone: word(inner(inner(shown, 'Storage'), 'Zone'), 'Name') };
  },
  async update(work, id, planned) {
    await work.api.call('PUT', work.zone, `archive/${id}`, { Archive: labels(planned) });
    return id;
  },
  remove: (work, id) => lookAndDelete(work, `archive/${id}`, 'Archive'),
};

const settings = (planned: Values): Shown => ({
  Autobackup: {
    BackupSpanType: 'weekdays',
    BackupSpanWeekdays: texts(planned, 'weekdays'),
    MaximumNumberOfArchives: number(planned, 'max_backup_num'),
  },
});

export const autoBackup: Kind = {
  replaceOn: ['zone', 'disk_id'],
  defaults: { max_backup_num: 1 },
  async create(work, planned) {
    const body = await work.api.call('POST', work.zone, 'commonserviceitem', {
      [ITEM]: {
        ...labels(planned),
        Provider: { Class: 'autobackup' },
        Settings: settings(planned),
        Status: { DiskId: text(planned, 'disk_id') },
      },
    });
    const id = word(inner(body, ITEM), 'ID');
    work.born(id);
    return id;
  },
  async read(work, id) {
    const shown = await work.api.find(work.zone, `commonserviceitem/${id}`, ITEM);
    if (shown === undefined) return undefined;
    const auto = inner(inner(shown, 'Settings'), 'Autobackup');
    const weekdays = auto['BackupSpanWeekdays'];
    return {
      ...shownLabels(shown),
      disk_id: word(inner(shown, 'Status'), 'DiskId'),
      weekdays: Array.isArray(weekdays) ? weekdays.map(String) : [],
      max_backup_num: Number(auto['MaximumNumberOfArchives'] ?? 0),
    };
  },
  async update(work, id, planned) {
    const shown = inner(await work.api.call('GET', work.zone, `commonserviceitem/${id}`), ITEM);
    await work.api.call('PUT', work.zone, `commonserviceitem/${id}`, {
      [ITEM]: { ...labels(planned), Settings: settings(planned), SettingsHash: word(shown, 'SettingsHash') },
    });
    return id;
  },
  remove: (work, id) => lookAndDelete(work, `commonserviceitem/${id}`, ITEM),
};

// Disks as the providers handle them: copied and waited for; disconnected, by a forced stop if need be, before they go.
import { inner, rows, word } from '../api.ts';
import { number, text } from '../values.ts';
import { idOf, labels, shownLabels, until, type Kind, type Work } from './kind.ts';
import { powerOff } from './power.ts';

const GIB_IN_MB = 1024;
const PLANS: Readonly<Record<string, string>> = { ssd: '4', hdd: '2' };

export const disk: Kind = {
  replaceOn: [
    'zone',
    'size',
    'plan',
    'source_archive_id',
    'source_disk_id',
    'encryption_algorithm',
    'kms_key_id',
    'distant_from',
  ],
  defaults: { connector: 'virtio', encryption_algorithm: 'none', plan: 'ssd', size: 20 },
  async create(work, planned) {
    const body = await work.api.call('POST', work.zone, 'disk', {
      Disk: {
        ...labels(planned),
        SizeMB: number(planned, 'size') * GIB_IN_MB,
        Connection: text(planned, 'connector'),
        EncryptionAlgorithm: text(planned, 'encryption_algorithm'),
        Plan: { ID: PLANS[text(planned, 'plan')] ?? PLANS['ssd'] },
        SourceArchive: idOf(planned, 'source_archive_id'),
        SourceDisk: idOf(planned, 'source_disk_id'),
      },
    });
    const id = word(inner(body, 'Disk'), 'ID');
    work.born(id);
    await until(work, `disk ${id} to be copied`, async () => {
      const shown = await work.api.find(work.zone, `disk/${id}`, 'Disk');
      return shown !== undefined && word(shown, 'Availability') === 'available' ? true : undefined;
    });
    return id;
  },
  async read(work, id) {
    const shown = await work.api.find(work.zone, `disk/${id}`, 'Disk');
    if (shown === undefined) return undefined;
    return {
      ...shownLabels(shown),
      connector: word(shown, 'Connection'),
      encryption_algorithm: word(shown, 'EncryptionAlgorithm'),
      kms_key_id: word(inner(shown, 'EncryptionKey'), 'KMSKeyID'),
      plan: word(inner(shown, 'Plan'), 'ID') === PLANS['ssd'] ? 'ssd' : 'hdd',
      size: Number(shown['SizeMB']) / GIB_IN_MB,
      server_id: word(inner(shown, 'Server'), 'ID'),
      source_archive_id: word(inner(shown, 'SourceArchive'), 'ID'),
      source_disk_id: word(inner(shown, 'SourceDisk'), 'ID'),
      zone: word(inner(inner(shown, 'Storage'), 'Zone'), 'Name'),
    };
  },
  async update(work, id, planned) {
    await work.api.call('PUT', work.zone, `disk/${id}`, {
      Disk: { ...labels(planned), Connection: text(planned, 'connector') },
    });
    return id;
  },
  async remove(work, id) {
    const shown = await work.api.find(work.zone, `disk/${id}`, 'Disk');
    if (shown === undefined) return;
    const serverId = word(inner(shown, 'Server'), 'ID');
    // Whatever force_shutdown says: this is what the real providers do to a running server.
    if (serverId !== '') {
      await powerOff(work, serverId, true);
      await work.api.call('DELETE', work.zone, `disk/${id}/to/server`);
    }
    await unconnected(work, id);
    await work.api.call('DELETE', work.zone, `disk/${id}`);
  },
};

async function unconnected(work: Work, id: string): Promise<void> {
  await until(work, `disk ${id} is still being used by other resources`, async () => {
    const servers = await work.api.list(work.zone, 'server', 'Servers');
    return servers.some((one) => rows(one, 'Disks').some((used) => word(used, 'ID') === id)) ? undefined : true;
  });
}

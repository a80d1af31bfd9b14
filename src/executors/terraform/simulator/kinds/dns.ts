// DNS zones, which are only read and imported: no rehearsal makes, changes or deletes one by Terraform.
import { userError } from '../../../../base/errors.ts';
import { inner, word } from '../api.ts';
import { shownLabels, type Kind } from './kind.ts';

const onlyRead = () => Promise.reject(userError('stand-in-dns', 'the stand-in only reads DNS zones'));

export const dns: Kind = {
  replaceOn: ['zone'],
  create: onlyRead,
  async read(work, id) {
    const shown = await work.api.find(work.zone, `commonserviceitem/${id}`, 'CommonServiceItem');
    if (shown === undefined) return undefined;
    const { tags, icon_id: icon } = shownLabels(shown);
    const status = inner(shown, 'Status');
    const servers = status['NS'];
    const own = {
      id: word(shown, 'ID'),
      zone: word(status, 'Zone'),
      tags: tags ?? [],
      icon_id: icon ?? '',
      dns_servers: Array.isArray(servers) ? servers.map(String) : [],
    };
    return work.version === 'v3' ? own : { ...own, record: recordsIn(inner(inner(shown, 'Settings'), 'DNS')) };
  },
  update: onlyRead,
  remove: onlyRead,
};

/** Version 2 has them within the zone; numbers of MX and SRV are left in the value. */
function recordsIn(settings: ReturnType<typeof inner>) {
  const rows = settings['ResourceRecordSets'];
  return (Array.isArray(rows) ? (rows as Parameters<typeof word>[0][]) : []).map((row) => ({
    name: word(row, 'Name'),
    type: word(row, 'Type'),
    value: word(row, 'RData'),
    ttl: Number(row['TTL'] ?? 3600),
    priority: null,
    weight: null,
    port: null,
  }));
}

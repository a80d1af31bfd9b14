// CommonServiceItems (facts §4.2, §6): global ones answer in every zone, auto-backups in their own zone only.
import { AUTO_BACKUPS_MAX } from '../limits.ts';
import { created, deleted, found, one, type Answer } from '../http/answer.ts';
import {
  newNamed,
  param,
  payload,
  removeRow,
  renameFrom,
  requireUnlocked,
  route,
  textIn,
  viewIn,
  type Call,
  type Route,
} from '../http/call.ts';
import { scalarText, type View } from '../http/filter.ts';
import { refuse } from '../refuse.ts';
import { autoBackupSettings, autoBackupView, itemView } from '../views/items.ts';
import { autoBackup as autoBackupShape } from '../world/compute.ts';
import { zonesOf, type AutoBackup, type Item } from '../world/file.ts';
import { requireFresh } from './packet-filter.ts';

const KEY = 'CommonServiceItem';

type Found = { readonly backup: AutoBackup } | { readonly item: Item };

function findOne(call: Call): Found {
  const id = param(call, 'id');
  const backup = call.z.autoBackups.find((row) => row.id === id);
  const item = call.state.global.items.find((row) => row.id === id);
  const row = backup ?? item;
  if (row === undefined) throw refuse('not_found', id);
  requireUnlocked(call, row);
  return backup === undefined ? { item: item as Item } : { backup };
}

function view(call: Call, one: Found): View {
  return 'item' in one ? itemView(one.item) : autoBackupView(call.state, call.zone, one.backup);
}

function create(call: Call): Answer {
  const body = payload(call, KEY);
  const provider = viewIn(body, 'Provider');
  const className = provider && textIn(provider, 'Class');
  if (className === undefined) throw refuse('missing_param', 'Provider.Class');
  return className === 'autobackup' ? createBackup(call, body) : createItem(call, body, className);
}

function createItem(call: Call, body: View, className: string): Answer {
  const named = newNamed(call, body);
  const item: Item = {
    ...named,
    class: className,
    availability: 'available',
    settings: viewIn(body, 'Settings') ?? {},
    status: { ...viewIn(body, 'Status'), ...newStatus(className, named.id) },
  };
  call.state.global.items.push(item);
  return created(KEY, itemView(item));
}

/** What the platform adds to a new item. Names are documentation names. */
function newStatus(className: string, id: string): View {
  if (className === 'dns') return { NS: ['ns1.dns.example.jp', 'ns2.dns.example.jp'] };
  if (className === 'gslb') return { FQDN: `site-${id}.gslb.example.jp` };
  if (className === 'proxylb')
    return {
      FQDN: `site-${id}.proxylb.example.jp`,
      VirtualIPAddress: '192.0.2.100',
      ProxyNetworks: ['192.0.2.96/28'],
      UseVIPFailover: false,
    };
  if (className === 'localrouter') return { SecretKeys: [`simulated-${id}`] };
  return {};
}

function backupSettingsIn(body: View): Partial<AutoBackup> {
  const settings = viewIn(body, 'Settings');
  const auto = settings && viewIn(settings, 'Autobackup');
  if (auto === undefined) return {};
  const result = autoBackupShape
    .pick({ weekdays: true, generations: true })
    .partial()
    .safeParse({ weekdays: auto['BackupSpanWeekdays'], generations: auto['MaximumNumberOfArchives'] });
  if (!result.success) throw refuse('invalid_format', 'Settings.Autobackup');
  return result.data;
}

function createBackup(call: Call, body: View): Answer {
  const diskId = scalarText(viewIn(body, 'Status')?.['DiskId'] ?? '');
  if (!call.z.disks.some(({ id }) => id === diskId)) throw refuse('param_res_not_found', `disk ${diskId}`);
  const count = zonesOf(call.state).reduce((sum, [, z]) => sum + z.autoBackups.length, 0);
  if (count >= AUTO_BACKUPS_MAX) throw refuse('limit_count_in_account');
  const { weekdays = ['sun'], generations = 1 } = backupSettingsIn(body);
  const backup: AutoBackup = { ...newNamed(call, body), diskId, weekdays, generations };
  call.z.autoBackups.push(backup);
  return created(KEY, view(call, { backup }));
}

/** Settings are replaced as a whole set below their class's key. CHOICE: keys beside the sent ones stay. */
function update(call: Call): Answer {
  const subject = findOne(call);
  const body = payload(call, KEY);
  if ('backup' in subject) {
    const { backup } = subject;
    requireFresh(body, 'SettingsHash', autoBackupSettings(backup));
    const settings = backupSettingsIn(body);
    renameFrom(call, backup, body);
    backup.weekdays = settings.weekdays ?? backup.weekdays;
    backup.generations = settings.generations ?? backup.generations;
  } else {
    const { item } = subject;
    requireFresh(body, 'SettingsHash', item.settings);
    const sent = Object.entries(viewIn(body, 'Settings') ?? {});
    renameFrom(call, item, body);
    for (const [key, value] of sent) {
      const kept = item.settings[key];
      const merge = isObject(kept) && isObject(value);
      item.settings[key] = merge ? { ...kept, ...value } : value;
    }
  }
  return one(KEY, view(call, subject));
}

const isObject = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function remove(call: Call): Answer {
  const subject = findOne(call);
  const last = view(call, subject);
  if ('item' in subject) removeRow(call.state.global.items, subject.item);
  else removeRow(call.z.autoBackups, subject.backup);
  return deleted(KEY, last);
}

export const itemRoutes: readonly Route[] = [
  route('GET', 'commonserviceitem', (call) => {
    const views = [
      ...call.state.global.items.map(itemView),
      ...call.z.autoBackups.map((backup) => autoBackupView(call.state, call.zone, backup)),
    ];
    return found('CommonServiceItems', views, call.query, call.world.now());
  }),
  route('POST', 'commonserviceitem', create),
  route('GET', 'commonserviceitem/:id', (call) => one(KEY, view(call, findOne(call)))),
  route('PUT', 'commonserviceitem/:id', update),
  route('PUT', 'commonserviceitem/:id/config', (call) => one(KEY, view(call, findOne(call)))),
  route('DELETE', 'commonserviceitem/:id', remove),
];

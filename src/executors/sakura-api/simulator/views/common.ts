// Parts that many objects show: zone, icon, plan of a disk. Read-only over the state.
import type { View } from '../http/filter.ts';
import { ZONES, type ZoneName } from '../zones.ts';

// CHOICE: documentation addresses; the real ones are of no use to a simulation.
const NAME_SERVERS = ['192.0.2.53', '192.0.2.54'];

export function regionView(zone: ZoneName): View {
  const { region } = ZONES[zone];
  return { ID: region.id, Name: region.name, Description: region.name, NameServers: NAME_SERVERS };
}

export function zoneView(zone: ZoneName): View {
  const proxy = { HostName: `sac-${zone}.example.jp`, IPAddress: '192.0.2.80' };
  return {
    DisplayOrder: Number(ZONES[zone].id),
    ID: ZONES[zone].id,
    Name: zone,
    Description: ZONES[zone].description,
    IsDummy: zone === 'tk1v',
    VNCProxy: proxy,
    FTPServer: { HostName: `sac-${zone}-ftp.example.jp`, IPAddress: '192.0.2.21' },
    Settings: { Subnet: {} },
    Region: regionView(zone),
  };
}

/** The opened FTP server of an archive being uploaded. The password is made up. */
export function ftpView(zone: ZoneName, id: string): View {
  return {
    HostName: `sac-${zone}-ftp.example.jp`,
    IPAddress: '192.0.2.21',
    User: `archive${id}`,
    Password: `simulated-${id}`,
  };
}

export function iconView(id: string | null): View | null {
  return id === null ? null : { ID: id, URL: `https://icon.example.jp/${id}.png`, Name: 'icon', Scope: 'user' };
}

/** What every named object shows. */
export function namedView(row: {
  id: string;
  name: string;
  description: string;
  tags: string[];
  iconId: string | null;
  createdAt: string;
  modifiedAt: string;
}): View {
  return {
    ID: row.id,
    Name: row.name,
    Description: row.description,
    Tags: row.tags,
    Icon: iconView(row.iconId),
    CreatedAt: row.createdAt,
    ModifiedAt: row.modifiedAt,
  };
}

/** Plan.ID 4 is ssd, 2 is hdd. */
export function diskPlanView(planId: string): View {
  const ssd = planId === '4';
  return { ID: planId, StorageClass: 'iscsi1204', Name: ssd ? 'SSDプラン' : '標準プラン' };
}

export function storageView(zone: ZoneName, planId: string): View {
  return {
    ID: `${ZONES[zone].id}001`,
    Class: 'iscsi1204',
    Name: `sac-${zone}-iscsi-st1`,
    Description: '',
    Generation: 100,
    DiskPlan: diskPlanView(planId),
    Zone: { ID: ZONES[zone].id, Name: zone },
    DedicatedStorageContract: null,
  };
}

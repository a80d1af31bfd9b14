// CommonServiceItems, appliances and packet filters as the API shows them (facts §4.2, §6).
import { createHash } from 'node:crypto';
import type { View } from '../http/filter.ts';
import type { Appliance, AutoBackup, Item, PacketFilter, WorldState, ZoneState } from '../world/file.ts';
import { ZONES, type ZoneName } from '../zones.ts';
import { namedView } from './common.ts';
import { instanceView } from './compute.ts';
import { upstreamView } from './network.ts';

/** What guards a whole-set overwrite. CHOICE: MD5 of the JSON; clients only echo it. */
export function hashOf(value: unknown): string {
  return createHash('md5').update(JSON.stringify(value)).digest('hex');
}

const PROVIDER_IDS: Readonly<Record<string, string>> = {
  gslb: '2000001',
  dns: '3000001',
  autobackup: '4000001',
  simplemon: '5000001',
  proxylb: '6000001',
  localrouter: '7000001',
};

function provider(className: string): View {
  return {
    ID: PROVIDER_IDS[className] ?? '9000001',
    Class: className,
    Name: `${className}1`,
    ServiceClass: `cloud/${className}`,
  };
}

export function itemView(item: Item): View {
  return {
    ...namedView(item),
    Availability: item.availability,
    Provider: provider(item.class),
    ServiceClass: `cloud/${item.class}`,
    Settings: item.settings,
    SettingsHash: hashOf(item.settings),
    Status: item.status,
  };
}

export function autoBackupSettings(backup: AutoBackup): View {
  return {
    Autobackup: {
      BackupSpanType: 'weekdays',
      BackupSpanWeekdays: backup.weekdays,
      MaximumNumberOfArchives: backup.generations,
    },
  };
}

/** `Status.DiskId` and `AccountId` are strings whatever the header says, `ZoneId` is a number. */
export function autoBackupView(state: WorldState, zone: ZoneName, backup: AutoBackup): View {
  const status = {
    AccountId: state.account.id,
    DiskId: backup.diskId,
    ZoneId: Number(ZONES[zone].id),
    ZoneName: zone,
  };
  const settings = autoBackupSettings(backup);
  return {
    ...namedView(backup),
    Availability: 'available',
    Provider: provider('autobackup'),
    ServiceClass: 'cloud/autobackup',
    Settings: { ...settings, ...status },
    SettingsHash: hashOf(settings),
    Status: status,
  };
}

export function applianceView(z: ZoneState, zone: ZoneName, row: Appliance): View {
  const [first] = row.nics;
  return {
    ...namedView(row),
    Class: row.class,
    Availability: row.availability,
    ServiceClass: `cloud/appliance/${row.class}/${row.planId}`,
    Plan: { ID: row.planId },
    Instance: instanceView(row, false),
    Interfaces: row.nics.map((nic) =>
      nic.switchId === null
        ? null
        : { IPAddress: nic.ip, UserIPAddress: null, HostName: null, Switch: upstreamView(z, zone, nic.switchId) },
    ),
    Switch: first === undefined ? null : upstreamView(z, zone, first.switchId),
    Settings: row.settings,
    SettingsHash: hashOf(row.settings),
    Remark: { Zone: { ID: Number(ZONES[zone].id) }, ...row.remark },
  };
}

export function packetFilterView(filter: PacketFilter): View {
  return {
    ...namedView(filter),
    RequiredHostVersion: 0,
    Expression: filter.expression,
    ExpressionHash: hashOf(filter.expression),
  };
}

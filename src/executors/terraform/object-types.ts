// Which resource types are which of our objects, in both providers. Types and attributes are facts of
// sacloud/sakuracloud (v2) and sacloud/sakura (v3), as their schemas name them; names that changed stand side by side.
import type { TerraformKind } from './command.ts';

/** How one resource type is read. */
export interface ObjectType {
  readonly kind: TerraformKind;
  /** Each of these that holds text is the object's id; where they differ it has none. */
  readonly id: readonly string[];
  readonly part?: true;
  /** What rules read besides id, zone and name; renamed attributes are kept under the first name. */
  readonly keep: readonly (readonly [string, ...string[]])[];
}

const TYPES: Readonly<Record<string, ObjectType>> = {
  server: { kind: 'server', id: ['id'], keep: [['network_interface'], ['disks']] },
  disk: { kind: 'disk', id: ['id'], keep: [['server_id']] },
  // The id of the router; its switch half has another one.
  internet: {
    kind: 'router',
    id: ['id'],
    keep: [['switch_id', 'vswitch_id'], ['server_ids'], ['enable_ipv6'], ['ipv6_prefix']],
  },
  subnet: {
    kind: 'subnet',
    id: ['id'],
    keep: [['internet_id'], ['network_address'], ['netmask'], ['switch_id', 'vswitch_id']],
  },
  switch: { kind: 'switch', id: ['id'], keep: [['server_ids'], ['bridge_id']] },
  ipv4_ptr: { kind: 'ptr', id: ['ip_address', 'id'], keep: [['hostname']] },
  packet_filter: { kind: 'packet-filter', id: ['id'], keep: [] },
  packet_filter_rules: { kind: 'packet-filter', id: ['packet_filter_id', 'id'], part: true, keep: [] },
  archive: { kind: 'archive', id: ['id'], keep: [] },
  archive_share: { kind: 'archive', id: ['archive_id', 'id'], part: true, keep: [] },
  auto_backup: { kind: 'auto-backup', id: ['id'], keep: [['disk_id']] },
  dns: { kind: 'dns-zone', id: ['id'], keep: [] },
};

/** Names that one provider has and the other has not. */
const OTHER_NAMES: Readonly<Record<string, string>> = { vswitch: 'switch' };

/** A mirror may serve them under another host; namespace and name stay. */
const PROVIDERS: readonly (readonly [provider: string, prefix: string])[] = [
  ['/sacloud/sakuracloud', 'sakuracloud_'],
  ['/sacloud/sakura', 'sakura_'],
];

/** The type's reading; undefined for what no teardown knows, and for the same type name under a foreign provider. */
export function objectType(type: string, provider: string): ObjectType | undefined {
  const prefix = PROVIDERS.find(([name]) => provider.endsWith(name))?.[1];
  if (prefix === undefined || !type.startsWith(prefix)) return undefined;
  const name = type.slice(prefix.length);
  const known = OTHER_NAMES[name] ?? name;
  return Object.hasOwn(TYPES, known) ? TYPES[known] : undefined;
}

// The resource types that the stand-in serves, for both providers, and the names that v3 changed. A type that is not in this
// list is refused by Terraform itself, because it is in no schema.
import { archive, autoBackup } from './kinds/copies.ts';
import { disk } from './kinds/disk.ts';
import { dns } from './kinds/dns.ts';
import type { Kind } from './kinds/kind.ts';
import { switches } from './kinds/network.ts';
import { packetFilter, packetFilterRules } from './kinds/packet-filter.ts';
import { ptr } from './kinds/ptr.ts';
import { router } from './kinds/router.ts';
import { server } from './kinds/server.ts';
import { subnet } from './kinds/subnet.ts';
import { FACTS, type Attributes } from './schema.ts';
import type { Values } from './values.ts';

export type Version = 'v2' | 'v3';

const KINDS: Readonly<Record<string, Kind>> = {
  server,
  disk,
  internet: router,
  switch: switches,
  vswitch: switches,
  subnet,
  ipv4_ptr: ptr,
  packet_filter: packetFilter,
  packet_filter_rules: packetFilterRules,
  archive,
  auto_backup: autoBackup,
  dns,
};

/** v3's name of an attribute by v2's. */
const RENAMED: Readonly<Record<string, string>> = { switch_id: 'vswitch_id', weekdays: 'days_of_week' };

/** One resource type of one provider. */
export interface ResourceType {
  readonly version: Version;
  readonly kind: Kind;
  readonly attributes: Attributes;
  /** To the names of the kinds, and back. */
  readonly fromWire: (values: Values) => Values;
  readonly toWire: (values: Values) => Values;
  readonly wireName: (name: string) => string;
}

const PREFIX: Readonly<Record<Version, string>> = { v2: 'sakuracloud_', v3: 'sakura_' };

/** All types of a provider by their full names. */
export function typesOf(version: Version): ReadonlyMap<string, ResourceType> {
  const wireName = (name: string) => (version === 'v2' ? name : (RENAMED[name] ?? name));
  const ownName = new Map(version === 'v2' ? [] : Object.entries(RENAMED).map(([own, wire]) => [wire, own]));
  const renamed = (values: Values, rename: (name: string) => string): Values =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [rename(name), value]));
  return new Map(
    Object.entries(FACTS[version].resources).map(([type, attributes]) => [
      type,
      {
        version,
        kind: KINDS[type.slice(PREFIX[version].length)]!,
        attributes,
        fromWire: (values: Values) => renamed(values, (name) => ownName.get(name) ?? name),
        toWire: (values: Values) => renamed(values, wireName),
        wireName,
      },
    ]),
  );
}

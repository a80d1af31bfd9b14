// What really changed between two states, object by object. Times of change and locks are not changes. Pure.
import type { Json } from '../../../../base/canonical-json.ts';
import { zonesOf, type WorldState } from './file.ts';

const KIND_OF: Readonly<Record<string, string>> = {
  servers: 'server',
  disks: 'disk',
  archives: 'archive',
  autoBackups: 'auto-backup',
  interfaces: 'interface',
  switches: 'switch',
  routers: 'router',
  subnets: 'subnet',
  ipv6Nets: 'ipv6-net',
  ptrs: 'ptr',
  ipv6Addrs: 'ipv6-ptr',
  packetFilters: 'packet-filter',
  appliances: 'appliance',
  bridges: 'bridge',
  privateHosts: 'private-host',
  cdroms: 'cdrom',
  notes: 'note',
  sshKeys: 'ssh-key',
  icons: 'icon',
  licenses: 'license',
  bills: 'bill',
};
const NOT_A_CHANGE = new Set(['modifiedAt', 'powerChangedAt', 'beforePower', 'lockedUntilMs']);

type Fields = { [key: string]: Json };
export interface Located {
  readonly zone: string | null;
  readonly collection: string;
  readonly kind: string;
  readonly id: string;
  readonly row: Record<string, unknown>;
}
export interface Difference {
  readonly zone: string | null;
  readonly collection: string;
  readonly kind: string;
  readonly id: string;
  /** The changed fields as they were; null for an object that was not there. */
  readonly from: Fields | null;
  /** The changed fields as they are; null for an object that is gone. */
  readonly to: Fields | null;
  /** The whole object as it was. */
  readonly before: Record<string, unknown> | null;
}

/** Every object of a state, with its place. */
export function locate(state: WorldState): Map<string, Located> {
  const found = new Map<string, Located>();
  const add = (zone: string | null, collection: string, rows: readonly object[]) => {
    for (const row of rows as readonly Record<string, unknown>[]) {
      const id = String(row['id'] ?? row['ip']);
      const kind = collection === 'items' ? String(row['class']) : (KIND_OF[collection] ?? collection);
      found.set(`${zone ?? ''}/${collection}/${id}`, { zone, collection, kind, id, row });
    }
  };
  for (const [name, zone] of zonesOf(state))
    for (const [collection, rows] of Object.entries(zone)) add(name, collection, rows);
  for (const [collection, rows] of Object.entries(state.global)) add(null, collection, rows);
  return found;
}

/** Removed and changed objects first, in their old order, then the new ones. */
export function differences(before: WorldState, after: WorldState): Difference[] {
  const was = locate(before);
  const is = locate(after);
  const found: Difference[] = [];
  for (const [key, old] of was) {
    const now = is.get(key);
    if (now === undefined) found.push({ ...place(old), from: fields(old.row), to: null, before: old.row });
    // Most objects are as they were: one comparison of the whole spares one for each field.
    else if (JSON.stringify(now.row) !== JSON.stringify(old.row)) {
      const keys = changedKeys(old.row, now.row);
      if (keys.length > 0)
        found.push({ ...place(old), from: pick(old.row, keys), to: pick(now.row, keys), before: old.row });
    }
  }
  for (const [key, now] of is)
    if (!was.has(key)) found.push({ ...place(now), from: null, to: fields(now.row), before: null });
  return found;
}

const place = ({ zone, collection, kind, id }: Located) => ({ zone, collection, kind, id });
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;
const pick = (row: Record<string, unknown>, keys: readonly string[]): Fields =>
  Object.fromEntries(keys.map((key) => [key, plain(row[key])]));
const fields = (row: Record<string, unknown>): Fields =>
  pick(
    row,
    Object.keys(row).filter((key) => !NOT_A_CHANGE.has(key)),
  );

function changedKeys(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => !NOT_A_CHANGE.has(key) && JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

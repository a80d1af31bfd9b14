// Changes from outside the API: what other people, other tools or the guest do to the world while nobody asks.
import * as z from 'zod';
import { userError } from '../../../base/errors.ts';
import { setPower } from './world/carry-out.ts';
import { type WorldState } from './world/file.ts';
import { readWorldFile } from './world/read-file.ts';
import type { World } from './world/world.ts';
import { ZONE_NAMES, type ZoneName } from './zones.ts';
import { cancelPower } from './routes/power.ts';

const zone = z.enum(ZONE_NAMES);
/** `zone` left out: the collection is a global one (`items`, `notes`…). */
const place = { zone: zone.optional(), collection: z.string() };
const json = z.record(z.string(), z.unknown());

const worldChange = z.union([
  z.strictObject({ power: z.strictObject({ zone, id: z.string(), status: z.enum(['up', 'cleaning', 'down']) }) }),
  z.strictObject({ add: z.strictObject({ ...place, object: json }) }),
  z.strictObject({ remove: z.strictObject({ ...place, id: z.string() }) }),
  z.strictObject({ patch: z.strictObject({ ...place, id: z.string(), with: json }) }),
  z.strictObject({ dnsRecord: z.strictObject({ dnsZone: z.string(), record: json }) }),
  z.strictObject({ merge: json }),
]);

/**
 * - `{power:{zone,id,status}}` a server's power, at once (the guest shut itself down)
 * - `{add:{zone?,collection,object}}` `{remove:{zone?,collection,id}}` an object, in the world file's shape
 * - `{patch:{zone?,collection,id,with}}` JSON merge patch (RFC 7396) of one object
 * - `{dnsRecord:{dnsZone,record:{Name,Type,RData,TTL}}}` one more record
 * - `{merge:{…}}` JSON merge patch of the whole file, for `permission`, `account`…
 */
export type WorldChange = z.output<typeof worldChange>;

/** Throws `userError('world-change')`. */
export function readChanges(value: unknown): WorldChange[] {
  const result = z.array(worldChange).safeParse(Array.isArray(value) ? value : [value]);
  if (result.success) return result.data;
  throw userError('world-change', `not a change of the world: ${z.prettifyError(result.error)}`, {
    next: 'send one of power, add, remove, patch, dnsRecord, merge',
  });
}

/** Carries changes out as one; the result must again be a sound world, or nothing is changed. */
export function applyChanges(world: World, changes: readonly WorldChange[]): void {
  world.change('change', () => {
    for (const change of changes) applyOne(world, change);
    world.state = readWorldFile(world.state);
  });
}

function applyOne(world: World, change: WorldChange): void {
  const { state } = world;
  if ('power' in change) changePower(world, change.power.zone, change.power.id, change.power.status);
  else if ('add' in change) rowsAt(state, change.add).push(change.add.object);
  else if ('remove' in change) {
    const rows = rowsAt(state, change.remove);
    rows.splice(rowAt(rows, change.remove.id).index, 1);
  } else if ('patch' in change) {
    const rows = rowsAt(state, change.patch);
    const { index, row } = rowAt(rows, change.patch.id);
    rows[index] = mergePatch(row, change.patch.with) as Row;
  } else if ('dnsRecord' in change) addRecord(state, change.dnsRecord.dnsZone, change.dnsRecord.record);
  else world.state = mergePatch(state, change.merge) as WorldState;
}

/** Sets a server's power now, whatever was ordered before. A renewed id leads to the server it became. */
export function changePower(world: World, zoneName: ZoneName, id: string, status: 'up' | 'cleaning' | 'down'): void {
  const now = currentId(world.state, id);
  const server = world.state.zones[zoneName].servers.find((row) => row.id === now);
  if (server === undefined) throw userError('world-change', `there is no server ${id} in ${zoneName}`);
  cancelPower(world, 'servers', server.id);
  setPower(world, zoneName, 'servers', server, status);
}

/** The id an object has by now, after plan and bandwidth changes. */
export function currentId(state: WorldState, id: string): string {
  let current = id;
  for (const { from, to } of state.renewals) if (from === current) current = to;
  return current;
}

type Row = Record<string, unknown>;

function rowsAt(state: WorldState, at: { zone?: ZoneName | undefined; collection: string }): Row[] {
  const home: unknown = at.zone === undefined ? state.global : state.zones[at.zone];
  const rows = (home as Record<string, Row[]>)[at.collection];
  if (!Array.isArray(rows)) throw userError('world-change', `there is no collection ${at.collection} there`);
  return rows;
}

function rowAt(rows: readonly Row[], id: string): { index: number; row: Row } {
  const index = rows.findIndex((row) => (row['id'] ?? row['ip']) === id);
  const row = rows[index];
  if (row === undefined) throw userError('world-change', `there is no object ${id} there`);
  return { index, row };
}

function addRecord(state: WorldState, dnsZone: string, record: Row): void {
  const item = state.global.items.find(({ class: kind, status }) => kind === 'dns' && status['Zone'] === dnsZone);
  if (item === undefined) throw userError('world-change', `there is no DNS zone ${dnsZone}`);
  const dns = (item.settings['DNS'] ?? {}) as { ResourceRecordSets?: Row[] };
  item.settings['DNS'] = { ...dns, ResourceRecordSets: [...(dns.ResourceRecordSets ?? []), record] };
}

/** RFC 7396. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Row = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result[key] = null;
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

// What happens when a pending event is due. An event whose object is gone does nothing.
import { AUTO_REBOOT_MS } from '../durations.ts';
import { zoneNameOf } from '../zones.ts';
import type { NewEvent, PendingEvent } from './events.ts';
import { zonesOf, type Appliance, type Server, type WorldState, type ZoneState } from './file.ts';

/** The part of a world that an event needs. */
export interface Platform {
  readonly state: WorldState;
  now(): string;
  schedule(delayMs: number, event: NewEvent): void;
}

export function carryOut(world: Platform, event: PendingEvent): void {
  switch (event.kind) {
    case 'power':
      return carryOutPower(world, event);
    case 'ready':
      return carryOutReady(world, event);
    case 'restore':
      return restore(world, event);
  }
}

function zoneState(world: Platform, name: string): ZoneState | undefined {
  const zone = zoneNameOf(name);
  return zone === undefined ? undefined : world.state.zones[zone];
}

function carryOutPower(world: Platform, event: Extract<PendingEvent, { kind: 'power' }>): void {
  const rows: (Server | Appliance)[] | undefined = zoneState(world, event.zone)?.[event.collection];
  const row = rows?.find(({ id }) => id === event.id);
  if (row === undefined) return;
  setPower(world, event.zone, event.collection, row, event.status);
}

/** Sets the power of a server or appliance now, and lets `@auto-reboot` (facts §2) bring a stopped server up again. */
export function setPower(
  world: Platform,
  zone: string,
  collection: 'servers' | 'appliances',
  row: Server | Appliance,
  status: 'up' | 'cleaning' | 'down',
): void {
  if (row.power === status) return;
  row.beforePower = row.power;
  row.power = status;
  row.powerChangedAt = world.now();
  // CHOICE: @auto-reboot answers to every stop, whoever asked for it.
  if (status === 'down' && collection === 'servers' && row.tags.includes('@auto-reboot'))
    world.schedule(AUTO_REBOOT_MS, { kind: 'power', zone, collection, id: row.id, status: 'up' });
}

function carryOutReady(world: Platform, event: Extract<PendingEvent, { kind: 'ready' }>): void {
  const z = zoneState(world, event.zone);
  const rows: { id: string; availability: string }[] | undefined = z?.[event.collection];
  const row = rows?.find(({ id }) => id === event.id);
  if (z === undefined || row === undefined) return;
  row.availability = 'available';
  const copied = [...z.disks, ...z.archives].find(({ id }) => id === event.id);
  if (copied !== undefined) copied.migratedMB = copied.sizeMB;
  const appliance = z.appliances.find(({ id }) => id === event.id);
  if (appliance !== undefined) setPower(world, event.zone, 'appliances', appliance, 'up');
}

/** Undoes a call: what it removed is put back, what it changed has its old fields again unless it is gone by now. */
function restore(world: Platform, event: Extract<PendingEvent, { kind: 'restore' }>): void {
  for (const { zone, collection, id, whole, row } of event.rows) {
    const home: unknown = zone === null ? world.state.global : zoneState(world, zone);
    const rows = (home as Record<string, Record<string, unknown>[]> | undefined)?.[collection];
    const present = rows?.find((one) => (one['id'] ?? one['ip']) === id);
    if (present !== undefined) Object.assign(present, structuredClone(row));
    else if (whole) rows?.push(structuredClone(row));
  }
  for (const [, z] of zonesOf(world.state)) dropDeadLinks(z);
}

/** What came back may point at what went in the meantime. */
function dropDeadLinks(z: ZoneState): void {
  const has = (rows: readonly { id: string }[], id: string | null) => rows.some((row) => row.id === id);
  for (const disk of z.disks) if (!has(z.servers, disk.serverId)) disk.serverId = null;
  for (const nic of z.interfaces) {
    if (nic.switchId !== 'shared' && !has(z.switches, nic.switchId)) nic.switchId = null;
    if (!has(z.packetFilters, nic.packetFilterId)) nic.packetFilterId = null;
    if (!has(z.servers, nic.serverId)) nic.serverId = null;
  }
}

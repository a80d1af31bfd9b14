// Power of servers and appliances (facts §2): up → cleaning → down over several reads; nothing is instant.
import { BOOT_MS, CLEANING_MS, FORCED_STOP_UP_MS, SHUTDOWN_UP_MS } from '../durations.ts';
import { done, type Answer } from '../http/answer.ts';
import { boolIn, type Call } from '../http/call.ts';
import { refuse } from '../refuse.ts';
import type { Appliance, Server } from '../world/file.ts';
import type { World } from '../world/world.ts';

export type Powered = 'servers' | 'appliances';
type Row = Server | Appliance;

/** Nothing that was ordered before happens any more. */
export function cancelPower(world: World, collection: Powered, id: string): void {
  world.state.pending = world.state.pending.filter(
    (event) => !(event.kind === 'power' && event.collection === collection && event.id === id),
  );
}

function waiting(world: World, collection: Powered, id: string): boolean {
  return world.state.pending.some(
    (event) => event.kind === 'power' && event.collection === collection && event.id === id,
  );
}

export function requirePowerDown(row: Row): void {
  if (row.power === 'up') throw refuse('server_power_must_be_down');
  if (row.power === 'cleaning') throw refuse('server_is_cleaning');
}

export function boot(call: Call, collection: Powered, row: Row): Answer {
  const { world, zone } = call;
  if (row.availability !== 'available') throw refuse('still_creating');
  requirePowerDown(row);
  cancelPower(world, collection, row.id);
  world.schedule(BOOT_MS, { kind: 'power', zone, collection, id: row.id, status: 'up' });
  return done();
}

/** `{"Force":true}` pulls the plug; without it the guest is asked, and may not listen. */
export function shutDown(call: Call, collection: Powered, row: Row): Answer {
  const { world, zone } = call;
  const force = boolIn(call.body, 'Force') ?? false;
  if (row.availability !== 'available') throw refuse('still_creating');
  if (row.power === 'cleaning') throw refuse('server_is_cleaning');
  if (row.power !== 'up') throw refuse('server_power_must_be_up');
  const deaf = 'ignoresAcpi' in row && row.ignoresAcpi;
  // CHOICE: asking again while the guest is already going down is accepted and changes nothing.
  if (!force && (deaf || waiting(world, collection, row.id))) return done();
  cancelPower(world, collection, row.id);
  const upMs = force ? FORCED_STOP_UP_MS : SHUTDOWN_UP_MS;
  world.schedule(upMs, { kind: 'power', zone, collection, id: row.id, status: 'cleaning' });
  world.schedule(upMs + CLEANING_MS, { kind: 'power', zone, collection, id: row.id, status: 'down' });
  return done();
}

export function reset(row: Row): Answer {
  if (row.power !== 'up') throw refuse('server_power_must_be_up');
  return done();
}

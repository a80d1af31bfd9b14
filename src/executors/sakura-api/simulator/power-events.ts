// Tells others what happens to a server's power, read off the transitions.
import type { World, Transition } from './world/world.ts';

/** `renewed`: a plan change gave the server `newId`; it is the same machine. */
export interface PowerEvent {
  readonly at: string;
  readonly zone: string;
  readonly id: string;
  readonly status: 'up' | 'cleaning' | 'down' | 'deleted' | 'renewed';
  readonly newId?: string;
  readonly call: string;
}

export function powerEventOf(world: World, transition: Transition): PowerEvent | undefined {
  const { at, call, id, kind, zone, from, to } = transition;
  if (kind !== 'server' || zone === null || from === null) return undefined;
  if (to === null) {
    const renewed = world.state.renewals.findLast((renewal) => renewal.from === id)?.to;
    return renewed === undefined
      ? { at, zone, id, status: 'deleted', call }
      : { at, zone, id, status: 'renewed', newId: renewed, call };
  }
  const status = to['power'];
  if (status !== 'up' && status !== 'cleaning' && status !== 'down') return undefined;
  return { at, zone, id, status, call };
}

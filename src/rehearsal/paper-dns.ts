// Name servers in a rehearsal on paper: they show what the persons said that they had done, an hour after they said it. Nobody
// is asked anything, so this says nothing about real ones, and must never be used for a real contract.
import { bugError } from '../base/errors.ts';
import type { JsonObject } from '../base/canonical-json.ts';
import type { Executor, Target } from '../executors/port.ts';

/** Until that instant the name servers still show the world as it was; before anything was said they are not in the way. */
export interface Following {
  readonly untilMs: number;
}

/** Nothing can be changed at them. */
export const paperDns = (following: () => Following): Executor => ({
  name: 'dns',
  observe: (target, { clock }) =>
    Promise.resolve({
      state: 'present',
      facts: { ...CLEAN, ...(clock.nowMs() < following().untilMs ? asBefore(target) : {}), rehearsed: target.id },
      seenAtMs: clock.nowMs(),
    }),
  act: () => Promise.reject(bugError('read-only', 'name servers are only looked at')),
  classify: () => 'permanent',
});

const CLEAN: JsonObject = {
  mentions: [],
  missing: [],
  serials: [],
  serialsAgree: true,
  notAsked: [],
  complete: true,
};

const SERVER = 'a rehearsed server';

/** The first of what is wanted is not there yet; the address is still named. */
function asBefore({ kind, id, zone, expect }: Target): JsonObject {
  const row = (expect as { rows?: readonly JsonObject[] }).rows?.[0];
  const name = zone ?? (expect as { zones?: readonly { name: string }[] }).zones?.[0]?.name ?? '';
  if (kind === 'address-use') return { mentions: [{ server: SERVER, zone: name, name, type: 'A', data: id }] };
  return row === undefined ? {} : { missing: [{ server: SERVER, ...row }] };
}

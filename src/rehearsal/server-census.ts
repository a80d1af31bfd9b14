// What of a rehearsed server changes while an executor acts: zones by the serials that are served, the web server's files by their
// bytes. Looked at before and after every act, so that what an effect did is counted at the world and not at who says it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalState } from '../journal/project.ts';
import type { Executor } from '../executors/port.ts';
import type { CountedEffect } from './checkers.ts';
import type { NamedRig } from './named.ts';
import { STRANGER } from './server-zones.ts';
import type { WebRig } from './web-rig.ts';

export interface Witness {
  /** The same executor, looked at while it acts. */
  around(executor: Executor): Executor;
  /** Effects of one verb on one target share what that did to the world: the first changes, the others find it so. */
  effects(state: JournalState): CountedEffect[];
  /** Zones and files that an effect changed and that were none of its business. */
  damage(): string[];
}

interface Transition {
  readonly verb: string;
  readonly id: string;
  readonly changed: readonly string[];
}

const zoneKey = (name: string): string => `zone ${name}`;
const fileKey = (name: string): string => `web server file ${name}`;
/** What a verb does to the world; of its own zone, or of the web server's files. */
const CHANGES: Readonly<Record<string, { readonly call: string; readonly of: 'zone' | 'web' }>> = {
  'lower-ttl': { call: 'zone changed', of: 'zone' },
  'move-address': { call: 'zone changed', of: 'zone' },
  'remove-zone': { call: 'zone removed', of: 'zone' },
  'serve-also': { call: 'web server changed', of: 'web' },
  'leave-address': { call: 'web server changed', of: 'web' },
  'remove-site': { call: 'site removed', of: 'web' },
};

/** `zones`: names at that server. */
export function witnessOf(own: NamedRig, zones: readonly string[], web: WebRig | undefined): Witness {
  const transitions: Transition[] = [];
  const census = async (): Promise<Map<string, string>> =>
    new Map([
      ...(await Promise.all(
        zones.map(async (zone): Promise<[string, string]> => [zoneKey(zone), String(await own.serial(zone))]),
      )),
      ...(web === undefined ? [] : filesOf(web)),
    ]);
  return {
    around: (executor) => ({
      ...executor,
      act: async (command, ctx) => {
        const before = await census();
        try {
          return await executor.act(command, ctx);
        } finally {
          const after = await census();
          const changed = [...before.keys()].filter((key) => before.get(key) !== after.get(key));
          transitions.push({ verb: command.verb, id: command.target.id, changed });
        }
      },
    }),
    effects: (state) =>
      [...state.effects.values()].flatMap(({ status, intended }): CountedEffect[] => {
        if (intended === undefined || status === 'found') return [];
        const { step, target, verb } = intended.body;
        const own = transitions.filter((one) => one.verb === verb && target.endsWith(`:${one.id}`));
        const call = CHANGES[verb]?.call ?? verb;
        return [{ step, target, call, count: own.filter(({ changed }) => changed.length > 0).length }];
      }),
    damage: () =>
      transitions.flatMap(({ verb, id, changed }) =>
        changed.filter((key) => !isItsOwn(verb, id, key)).map((key) => `DAMAGE: ${verb} of ${id} changed ${key}`),
      ),
  };
}

function isItsOwn(verb: string, id: string, key: string): boolean {
  const of = CHANGES[verb]?.of;
  if (of === 'zone') return key === zoneKey(id);
  if (of === 'web')
    return key.startsWith(fileKey('')) && key !== fileKey(`${STRANGER}.conf`) && isOfSite(verb, id, key);
  return false;
}

/** A site goes alone. */
const isOfSite = (verb: string, id: string, key: string): boolean =>
  verb !== 'remove-site' || key === fileKey(`${id}.conf`);

function filesOf({ folder, root }: WebRig): [string, string][] {
  const sites = join(folder, 'sites');
  return [
    [fileKey('main.conf'), readFileSync(root, 'latin1')],
    ...readdirSync(sites).map((name): [string, string] => [fileKey(name), readFileSync(join(sites, name), 'latin1')]),
  ];
}

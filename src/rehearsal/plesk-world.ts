// The simulated server of a contract whose domains kaiyaku moves and deletes in Plesk: its domains on the additional address, and a
// stranger's domain on the main one. The door is the one that the file names. Only executors of this world are handed out.
import type { Clock } from '../base/clock.ts';
import { Secret } from '../base/redact.ts';
import type { JournalState } from '../journal/project.ts';
import { executorsOf, loadSimulators, type PleskSimulator, type PleskWorld } from '../wiring.ts';
import type { CountedEffect } from './checkers.ts';
import type { ActingWorld } from './acting-world.ts';

/** The part of a contract that the world is built from. */
export interface PleskEstate {
  readonly additionalIp: string;
  readonly mainIp: string;
  readonly domains: readonly { readonly name: string; readonly fate: string; readonly primaryDns: string }[];
  readonly plesk: { readonly api?: object; readonly ssh?: object };
}

/** The contract's server, where kaiyaku acts on its Plesk. */
export function pleskEstateOf(content: unknown): PleskEstate | undefined {
  return (content as { plesk?: { backup?: unknown } }).plesk?.backup === undefined
    ? undefined
    : (content as PleskEstate);
}

export async function startPleskRehearsal(estate: PleskEstate, clock: Clock): Promise<ActingWorld> {
  const { startPlesk, templateZone, UTILITIES } = await loadSimulators();
  const simulator = await startPlesk({ clock, world: worldOf(estate, templateZone, UTILITIES) });
  const { root, key, ssh } = simulator;
  const { privateKey, ...address } = ssh;
  return {
    executors: (parts) => {
      const { plesk } = parts.contract as PleskEstate;
      const doors =
        plesk.api === undefined ? { ssh: { ...address, privateKey: 'privateKey' } } : { api: { root, key: 'key' } };
      const resolveSecret = (ref: unknown) => Promise.resolve(new Secret(ref === 'key' ? key : privateKey));
      const contract = { ...(parts.contract as object), plesk: doors };
      const all = executorsOf({ ...parts, contract, resolveSecret, loopback: true });
      return new Map([...all].filter(([name]) => name === 'plesk'));
    },
    effects: (state) => effectsCounted(simulator, state),
    left: () => leftOf(estate, simulator),
    close: () => simulator.close(),
  };
}

const STRANGER = 'stranger.example';

/** What hangs on the server: a domain with its DNS elsewhere has no site there that anybody here is to change. */
const hosted = ({ domains }: PleskEstate) => domains.filter(({ primaryDns }) => primaryDns === 'own-server');

function worldOf(
  estate: PleskEstate,
  templateZone: Awaited<ReturnType<typeof loadSimulators>>['templateZone'],
  utilities: readonly string[],
): PleskWorld {
  const { additionalIp, mainIp } = estate;
  const subscriptions = [
    ...hosted(estate).map(({ name }) => [name, additionalIp] as const),
    [STRANGER, mainIp] as const,
  ].map(([name, address], at) => ({
    name,
    owner: 'Administrator (admin)',
    systemUser: `user${at + 1}`,
    hosting: 'Physical hosting' as const,
    web: [address],
    mail: [address],
    sites: [],
  }));
  return {
    version: '18.0.60',
    utilities: [...utilities],
    addresses: [mainIp, additionalIp].map((address) => ({
      address,
      interface: 'eth0',
      mask: '255.255.255.0',
      type: address === mainIp ? 'S' : 'E',
      clients: 0,
    })),
    mainAddress: mainIp,
    subscriptions,
    zones: subscriptions.map(templateZone),
    backups: [],
  };
}

/** What a verb does to the world, as the simulator words it. */
const CHANGES: Readonly<Record<string, string>> = {
  'back-up': 'backed up',
  move: 'web moved',
  remove: 'subscription removed',
};

function effectsCounted({ transitions }: PleskSimulator, state: JournalState): CountedEffect[] {
  return [...state.effects.values()].flatMap(({ status, intended }): CountedEffect[] => {
    if (intended === undefined || status === 'found') return [];
    const { step, target, verb } = intended.body;
    const id = target.slice(target.lastIndexOf(':') + 1);
    const call = CHANGES[verb] ?? verb;
    return [{ step, target, call, count: transitions.filter((one) => one.id === id && one.what === call).length }];
  });
}

function leftOf(estate: PleskEstate, simulator: PleskSimulator): string[] {
  const { subscriptions } = simulator.world();
  const { additionalIp, mainIp } = estate;
  const known = new Map(subscriptions.map((one) => [one.name, one] as const));
  return [
    ...hosted(estate)
      .filter(({ name, fate }) => fate === 'delete' && known.has(name))
      .map(({ name }) => `domain ${name}`),
    ...subscriptions
      .filter(({ web, mail }) => [...web, ...mail].includes(additionalIp))
      .map(({ name }) => `${name} on ${additionalIp}`),
    ...[...hosted(estate).flatMap(({ name, fate }) => (fate === 'move' ? [name] : [])), STRANGER]
      .filter((name) => known.get(name)?.web.includes(mainIp) !== true)
      .map((name) => `DAMAGE: ${name} is not on ${mainIp}`),
  ];
}

// The simulated account of a contract that kaiyaku takes down over a CloudStack API: everything that the contract names, with
// rules on its addresses, and a stranger's server beside it. Only executors of this world are handed out: nobody else is asked.
import type { Clock } from '../base/clock.ts';
import { Secret } from '../base/redact.ts';
import type { JournalState } from '../journal/project.ts';
import { type CloudStackSimulator, type CloudStackWorld, executorsOf, loadSimulators } from '../wiring.ts';
import type { CountedEffect } from './checkers.ts';
import type { ActingWorld } from './acting-world.ts';

/** The part of a contract that the world is built from. */
export interface CloudStackEstate {
  readonly addresses: readonly string[];
  readonly servers: readonly string[];
  readonly sourceNatAddress?: string;
  readonly api: {
    readonly endpoint: string;
    readonly zone: string;
    readonly account?: string;
    readonly storage: readonly { kind: 'volume' | 'snapshot'; id: string; name: string; fate: 'delete' | 'keep' }[];
  };
}

/** The contract's estate, where kaiyaku acts on it over a CloudStack API. */
export function cloudStackEstateOf(content: unknown): CloudStackEstate | undefined {
  const { api } = content as { api?: { endpoint?: unknown } };
  return typeof api?.endpoint === 'string' ? (content as CloudStackEstate) : undefined;
}

export async function startCloudStackRehearsal(estate: CloudStackEstate, clock: Clock): Promise<ActingWorld> {
  const { startCloudStack } = await loadSimulators();
  const before = worldOf(estate);
  const simulator = await startCloudStack({ clock, world: structuredClone(before) });
  const { endpoint, apiKey, secretKey } = simulator;
  return {
    executors: (parts) => {
      const { api } = parts.contract as CloudStackEstate;
      const contract = {
        ...(parts.contract as object),
        api: { ...api, endpoint, apiKey: 'apiKey', secretKey: 'secretKey' },
      };
      const resolveSecret = (ref: unknown) => Promise.resolve(new Secret(ref === 'apiKey' ? apiKey : secretKey));
      const all = executorsOf({ ...parts, contract, resolveSecret, loopback: true });
      return new Map([...all].filter(([name]) => name === 'cloudstack-api'));
    },
    effects: (state) => effectsCounted(simulator, state),
    left: () => leftOf(estate, simulator),
    close: () => simulator.close(),
  };
}

const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

const STRANGER = 'stranger-01';
const NETWORK = idOf(2, 1);

function worldOf({ addresses, servers, sourceNatAddress, api }: CloudStackEstate): CloudStackWorld {
  const machines = [...servers, STRANGER];
  const machineId = (name: string) => idOf(3, machines.indexOf(name) + 1);
  /** Whose it is by its name, else the first one's. */
  const owner = (name: string) => machineId(servers.find((one) => name.startsWith(one)) ?? machines[0]!);
  const natted = (at: number) => (at % 2 === 0 && servers[at] !== undefined ? machineId(servers[at]) : null);
  const volumes = api.storage.filter(({ kind }) => kind === 'volume');
  return {
    account: { id: idOf(10, 1), name: api.account ?? 'rehearsal', type: 0, domain: 'ROOT' },
    zone: { id: idOf(1, 1), name: api.zone },
    version: '4.9.3.0',
    capabilities: { allowuserexpungerecovervm: true, allowuserviewdestroyedvm: true, allowuserforcestopvm: false },
    forbidden: [],
    networks: [{ id: NETWORK, name: 'network' }],
    machines: machines.map((name) => ({ id: machineId(name), name, state: 'Running', networkIds: [NETWORK] })),
    volumes: [
      ...machines.map((name, at) => ({
        id: idOf(40, at + 1),
        name: `ROOT-${at + 1}`,
        type: 'ROOT' as const,
        vmId: machineId(name),
      })),
      ...volumes.map(({ id, name }) => ({ id, name, type: 'DATADISK' as const, vmId: owner(name) })),
    ],
    snapshots: api.storage
      .filter(({ kind }) => kind === 'snapshot')
      .map(({ id, name }) => ({ id, name, volumeId: idOf(40, 1), state: 'BackedUp' })),
    addresses: [
      ...(sourceNatAddress === undefined
        ? []
        : [{ id: idOf(60, 1), address: sourceNatAddress, networkId: NETWORK, sourceNat: true, staticNatVmId: null }]),
      ...addresses.map((address, at) => ({
        id: idOf(6, at + 1),
        address,
        networkId: NETWORK,
        staticNatVmId: natted(at),
      })),
    ],
    firewallRules: addresses.map((_, at) => ({
      id: idOf(7, at + 1),
      addressId: idOf(6, at + 1),
      protocol: 'tcp',
      port: 443,
    })),
    portForwardingRules: addresses.flatMap((_, at) =>
      natted(at) !== null || servers[0] === undefined
        ? []
        : [{ id: idOf(8, at + 1), addressId: idOf(6, at + 1), protocol: 'tcp', port: 22, vmId: machineId(servers[0]) }],
    ),
    loadBalancerRules: [],
    jobs: [],
    nextId: 1,
  };
}

/** What a verb does to the world, as the simulator words it. */
const CHANGES: Readonly<Record<string, RegExp>> = {
  destroy: /^machine destroyed$/,
  expunge: /^machine expunged$/,
  delete: /^(?:volume|snapshot) deleted$/,
  'delete-rule': /Rules deleted$/,
  'disable-static-nat': /^static NAT disabled$/,
  'release-address': /^address released$/,
};

function effectsCounted({ transitions }: CloudStackSimulator, state: JournalState): CountedEffect[] {
  return [...state.effects.values()].flatMap(({ status, intended }): CountedEffect[] => {
    if (intended === undefined || status === 'found') return [];
    const { step, target, verb } = intended.body;
    const id = target.slice(target.lastIndexOf(':') + 1);
    const changed = transitions.filter((one) => one.id === id && CHANGES[verb]?.test(one.what) === true);
    return [{ step, target, call: changed[0]?.what ?? verb, count: changed.length }];
  });
}

function leftOf(
  { servers, addresses, sourceNatAddress, api }: CloudStackEstate,
  simulator: CloudStackSimulator,
): string[] {
  const world = simulator.world();
  const ids = new Set([...world.volumes, ...world.snapshots].map(({ id }) => id));
  const kept = [
    ...api.storage.filter(({ fate }) => fate === 'keep').map(({ id, name }) => ({ name, there: ids.has(id) })),
    { name: STRANGER, there: world.machines.some(({ name }) => name === STRANGER) },
    ...(sourceNatAddress === undefined
      ? []
      : [{ name: sourceNatAddress, there: world.addresses.some(({ address }) => address === sourceNatAddress) }]),
  ];
  return [
    ...world.machines
      .filter(({ name }) => servers.includes(name))
      .map(({ name, state }) => `server ${name} (${state})`),
    ...world.addresses.filter(({ address }) => addresses.includes(address)).map(({ address }) => `address ${address}`),
    ...api.storage
      .filter(({ id, fate }) => fate === 'delete' && ids.has(id))
      .map(({ kind, name }) => `${kind} ${name}`),
    ...kept.filter(({ there }) => !there).map(({ name }) => `DAMAGE: ${name} is gone`),
  ];
}

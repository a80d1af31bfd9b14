// The name servers of a rehearsed server, started; and what persons and other companies do at them: a zone that they change or take
// out, a delegation that ends, a secondary that fetches what is new.
import type { StepId } from '../teardown/step.ts';
import { userError } from '../base/errors.ts';
import { type BindZone, type NamedRig, startNamed } from './named.ts';
import {
  addressRow,
  hostsOf,
  type NameServer,
  nameServersOf,
  type OnLoopback,
  OWN,
  STRANGER,
  withoutDelegation,
} from './server-zones.ts';

export interface NameServers {
  /** By the address that the contract names: `127.0.0.1:5353`. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly resolvers: readonly string[];
  /** The contract's server. */
  readonly own: NamedRig;
  /** By the address that the contract names. */
  named(address: string): NamedRig;
  /** A person, or another company, has done that step. */
  told(step: StepId): Promise<void>;
  /** Every secondary has what its primary has. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

interface Started extends NameServer {
  readonly rig: NamedRig;
  /** What its zones say, as persons know it. */
  readonly texts: Map<string, BindZone>;
}

/** Throws `rehearsal-needs-world` (user) where name servers are each other's secondaries. */
export async function startNameServers(place: OnLoopback): Promise<NameServers> {
  const started = new Map<string, Started>();
  const resolvers: NamedRig[] = [];
  const close = async () => {
    await Promise.all([...[...started.values()].map(({ rig }) => rig), ...resolvers].map((rig) => rig.close()));
  };
  try {
    for (let waiting = nameServersOf(place); waiting.length > 0;) {
      const ready = waiting.filter(({ secondary }) => secondary.every(({ fromKey }) => started.has(fromKey)));
      if (ready.length === 0) throw inARing(waiting);
      for (const one of ready) started.set(one.key, await startOne(one, started));
      waiting = waiting.filter((one) => !ready.includes(one));
    }
    const all = [...started.values()];
    for (const _ of place.contract.dns.resolvers) resolvers.push(await startResolver(place, all));
    return namesOver(place, all, resolvers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

const inARing = (waiting: readonly NameServer[]) =>
  userError('rehearsal-needs-world', `${waiting.map(({ key }) => key).join(', ')} are each other’s secondaries`, {
    why: 'the rehearsal starts a secondary after its primary',
    next: 'rehearse with a copy of the contract whose dns section has fewer secondaries',
  });

async function startOne(one: NameServer, started: ReadonlyMap<string, Started>): Promise<Started> {
  const rig = await startNamed({
    primary: one.primary,
    secondary: one.secondary.map(({ name, fromKey }) => ({ name, from: started.get(fromKey)!.rig.at })),
    doors: one.addresses.length,
  });
  return { ...one, rig, texts: new Map(one.primary.map((zone) => [zone.name, zone])) };
}

/** It asks the contract's own zones where they lie, and knows every other name server by heart. */
function startResolver(place: OnLoopback, all: readonly Started[]): Promise<NamedRig> {
  const { zones } = place.contract.dns;
  const outside = zones
    .flatMap((zone) => hostsOf(place, zone))
    .filter(([host]) => !zones.some(({ name }) => host === name || host.endsWith(`.${name}`)));
  const reverse = `@ NS ns.provider.test.\n${place.mainIp.split('.').slice(1).reverse().join('.')} PTR ${STRANGER}.`;
  return startNamed({
    resolves: true,
    primary: [
      { name: '127.in-addr.arpa', text: reverse },
      ...[...new Map(outside)].map(([name, address]) => ({
        name,
        text: `@ NS ns.provider.test.\n${addressRow(name, address)}`,
      })),
    ],
    forward: zones.flatMap(({ name }) =>
      all.flatMap(({ primary, rig }) => (primary.some((one) => one.name === name) ? [{ name, from: rig.at }] : [])),
    ),
  });
}

function namesOver(
  place: OnLoopback,
  all: readonly Started[],
  resolvers: readonly NamedRig[],
  close: () => Promise<void>,
): NameServers {
  const { contract, additionalIp, mainIp } = place;
  const rewrite = async ({ rig, texts }: Started, name: string, edit: (text: string) => string): Promise<void> => {
    const zone = texts.get(name);
    if (zone === undefined || edit(zone.text) === zone.text) return;
    const edited = { ...zone, text: edit(zone.text) };
    texts.set(name, edited);
    await rig.replace(edited);
  };
  const moved = (text: string): string => text.replaceAll(additionalIp, mainIp);
  /** Zones above, by what they say of this one. */
  const above = async (edit: (text: string) => string): Promise<void> => {
    for (const one of all)
      for (const name of one.texts.keys())
        if (!contract.dns.zones.some((zone) => zone.name === name)) await rewrite(one, name, edit);
  };
  const drop = async (zone: string, roles: readonly ('primary' | 'secondary')[]): Promise<void> => {
    for (const { rig, texts, secondary } of all) {
      const role = texts.has(zone) ? 'primary' : secondary.some(({ name }) => name === zone) ? 'secondary' : undefined;
      if (role !== undefined && roles.includes(role) && (await rig.serial(zone)) !== undefined) await rig.drop(zone);
    }
    // Nothing may lead to servers that have the zone no more.
    if (roles.includes('secondary')) await above((text) => withoutDelegation(text, zone));
  };
  const follow = async (): Promise<void> => {
    for (const { secondary, rig } of all)
      for (const { name, fromKey } of secondary) {
        const wanted = await all.find(({ key }) => key === fromKey)!.rig.serial(name);
        const has = await rig.serial(name);
        if (wanted !== undefined && has !== undefined && has !== wanted) await rig.fetch(name, wanted);
      }
  };
  return {
    addresses: new Map(all.flatMap(({ addresses, rig }) => addresses.map((one, at) => [one, rig.doors[at]!] as const))),
    resolvers: resolvers.map(({ at }) => at),
    own: all.find(({ key }) => key === OWN)!.rig,
    named: (address) => all.find(({ addresses }) => addresses.includes(address))!.rig,
    told: async (step) => {
      const [work = '', name = ''] = step.split(':');
      const domain = contract.domains.find((one) => one.name === name);
      if (domain === undefined) return;
      const { fate, primaryDns } = domain;
      if (work === 'change') for (const one of all) await rewrite(one, name, moved);
      if (work === 'host-objects') await above((text) => movedHosts(text, name, moved));
      // On the server itself the secondary is a step of its own; elsewhere the company does all of it.
      if (work === 'delete') await drop(name, primaryDns === 'own-server' ? ['primary'] : ['primary', 'secondary']);
      if (work === 'secondary-zone' && fate === 'delete') await drop(name, ['secondary']);
    },
    follow,
    close,
  };
}

/** Host objects of that domain, as the zone above hands them out. */
const movedHosts = (text: string, domain: string, moved: (row: string) => string): string =>
  text
    .split('\n')
    .map((row) => (row.split(' ')[0]!.endsWith(`.${domain}.`) ? moved(row) : row))
    .join('\n');

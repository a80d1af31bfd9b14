// Watches from outside: what the simulators really went through, and what is left of the estate. Never asks the engine.
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalState } from '../journal/project.ts';
import { dnsLeft } from './dns-zones.ts';
import { ends, type EstateItem, type EstateService, type FortigateEstate } from './fortigate-estate.ts';
import type { RehearsalWorld } from './world.ts';

export interface CountedEffect {
  readonly step: string;
  readonly target: string;
  readonly call: string;
  /** Effective transitions at the simulator. */
  readonly count: number;
}

/** One line an effect that the journal says was ours. */
export async function effectsCounted(
  world: RehearsalWorld,
  contract: FortigateEstate,
  state: JournalState,
): Promise<CountedEffect[]> {
  const counted: CountedEffect[] = [];
  for (const { status, intended } of state.effects.values()) {
    if (intended === undefined || status === 'found') continue;
    const { step, target, verb } = intended.body;
    const seen = await transitionsOf(world, contract, target, verb);
    if (seen !== undefined) counted.push({ step, target, ...seen });
  }
  return counted;
}

async function transitionsOf(
  world: RehearsalWorld,
  { services, backup }: FortigateEstate,
  target: string,
  verb: string,
): Promise<{ call: string; count: number } | undefined> {
  const [executor, ...rest] = target.split(':');
  if (executor === 'files')
    return { call: 'unlink', count: (await isThere(join(world.folder, rest.slice(1).join(':')))) ? 0 : 1 };
  if (executor === 'fortigate-ssh') {
    const at = services.findIndex(({ fortigate }) => fortigate.serial === rest.at(-1));
    const { serial } = services[at]!.fortigate;
    if (verb !== 'factory-reset')
      return { call: 'scp sys_config', count: await backupsStored(join(world.folder, backup.to), serial) };
    const calls = world.fortigates[at]!.transitions.filter((one) => one.call.startsWith('execute factoryreset'));
    return { call: calls[0]?.call ?? 'execute factoryreset', count: calls.length };
  }
  if (executor !== 'sakura-api') return undefined;
  const id = rest.slice(rest.length === 2 ? 1 : 2).join(':');
  // The order to stop changes nothing by itself; what counts is that the server went down.
  if (verb === 'force-stop') return { call: 'DELETE /server/:id/power', count: timesStopped(world, id) };
  const calls = world.cloud.transitions.filter(
    (one) =>
      one.id === id &&
      /^(PUT|DELETE|POST) /.test(one.call) &&
      isOf(verb, one.call) &&
      (verb !== 'delete' || one.to === null),
  );
  return { call: calls[0]?.call ?? verb, count: calls.length };
}

const timesStopped = (world: RehearsalWorld, id: string): number =>
  world.cloud.transitions.filter((one) => one.id === id && one.from?.['power'] === 'up').length;

/** Which API call a verb is counted by; an interface that goes with its server is not a disconnect. */
function isOf(verb: string, call: string): boolean {
  switch (verb) {
    case 'disconnect':
      return call.startsWith('DELETE') && call.includes('/to/');
    case 'delete':
      return call.startsWith('DELETE') && !call.endsWith('/power') && !call.includes('/to/');
    default:
      return call.startsWith('PUT');
  }
}

/** What the contract lists and the world still has; and what the world should have and does not. */
export async function leftOver(world: RehearsalWorld, contract: FortigateEstate, route: 'r' | 'd'): Promise<string[]> {
  const { services, estate } = contract;
  const left = services.flatMap((service, at) => [
    ...serverLeft(world, service),
    ...(route === 'r' && service.fortigate.reset === 'ssh' && world.fortigates[at]!.device().configuration !== 'factory'
      ? [`configuration of ${service.fortigate.hostname}`]
      : []),
  ]);
  for (const item of estate) {
    const there = standing(world, item);
    if (ends(item)) left.push(...there);
    else if (item.kind !== 'address' && there.length === 0) left.push(`DAMAGE: ${item.kind} ${item.name} is gone`);
  }
  left.push(...dnsLeft(world.cloud.world().global.items, contract));
  for (const path of world.licenceFiles) if (await isThere(join(world.folder, path))) left.push(`licence file ${path}`);
  const servers = Object.values(world.cloud.world().zones).flatMap((zone) => zone.servers);
  if (!servers.some(({ name }) => name === world.stranger))
    left.push(`DAMAGE: the unrelated server ${world.stranger} is gone`);
  return left;
}

function serverLeft(world: RehearsalWorld, { server, disks }: EstateService): string[] {
  const zone = zoneOf(world, server.zone);
  return [
    ...(has(zone.servers, server.id) ? [`server ${server.name}`] : []),
    ...disks.filter(({ id }) => has(zone.disks, id)).map(({ name }) => `disk ${name}`),
  ];
}

/** What still stands of one item of the estate. */
function standing(world: RehearsalWorld, item: EstateItem): string[] {
  const zone = zoneOf(world, item.zone);
  switch (item.kind) {
    case 'address':
      return zone.ptrs.some(({ ip, hostName }) => ip === item.ip && hostName !== '')
        ? [`reverse name of ${item.ip}`]
        : [];
    case 'router':
      return [
        ...(has(zone.routers, item.id) ? [`router ${item.name}`] : []),
        ...item.subnets.filter(({ id }) => has(zone.subnets, id)).map(({ network }) => `subnet ${network}`),
        ...(item.ipv6Net !== undefined && has(zone.ipv6Nets, item.ipv6Net.id)
          ? [`IPv6 net ${item.ipv6Net.prefix}`]
          : []),
      ];
    case 'archive':
      return zone.archives.some(({ id, availability }) => id === item.id && availability !== 'discontinued')
        ? [`archive ${item.name}`]
        : [];
    case 'switch':
    case 'packet-filter':
    case 'auto-backup':
    case 'disk':
      return has(zone[ROWS[item.kind]], item.id) ? [`${item.kind} ${item.name}`] : [];
  }
}

const ROWS = {
  switch: 'switches',
  'packet-filter': 'packetFilters',
  'auto-backup': 'autoBackups',
  disk: 'disks',
} as const;

const zoneOf = (world: RehearsalWorld, name: string) => {
  const { zones } = world.cloud.world();
  return zones[name as keyof typeof zones];
};

const has = (rows: readonly { readonly id: string }[], id: string): boolean => rows.some((row) => row.id === id);

async function backupsStored(folder: string, serial: string): Promise<number> {
  if (!(await isThere(folder))) return 0;
  return (await readdir(folder)).filter((name) => name.endsWith('.conf') && name.includes(serial)).length;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

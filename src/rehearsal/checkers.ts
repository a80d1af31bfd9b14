// Watches from outside: what the simulators really went through, and what is left of the estate. Never asks the engine.
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalState } from '../journal/project.ts';
import { LICENCE_FILE } from './contract-text.ts';
import type { RehearsalWorld } from './world.ts';

export interface CountedEffect {
  readonly step: string;
  readonly target: string;
  readonly call: string;
  /** Effective transitions at the simulator. */
  readonly count: number;
}

/** One line an effect that the journal says was ours. */
export async function effectsCounted(world: RehearsalWorld, state: JournalState): Promise<CountedEffect[]> {
  const counted: CountedEffect[] = [];
  for (const { status, intended } of state.effects.values()) {
    if (intended === undefined || status === 'found') continue;
    const { step, target, verb } = intended.body;
    const seen = await transitionsOf(world, target, verb);
    if (seen !== undefined) counted.push({ step, target, ...seen });
  }
  return counted;
}

async function transitionsOf(
  world: RehearsalWorld,
  target: string,
  verb: string,
): Promise<{ call: string; count: number } | undefined> {
  const [executor, ...rest] = target.split(':');
  if (executor === 'files') return { call: 'unlink', count: (await isThere(join(world.folder, LICENCE_FILE))) ? 0 : 1 };
  if (executor === 'fortigate-ssh') {
    if (verb !== 'factory-reset') return { call: 'scp sys_config', count: await backupsStored(world) };
    const calls = world.fortigate.transitions.filter((one) => one.call.startsWith('execute factoryreset'));
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

/** What the contract lists and the world still has. */
export async function leftOver(world: RehearsalWorld, route: 'r' | 'd'): Promise<string[]> {
  const { zones } = world.cloud.world();
  const zone = zones.is1b;
  const mine = (name: string) => name.startsWith('fgt-');
  const left = [
    ...zone.servers.filter((one) => mine(one.name)).map((one) => `server ${one.name}`),
    ...zone.disks.filter((one) => mine(one.name)).map((one) => `disk ${one.name}`),
    ...zone.archives
      .filter((one) => mine(one.name) && one.availability !== 'discontinued')
      .map((one) => `archive ${one.name}`),
    ...zone.switches.filter((one) => mine(one.name)).map((one) => `switch ${one.name}`),
    ...zone.routers.map((one) => `router ${one.name}`),
    ...zone.subnets.map((one) => `subnet ${one.network}`),
    ...zone.ipv6Nets.map((one) => `IPv6 net ${one.prefix}`),
    ...zone.autoBackups.filter((one) => mine(one.name)).map((one) => `auto-backup ${one.name}`),
    ...zone.packetFilters.filter((one) => mine(one.name)).map((one) => `packet filter ${one.name}`),
  ];
  if (await isThere(join(world.folder, LICENCE_FILE))) left.push(`licence file ${LICENCE_FILE}`);
  if (route === 'r' && world.fortigate.device().configuration !== 'factory')
    left.push('configuration of the FortiGate');
  if (!zone.servers.some((one) => one.name === 'web-01')) left.push('DAMAGE: the unrelated server web-01 is gone');
  return left;
}

const backupsStored = async (world: RehearsalWorld): Promise<number> =>
  (await readdir(join(world.folder, 'backups'))).filter((name) => name.endsWith('.conf')).length;

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

// R05: an object that another Terraform state owns is never deleted behind its back: their next run would build it again.
// It stops the step when such an object is next; what comes before it (powering the server off) is still ours to do.
import type { Observation, Target } from '../../src/executors/port.ts';
import type { Policy, PolicyContext } from '../../src/teardown/policy.ts';
import type { Effect, Goal } from '../../src/teardown/step.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const ownedElsewhere: Policy = {
  refusal: 'R05',
  check({ contract, open, observe }) {
    const isTheirs = ownerOf(contract as SakuraFortigateContract, observe);
    // What is so already is recorded first, whoever did it; what is ours and comes first is done first.
    const next = open.findIndex((effect) => !isTheirs(effect) || isReached(effect, observe));
    return (next === -1 ? open : open.slice(0, next)).map(({ command }) => ({
      refusal: 'R05' as const,
      severity: 'error' as const,
      what: `${command.target.label} is owned by another Terraform state`,
      why: 'deleted behind its owner’s back it would be built again by their next run',
      next: 'let its owner apply it (kaiyaku check CONTRACT --plan FILE judges their plan); kaiyaku then finds it so and goes on',
      about: command.target.id,
    }));
  },
};

/** Whether an effect changes what another state holds. No provider's state knows whether a server is running. */
function ownerOf({ services, estate, dns = [] }: SakuraFortigateContract, observe: PolicyContext['observe']) {
  const theirs = new Set(
    estate.flatMap((item) => {
      if (item.ownedBy !== 'external') return [];
      if (item.kind === 'address') return [item.ip];
      if (item.kind !== 'router') return [item.id];
      return [
        item.id,
        ...item.subnets.map((subnet) => subnet.id),
        ...(item.ipv6Net === undefined ? [] : [item.ipv6Net.id]),
      ];
    }),
  );
  for (const zone of dns) if (zone.ownedBy === 'external') theirs.add(zone.id);
  const servers = new Set<string>();
  for (const { ownedBy, server, disks } of services) {
    if (ownedBy !== 'external') continue;
    servers.add(server.id);
    for (const disk of disks) theirs.add(disk.id);
  }
  const isTheirs = (target: Target, verb: string): boolean => {
    if (target.kind === 'server') return verb === 'delete' && servers.has(target.id);
    if (target.kind !== 'interface' || servers.size === 0) return theirs.has(target.id);
    const seen = observe(target);
    const serverId = seen.state === 'present' || seen.state === 'foreign' ? seen.facts['serverId'] : undefined;
    return typeof serverId !== 'string' || servers.has(serverId);
  };
  return ({ command: { target, verb } }: Effect): boolean => objectsOf(target).some((one) => isTheirs(one, verb));
}

/** Several objects that are deleted at once are a `set`. */
const objectsOf = (target: Target): readonly Target[] =>
  target.kind === 'set' ? (target.expect['members'] as unknown as readonly Target[]) : [target];

/** Visibly so already: then nothing is done, and only recorded. */
const isReached = (effect: Effect, observe: PolicyContext['observe']): boolean =>
  effect.proof.every(({ target, goal }) => holds(goal, observe(target)));

function holds(goal: Goal, seen: Observation): boolean {
  if (goal.is === 'absent') return seen.state === 'absent';
  if (goal.is === 'receipt') return false;
  if (seen.state === 'absent') return goal.orAbsent === true;
  if (seen.state !== 'present') return false;
  return Object.entries(goal.equal).every(
    ([name, value]) => JSON.stringify(seen.facts[name]) === JSON.stringify(value),
  );
}

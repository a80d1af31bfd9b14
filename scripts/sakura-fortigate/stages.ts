// Which deletions are one stage of Terraform's, and so one effect and one approval. Pure; must never change their order.
import { digestOf } from '../../src/base/canonical-json.ts';
import { sakuraCommand, setTarget } from '../../src/executors/sakura-api/command.ts';
import { TERRAFORM_KINDS } from '../../src/executors/terraform/command.ts';
import { type Target, targetKey } from '../../src/executors/port.ts';
import { effect, type Effect } from '../../src/teardown/step.ts';
import type { SakuraFortigateContract } from './contract.ts';

/**
 * The same deletions, those of one kind and zone that follow each other as one, where the contract asks for it: nothing but what
 * Terraform knows, and nothing that another state owns.
 */
export function inStages(contract: SakuraFortigateContract, effects: readonly Effect[]): Effect[] {
  if (contract.engine !== 'terraform' || contract.terraform?.stages !== 'one-kind') return [...effects];
  const external = externalIds(contract);
  const groups: Effect[][] = [];
  for (const one of effects) {
    const last = groups.at(-1);
    if (last !== undefined && together(last[0]!, one, external)) last.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => (group.length === 1 ? group[0]! : asOne(group)));
}

function together(first: Effect, { command }: Effect, external: ReadonlySet<string>): boolean {
  const { target, verb } = first.command;
  return (
    [first.command, command].every(
      (one) => one.verb === 'delete' && Object.keys(one.args).length === 0 && !external.has(one.target.id),
    ) &&
    verb === command.verb &&
    target.kind === command.target.kind &&
    target.zone === command.target.zone &&
    TERRAFORM_KINDS.has(target.kind)
  );
}

function asOne(group: readonly Effect[]): Effect {
  const members = group.map(({ command }) => command.target);
  const [first] = members as [Target, ...Target[]];
  const digest = digestOf(members.map(({ id }) => id)).slice(-SET_DIGEST_CHARACTERS);
  const target = setTarget(`${first.kind}.${members.length}.${digest}`, first.zone!, members);
  return effect({
    step: group[0]!.step,
    title: `delete ${target.label}`,
    command: sakuraCommand('delete', target),
    // One look sees them all; the journal's proof names each of them.
    proof: members.map((member) => ({ part: `absent ${targetKey(member)}`, target, goal: { is: 'absent' } })),
  });
}

/** Of the digest that tells one set from another. */
const SET_DIGEST_CHARACTERS = 16;

const externalIds = ({ services, estate }: SakuraFortigateContract): ReadonlySet<string> =>
  new Set([
    ...services.flatMap(({ ownedBy, server, disks }) =>
      ownedBy === 'external' ? [server.id, ...disks.map(({ id }) => id)] : [],
    ),
    ...estate.flatMap((item) => (item.ownedBy === 'external' && 'id' in item ? [item.id] : [])),
    ...estate.flatMap((item) =>
      item.ownedBy === 'external' && item.kind === 'router' ? item.subnets.map(({ id }) => id) : [],
    ),
  ]);

// R33: nothing is deleted, or taken off, before its turn; nor what is proven gone already.
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlannedObject, PlanPolicy, PlanPolicyContext } from '../../src/teardown/plan-policy.ts';
import { doesSaid, listSaid, namedSaid, objectSaid, textsIn } from './said.ts';

export const planOutOfOrder: PlanPolicy = {
  refusal: 'R33',
  check(context) {
    return context.objects.flatMap((one) => [...ownTurn(one), ...stillAttached(one, context)]);
  },
};

function ownTurn({ change, named, turn }: PlannedObject): Finding[] {
  const ends = change.does === 'delete' || change.does === 'replace';
  // How often the provider tries again is no part of the name.
  const clears = change.does === 'update' && change.kind === 'ptr' && change.changed.includes('hostname');
  if (named === undefined || named.stays !== undefined || !(ends || clears) || turn?.is === 'due') return [];
  const what = `${doesSaid(change)} ${objectSaid(change)}`;
  // A reverse name that is cleared and proven so may still have its block, which is cleared once more and does no harm.
  if (turn?.is === 'settled' && change.kind === 'ptr') return [];
  if (turn?.is === 'settled')
    return [
      refused(
        change.address,
        `the plan ${what}, which is proven gone`,
        'the plan rests on an old state, or somebody built it again',
        'plan again with a refresh, then kaiyaku plan CONTRACT',
      ),
    ];
  return [
    refused(
      change.address,
      `the plan ${what}: its turn has not come (${turn?.why ?? 'no step of this contract ends it'})`,
      'the order of the teardown is what keeps the contract’s evidence, access and addresses until they are no longer needed',
      'kaiyaku plan CONTRACT   # says what comes first',
    ),
  ];
}

/** A router whose switch the contract's own servers are still on: Terraform would wait until its deadline and fail. */
function stillAttached({ change, named }: PlannedObject, { named: all, plan, objects }: PlanPolicyContext): Finding[] {
  if (change.does !== 'delete' || named?.kind !== 'router') return [];
  const switchId = named.expect['switch_id'];
  const listed = textsIn(change.before['server_ids']);
  const onSwitch = [
    ...plan.prior.map((one) => ({ kind: one.kind, id: one.id, nics: one.values['network_interface'] })),
    ...objects.map((one) => ({
      kind: one.change.kind,
      id: one.change.id,
      nics: one.change.before['network_interface'],
    })),
  ].flatMap(({ kind, id, nics }) => (kind === 'server' && isOn(nics, switchId) ? [id] : []));
  const attached = all.filter(({ kind, id }) => kind === 'server' && (listed.includes(id) || onSwitch.includes(id)));
  if (attached.length === 0) return [];
  return [
    refused(
      `${change.address} attached`,
      `the plan deletes ${objectSaid(change)} while ${listSaid(attached.map(namedSaid))} is on its switch`,
      'Terraform deletes before it updates: it would wait for the switch to be free until its deadline, and fail',
      'take the interfaces off first, in a plan of their own: kaiyaku check CONTRACT --plan FILE --stage detach',
    ),
  ];
}

const isOn = (nics: unknown, switchId: string | undefined): boolean =>
  Array.isArray(nics) && nics.some((nic: { upstream?: unknown } | null) => nic?.upstream === switchId);

const refused = (about: string, what: string, why: string, next: string): Finding => ({
  refusal: 'R33',
  severity: 'error',
  what,
  why,
  next,
  about,
});

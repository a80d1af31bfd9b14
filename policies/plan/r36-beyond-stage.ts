// R36: a plan does what its stage is for and nothing beside it. Creating, replacing and forgetting are never part of an end.
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlannedObject, PlanPolicy, PlanPolicyContext } from '../../src/teardown/plan-policy.ts';
import { beyondDetaching } from './interfaces.ts';
import { doesSaid, objectSaid } from './said.ts';

export const planBeyondStage: PlanPolicy = {
  refusal: 'R36',
  check(context) {
    return context.objects.flatMap((one) => beyond(one, context).map((what) => refused(one, what, context)));
  },
};

/** What this change does beyond the stage, one sentence each. */
function beyond(one: PlannedObject, context: PlanPolicyContext): string[] {
  const { change, turn } = one;
  const whole = [`${doesSaid(change)} ${objectSaid(change)}`];
  if (change.importing !== undefined && context.stage !== 'adopt') return whole;
  switch (change.does) {
    // An unknown action is R30's.
    case 'no-op':
    case 'unknown':
      return [];
    case 'read':
    case 'create':
    case 'replace':
    case 'forget':
      return whole;
    case 'update':
      return context.stage === 'detach' ? beyondUpdate(one, context) : whole;
    case 'delete':
      if (context.stage === 'adopt') return whole;
      if (context.stage === 'delete') return change.kind === 'ptr' && turn?.is !== 'settled' ? whole : [];
      return change.kind === 'ptr' ? [] : whole;
  }
}

/** In `detach`: interfaces of listed servers, and reverse names of listed addresses, emptied. */
function beyondUpdate({ change, named }: PlannedObject, { detachableSwitchIds }: PlanPolicyContext): string[] {
  const object = objectSaid(change);
  if (named === undefined || named.stays !== undefined)
    return [`updates ${object}, which does not end with the contract`];
  if (change.kind === 'server')
    return beyondDetaching(change, detachableSwitchIds).map((what) => `${what} (${object})`);
  if (change.kind !== 'ptr') return [`updates ${object}`];
  const emptied = change.after['hostname'] === '' && change.changed.every((name) => name === 'hostname');
  return emptied ? [] : [`updates ${object} to something else than no name`];
}

const ALLOWED = {
  adopt: 'imports, and nothing that changes an object',
  detach: 'interfaces coming off routers that end, and reverse names being cleared',
  delete: 'deletions of what is due',
} as const;

const refused = ({ change }: PlannedObject, what: string, { stage }: PlanPolicyContext): Finding => ({
  refusal: 'R36',
  severity: 'error',
  what: `the plan ${what}`,
  why: `stage ${stage} holds ${ALLOWED[stage]}`,
  next:
    change.does === 'forget'
      ? 'what is forgotten stays, and nobody’s state has it: delete it in its turn instead'
      : 'apply that in a plan of its own, before or after; `--stage` says what a plan is for',
  about: change.address,
});

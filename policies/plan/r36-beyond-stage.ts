// R36: a plan does what its stage is for and nothing beside it. Creating and replacing are never part of an end; forgetting only
// where `synth` wrote it and the journal has proven the object gone.
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
  if (context.stage === 'stack') return beyondStack(one, context);
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

/** The sentinel follows the journal; nothing else of a stack is ever made, changed or deleted. */
function beyondStack({ change, named, turn }: PlannedObject, { plan }: PlanPolicyContext): string[] {
  const { does, address, kind, changed } = change;
  const isSentinel = address === plan.stack?.address;
  // Not what the object is, but how often the provider tries to set it: a default that is filled in after an import.
  const isRetry = kind === 'ptr' && named !== undefined && changed.every((name) => RETRY.has(name));
  if (does === 'no-op' || does === 'unknown') return [];
  if (isSentinel && (does === 'create' || does === 'update')) return [];
  if (does === 'update' && isRetry) return [];
  if (does === 'forget' && named !== undefined && turn?.is === 'settled') return [];
  const unproven = does === 'forget' ? `, which the journal has not proven gone` : '';
  return [`${doesSaid(change)} ${objectSaid(change)}${unproven}`];
}

const RETRY: ReadonlySet<string> = new Set(['retry_max', 'retry_interval']);

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
  stack: 'imports, and forgetting what the journal has proven gone',
} as const;

const refused = ({ change }: PlannedObject, what: string, { stage }: PlanPolicyContext): Finding => ({
  refusal: 'R36',
  severity: 'error',
  what: `the plan ${what}`,
  why: `stage ${stage} holds ${ALLOWED[stage]}`,
  next: nextOf(change.does, stage),
  about: change.address,
});

function nextOf(does: PlannedObject['change']['does'], stage: PlanPolicyContext['stage']): string {
  if (does === 'forget') return 'what is forgotten stays, and nobody’s state has it: delete it in its turn instead';
  if (stage === 'stack') return 'nothing of this plan is to be applied: kaiyaku synth CONTRACT, then plan again';
  return 'apply that in a plan of its own, before or after; `--stage` says what a plan is for';
}

// A Terraform plan, judged against contract and journal: the same for a plan that somebody else will apply and for one of
// our own stages. Pure: reads nothing, and everything that it rests on is an argument.
import { userError } from '../../base/errors.ts';
import type { StageKind, TerraformPlan } from '../../executors/terraform/command.ts';
import type { JournalState } from '../../journal/project.ts';
import type { Finding } from '../../teardown/policy.ts';
import type { PlannedObject, PlanPolicy, PlanPolicyContext, Turn } from '../../teardown/plan-policy.ts';
import type { NamedObject } from '../../teardown/named-object.ts';
import type { ContractInHand } from '../run.ts';
import type { Decision } from '../verdict.ts';
import { detachableRouterIds, downServerIds, objectKey, turnsOf, type TurnsInput } from './turns.ts';

/** Everything that a judgement rests on. */
export interface PlanJudgement {
  readonly contract: Pick<ContractInHand, 'name' | 'content' | 'digest' | 'provider'>;
  readonly state: JournalState;
  readonly decision: Decision;
  readonly plan: TerraformPlan;
  /** Undefined: what is due decides. */
  readonly stage?: StageKind;
  readonly nowMs: number;
  /** False: the decision was made offline, from the journal alone. */
  readonly looked: boolean;
  /** Who will apply the plan. */
  readonly by: PlanPolicyContext['by'];
  readonly policies: readonly PlanPolicy[];
}

/** The context of the rules, for reports too. Throws `no-terraform`, `stage-of-stack` (user). */
export function planContext(input: PlanJudgement): PlanPolicyContext {
  const { contract, state, decision, plan, nowMs, looked } = input;
  if (plan.stack !== undefined && input.stage !== undefined) throw stageOfStack(input.stage);
  // What `synth` wrote says itself whose it is, and deletes nothing at any time.
  const by = plan.stack === undefined ? input.by : 'kaiyaku';
  const named = namedObjects(contract);
  const turnsInput: TurnsInput = { decision, state, contractDigest: contract.digest, nowMs, looked };
  const turns = turnsOf(turnsInput);
  const mine = dueOf(named, turns).filter((one) => one.named.external === (by === 'owner'));
  const stage = plan.stack === undefined ? (input.stage ?? stageOf(mine.map(({ turn }) => turn))) : 'stack';
  const routerIds = detachableRouterIds(turnsInput);
  const switchIds = named.flatMap(({ kind, id, expect }) =>
    kind === 'router' && routerIds.has(id) && expect['switch_id'] !== undefined ? [expect['switch_id']] : [],
  );
  return {
    contractName: contract.name,
    plan,
    stage,
    by,
    head: state.head,
    nowMs,
    objects: plannedObjects(plan, named, turns),
    named,
    due: mine.filter(({ turn }) => turn.stage === stage),
    downServerIds: downServerIds(turnsInput),
    detachableSwitchIds: new Set(switchIds),
  };
}

const stageOfStack = (stage: StageKind) =>
  userError('stage-of-stack', `the plan is of a stack that synth wrote; it is never of stage ${stage}`, {
    next: 'kaiyaku check CONTRACT --plan FILE   # without --stage',
  });

/** Everything that is wrong with the plan now; empty: it may be applied as it is. */
export const judgePlan = (input: PlanJudgement): Finding[] => findingsOfPlan(planContext(input), input.policies);

/** Findings of one rule; what goes beyond is counted. */
export const FINDINGS_PER_RULE_MAX = 100;

/** The rules, in their order. */
export const findingsOfPlan = (context: PlanPolicyContext, policies: readonly PlanPolicy[]): Finding[] =>
  policies.flatMap((policy) => {
    const all = policy.check(context);
    const [first] = all;
    const more = all.length - FINDINGS_PER_RULE_MAX;
    if (first === undefined || more <= 0) return all;
    const severity = all.some((one) => one.severity === 'error') ? 'error' : 'warning';
    return [
      ...all.slice(0, FINDINGS_PER_RULE_MAX),
      { ...first, severity, what: `${more} more of the same kind are not listed`, about: 'more' },
    ];
  });

function namedObjects({ name, content, provider }: PlanJudgement['contract']): readonly NamedObject[] {
  const named = provider.terraformObjects?.(content);
  if (named !== undefined) return named;
  throw userError('no-terraform', `${name} is a contract of ${provider.id}, which names nothing that Terraform holds`, {
    next: 'kaiyaku check CONTRACT   # without --plan',
  });
}

function dueOf(named: readonly NamedObject[], turns: ReadonlyMap<string, Turn>) {
  return named.flatMap((one) => {
    const turn = one.stays === undefined ? turns.get(objectKey(one.kind, one.id)) : undefined;
    return turn?.is === 'due' ? [{ named: one, turn }] : [];
  });
}

/** Detaching comes before deleting, so what can be deleted has nothing left to detach. */
function stageOf(due: readonly Turn[]): StageKind {
  if (due.some(({ stage }) => stage === 'delete')) return 'delete';
  return due.length > 0 ? 'detach' : 'adopt';
}

function plannedObjects(
  plan: TerraformPlan,
  named: readonly NamedObject[],
  turns: ReadonlyMap<string, Turn>,
): PlannedObject[] {
  const byKey = new Map(named.map((one) => [objectKey(one.kind, one.id), one]));
  return plan.changes
    .filter(({ mode }) => mode === 'managed' || mode === 'unknown')
    .map((change) => {
      const { kind, id } = change;
      const key = kind === undefined || id === undefined ? undefined : objectKey(kind, id);
      const known = key === undefined ? undefined : byKey.get(key);
      const turn = key === undefined || known === undefined ? undefined : turns.get(key);
      return { change, ...(known === undefined ? {} : { named: known }), ...(turn === undefined ? {} : { turn }) };
    });
}

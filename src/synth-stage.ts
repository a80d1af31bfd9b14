// What Terraform would be given next under `engine: terraform`, to be looked at: the two documents of the coming stage, read from
// contract and journal alone. It resolves no secret, runs no Terraform, and nothing that it returns can be applied as it is.
import { policies } from '../policies/index.ts';
import type { ProviderVersion } from '../stacks/binding.ts';
import type { CivilDate } from './calendar/civil-date.ts';
import { ContractReader } from './contract-reader.ts';
import { comingRemoval } from './engine/plan-gate/coming-removal.ts';
import { objectKey } from './engine/plan-gate/turns.ts';
import { surveyOffline } from './engine/offline.ts';
import type { ReadInHand } from './contract-reader.ts';
import { membersOf, stageNameOf } from './executors/sakura-api/command.ts';
import type { StageObject } from './executors/terraform/stage/exact.ts';
import type { JournalState } from './journal/state.ts';
import { openOffline, type OfflineOptions } from './open-offline.ts';
import { requireStack, stageDocument } from './synth-stack.ts';
import type { Effect } from './teardown/step.ts';
import type { Turn } from './teardown/plan-policy.ts';

/** The coming stage of a contract, or why there is none. */
export interface StageResult {
  readonly name: string;
  readonly head: JournalState['head'];
  readonly stage?: NextStage;
  readonly none?: {
    readonly why: string;
    /** The first deletion that Terraform will be given. */
    readonly coming?: string;
    readonly notBeforeOn?: CivilDate;
    readonly next: string;
  };
}

export interface NextStage {
  readonly step: string;
  /** `step/delete:sakura-api:KIND:ZONE:ID`, as the journal calls it. */
  readonly effect: string;
  readonly title: string;
  readonly objects: readonly StageObject[];
  readonly providerVersion: ProviderVersion;
  readonly approval: Turn['approval'];
  /** Planned first: the objects alone, imported into the stage's own state. */
  readonly takeOver: Readonly<Record<string, unknown>>;
  /** Planned then: nothing, so that their deletion is the whole plan. */
  readonly deletion: Readonly<Record<string, unknown>>;
}

/** Throws `no-stack` (user), and as `openOffline` does. */
export async function nextStage(path: string, options: OfflineOptions): Promise<StageResult> {
  const { contract } = await new ContractReader().read(path);
  requireStack(contract.provider.id);
  const { run } = await openOffline(contract, options, policies);
  const { state } = run.journal;
  const result = { name: contract.name, head: state.head };
  const { engine, terraform } = contract.content as { engine?: string; terraform?: { providerVersion?: 2 | 3 } };
  if (engine !== 'terraform')
    return { ...result, none: { why: 'the contract says engine: api, so Terraform is given nothing', next: ENGINE } };
  const { decision, input } = surveyOffline(run);
  const removal = comingRemoval(
    { decision, state, contractDigest: contract.digest, nowMs: input.nowMs, looked: false },
    isOwnIn(contract),
  );
  if (removal.is === 'none') {
    const { is: _, coming, ...said } = removal;
    return { ...result, none: { ...said, ...(coming === undefined ? {} : { coming: coming.title }), next: PLAN } };
  }
  const { effect, approval } = removal;
  const { target } = effect.command;
  const objects = membersOf(target).map(({ kind, id, zone = '' }) => ({ kind, id, zone }) as StageObject);
  const providerVersion = terraform?.providerVersion ?? 2;
  const name = stageNameOf(target);
  const [takeOver, deletion] = await Promise.all([
    stageDocument(contract, providerVersion, { objects, state: name }),
    stageDocument(contract, providerVersion, { objects: [], state: name }),
  ]);
  return {
    ...result,
    stage: {
      step: effect.step,
      effect: effect.id,
      title: effect.title,
      objects,
      providerVersion,
      approval,
      takeOver: takeOver.terraform,
      deletion: deletion.terraform,
    },
  };
}

const PLAN = 'kaiyaku plan CONTRACT';
const ENGINE = 'write engine: terraform in the contract, then kaiyaku amend CONTRACT';

function isOwnIn({ provider, content }: ReadInHand['contract']): (effect: Effect) => boolean {
  const external = new Set(
    (provider.terraformObjects?.(content) ?? [])
      .filter((one) => one.external)
      .map(({ kind, id }) => objectKey(kind, id)),
  );
  return ({ command: { target } }) => membersOf(target).every(({ kind, id }) => !external.has(objectKey(kind, id)));
}

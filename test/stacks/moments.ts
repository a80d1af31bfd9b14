// Moments of a teardown for the tests of the stacks: the examples with their own effects, and the folded journal after
// some of these were proved.
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';
import { emptyState } from '../../src/journal/project.ts';
import type { EffectState, EffectStatus } from '../../src/journal/state.ts';
import { NO_HISTORY } from '../../src/teardown/provider.ts';
import type { JournalMoment } from '../../stacks/gone.ts';
import { exampleContracts, type ExampleContract } from '../policies/contract/example-world.ts';

const PROVIDER = 'sakura-fortigate';

export interface Example extends ExampleContract {
  readonly contract: SakuraFortigateContract;
}

/** Every example contract that has a stack, by its file's name. */
export async function fortigateExamples(): Promise<Example[]> {
  return (await exampleContracts())
    .filter(({ provider }) => provider.id === PROVIDER)
    .map((one) => ({
      ...one,
      name: one.name.slice(PROVIDER.length + 1),
      contract: one.content as SakuraFortigateContract,
    }));
}

/** The ids of the effects that the contract alone gives, in their order. */
export function effectsOf({ provider, content }: ExampleContract): string[] {
  const terms = provider.termsOf(content, NO_HISTORY, '2026-06-01');
  return provider
    .teardownOf(content, terms, NO_HISTORY, new Map())
    .steps.flatMap(({ effects }) => effects.map(({ id }) => id));
}

const inStatus = (status: EffectStatus): EffectState => ({ status, levels: [], attempts: 1 });

/** The journal in which these effects have this status, and no other has been touched. */
export function moment(effects: readonly string[], status: EffectStatus = 'verified'): JournalMoment {
  const seq = effects.length;
  return {
    effects: new Map(effects.map((id) => [id, inStatus(status)])),
    head: { seq, hash: String(seq).padStart(64, '0'), at: '2026-12-21T01:00:00.000Z' },
  };
}

/** No journal yet. */
export const notOpened = (): JournalMoment => emptyState();

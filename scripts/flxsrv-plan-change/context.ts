// What the step functions of this provider are given. Types only.
import type { Discovered, History } from '../../src/teardown/provider.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import type { TermsFacts } from './facts.ts';

/** What every step function is given. */
export interface Context {
  readonly contract: FlxsrvPlanChangeContract;
  readonly terms: Terms;
  readonly history: History;
  readonly facts: TermsFacts;
  /** The zone exports, where somebody has looked. */
  readonly discovered: Discovered;
}

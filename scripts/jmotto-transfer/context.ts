// What the step functions of this provider are given. Types only.
import type { Terms } from '../../src/teardown/terms.ts';
import type { JmottoTransferContract } from './contract.ts';
import type { TermsFacts } from './facts.ts';

/** What every step function is given. */
export interface Context {
  readonly contract: JmottoTransferContract;
  readonly terms: Terms;
  readonly facts: TermsFacts;
}

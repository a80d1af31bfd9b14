// What the step functions of this provider are given. Types only.
import type { Discovered, History } from '../../src/teardown/provider.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { SakuraFortigateContract } from './contract.ts';

/** What every step function is given. */
export interface Context {
  readonly contract: SakuraFortigateContract;
  readonly terms: Terms;
  readonly history: History;
  readonly discovered: Discovered;
  /** SF8: `ordinary`; `disk`, no device can be reset; `disk:SERIAL,…`, these cannot. */
  readonly route: string;
  /** Serials of single devices that are on the disk route; in `contract` they say `reset: none`. */
  readonly byDisk: readonly string[];
}

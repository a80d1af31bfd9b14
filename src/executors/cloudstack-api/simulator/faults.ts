// Failures on order: which call meets which, and how often. A fault is plain data, so that it can come by HTTP or from a
// command line; one that nobody knows is refused before anything is served.
import { userError } from '../../../base/errors.ts';

interface Match {
  /** `destroyVirtualMachine`; default every command. */
  readonly command?: string;
  /** The n-th match, from 1. */
  readonly nth?: number;
  /** Default 1. */
  readonly times?: number | 'always';
}

/**
 * - `http`: this status and errorcode instead of an answer; nothing happened
 * - `timeout-before`, `timeout-after`: silence or a cut line, before or after the effect
 * - `not-json`: half of the answer
 * - `short-page`: a list without its last row, with the whole count
 * - `job-fails`: the call is accepted, its job fails; `half`: the machine was stopped before
 * - `stale-lists`: these lists (default all) show the world as it was for `ms` after the change is done
 * - `clock-skew`: the server's clock is so far ahead of the world's (behind, where negative), in its `Date` and where it checks `expires`
 */
export type FaultSpec = { readonly match?: Match } & (
  | { readonly name: 'http'; readonly status: number }
  | { readonly name: 'timeout-before'; readonly how?: 'hang' | 'reset' }
  | { readonly name: 'timeout-after'; readonly how?: 'hang' | 'reset' }
  | { readonly name: 'not-json' }
  | { readonly name: 'short-page' }
  | {
      readonly name: 'job-fails';
      readonly errorcode?: number;
      readonly errortext?: string;
      readonly as?: 'object' | 'text';
      readonly half?: boolean;
    }
  | { readonly name: 'stale-lists'; readonly ms: number; readonly lists?: readonly string[] }
  | { readonly name: 'clock-skew'; readonly ms: number }
);

export type FaultName = FaultSpec['name'];
export type Met<N extends FaultName> = Extract<FaultSpec, { readonly name: N }>;

const NAMES: readonly FaultName[] = [
  'http',
  'timeout-before',
  'timeout-after',
  'not-json',
  'short-page',
  'job-fails',
  'stale-lists',
  'clock-skew',
];

export class FaultBox {
  #faults: { spec: FaultSpec; seen: number; met: number }[] = [];

  /** Throws `userError('fault-spec')`. */
  add(spec: FaultSpec): void {
    if (!NAMES.includes(spec?.name))
      throw userError('fault-spec', `no fault ${spec?.name}`, { next: `faults: ${NAMES.join(', ')}` });
    this.#faults.push({ spec, seen: 0, met: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Every fault that this call meets; each counts it. */
  meet(command: string): readonly FaultSpec[] {
    return this.#faults.flatMap((fault) => {
      const { command: wanted, nth = 1, times = 1 } = fault.spec.match ?? {};
      if (wanted !== undefined && wanted !== command) return [];
      fault.seen += 1;
      if (fault.seen < nth || (times !== 'always' && fault.met >= times)) return [];
      fault.met += 1;
      return [fault.spec];
    });
  }
}

/** The first of them with this name. */
export function met<N extends FaultName>(faults: readonly FaultSpec[], name: N): Met<N> | undefined {
  return faults.find((fault): fault is Met<N> => fault.name === name);
}

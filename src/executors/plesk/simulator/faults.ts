// Failures on order, at either door: which call meets which, and how often. A fault is plain data; one that nobody knows is
// refused before anything is served.
import { userError } from '../../../base/errors.ts';

interface Match {
  /** `subscription`; default every utility. */
  readonly utility?: string;
  /** Its first parameter: `--remove`. */
  readonly command?: string;
  /** The n-th match, from 1. */
  readonly nth?: number;
  /** Default 1. */
  readonly times?: number | 'always';
}

/**
 * - `code`: the utility ends with this code and does nothing; `half`: it does its work all the same
 * - `http`: this status instead of an answer (REST); over SSH the channel is refused
 * - `cut-before`, `cut-after`: the line is cut, before or after the effect
 * - `garbage`: the utility's output in another form, under code 0
 * - `truncated`: the output ends in its middle, under code 0
 */
export type FaultSpec = { readonly match?: Match } & (
  | { readonly name: 'code'; readonly code: number; readonly half?: boolean }
  | { readonly name: 'http'; readonly status: number }
  | { readonly name: 'cut-before' }
  | { readonly name: 'cut-after' }
  | { readonly name: 'garbage' }
  | { readonly name: 'truncated' }
);

const NAMES: readonly FaultSpec['name'][] = ['code', 'http', 'cut-before', 'cut-after', 'garbage', 'truncated'];

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

  /** The first fault that this call meets; it counts it. */
  meet(utility: string, [command]: readonly string[]): FaultSpec | undefined {
    return this.#faults.find((fault) => {
      const { utility: wanted, command: first, nth = 1, times = 1 } = fault.spec.match ?? {};
      if ((wanted !== undefined && wanted !== utility) || (first !== undefined && first !== command)) return false;
      fault.seen += 1;
      if (fault.seen < nth || (times !== 'always' && fault.met >= times)) return false;
      fault.met += 1;
      return true;
    })?.spec;
  }
}

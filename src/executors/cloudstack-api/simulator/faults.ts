// The faults of the simulated API, and the commands that each is for. Plain data.
import { FaultBox, readByName, type Turns } from '../../../base/fault-box.ts';

interface Match extends Turns {
  /** `destroyVirtualMachine`; default every command. */
  readonly command?: string;
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

export const faultBox = (specs?: readonly FaultSpec[]) =>
  new FaultBox<FaultSpec, FaultSpec, string>(
    {
      read: readByName(NAMES),
      concerns: ({ match }, command) => match?.command === undefined || match.command === command,
      turns: ({ match }) => match,
    },
    specs,
  );
export type Faults = ReturnType<typeof faultBox>;

/** The first of them with this name. */
export function met<N extends FaultName>(faults: readonly FaultSpec[], name: N): Met<N> | undefined {
  return faults.find((fault): fault is Met<N> => fault.name === name);
}

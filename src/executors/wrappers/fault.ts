// Faults by name, for rehearsals: the ways in which the other side fails to answer, put around a working executor.
// Never wired to a real provider.
import { type ErrorClass, type ErrorDetail, type KaiyakuError, providerError } from '../../base/errors.ts';
import { type Executor, type LookContext, type Observation, type Target, targetKey } from '../port.ts';
import { around } from './around.ts';

/**
 * - `unreachable`: nothing arrives; looks are unknown, acts did not happen.
 * - `timeout-before`: the command is lost on the way, and nobody can tell.
 * - `timeout-after`: the command is carried out and its answer is lost.
 * - `error-500`: the other side fails on the command without carrying it out, and does not say so.
 * - `unknown-observe`: only looking fails.
 * - `refused`: the other side says no to the command, and nothing happens.
 */
export const FAULT_NAMES = [
  'unreachable',
  'timeout-before',
  'timeout-after',
  'error-500',
  'unknown-observe',
  'refused',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export interface Fault {
  readonly name: FaultName;
  /** How often it strikes. Every look or act that it hits counts. */
  readonly times: number;
  /** Where it strikes; `verb` is undefined for a look. */
  hits(target: Target, verb: string | undefined): boolean;
}

/** What a look and an act make of each fault; undefined: the fault leaves them alone. */
const STRIKES: Readonly<Record<FaultName, { readonly look: boolean; readonly act?: 'instead' | 'after' }>> = {
  unreachable: { look: true, act: 'instead' },
  'timeout-before': { look: false, act: 'instead' },
  'timeout-after': { look: false, act: 'after' },
  'error-500': { look: false, act: 'instead' },
  'unknown-observe': { look: true },
  refused: { look: false, act: 'instead' },
};

const CLASSES: Readonly<Record<FaultName, ErrorClass>> = {
  unreachable: 'retry',
  'timeout-before': 'unknown-outcome',
  'timeout-after': 'unknown-outcome',
  'error-500': 'unknown-outcome',
  'unknown-observe': 'retry',
  refused: 'permanent',
};

/** The same executor with faults around it. Of several faults that hit, the first that is not used up strikes. */
export function withFaults(executor: Executor, faults: readonly Fault[]): Executor {
  const left = new Map(faults.map((fault) => [fault, fault.times]));
  const injected = new WeakMap<Error, ErrorClass>();

  function strike(kind: 'look' | 'act', target: Target, verb?: string): Fault | undefined {
    const fault = faults.find((candidate) => {
      const strikes = STRIKES[candidate.name][kind];
      return strikes !== undefined && strikes !== false && left.get(candidate)! > 0 && candidate.hits(target, verb);
    });
    if (fault !== undefined) left.set(fault, left.get(fault)! - 1);
    return fault;
  }

  function errorOf(fault: Fault, target: Target, verb?: string): KaiyakuError {
    const error = injectedError(fault.name, target, verb);
    injected.set(error, CLASSES[fault.name]);
    return error;
  }

  return around(executor, {
    observe: (target, ctx) => {
      const fault = strike('look', target);
      if (fault === undefined) return executor.observe(target, ctx);
      return Promise.resolve(unknown(errorOf(fault, target).detail, ctx));
    },
    act: async (command, ctx) => {
      const fault = strike('act', command.target, command.verb);
      if (fault === undefined) return executor.act(command, ctx);
      if (STRIKES[fault.name].act === 'after') await executor.act(command, ctx);
      throw errorOf(fault, command.target, command.verb);
    },
    classify: (error) => (error instanceof Error ? injected.get(error) : undefined) ?? executor.classify(error),
  });
}

function injectedError(name: FaultName, target: Target, verb?: string): KaiyakuError {
  const what = verb === undefined ? `looking at ${target.label}` : `${verb} of ${target.label}`;
  const came = name === 'refused' ? 'refused' : 'not answered';
  return providerError(`fault-${name}`, `rehearsed fault ${name}: ${what} was ${came}`, {
    class: CLASSES[name],
    facts: { fault: name, target: targetKey(target) },
  });
}

function unknown(error: ErrorDetail, ctx: LookContext): Observation {
  return { state: 'unknown', error, seenAtMs: ctx.clock.nowMs() };
}

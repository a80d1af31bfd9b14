// Faults of a rehearsal, NAME@STEP: injected while that step is the one in hand.
import { userError } from '../base/errors.ts';
import type { Decision } from '../engine/verdict.ts';
import { FAULT_NAMES, type Fault, type FaultName } from '../wiring.ts';

/** What only a world has in which time passes elsewhere too: from that step on no secondary fetches anything any more. */
export const SERVER_FAULT_NAMES = ['stale-secondary'] as const;
type ServerFaultName = (typeof SERVER_FAULT_NAMES)[number];

export interface WantedFault {
  readonly name: FaultName | ServerFaultName;
  readonly step: string;
}

/** How often one wanted fault strikes; afterwards the world answers again. What is refused stays refused. */
const STRIKES_BY_NAME: Readonly<Record<FaultName, number>> = {
  unreachable: 3,
  'timeout-before': 1,
  'timeout-after': 1,
  'error-500': 1,
  'unknown-observe': 3,
  refused: Number.POSITIVE_INFINITY,
};

/** `timeout-after@destroy-server`. Throws `bad-fault` (user). */
export function parseFault(
  text: string,
  steps: readonly string[],
  names: readonly WantedFault['name'][] = FAULT_NAMES,
): WantedFault {
  const [name, step, ...rest] = text.split('@');
  const known = names.find((one) => one === name);
  if (known === undefined || step === undefined || rest.length > 0 || !steps.includes(step))
    throw userError('bad-fault', `--fault ${text} is not NAME@STEP`, {
      next: `names: ${names.join(', ')}; steps: ${steps.join(', ')}`,
    });
  return { name: known, step };
}

export function executorFaults(wanted: readonly WantedFault[]) {
  let current: string | undefined;
  let stale = false;
  const faults: Fault[] = wanted.flatMap(({ name, step }) => {
    if (name === 'stale-secondary') return [];
    // Counted here, because every round of a rehearsal wraps its executors anew.
    let left = STRIKES_BY_NAME[name];
    return [{ name, times: left, hits: () => current === step && left-- > 0 }];
  });
  return {
    faults,
    /** Secondaries have stopped fetching. */
    isStale: () => stale,
    follow(decision: Decision): void {
      current =
        decision.action?.step ??
        decision.steps.find((one) => one.due && one.verdict !== 'done' && one.verdict !== 'not-needed')?.step.id;
      stale ||= wanted.some(({ name, step }) => name === 'stale-secondary' && step === current);
    },
  };
}

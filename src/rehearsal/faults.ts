// Faults of a rehearsal, NAME@STEP: injected while that step is the one in hand.
import { userError } from '../base/errors.ts';
import type { Decision } from '../engine/verdict.ts';
import { FAULT_NAMES, type Fault, type FaultName } from '../wiring.ts';

export interface WantedFault {
  readonly name: FaultName;
  readonly step: string;
}

/** How often one wanted fault strikes; afterwards the world answers again. */
const STRIKES_BY_NAME: Readonly<Record<FaultName, number>> = {
  unreachable: 3,
  'timeout-before': 1,
  'timeout-after': 1,
  'error-500': 1,
  'unknown-observe': 3,
};

/** `timeout-after@destroy-server`. Throws `bad-fault` (user). */
export function parseFault(text: string, steps: readonly string[]): WantedFault {
  const [name, step, ...rest] = text.split('@');
  const known = FAULT_NAMES.find((one) => one === name);
  if (known === undefined || step === undefined || rest.length > 0 || !steps.includes(step))
    throw userError('bad-fault', `--fault ${text} is not NAME@STEP`, {
      next: `names: ${FAULT_NAMES.join(', ')}; steps: ${steps.join(', ')}`,
    });
  return { name: known, step };
}

export function executorFaults(wanted: readonly WantedFault[]) {
  let current: string | undefined;
  const faults: Fault[] = wanted.map(({ name, step }) => {
    // Counted here, because every round of a rehearsal wraps its executors anew.
    let left = STRIKES_BY_NAME[name];
    return { name, times: left, hits: () => current === step && left-- > 0 };
  });
  return {
    faults,
    follow(decision: Decision): void {
      current =
        decision.action?.step ??
        decision.steps.find((one) => one.due && one.verdict !== 'done' && one.verdict !== 'not-needed')?.step.id;
    },
  };
}

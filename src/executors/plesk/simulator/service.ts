// One call of a utility at either door, faults included: what is answered, or how the line ends.
import type { Answer } from './answer.ts';
import { failed } from './answer.ts';
import type { Faults } from './faults.ts';
import { REQUESTS_KEPT_MAX } from './limits.ts';
import { runUtility, type Simulated } from './utilities.ts';

export interface Served {
  readonly door: 'rest' | 'ssh';
  readonly utility: string;
  readonly params: readonly string[];
}

export interface Service {
  readonly server: Simulated;
  readonly faults: Faults;
  /** The newest calls, oldest first. */
  readonly requests: Served[];
}

export type Outcome =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'status'; readonly status: number }
  | { readonly is: 'cut' };

export function serveCall({ server, faults, requests }: Service, served: Served): Outcome {
  const { utility, params } = served;
  requests.push(served);
  if (requests.length > REQUESTS_KEPT_MAX) requests.shift();
  const fault = faults.meetFirst({ utility, command: params[0] });
  if (fault?.name === 'cut-before') return { is: 'cut' };
  if (fault?.name === 'http') return { is: 'status', status: fault.status };
  if (fault?.name === 'code' && fault.half !== true)
    return { is: 'answer', answer: failed(fault.code, 'ordered to fail') };
  const answer = runUtility(server, utility, params);
  if (fault === undefined) return { is: 'answer', answer };
  switch (fault.name) {
    case 'cut-after':
      return { is: 'cut' };
    case 'code':
      return { is: 'answer', answer: failed(fault.code, 'ordered to fail, and done all the same') };
    case 'garbage':
      return { is: 'answer', answer: { ...answer, stdout: '{"in": "another form"}\n' } };
    case 'truncated':
      return { is: 'answer', answer: { ...answer, stdout: answer.stdout.slice(0, answer.stdout.length / 2) } };
  }
}

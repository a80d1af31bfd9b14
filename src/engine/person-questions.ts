// A person's step: whether it is finished, and whose turn it is. Pure.
import type { Step } from '../teardown/step.ts';
import { type Answer, unreadableAnswer } from './answer.ts';
import { attestedFacts, missingEvidence } from './attestations.ts';
import type { DecideInput } from './decide-input.ts';
import { firstError, partsReached } from './evaluate.ts';
import { stillShows } from './still-shows.ts';
import { stepApproval } from './step-approval.ts';

/** Attested in full, and seen by the probe where the world can be asked. */
export function finishedByPerson({ state }: DecideInput, step: Step): Answer | undefined {
  const attested = state.attestations.get(step.id);
  if (attested === undefined || attested.length === 0 || missingEvidence(state, step).length > 0) return undefined;
  if (step.probes.length > 0 && !state.verifiedSteps.has(step.id)) return undefined;
  const said = Object.entries(attestedFacts(state, step.id)).map(([name, value]) => `${name} ${String(value)}`);
  return { verdict: 'done', sentence: `attested${said.length === 0 ? '' : `: ${said.join(', ')}`}` };
}

/** Approve, request, attest, probe: in this order. */
export function personsTurn(input: DecideInput, step: Step): Answer | undefined {
  if (step.actor === 'kaiyaku') return undefined;
  const { state } = input;
  const attested = state.attestations.get(step.id);
  const attest = attestCommand(step);
  if (attested !== undefined && missingEvidence(state, step).length === 0)
    return (
      probeAnswer(input, step) ?? {
        verdict: 'ready',
        sentence: 'attested; the probe agrees',
        next: 'kaiyaku apply CONTRACT',
      }
    );
  if (attested !== undefined)
    return {
      verdict: 'waiting-for-person',
      sentence: `attested, but ${missingEvidence(state, step).join(', ')} is missing`,
      next: attest,
    };
  if (state.requests.has(step.id))
    return {
      verdict: 'waiting-for-person',
      sentence: 'requested; waiting for it to be done and attested',
      next: attest,
    };
  if (step.irreversible && stepApproval(input, step) !== 'unspent')
    return {
      verdict: 'needs-approval',
      sentence: 'cannot be undone; needs an approval before its request is printed',
      reasons: [{ code: 'R16', sentence: `approval ${stepApproval(input, step)}` }],
      next: `kaiyaku approve CONTRACT --step ${step.id}`,
    };
  return {
    verdict: 'waiting-for-person',
    sentence: 'to be done by a person',
    next: `kaiyaku request CONTRACT ${step.id}`,
  };
}

function attestCommand(step: Step): string {
  const required = step.evidence.filter((field) => field.required);
  const set = required.flatMap((field) => (field.kind === 'file' ? [] : ` --set ${field.name}=…`)).join('');
  const file = required.some((field) => field.kind === 'file') ? ' --file FILE' : '';
  return `kaiyaku attest CONTRACT ${step.id}${set}${file}`;
}

function probeAnswer({ observations }: DecideInput, step: Step): Answer | undefined {
  if (step.probes.length === 0) return undefined;
  const reached = partsReached(step.probes, observations);
  if (reached === 'reached') return undefined;
  if (reached === 'unknown')
    return unreadableAnswer(firstError(step.probes, observations)?.message ?? 'the probe could not look');
  return {
    verdict: 'waiting-for-person',
    sentence: 'attested, but the probe does not see it yet',
    reasons: stillShows(step.probes, observations),
    next: 'kaiyaku plan CONTRACT',
  };
}

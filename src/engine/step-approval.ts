// The approval of a person's step that cannot be undone. Nothing spends it: the person acts, not kaiyaku. Pure.
import { findApproval, type ApprovalFault } from '../journal/project.ts';
import type { Step } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';

/** Name under which an irreversible person's step is approved. */
export const stepApprovalId = (step: Step): string => `step/${step.id}`;

/** What stands in the approval in place of an effect's digest. */
export const stepDigest = (step: Step): string => `step:${step.id}`;

/** Whether the step's approval holds now, or why not. */
export function stepApproval({ state, contractDigest, nowMs }: DecideInput, step: Step): 'unspent' | ApprovalFault {
  const found = findApproval(state, stepApprovalId(step), stepDigest(step), contractDigest, nowMs);
  return 'approvalId' in found ? 'unspent' : found.why;
}

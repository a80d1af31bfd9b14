// What persons have attested of a step, and what is still missing. Pure.
import type { JournalState } from '../journal/project.ts';
import type { Step } from '../teardown/step.ts';

/** All attestations of one step, the last of each field. */
export function attestedFacts(state: JournalState, step: string): Record<string, unknown> {
  return Object.assign({}, ...(state.attestations.get(step) ?? []).map((one) => one.facts)) as Record<string, unknown>;
}

/** Names of the required fields that no attestation of the step gives yet. */
export function missingEvidence(state: JournalState, step: Step): string[] {
  const all = state.attestations.get(step.id) ?? [];
  const facts = attestedFacts(state, step.id);
  return step.evidence
    .filter((field) => field.required)
    .filter((field) =>
      field.kind === 'file' ? !all.some((one) => one.evidence.length > 0) : facts[field.name] === undefined,
    )
    .map((field) => field.name);
}

// The evidence of this provider's steps: a day, and a file that shows it. Pure.
import type { EvidenceField } from '../../src/teardown/step.ts';

export const date = (name: string, what: string): EvidenceField => ({ name, kind: 'date', required: true, what });

export const file = (what: string, required = true): EvidenceField => ({ name: 'file', kind: 'file', required, what });

/** Asked for only where something is not as the rules say. */
export const explanation = (what: string): EvidenceField => ({
  name: 'explanation',
  kind: 'text',
  required: true,
  what,
});

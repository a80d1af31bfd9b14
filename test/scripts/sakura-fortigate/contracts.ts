// Contracts for the tests of this provider: the example files' content, parsed, with what a test changes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type SakuraFortigateContract, schema } from '../../../scripts/sakura-fortigate/contract.ts';

const FOLDER = new URL('../../../examples/sakura-fortigate/', import.meta.url);

export function example(name: string, changes: Partial<SakuraFortigateContract> = {}): SakuraFortigateContract {
  const content = parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8')) as Record<string, unknown>;
  return schema.parse({ ...content, ...changes });
}

export const noTerm = (changes: Partial<SakuraFortigateContract> = {}) =>
  example('no-term', { serviceEndsOn: 'when-noticed', ...changes });

/** A term plan from 2025-12-15 over 12 months, to end with December 2026. */
export const term = (changes: Partial<SakuraFortigateContract> = {}) =>
  example('term', {
    term: { startedOn: '2025-12-15', termMonths: 12, renewalMonths: 12 },
    marginBusinessDays: 5,
    ...changes,
  });

// Contracts for the tests of this provider: the example files' content, parsed, with what a test changes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type AltusContract, schema } from '../../../scripts/altus/contract.ts';

const FOLDER = new URL('../../../examples/altus/', import.meta.url);

export function example(name: string, changes: Partial<AltusContract> = {}): AltusContract {
  const content = parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8')) as Record<string, unknown>;
  return schema.parse({ ...content, ...changes });
}

/** Two servers, two addresses, three domains, two certificates; one contract number. */
export const whole = (changes: Partial<AltusContract> = {}) => example('one-package', changes);
/** One contract number, and nothing else. */
export const letters = (changes: Partial<AltusContract> = {}) => example('letters-only', changes);

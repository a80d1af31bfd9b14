// Contracts for the tests of this provider: the example files' content, parsed, with what a test changes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ClaraContract, type ClaraDomain, schema } from '../../../scripts/clara-additional-ip/contract.ts';

const FOLDER = new URL('../../../examples/clara-additional-ip/', import.meta.url);

export function example(name: string, changes: Partial<ClaraContract> = {}): ClaraContract {
  const content = parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8')) as Record<string, unknown>;
  return schema.parse({ ...content, ...changes });
}

/** A domain that moves on its own server, one that another company deletes; to end with February 2027. */
export const two = (changes: Partial<ClaraContract> = {}) => example('two-domains', changes);
/** Nothing but the form. */
export const bare = (changes: Partial<ClaraContract> = {}) =>
  example('no-domain', { formMayArriveEarly: false, minimumTermEndsOn: undefined, ...changes });

export const domain = (changes: Partial<ClaraDomain> = {}): ClaraDomain => ({
  name: 'example.jp',
  fate: 'move',
  primaryDns: 'own-server',
  registrar: 'other',
  hostRegistered: false,
  hostNames: [],
  abolish: false,
  records: ['example.jp'],
  ...changes,
});

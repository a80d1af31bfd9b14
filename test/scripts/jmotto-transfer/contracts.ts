// Contracts for the tests of this provider: the example files' content, parsed, with what a test changes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type JmottoTransferContract, schema } from '../../../scripts/jmotto-transfer/contract.ts';

const FOLDER = new URL('../../../examples/jmotto-transfer/', import.meta.url);

type Name = 'domain-and-dns-here' | 'own-domain' | 'with-groupware';

export function example(name: Name, changes: Partial<JmottoTransferContract> = {}): JmottoTransferContract {
  const content = parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8')) as Record<string, unknown>;
  return schema.parse({ ...content, ...changes });
}

/** Everything at J-MOTTO, to end with May 2027; switched on 10 May, 14 days side by side. */
export const whole = (changes: Partial<JmottoTransferContract> = {}) => example('domain-and-dns-here', changes);

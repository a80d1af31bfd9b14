// The example contract that stands for a provider in a rehearsal: a file of the package, and a day on which all of it still
// lies ahead.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bugError } from '../base/errors.ts';
import type { CivilDate } from '../calendar/civil-date.ts';

export interface Example {
  /** Below `examples/`. */
  readonly file: string;
  readonly startOn: CivilDate;
}

/** By provider. The first provider's world is the simulators', not a file. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  altus: { file: 'altus/one-package.yaml', startOn: '2026-11-24' },
  'clara-additional-ip': { file: 'clara-additional-ip/two-domains.yaml', startOn: '2026-11-24' },
  'flxsrv-plan-change': { file: 'flxsrv-plan-change/with-dns.yaml', startOn: '2026-12-01' },
  'jmotto-transfer': { file: 'jmotto-transfer/with-proofs.yaml', startOn: '2027-03-01' },
};

/** Where a provider's contract may also name an API that kaiyaku itself works with: rehearsed on a simulator of it. */
export const API_EXAMPLES: Readonly<Record<string, Example>> = {
  altus: { file: 'altus/with-api.yaml', startOn: '2026-11-24' },
  'clara-additional-ip': { file: 'clara-additional-ip/with-plesk.yaml', startOn: '2026-11-24' },
};

/** From `dist/` it is one folder up, from the sources three. */
const LEVELS_MAX = 4;

/** Absolute path of an example. Throws `example-missing` (bug). */
export function exampleFile({ file }: Example): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const path = join(folder, 'examples', file);
    if (existsSync(path)) return path;
    folder = dirname(folder);
  }
  throw bugError('example-missing', `examples/${file} is not in this package`);
}

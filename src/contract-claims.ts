// Which object ids the other contract files of the same folder claim, for the verbs that act on one contract: it reads
// them all. `check` reads each file once and compares at the end (src/check-files.ts).
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { KaiyakuError } from './base/errors.ts';
import type { ContractReader } from './contract-reader.ts';

/** Files looked at in one folder; a larger folder is no place for contracts. */
const SIBLINGS_MAX = 5_000;

/** Contract names by claimed object id. */
export async function claimsAgainst(
  path: string,
  name: string,
  reader: ContractReader,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = dirname(resolve(path));
  const names = (await readdir(folder))
    .filter((file) => /\.ya?ml$/.test(file) && file !== basename(path))
    .slice(0, SIBLINGS_MAX);
  const claims = new Map<string, string[]>();
  for (const file of names) {
    try {
      const { provider, content, name: other } = (await reader.read(join(folder, file))).contract;
      for (const id of provider.claims(content, name)) claims.set(id, [...(claims.get(id) ?? []), other]);
    } catch (error) {
      // A YAML file that is no contract is no neighbour; `check` over the folder says what is wrong with it.
      if (!(error instanceof KaiyakuError) || error.kind !== 'user') throw error;
    }
  }
  return claims;
}

// Which object ids the other contract files of the same folder claim. A file that is no valid
// contract claims nothing; `check` over the folder says what is wrong with it.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { providers } from '../scripts/index.ts';
import { KaiyakuError } from './base/errors.ts';
import type { ProviderSchema } from './contract/provider-schema.ts';
import { readContract } from './contract/read-contract.ts';

/** Files looked at in one folder; a larger folder is no place for contracts. */
const SIBLINGS_MAX = 5_000;

/** Contract names by claimed object id. */
export async function claimsAgainst(
  path: string,
  name: string,
  schemas: Record<string, ProviderSchema>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = dirname(resolve(path));
  const names = (await readdir(folder))
    .filter((file) => /\.ya?ml$/.test(file) && file !== basename(path))
    .slice(0, SIBLINGS_MAX);
  const claims = new Map<string, string[]>();
  for (const file of names) {
    try {
      const { contract, name: other } = await readContract(join(folder, file), schemas);
      const provider = await providers.find((one) => one.id === contract.provider)!.provider();
      for (const id of provider.claims(contract, name)) claims.set(id, [...(claims.get(id) ?? []), other]);
    } catch (error) {
      // A YAML file that is no contract is no neighbour; `check` over the folder says what is wrong with it.
      if (!(error instanceof KaiyakuError) || error.kind !== 'user') throw error;
    }
  }
  return claims;
}

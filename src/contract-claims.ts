// Which object ids the other contract files of the same folder claim, for the verbs that act on one contract: it reads
// them all. `check` reads each file once and compares at the end (src/check-files.ts).
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { KaiyakuError, userError } from './base/errors.ts';
import { CONTRACT_BYTES_MAX } from './base/limits.ts';
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
  const names = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file) && file !== basename(path));
  if (names.length > SIBLINGS_MAX)
    throw userError('too-many-contracts', `${folder} holds more than ${SIBLINGS_MAX} YAML files`, {
      next: 'keep the contracts in a folder of their own',
    });
  const claims = new Map<string, string[]>();
  for (const file of names) {
    try {
      const { provider, content, name: other } = (await reader.read(join(folder, file))).contract;
      for (const id of provider.claims(content, name)) claims.set(id, [...(claims.get(id) ?? []), other]);
    } catch (error) {
      if (!(error instanceof KaiyakuError) || error.kind !== 'user') throw error;
      for (const id of await idsIn(join(folder, file)))
        claims.set(id, [...(claims.get(id) ?? []), `${file} (not readable as a contract)`]);
    }
  }
  return claims;
}

/** A contract that cannot be read may still own what it names: a typo in it must not open its objects to its neighbours. */
async function idsIn(path: string): Promise<string[]> {
  const { size } = await stat(path);
  if (size > CONTRACT_BYTES_MAX) return [];
  const text = await readFile(path, 'utf8');
  if (!/^provider:/m.test(text)) return [];
  return [...new Set(text.match(/\b\d{12}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [])];
}

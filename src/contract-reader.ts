// Reads contract files, many of them: schemas and providers are loaded once, and each file is read once. Must never look
// at more than the file it was given.
import { resolve } from 'node:path';
import { providers } from '../scripts/index.ts';
import { bugError } from './base/errors.ts';
import type { ProviderSchema } from './contract/provider-schema.ts';
import { readContract, type ReadContract } from './contract/read-contract.ts';
import type { ContractInHand } from './engine/run.ts';
import type { Provider } from './teardown/provider.ts';

/** A contract that nobody has yet compared with others: `claimedBy` is empty. */
export interface ReadInHand {
  readonly contract: ContractInHand & { readonly journalId?: string };
  readonly read: ReadContract;
}

const NOBODY: ContractInHand['claimedBy'] = new Map();

export class ContractReader {
  #schemas: Promise<Record<string, ProviderSchema>> | undefined;
  readonly #providers = new Map<string, Promise<Provider>>();

  /** Throws `contract-unreadable`, and `contract-invalid` with every problem at once. */
  async read(path: string): Promise<ReadInHand> {
    const read = await readContract(path, await this.#allSchemas());
    const contract = {
      name: read.name,
      path: resolve(path),
      content: read.contract,
      digest: read.digest,
      provider: await this.#provider(read.contract.provider),
      claimedBy: NOBODY,
      ...(read.journalId === undefined ? {} : { journalId: read.journalId }),
    };
    return { contract, read };
  }

  #allSchemas(): Promise<Record<string, ProviderSchema>> {
    this.#schemas ??= Promise.all(providers.map(async (one) => [one.id, await one.schema()] as const)).then(
      Object.fromEntries,
    );
    return this.#schemas;
  }

  #provider(id: string): Promise<Provider> {
    const known = this.#providers.get(id);
    if (known !== undefined) return known;
    const entry = providers.find((one) => one.id === id);
    if (entry === undefined)
      throw bugError('no-provider', `a contract of ${id} was read, and no such provider is listed`);
    const loading = entry.provider();
    this.#providers.set(id, loading);
    return loading;
  }
}

// Object ids that more than one contract file claims, over all files at once and in one pass. Pure.
import type { ContractPath } from '../../contract/provider-schema.ts';
import type { GateFinding } from './finding.ts';

/** One file's claims; ids that `usedBy` yields to others are among them. */
export interface Claims {
  readonly file: string;
  readonly ids: readonly string[];
}

/** More claimants of one id are not compared pair by pair: nobody shares one object so widely. */
export const CLAIMANTS_COMPARED_MAX = 50;

/** Ids with more than one claimant, and who claims them. Linear in the number of claims. */
export class ClaimIndex {
  readonly #first = new Map<string, string>();
  readonly #more = new Map<string, string[]>();

  add({ file, ids }: Claims): void {
    for (const id of new Set(ids)) {
      const first = this.#first.get(id);
      if (first === undefined) this.#first.set(id, file);
      else (this.#more.get(id) ?? this.#begin(id, first)).push(file);
    }
  }

  #begin(id: string, first: string): string[] {
    const files = [first];
    this.#more.set(id, files);
    return files;
  }

  /** Claimants by id, for ids with at least two; in the order in which they were added. */
  get shared(): ReadonlyMap<string, readonly string[]> {
    return this.#more;
  }
}

/** R17 for one file: the id, where it stands, and which other contracts claim it. */
export function claimFinding(id: string, others: readonly string[], path: ContractPath): GateFinding {
  return {
    rule: 'R17',
    severity: 'error',
    what: `${id} is also claimed by ${shortList(others)}`,
    why: 'one of the contracts would lose it without having ended',
    next: 'list it in one contract only, or name the other in usedBy of the one that ends first',
    about: id,
    path,
    always: true,
  };
}

const NAMES_SHOWN_MAX = 5;
const shortList = (names: readonly string[]): string =>
  names.length <= NAMES_SHOWN_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMES_SHOWN_MAX).join(', ')} and ${names.length - NAMES_SHOWN_MAX} more`;

// Where in a contract's content something stands, for findings whose provider does not say it. Pure and bounded.
import type { CivilDate } from '../../calendar/civil-date.ts';
import type { ContractPath } from '../../contract/provider-schema.ts';

/** Values looked at in one contract; a file that may be read holds fewer. */
const VALUES_MAX = 100_000;

/** The path of the first scalar that is one of these, in the order of the file; undefined where none is. */
export function pathOfValue(content: unknown, wanted: ReadonlySet<unknown>): ContractPath | undefined {
  const waiting: { readonly value: unknown; readonly path: ContractPath }[] = [{ value: content, path: [] }];
  for (let seen = 0; seen < VALUES_MAX; seen += 1) {
    const next = waiting.pop();
    if (next === undefined) return undefined;
    if (wanted.has(next.value)) return next.path;
    waiting.push(...childrenOf(next).reverse());
  }
  return undefined;
}

/** Where the file says when the contract is to end: its last day, or its month. */
export function endFieldOf(content: unknown, endsOn: CivilDate | undefined): ContractPath {
  return (endsOn === undefined ? undefined : pathOfValue(content, new Set([endsOn, endsOn.slice(0, 7)]))) ?? [];
}

function childrenOf({ value, path }: { value: unknown; path: ContractPath }) {
  if (Array.isArray(value)) return value.map((one: unknown, at) => ({ value: one, path: [...path, at] }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, one]) => ({ value: one as unknown, path: [...path, key] }));
}

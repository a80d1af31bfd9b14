// A list of a contract file that names each thing once. Pure.
import type { ContractPath, ContractProblem } from './provider-schema.ts';

/** A problem for each later mention; letters of either case are the same. `what`: `domain`, `server`… */
export function checkOnce(
  names: readonly string[],
  what: string,
  pathOf: (at: number) => ContractPath,
): ContractProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, at) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const said = `${what} ${name} is listed a second time`;
    return [{ code: 'listed-twice', path: pathOf(at), what: said, next: 'list it once' }];
  });
}

// R04 of a CloudStack contract: data volumes and snapshots of its servers that nobody decided. Once the server is gone
// nothing says any more whose they were.
import type { Finding, PolicyContext } from '../../src/teardown/policy.ts';
import type { AltusContract } from '../../scripts/altus/contract.ts';

interface Item {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export function unlistedStorage({ contract, step, open, observe }: PolicyContext): Finding[] {
  if (open.length === 0) return [];
  const listed = new Set((contract as AltusContract).api?.storage.map(({ id }) => id));
  return step.looks
    .filter(({ kind }) => kind === 'estate')
    .flatMap((look) => {
      const seen = observe(look);
      const storage = seen.state === 'present' ? (seen.facts['storage'] as unknown as Item[]) : [];
      return storage.filter(({ id }) => !listed.has(id)).map(refused);
    });
}

const refused = ({ kind, id, name, detail }: Item): Finding => ({
  refusal: 'R04',
  severity: 'error',
  what: `${kind} ${name} (${id}${detail === '' ? '' : `, ${detail}`}) is of the contract’s servers, and the contract does not list it`,
  why: 'it outlives its server and goes on being billed, and afterwards nothing says whose it was',
  next: `decide it under api.storage: { kind: ${kind}, id: ${id}, name: ${JSON.stringify(name)}, fate: delete }, or keep with a reason; then kaiyaku amend CONTRACT`,
  about: id,
});

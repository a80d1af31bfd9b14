// R14: every copy of the licensed disk (archive, clone, auto-backup, in any zone) must be decided before the disk goes.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

interface Copy {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly zone: string;
}

export const undecidedCopy: Policy = {
  refusal: 'R14',
  check({ contract, step, teardown, observe }) {
    const { estate, services } = contract as SakuraFortigateContract;
    const decided = new Map(estate.flatMap((item) => ('id' in item ? [[item.id, item.fate] as const] : [])));
    for (const service of services) for (const disk of service.disks) decided.set(disk.id, 'delete');
    return step.looks
      .filter((look) => look.kind === 'copies')
      .flatMap((look) => {
        const seen = observe(look);
        const copies = seen.state === 'present' ? (seen.facts['copies'] as unknown as Copy[]) : [];
        return copies.flatMap((copy): Finding[] => {
          const fate = decided.get(copy.id);
          if (fate === undefined) return [refused(copy, 'is not decided by the contract')];
          if (fate === 'keep' && teardown.route === 'disk')
            return [refused(copy, 'is kept, but on the disk route no copy may be left (SF8)')];
          return [];
        });
      });
  },
};

const refused = (copy: Copy, why: string): Finding => ({
  refusal: 'R14',
  severity: 'error',
  what: `${copy.kind} ${copy.name} (${copy.id}, ${copy.zone}) is a copy of the licensed disk and ${why}`,
  why: 'a copy holds the configuration, the keys and the licence; using it after the end breaches the contract (SF9)',
  next: 'list it in the estate with fate delete, or keep and a reason; then kaiyaku amend CONTRACT',
  about: copy.id,
});

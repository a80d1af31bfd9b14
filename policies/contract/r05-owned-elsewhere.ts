// R05: an object that another Terraform state owns is never deleted behind its back: their next run would build it again.
import type { Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const ownedElsewhere: Policy = {
  refusal: 'R05',
  check({ contract, open, observe }) {
    const external = new Map(
      (contract as SakuraFortigateContract).estate.flatMap((item) =>
        item.ownedBy === 'external' ? [['id' in item ? item.id : item.ip, item] as const] : [],
      ),
    );
    return open
      .filter(({ command }) => external.has(command.target.id) && observe(command.target).state !== 'absent')
      .map(({ command }) => ({
        refusal: 'R05' as const,
        severity: 'error' as const,
        what: `${command.target.label} is owned by another Terraform state`,
        why: 'deleted behind its owner’s back it would be built again by their next run',
        next: 'let its owner apply the deletion; kaiyaku then finds it absent and goes on',
        about: command.target.id,
      }));
  },
};

// R17: an object that two contract files claim belongs to neither until `usedBy` says so.
import type { Policy } from '../../src/teardown/policy.ts';

export const claimedTwice: Policy = {
  refusal: 'R17',
  check({ open, claimedBy }) {
    return open.flatMap(({ command }) => {
      const others = claimedBy.get(command.target.id);
      if (others === undefined || others.length === 0) return [];
      return {
        refusal: 'R17' as const,
        severity: 'error' as const,
        what: `${command.target.label} is also claimed by ${others.join(', ')}`,
        why: 'one of the two would lose it without having ended',
        next: 'list it in one contract only, or name the other in usedBy of the one that ends first',
        about: command.target.id,
      };
    });
  },
};

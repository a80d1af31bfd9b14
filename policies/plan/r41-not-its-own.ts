// R41: the contract says who deletes an object. A state that holds one of ours would build it again after we deleted it;
// one of theirs is never deleted by us.
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { doesSaid, objectSaid } from './said.ts';

export const planNotItsOwn: PlanPolicy = {
  refusal: 'R41',
  check({ objects, by }) {
    return objects.flatMap(({ change, named }) => {
      if (named === undefined || named.stays !== undefined || named.external === (by === 'owner')) return [];
      const holdsOnly = change.does === 'no-op' && change.importing === undefined;
      if (holdsOnly && by === 'kaiyaku') return [];
      const held = by === 'owner';
      return [
        {
          refusal: 'R41' as const,
          // Holding it is not yet deleting it, but the contract has to say so before kaiyaku deletes it behind that state.
          severity: holdsOnly ? ('warning' as const) : ('error' as const),
          what: held
            ? `the plan ${doesSaid(change)} ${objectSaid(change)}, and the contract does not say that another state owns it`
            : `the plan ${doesSaid(change)} ${objectSaid(change)}, which another state owns`,
          why: held
            ? 'kaiyaku would delete it behind this state’s back, and its next run would build it again'
            : 'deleted behind its owner’s back it would be built again by their next run',
          next: held
            ? 'write ownedBy: external beside it in the contract, then kaiyaku amend CONTRACT'
            : 'let its owner apply the deletion; kaiyaku then finds it absent and goes on',
          about: change.address,
        },
      ];
    });
  },
};

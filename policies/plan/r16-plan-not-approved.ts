// R16 over a plan: what cannot be undone is approved object by object, in the journal, whoever applies it.
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { objectSaid } from './said.ts';

export const planNotApproved: PlanPolicy = {
  refusal: 'R16',
  check({ objects }) {
    return objects.flatMap(({ change, turn }) => {
      if (change.does !== 'delete' || turn?.is !== 'due' || !turn.effect.irreversible) return [];
      if (turn.approval === 'unspent') return [];
      return [
        {
          refusal: 'R16' as const,
          severity: 'error' as const,
          what: `the plan deletes ${objectSaid(change)}: its approval is ${turn.approval}`,
          why: 'a deletion cannot be undone; somebody has to have seen it and agreed',
          next: `kaiyaku approve CONTRACT --step ${turn.step}`,
          about: change.address,
        },
      ];
    });
  },
};

// R32: a gate that examined nothing has passed nothing. A plan of another configuration is the usual reason.
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';

export const examinedNothing: PlanPolicy = {
  refusal: 'R32',
  check({ objects, plan, contractName }) {
    const { stack } = plan;
    if (stack !== undefined && stack.contract !== contractName)
      return [
        {
          refusal: 'R32',
          severity: 'error',
          what: `the plan is of the stack of ${stack.contract}, not of ${contractName}`,
          why: 'another contract’s objects are not this one’s to judge',
          next: `kaiyaku check ${stack.contract} --plan FILE`,
          about: 'stack',
        },
      ];
    // At the end nothing is left in a stack but its sentinel, which names the contract.
    if (stack !== undefined || objects.some(({ named }) => named !== undefined)) return [];
    return [
      {
        refusal: 'R32',
        severity: 'error',
        what: `none of the plan’s ${plan.changes.length} changes is about an object of ${contractName}`,
        why: 'it is the plan of another configuration, or the contract’s ids are others: nothing was examined',
        next: 'show the plan of the state that holds the contract’s objects, or correct their ids',
        about: 'changes',
      },
    ];
  },
};

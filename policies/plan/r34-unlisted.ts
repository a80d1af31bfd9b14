// R34: what the contract does not list, or says is kept, is neither deleted nor brought into a state under its name.
import type { PlannedObject, PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { doesSaid, objectSaid } from './said.ts';

export const planUnlisted: PlanPolicy = {
  refusal: 'R34',
  check({ objects, contractName }) {
    return objects.flatMap((one) => {
      const { change } = one;
      const ends = change.does === 'delete' || change.does === 'replace';
      if (!ends && change.importing === undefined) return [];
      const why = whyNot(one, ends);
      if (why === undefined) return [];
      return [
        {
          refusal: 'R34' as const,
          severity: 'error' as const,
          what: `the plan ${doesSaid(change)} ${objectSaid(change)}: ${why}`,
          why: `only what ${contractName} lists as ending with it may end with it`,
          next: 'take it out of the plan; or, if it does end with the contract, list it and kaiyaku amend CONTRACT',
          about: change.address,
        },
      ];
    });
  },
};

/** Undefined: the contract lists it, and for a deletion, as ending. */
function whyNot({ change, named }: PlannedObject, ends: boolean): string | undefined {
  if (named !== undefined) return ends ? named.stays : undefined;
  if (change.id === undefined) return 'the plan does not show its id, so it cannot be told what it is';
  if (change.kind === undefined) return `no step of the contract deals with ${change.type}`;
  return 'the contract does not list this id';
}

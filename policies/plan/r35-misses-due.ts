// R35: a deletion is whole or it is none: what is due and left out would be forgotten, with the contract running on.
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { namedSaid } from './said.ts';

export const planMissesDue: PlanPolicy = {
  refusal: 'R35',
  check({ objects, due, stage }) {
    if (stage !== 'delete') return [];
    const deleted = new Set(
      objects.flatMap(({ change }) =>
        change.does === 'delete' && change.part !== true ? [`${change.kind}:${change.id}`] : [],
      ),
    );
    return due
      .filter(({ named }) => !deleted.has(`${named.kind}:${named.id}`))
      .map(({ named, turn }) => ({
        refusal: 'R35' as const,
        severity: 'error' as const,
        what: `the plan does not delete ${namedSaid(named)}, which is due (${turn.step})`,
        why: 'the deletions of a step belong together: what is left out stays, and is paid for',
        next: 'take its block out of the configuration as well; if it is gone already, kaiyaku apply CONTRACT records that',
        about: `${named.kind}:${named.id}`,
      }));
  },
};

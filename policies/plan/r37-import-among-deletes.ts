// R37: a plan that imports and deletes can bring an object in and take it away in one apply, with nobody having seen it.
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { listSaid, objectSaid } from './said.ts';

export const importAmongDeletes: PlanPolicy = {
  refusal: 'R37',
  check({ objects }) {
    const imports = objects.filter(({ change }) => change.importing !== undefined);
    const deletes = objects.filter(({ change }) => change.does === 'delete' || change.does === 'replace');
    if (imports.length === 0 || deletes.length === 0) return [];
    return [
      {
        refusal: 'R37',
        severity: 'error',
        what: `the plan imports ${listSaid(imports.map(({ change }) => objectSaid(change)))} and deletes ${deletes.length} objects`,
        why: 'the state of an imported object has never been looked at before its deletion is planned',
        next: 'apply the imports in a plan of their own (stage adopt), then plan the deletions',
        about: 'imports',
      },
    ];
  },
};

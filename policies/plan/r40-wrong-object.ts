// R40: ids are typed by people, so what else the plan says of an object has to agree with the contract; and one object
// stands in a plan once.
import type { Json } from '../../src/base/canonical-json.ts';
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlannedObject, PlanPolicy } from '../../src/teardown/plan-policy.ts';
import { objectSaid, textSaid } from './said.ts';

export const planWrongObject: PlanPolicy = {
  refusal: 'R40',
  check({ objects }) {
    const seen = new Map<string, string>();
    return objects.flatMap((one): Finding[] => {
      if (one.named === undefined) return [];
      return [...twice(one, seen), ...differences(one)];
    });
  },
};

function twice({ change }: PlannedObject, seen: Map<string, string>): Finding[] {
  if (change.part === true) return [];
  const key = `${change.kind}:${change.id}`;
  const first = seen.get(key);
  seen.set(key, change.address);
  if (first === undefined) return [];
  return [
    refused(
      change.address,
      `${objectSaid(change)} is the same object as ${first}`,
      'two entries of one state decide over one object, and only one of them may be right',
      'remove one of them from the configuration with a `removed` block, then plan again',
    ),
  ];
}

function differences({ change, named }: PlannedObject): Finding[] {
  const wrong = [
    differs('zone', change.zone, named!.zone),
    ...(named!.name === undefined ? [] : [differs('name', change.name, named!.name)]),
    // An attribute that is about to change is judged by what it was.
    ...(change.part === true
      ? []
      : Object.entries(named!.expect).map(([name, expected]) =>
          differs(name, change.before[name] ?? change.after[name], expected),
        )),
  ].filter((one) => one !== undefined);
  if (wrong.length === 0) return [];
  return [
    refused(
      change.address,
      `${objectSaid(change)} is not what the contract names: ${wrong.join('; ')}`,
      'the id alone is not enough: one digit wrong is another object',
      'correct the contract (and kaiyaku amend CONTRACT), or find out what the state really holds',
    ),
  ];
}

/** What the plan does not show, or shows as connected to nothing, is no difference. */
function differs(what: string, found: Json | undefined, expected: string): string | undefined {
  if (found === undefined || found === null || found === '') return undefined;
  const said = textSaid(found);
  return said === expected ? undefined : `${what} is “${said}”, expected “${expected}”`;
}

const refused = (about: string, what: string, why: string, next: string): Finding => ({
  refusal: 'R40',
  severity: 'error',
  what,
  why,
  next,
  about,
});

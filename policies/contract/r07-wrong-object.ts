// R07: an object whose identity differs from the contract's is not touched, whatever its id says.
import type { Policy } from '../../src/teardown/policy.ts';

/** Where an id is one thing, and a name or an address a second witness. */
const APIS: ReadonlySet<string> = new Set(['sakura-api', 'cloudstack-api', 'plesk']);

export const wrongObject: Policy = {
  refusal: 'R07',
  check({ step, open, observe }) {
    const targets = new Map(
      [...open.map((effect) => effect.command.target), ...step.looks].map((target) => [
        [target.kind, target.zone, target.id].join(':'),
        target,
      ]),
    );
    return [...targets.values()]
      .filter((target) => APIS.has(target.executor) && target.kind !== 'account')
      .flatMap((target) => {
        const seen = observe(target);
        if (seen.state !== 'foreign') return [];
        return {
          refusal: 'R07' as const,
          severity: 'error' as const,
          what: `${target.label} is not what the contract names: ${seen.differences
            .map(({ what, expected, found }) => `${what} is “${found}”, expected “${expected}”`)
            .join('; ')}`,
          why: 'ids and names are typed by people; what else the contract says of it is the second witness',
          next: 'correct the contract (and kaiyaku amend CONTRACT), or find out who changed the object',
          about: target.id,
        };
      });
  },
};

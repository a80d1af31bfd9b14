// R06: nothing is written unless the API key belongs to the contract's project and member.
import type { Policy } from '../../src/teardown/policy.ts';

export const wrongAccount: Policy = {
  refusal: 'R06',
  check({ step, observe }) {
    return step.looks
      .filter((look) => look.kind === 'account')
      .flatMap((look) => {
        const seen = observe(look);
        if (seen.state !== 'foreign') return [];
        const difference = seen.differences
          .map(({ what, expected, found }) => `${what} is ${found}, expected ${expected}`)
          .join('; ');
        return {
          refusal: 'R06' as const,
          severity: 'error' as const,
          what: `the API key belongs to another account: ${difference}`,
          why: 'every object id would mean something else there',
          next: 'use the API key of the contract’s project, or correct projectId and memberCode',
        };
      });
  },
};

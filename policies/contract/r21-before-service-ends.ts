// R21: the users of a service keep it until the `serviceEndsOn` of its contract, whichever provider it is.
import type { Policy } from '../../src/teardown/policy.ts';

export const beforeServiceEnds: Policy = {
  refusal: 'R21',
  check({ contract, todayOn }) {
    const { serviceEndsOn } = contract as { readonly serviceEndsOn?: string };
    if (serviceEndsOn === undefined || serviceEndsOn === 'when-noticed' || todayOn >= serviceEndsOn) return [];
    return [
      {
        refusal: 'R21',
        severity: 'error',
        what: `the service is promised to its users until ${serviceEndsOn}`,
        why: 'what is reset, released or destroyed cannot be given back to them',
        next: `wait until ${serviceEndsOn}, or change serviceEndsOn (and kaiyaku amend CONTRACT)`,
      },
    ];
  },
};

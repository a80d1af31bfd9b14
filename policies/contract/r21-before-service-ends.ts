// R21: the FortiGate's users keep it until `serviceEndsOn`.
import type { Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const beforeServiceEnds: Policy = {
  refusal: 'R21',
  check({ contract, todayOn }) {
    const { serviceEndsOn } = contract as SakuraFortigateContract;
    if (serviceEndsOn === 'when-noticed' || todayOn >= serviceEndsOn) return [];
    return [
      {
        refusal: 'R21',
        severity: 'error',
        what: `the service is promised to its users until ${serviceEndsOn}`,
        why: 'a reset or a released address cannot be given back to them',
        next: `wait until ${serviceEndsOn}, or change serviceEndsOn (and kaiyaku amend CONTRACT)`,
      },
    ];
  },
};

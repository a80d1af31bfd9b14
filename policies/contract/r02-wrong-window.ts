// R02: an application outside its window ends the contract in another month than wanted, and cannot be withdrawn.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const wrongWindow: Policy = {
  refusal: 'R02',
  check({ terms, todayOn, contract }) {
    const window = terms.applicationWindow;
    if (window === undefined) return [];
    const { serviceEndsOn } = contract as SakuraFortigateContract;
    const findings: Finding[] = [];
    if (todayOn < window.applyFromOn)
      findings.push(
        refused(
          `an application on ${todayOn} could end the contract before ${window.endsOn}; the window opens on ${window.applyFromOn}`,
          `wait until ${window.applyFromOn}`,
        ),
      );
    if (todayOn > window.acceptByOn)
      findings.push(
        refused(
          `the window for an end on ${window.endsOn} closed on ${window.acceptByOn}; an application now ends it later`,
          'change endMonth in the contract to the month that can still be reached (kaiyaku terms CONTRACT), then kaiyaku amend CONTRACT',
        ),
      );
    if (serviceEndsOn !== 'when-noticed' && window.endsOn < serviceEndsOn)
      findings.push(
        refused(
          `the contract would end on ${window.endsOn}, before its users may lose the service on ${serviceEndsOn}`,
          'choose a later endMonth, or an earlier serviceEndsOn',
        ),
      );
    return findings;
  },
};

const refused = (what: string, next: string): Finding => ({
  refusal: 'R02',
  severity: 'error',
  what,
  why: 'SF1, SF2: the month of acceptance decides the month of the end, in both directions; SF4: no withdrawal',
  next,
});

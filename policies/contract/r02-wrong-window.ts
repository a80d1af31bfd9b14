// R02: an application outside its window ends the contract in another month than wanted, and cannot be withdrawn.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { Terms } from '../../src/teardown/terms.ts';

export const wrongWindow: Policy = {
  refusal: 'R02',
  check({ terms, todayOn, contract }) {
    const window = terms.applicationWindow;
    if (window === undefined) return [];
    const { serviceEndsOn } = contract as { readonly serviceEndsOn?: string };
    const findings: Finding[] = [];
    const refused = refusedUnder(terms);
    if (todayOn < window.applyFromOn)
      findings.push(
        refused(
          `an application on ${todayOn} could end the contract before ${window.endsOn}; the window opens on ${window.applyFromOn}`,
          `wait until ${window.applyFromOn}`,
        ),
      );
    // What is sent after the last business day counts on the next one (terms §0), which lies beyond the limit.
    if (todayOn > window.applyLatestOn)
      findings.push(
        refused(
          `the window for an end on ${window.endsOn} closed on ${window.applyLatestOn} (acceptance by ${window.acceptByOn}); an application now ends it later`,
          'change endMonth in the contract to the month that can still be reached (kaiyaku terms CONTRACT), then kaiyaku amend CONTRACT',
        ),
      );
    if (serviceEndsOn !== undefined && serviceEndsOn !== 'when-noticed' && window.endsOn < serviceEndsOn)
      findings.push(
        refused(
          `the contract would end on ${window.endsOn}, before its users may lose the service on ${serviceEndsOn}`,
          'choose a later endMonth, or an earlier serviceEndsOn',
        ),
      );
    if (terms.neededUntilOn !== undefined && window.endsOn < terms.neededUntilOn)
      findings.push(
        refused(
          `the contract would end on ${window.endsOn}, while it is still needed until ${terms.neededUntilOn}`,
          'choose a later endMonth, or bring forward what it is needed for (kaiyaku terms CONTRACT), then kaiyaku amend CONTRACT',
        ),
      );
    const atBestOn = terms.neededAtBestUntilOn;
    if (atBestOn !== undefined && window.endsOn < atBestOn)
      findings.push(
        refused(
          `the contract would end on ${window.endsOn}, and what it is needed for has no appointment yet: booked today it is needed until ${atBestOn}`,
          'book first, or choose a later endMonth (kaiyaku terms CONTRACT), then kaiyaku amend CONTRACT',
        ),
      );
    return findings;
  },
};

/** The rules that set this window are the ones whose deadline is its last day. */
const refusedUnder = ({ deadlines, applicationWindow }: Terms) => {
  const on = applicationWindow?.acceptByOn;
  const rules = [...new Set(deadlines.filter((one) => one.on === on).map((one) => one.rule))];
  return (what: string, next: string): Finding => ({
    refusal: 'R02',
    severity: 'error',
    what,
    why: `${rules.length === 0 ? '' : `${rules.join(', ')}: `}the month of acceptance decides the month of the end, in both directions, and nothing promises that it can be taken back`,
    next,
  });
};

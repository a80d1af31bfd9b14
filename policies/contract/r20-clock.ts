// R20: dates decide everything here, so nothing irreversible happens while the clock cannot be trusted.
import type { Finding, Policy } from '../../src/teardown/policy.ts';

/** Same figure as CLOCK_SKEW_MS_MAX in src/base/limits.ts; a test compares them. */
export const SKEW_MS_MAX = 120_000;

export const clock: Policy = {
  refusal: 'R20',
  check({ step, observe, nowMs, lastEntryAtMs }) {
    const findings: Finding[] = [];
    if (nowMs < lastEntryAtMs)
      findings.push(refused(`the clock is ${lastEntryAtMs - nowMs} ms behind the journal’s last entry`));
    for (const look of step.looks) {
      if (look.kind !== 'account') continue;
      const seen = observe(look);
      if (seen.state !== 'present' && seen.state !== 'foreign') continue;
      const skewMs = seen.facts['dateSkewMs'];
      if (skewMs === null) findings.push(refused('the API sent no date to compare the clock with'));
      if (typeof skewMs === 'number' && Math.abs(skewMs) > SKEW_MS_MAX)
        findings.push(refused(`the clock differs by ${Math.round(skewMs / 1000)} s from the API’s`));
    }
    return findings;
  },
};

const refused = (what: string): Finding => ({
  refusal: 'R20',
  severity: 'error',
  what,
  why: 'windows, approvals and proofs are counted by this clock',
  next: 'set the clock (NTP), then run again',
});

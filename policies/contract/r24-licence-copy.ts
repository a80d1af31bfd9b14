// R24: after the listed licence files are gone, what looks like another copy stops the step until somebody decides.
import type { Policy } from '../../src/teardown/policy.ts';

export const licenceCopy: Policy = {
  refusal: 'R24',
  check({ step, observe, verifiedAtMs }) {
    // Before the deletion the listed files themselves are found; only what is left afterwards is a finding.
    if (!step.effects.every((effect) => verifiedAtMs.has(effect.id))) return [];
    return step.probes
      .filter((probe) => probe.target.kind === 'licence-search')
      .flatMap((probe) => {
        const seen = observe(probe.target);
        if (seen.state !== 'present') return [];
        const left = [...(seen.facts['listed'] as string[]), ...(seen.facts['copies'] as string[])];
        return left.map((path) => ({
          refusal: 'R24' as const,
          severity: 'error' as const,
          what: `${path} holds a FortiGate VM licence`,
          why: 'the licence file must be deleted by the end date (SF8)',
          next: `delete it, or acknowledge it: waivers: [{refusal: R24, about: "${path}", reason: …}], then kaiyaku amend CONTRACT`,
          about: path,
        }));
      });
  },
};

// R29: a domain is not moved or cancelled while its registry shows it otherwise than the contract says, or does not know it:
// the days that everything is counted from would be wrong.
import type { Finding, Policy } from '../../src/teardown/policy.ts';

export const registryDiffers: Policy = {
  refusal: 'R29',
  check({ step, observe, todayOn }) {
    const looks = step.looks.filter(({ executor }) => executor === 'registry');
    const { untilOn } = step.window;
    const differing = looks.flatMap((look) => {
      const seen = observe(look);
      if (seen.state === 'absent')
        return [
          refused(
            look.id,
            `the registry has no ${look.id}`,
            'correct its name in the contract, then kaiyaku amend CONTRACT',
          ),
        ];
      const differs = seen.state === 'present' ? (seen.facts['differs'] ?? []) : [];
      return (differs as readonly string[]).map((what) =>
        refused(
          look.id,
          `${look.id}: ${what}`,
          'have it changed at its registrar, or correct the contract and kaiyaku amend CONTRACT',
        ),
      );
    });
    const late =
      looks.length > 0 && step.id === 'transfer-domain' && untilOn !== undefined && todayOn > untilOn
        ? looks.map(({ id }) =>
            refused(
              id,
              `a transfer of ${id} had to begin by ${untilOn}`,
              'renew the domain or have a new AuthCode issued, write the new days down, then kaiyaku amend CONTRACT',
            ),
          )
        : [];
    return [...differing, ...late];
  },
};

const refused = (about: string, what: string, next: string): Finding => ({
  refusal: 'R29',
  severity: 'error',
  what,
  why: 'validity and locks decide whether the domain can be moved, and an abolished name is lost to whoever registers it next',
  next,
  about,
});

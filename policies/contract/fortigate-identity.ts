// R08, R09, R10: the device that answers must be the one the contract names, with its pinned host key, standing alone.
import type { RefusalId } from '../../src/base/refusals.ts';
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { Observation, Target } from '../../src/executors/port.ts';

const about = (
  refusal: RefusalId,
  check: (target: Target, seen: Observation) => Omit<Finding, 'refusal' | 'severity'> | undefined,
): Policy => ({
  refusal,
  check({ open, observe }) {
    const devices = new Map(
      open
        .map((effect) => effect.command.target)
        .filter((target) => target.kind === 'fortigate')
        .map((target) => [target.id, target]),
    );
    return [...devices.values()].flatMap((target) => {
      const found = check(target, observe(target));
      return found === undefined ? [] : [{ refusal, severity: 'error' as const, ...found }];
    });
  },
});

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const wrongFortigate = about('R08', (target, seen) => {
  if (seen.state !== 'foreign' || seen.facts['hostKey'] === 'other') return undefined;
  return {
    what: `${target.label} answers as something else: ${seen.differences
      .map(({ what, expected, found }) => `${what} is ${found}, expected ${expected}`)
      .join('; ')}`,
    why: 'a reset of the wrong unit cannot be taken back',
    next: 'correct the contract’s fortigate section (and kaiyaku amend CONTRACT), or find out what was exchanged',
  };
});

export const hostKeyChanged = about('R09', (target, seen) => {
  if (seen.state !== 'foreign' || seen.facts['hostKey'] !== 'other') return undefined;
  return {
    what: `${target.label} presents host key ${said(seen.facts['presentedKey'])}, not the pinned one`,
    why: 'another machine, a unit that was already reset, or somebody in between; no credential was sent',
    next: 'check the fingerprint on the console; if the unit was exchanged for good, correct hostKey and kaiyaku amend CONTRACT',
  };
});

export const haMember = about('R10', (target, seen) => {
  if (seen.state !== 'present' && seen.state !== 'foreign') return undefined;
  const mode = seen.facts['haMode'];
  if (mode === undefined || mode === 'standalone') return undefined;
  return {
    what: `${target.label} is a member of an HA cluster (${said(mode)})`,
    why: 'the other member takes over with the same configuration and addresses, and keeps its licence',
    next: 'dissolve the cluster first, then run again',
  };
});

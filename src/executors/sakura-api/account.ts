// The account itself as a target: whose key it is, what it may do, and how far our clock is from the API's.
import type { Difference, Observation, Target } from '../port.ts';
import { differs, expectOf } from './kinds/kind.ts';
import type { Look } from './look.ts';

/** `foreign` when the key belongs to another project or member. Throws `provider` errors. */
export async function observeAccount(target: Target, look: Look, seenAtMs: number): Promise<Observation> {
  const { filtered: _, ...facts } = await look.whoAnswers();
  const { memberCode } = expectOf(target);
  const differences: Difference[] = [];
  if (facts.id !== target.id) differences.push(differs('id', target.id, facts.id));
  if (memberCode !== undefined && facts.memberCode !== memberCode)
    differences.push(differs('memberCode', memberCode, facts.memberCode));
  return differences.length > 0
    ? { state: 'foreign', facts: { ...facts }, differences, seenAtMs }
    : { state: 'present', facts: { ...facts }, seenAtMs };
}

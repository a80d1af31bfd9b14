// The mutation run: each rule over a contract, each rule over a plan and each guard of each step, switched off alone, makes a
// test fail. Part of the long run. A mutant that survives is a hole in the tests named here, or a rule that does nothing.
import { describe, expect, it } from 'vitest';
import { planPolicies, policies } from '../../policies/index.ts';
import { WRITTEN_GUARDS } from '../policies/contract/guards.ts';
import { MUTANT_MS_MAX, runMutant } from './mutant.ts';

/** The smallest tests that know every rule of their kind. */
const OF_CONTRACTS = ['test/policies/contract/rules.test.ts'];
const OF_PLANS = ['test/policies/plan/refused.test.ts'];
const timeout = MUTANT_MS_MAX;

describe.each([
  ['a contract', OF_CONTRACTS, policies],
  ['a plan', OF_PLANS, planPolicies],
] as const)('rules over %s', (_, files, rules) => {
  it('pass as they are', { timeout }, async () => {
    expect((await runMutant('', files)).failed).toBe(0);
  });

  it.each(rules.map(({ refusal }) => refusal))('%s, silent, is missed', { timeout }, async (refusal) => {
    expect((await runMutant(refusal, files)).failed).toBeGreaterThan(0);
  });
});

describe('guards of steps', () => {
  it.each(WRITTEN_GUARDS)('%s, left out, is missed', { timeout }, async (guard) => {
    expect((await runMutant(guard, OF_CONTRACTS)).failed).toBeGreaterThan(0);
  });
});

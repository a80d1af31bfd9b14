// Every rule over a contract, at every step of every example that names it: it is silent where all is well, and speaks by
// its number where one thing is wrong. And the mutation: with a rule switched off nobody else speaks by its number, so a
// test here would fail.
import { describe, expect, it } from 'vitest';
import { policies } from '../../../policies/index.ts';
import { SKEW_MS_MAX } from '../../../policies/contract/r20-clock.ts';
import { CLOCK_SKEW_MS_MAX } from '../../../src/base/limits.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import type { Step } from '../../../src/teardown/step.ts';
import { BROKEN } from './broken-rules.ts';
import { type ExampleContract, exampleContracts, findingsIn, teardownIn, worldBefore } from './example-world.ts';
import { WRITTEN_GUARDS } from './guards.ts';

const contracts = await exampleContracts();

/** Guards that a step names although it gives no occasion to break them, with the reason. */
const IDLE: Readonly<Record<string, string>> = {
  'sakura-fortigate destroy-server R04':
    'routers went with release-ips; a server with another disk than the contract’s is R07',
};

interface Guarded {
  readonly contract: ExampleContract;
  readonly step: Step;
  readonly guard: string;
}

/** Every step of every example with every rule that it names, on both routes. */
const guarded: Guarded[] = contracts.flatMap((contract) =>
  stepsOf(contract).flatMap((step) => step.guards.map((guard) => ({ contract, step, guard }))),
);

/** `sakura-fortigate reset-fortigate R11`; the parts of a step count as the step. */
const guardOf = ({ contract, step, guard }: Guarded) => `${contract.provider.id} ${step.id.split(':')[0]} ${guard}`;

function stepsOf({ provider, content }: ExampleContract): Step[] {
  const terms = provider.termsOf(content, NO_HISTORY, '2026-06-01');
  return provider
    .teardownOf(content, terms, NO_HISTORY, new Map())
    .steps.filter((step) => step.notNeeded === undefined);
}

describe('the list of rules', () => {
  it('has a policy for every guard of every step, and a step for every policy', () => {
    const named = new Set(guarded.map(({ guard }) => guard));
    expect([...named].sort()).toEqual([...new Set(policies.map(({ refusal }) => refusal as string))].sort());
  });

  it('is the one that is written down, step by step', () => {
    expect([...new Set(guarded.map(guardOf))].sort()).toEqual([...WRITTEN_GUARDS].sort());
  });

  it('has one policy a number', () => {
    expect(new Set(policies.map(({ refusal }) => refusal)).size).toBe(policies.length);
  });

  it('has a case for every policy', () => {
    const cases = new Set(BROKEN.map(({ refusal }) => refusal));
    expect(policies.map(({ refusal }) => refusal).filter((refusal) => !cases.has(refusal))).toEqual([]);
  });

  it('guards every irreversible step of ours against a clock that cannot be trusted', () => {
    const unguarded = contracts.flatMap((contract) =>
      stepsOf(contract)
        .filter(({ effects }) => effects.some(({ irreversible }) => irreversible))
        .filter(({ guards }) => !guards.includes('R20'))
        .map(({ id }) => `${contract.name}: ${id}`),
    );
    expect(unguarded).toEqual([]);
  });

  it('counts the clock’s skew as the rest of kaiyaku does', () => {
    expect(SKEW_MS_MAX).toBe(CLOCK_SKEW_MS_MAX);
  });
});

describe('where all is well', () => {
  it.each(
    contracts.flatMap((contract) => stepsOf(contract).map((step) => [contract.name, step.id, contract, step] as const)),
  )('%s, %s: no rule speaks', (_, id, contract, step) => {
    expect(findingsIn(worldBefore(contract, step), id, policies)).toEqual([]);
  });
});

describe('where one thing is wrong', () => {
  const cases = guarded.flatMap(({ contract, step, guard }) =>
    BROKEN.filter(({ refusal }) => refusal === guard).map((broken) => ({ contract, step, broken })),
  );
  const met = new Set<string>();

  it.each(cases.map((one) => [one.contract.name, one.step.id, one.broken.refusal, one.broken.how, one] as const))(
    '%s, %s: %s, %s',
    (_, id, refusal, __, { contract, step, broken }) => {
      const world = worldBefore(contract, step);
      if (!broken.break(world, step)) return;
      const found = findingsIn(world, id, policies).filter((one) => one.refusal === refusal);
      if (found.length === 0) return;
      met.add(guardOf({ contract, step, guard: refusal }));
      met.add(`${refusal}, ${broken.how}`);
      for (const one of found) {
        expect(one.severity).toBe('error');
        expect(one.why.length).toBeGreaterThan(10);
        expect(one.next.length).toBeGreaterThan(10);
      }
      expect(found.map(({ what }) => what).join('\n')).toMatch(broken.says);
      // The mutation: this very rule switched off, and nothing says its number any more.
      const without = policies.filter((policy) => policy.refusal !== refusal);
      expect(findingsIn(world, id, without).filter((one) => one.refusal === refusal)).toEqual([]);
    },
  );

  it('every step that names a rule was refused by it, and every way of breaking one was refused', () => {
    const wanted = new Set([...WRITTEN_GUARDS, ...BROKEN.map(({ refusal, how }) => `${refusal}, ${how}`)]);
    expect([...wanted].filter((one) => !met.has(one) && IDLE[one] === undefined)).toEqual([]);
    expect(Object.keys(IDLE).filter((one) => met.has(one) || !wanted.has(one))).toEqual([]);
  });
});

describe('a rule looks only at what it is about', () => {
  const [contract] = contracts.filter(({ name }) => name === 'sakura-fortigate/no-term');
  const release = stepsOf(contract!).find(({ id }) => id === 'release-ips')!;

  it('what could not be looked at breaks no rule: that is R18, and the engine’s', () => {
    for (const step of stepsOf(contract!)) {
      const world = worldBefore(contract!, step);
      const error = { code: 'dark', kind: 'provider', message: 'dark' } as const;
      for (const one of teardownIn(world).steps)
        for (const { kind, id, zone } of [...one.looks, ...one.effects.map(({ command }) => command.target)])
          world.seen.set(['sakura-api', kind, ...(zone === undefined ? [] : [zone]), id].join(':'), {
            state: 'unknown',
            error,
            seenAtMs: 0,
          });
      expect(findingsIn(world, step.id, policies)).toEqual([]);
    }
  });

  it('R13 is silent on what is acknowledged by its very name, and on the contract’s own servers', () => {
    for (const references of [
      [{ what: 'dns:example.com/vpn/A', id: '113000008001', name: 'example.com' }],
      [{ what: 'server:fgt-prod-01', id: '113000000101', name: 'fgt-prod-01' }],
    ]) {
      const world = worldBefore(contract!, release);
      (world.contract as { waivers: unknown[] }).waivers = [
        { refusal: 'R13', about: 'dns:example.com/vpn/A', reason: 'moves', untilOn: world.todayOn },
      ];
      for (const look of release.looks.filter(({ kind }) => kind === 'references'))
        world.seen.set(`sakura-api:references:${look.zone}:${look.id}`, {
          state: 'present',
          facts: { references },
          seenAtMs: 0,
        });
      expect(findingsIn(world, 'release-ips', policies)).toEqual([]);
    }
  });

  it('R11 asks nothing of a reset that is done and waits for its proof', () => {
    const reset = stepsOf(contract!).find(({ id }) => id === 'reset-fortigate')!;
    const world = worldBefore(contract!, reset);
    world.backedUpAgoMs = undefined;
    world.effectsVerified = true;
    expect(findingsIn(world, 'reset-fortigate', policies)).toEqual([]);
  });
});

// What must hold of every decision, whatever the journal, the world and the findings are. Each property judges the
// decision by the journal and the observations alone, without the engine's own words for where an effect stands.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import type { DecideInput } from '../../src/engine/decide-input.ts';
import { type Decision, type StepVerdict, VERDICTS } from '../../src/engine/verdict.ts';
import { targetKey, type Observation, type Target } from '../../src/executors/port.ts';
import { invariantFault } from '../../src/journal/invariants.ts';
import { effectState, projectJournal } from '../../src/journal/project.ts';
import { effectDigest, type Effect, type Step } from '../../src/teardown/step.ts';
import { CONTRACT_DIGEST, intendedEntry, type Sample, samples } from './decide-inputs.ts';

const RUNS = process.env['KAIYAKU_FULL'] === '1' ? 20_000 : 700;
const SEED_OF_COVERAGE = 20_261_210;

const holds = (judge: (input: DecideInput, decision: Decision, sample: Sample) => void): void =>
  fc.assert(
    fc.property(samples, (sample) => judge(sample.input, decide(sample.input), sample)),
    { numRuns: RUNS },
  );

const closedSteps = ({ steps }: Decision): Set<string> =>
  new Set(steps.filter((one) => isClosed(one)).map((one) => one.step.id));
const isClosed = ({ verdict }: StepVerdict): boolean => verdict === 'done' || verdict === 'not-needed';
const stateOf = ({ observations }: DecideInput, target: Target): Observation['state'] =>
  observations.get(targetKey(target))?.state ?? 'not-asked';
const stepOf = ({ teardown }: DecideInput, id: string): Step => teardown.steps.find((one) => one.id === id)!;
const inOrder = ({ teardown }: DecideInput): Effect[] => teardown.steps.flatMap((one) => one.effects);
/** Nothing that counts has happened to it: no attempt that may have worked, no proof. */
const isUntouched = ({ state }: DecideInput, one: Effect): boolean =>
  ['untouched', 'failed'].includes(effectState(state, one.id).status);

describe('the samples', () => {
  it('reach every verdict and every action', () => {
    const verdicts = new Map<string, number>();
    const actions = new Map<string, number>();
    const count = (counts: Map<string, number>, word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const { input } of fc.sample(samples, { numRuns: 3_000, seed: SEED_OF_COVERAGE })) {
      const { steps, action } = decide(input);
      for (const one of steps) count(verdicts, one.verdict);
      for (const one of steps) for (const reason of one.reasons) count(verdicts, `because ${reason.code}`);
      if (action === undefined) continue;
      count(actions, action.do);
      if (action.do === 'carry-out' && action.effect.irreversible) count(actions, 'carry-out, irreversible');
      if (action.do === 'record') count(actions, `record as ${action.as}`);
      if (input.early === action.step) count(actions, 'early');
    }
    const words = [...VERDICTS, ...['returned', 'held', 'R15', 'R16', 'R18'].map((code) => `because ${code}`)];
    for (const word of words) expect(verdicts.get(word) ?? 0, word).toBeGreaterThan(9);
    const kinds = ['carry-out', 'carry-out, irreversible', 'prove', 'verify-step', 'early'];
    for (const word of [...kinds, 'record as found', 'record as verified'])
      expect(actions.get(word) ?? 0, word).toBeGreaterThan(9);
  });
});

describe('every decision', () => {
  it('is the same for the same input, and leaves the input as it was', () => {
    fc.assert(
      fc.property(samples, ({ input, entries }) => {
        const before = structuredClone(input);
        const first = decide(input);
        expect(input).toEqual(before);
        expect(decide(input)).toEqual(first);
        expect(decide({ ...before, state: projectJournal(entries) })).toEqual(first);
      }),
      { numRuns: Math.min(RUNS, 500) },
    );
  });

  it('has one verdict a step, in the order of the teardown', () => {
    holds((input, { steps }) => {
      expect(steps.map((one) => one.step)).toEqual(input.teardown.steps);
    });
  });

  it('acts on one effect at most: the first of its step that is not settled', () => {
    holds((input, { action }) => {
      if (action === undefined || action.do === 'verify-step') return;
      const { effects } = stepOf(input, action.step);
      const at = effects.indexOf(action.effect);
      expect(at).toBeGreaterThanOrEqual(0);
      for (const before of effects.slice(0, at)) {
        const known = effectState(input.state, before.id);
        expect(['verified', 'found', 'done']).toContain(known.status);
        if (known.status === 'done') expect(known.settled?.as).toBe('done');
      }
    });
  });

  it('acts on no step before its predecessors are closed, unless the step may run at any time and is wanted now', () => {
    holds((input, decision) => {
      if (decision.action === undefined) return;
      const one = stepOf(input, decision.action.step);
      if (one.anytime === true && input.early === one.id) return;
      const closed = closedSteps(decision);
      const before = new Set(one.after);
      for (const id of before) for (const further of stepOf(input, id).after) before.add(further);
      for (const id of before) expect(closed).toContain(id);
    });
  });

  it('carries nothing irreversible out without an unspent approval of exactly that, and nothing that the journal refuses', () => {
    holds(({ state, nowMs }, { action }) => {
      if (action?.do !== 'carry-out') return;
      expect(action.digest).toBe(effectDigest(action.effect));
      expect(invariantFault(state, intendedEntry(action.effect, action.approvalId))).toBeUndefined();
      if (!action.effect.irreversible) return;
      const approval = state.approvals.get(action.approvalId!)!;
      expect(approval.revoked).toBe(false);
      expect(approval.expiresAtMs).toBeGreaterThan(nowMs);
      expect(approval.body.contractDigest).toBe(CONTRACT_DIGEST);
      expect(approval.remaining.get(action.effect.id)).toEqual({ digest: action.digest, state: 'unspent' });
    });
  });

  it('does nothing while an attempt is open, the contract is held, or anything is not what the journal records', () => {
    holds(({ state, contractDigest, teardownDigest }, { action, outcome }) => {
      if (state.openIntended !== undefined) expect(outcome).toBe('in-doubt');
      if (
        state.openIntended !== undefined ||
        state.held !== undefined ||
        state.closed !== undefined ||
        state.contractDigest !== contractDigest ||
        state.teardownDigest !== teardownDigest
      )
        expect(action).toBeUndefined();
    });
  });

  it('never takes what could not be looked at, or is something else, for done or for something to act on', () => {
    holds((input, { steps, action }) => {
      for (const one of inOrder(input)) {
        if (!isUntouched(input, one)) continue;
        const proof = one.proof.filter(({ goal }) => goal.is !== 'receipt');
        const dark = proof.some(({ target }) => ['unknown', 'not-asked'].includes(stateOf(input, target)));
        const foreign = proof.some(
          ({ target, goal }) => stateOf(input, target) === 'foreign' && !(goal.is === 'facts' && goal.whoever === true),
        );
        const acts = action !== undefined && action.do !== 'verify-step' && action.effect === one;
        const { target } = one.command;
        if (dark || foreign) {
          expect(acts).toBe(false);
          const { step, verdict } = steps.find((each) => each.step.id === one.step)!;
          if (step.notNeeded === undefined) expect(verdict).not.toBe('done');
        }
        if (acts && action.do === 'carry-out') expect(['present', 'absent']).toContain(stateOf(input, target));
      }
    });
  });

  it('calls a step done only by what the journal holds', () => {
    holds((input, { steps }) => {
      for (const { step, verdict } of steps) {
        if (verdict !== 'done') continue;
        for (const one of step.effects) {
          const known = effectState(input.state, one.id);
          if (known.status === 'done') {
            expect(known.settled?.as).toBe('done');
            expect(one.proof.map(({ goal }) => goal.is)).not.toContain('absent');
          } else expect(['verified', 'found']).toContain(known.status);
        }
        if (step.actor !== 'kaiyaku') expect(input.state.attestations.has(step.id)).toBe(true);
        if (step.probes.length > 0) expect(input.state.verifiedSteps.has(step.id)).toBe(true);
      }
    });
  });

  it('is blocked by what was proven absent and is back, and nothing after it moves', () => {
    holds((input, decision) => {
      const { teardown, state } = input;
      for (const [at, { step, verdict, reasons }] of decision.steps.entries()) {
        if (step.notNeeded !== undefined) continue;
        const back = step.effects.some(
          (one) =>
            one.lasting &&
            one.fresh === undefined &&
            ['verified', 'found'].includes(effectState(state, one.id).status) &&
            one.proof.every(({ goal, target }) => goal.is === 'absent' && stateOf(input, target) === 'present'),
        );
        if (!back) continue;
        expect(verdict).toBe('blocked');
        expect(reasons.map(({ code }) => code)).toContain('returned');
        expect(decision.action?.step).not.toBe(step.id);
        expect(decision.outcome).not.toBe(state.closed === undefined ? 'complete' : 'none');
        const after = teardown.steps.slice(at + 1).filter((one) => one.after.includes(step.id));
        for (const one of after)
          if (!(one.anytime === true && input.early === one.id)) expect(decision.action?.step).not.toBe(one.id);
      }
    });
  });

  it('acts on no step that is refused, or whose day has not come', () => {
    holds((input, { action, steps }) => {
      if (action === undefined) return;
      // Closing adds `closed` to what is done already; it acts on nothing.
      if (steps.every(({ verdict }) => verdict === 'done' || verdict === 'not-needed')) return;
      const { id, window, anytime } = stepOf(input, action.step);
      const refused = input.findings.get(id)?.some(({ severity }) => severity === 'error') ?? false;
      if (stepOf(input, id).actor === 'kaiyaku') expect(refused).toBe(false);
      if (!(anytime === true && input.early === id)) expect(input.todayOn >= (window.fromOn ?? '')).toBe(true);
    });
  });

  it('is complete exactly when it is closed', () => {
    holds(({ state }, decision) => {
      expect(decision.complete).toBe(state.closed !== undefined);
      expect(decision.outcome === 'complete').toBe(decision.complete);
      if (decision.complete) expect(decision.action).toBeUndefined();
    });
  });
});

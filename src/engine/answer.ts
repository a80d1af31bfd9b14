// What one question about a step answers. Types, and the one answer that several questions share. Pure.
import type { Step } from '../teardown/step.ts';
import type { DecideInput } from './decide-input.ts';
import type { EffectVerdict, Reason, VerdictWord } from './verdict.ts';

export interface Answer {
  readonly verdict: VerdictWord;
  readonly sentence: string;
  readonly reasons?: readonly Reason[];
  /** The next command, with CONTRACT for the contract's name. */
  readonly next?: string;
}

/** Undefined: this question does not decide; the next one is asked. */
export type Question = (
  input: DecideInput,
  step: Step,
  due: boolean,
  effects: readonly EffectVerdict[],
) => Answer | undefined;

/** R18: what could not be looked at stops the step. */
export const unreadableAnswer = (sentence: string, next?: string): Answer => ({
  verdict: 'unreadable',
  sentence: `could not look: ${sentence}`,
  reasons: [{ code: 'R18', sentence }],
  next: next ?? 'kaiyaku plan CONTRACT',
});

// The step in front of somebody now, and whether a step is behind. Pure.
import type { Decision, StepVerdict } from '../verdict.ts';

const CLOSED: ReadonlySet<string> = new Set(['done', 'not-needed']);

/** Done, or not needed. A step that the teardown does not have is not done. */
export const isStepDone = ({ steps }: Decision, id: string): boolean =>
  steps.some((one) => one.step.id === id && CLOSED.has(one.verdict));

/** Steps that are neither done nor unnecessary, in order. */
export const openSteps = ({ steps }: Decision): readonly StepVerdict[] =>
  steps.filter((one) => !CLOSED.has(one.verdict));

/** Open steps whose turn has come; the first of them is the one in front. */
export const dueSteps = (decision: Decision): readonly StepVerdict[] =>
  decision.complete ? [] : openSteps(decision).filter((one) => one.due);

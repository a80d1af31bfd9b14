// The library: what a program that embeds kaiyaku uses. The command line is made of the same parts.
export { KaiyakuError, type ErrorDetail, type ErrorKind } from './base/errors.ts';
export { REFUSALS, type RefusalId, type RefusalRule } from './base/refusals.ts';
export { apply, type ApplyOptions, type ApplyResult } from './engine/advance.ts';
export { decide } from './engine/decide.ts';
export type { DecideInput } from './engine/decide-input.ts';
export type { ContractInHand, Run } from './engine/run.ts';
export { Sight, survey, type Survey } from './engine/survey.ts';
export type { Decision, Outcome, StepVerdict, VerdictWord } from './engine/verdict.ts';
export type { Executor, Observation, Target } from './executors/port.ts';
export type { Entry, EntryKind } from './journal/entry.ts';
export type { JournalState } from './journal/project.ts';
export type { Policy } from './teardown/policy.ts';
export type { Provider } from './teardown/provider.ts';
export type { Effect, Step, Teardown } from './teardown/step.ts';
export type { Terms } from './teardown/terms.ts';
export { contractInHand, openForReading, openForWriting, type Opened, type Options } from './wiring.ts';

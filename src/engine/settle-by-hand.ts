// A person's word on an effect that looking could not settle: an open attempt, one that was accepted and never proven, or
// an object that came back after it was proven absent.
import { userError } from '../base/errors.ts';
import type { NewEntry } from '../journal/entry.ts';
import { effectState } from '../journal/project.ts';
import type { Run } from './run.ts';

/** Throws `not-in-doubt` (user) when the entry is not the latest attempt of an unsettled effect. */
export function settledEntry(run: Run, seq: number, as: 'done' | 'not-done', reason: string): NewEntry {
  const { state } = run.journal;
  const attempt = [...state.effects].find(([, effect]) => effect.intended?.seq === seq || effect.foundSeq === seq);
  if (attempt === undefined)
    throw userError('not-in-doubt', `entry ${seq} is not the latest attempt at any effect`, {
      next: 'kaiyaku plan CONTRACT names the entry',
    });
  const [effect] = attempt;
  const { status } = effectState(state, effect);
  if (status === 'failed' || (as === 'done' && status !== 'intended' && status !== 'done'))
    throw userError('not-in-doubt', `${effect} is ${status}; there is nothing to settle`, {
      next: 'kaiyaku plan CONTRACT',
    });
  return { kind: 'settled', body: { intended: seq, effect, as, reason, by: run.by } };
}

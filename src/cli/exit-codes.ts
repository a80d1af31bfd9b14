// The one table of exit codes: an interface. Printed in every --help, and tested.
import type { ErrorDetail } from '../base/errors.ts';
import type { Outcome } from '../engine/verdict.ts';

export const EXIT = {
  ok: 0,
  fault: 1,
  usage: 2,
  waitingForDate: 10,
  waitingForPerson: 11,
  inDoubt: 12,
  refused: 13,
  locked: 14,
  moreToDo: 15,
  couldNotLook: 16,
  cancelled: 130,
} as const;

export const EXIT_TABLE: readonly (readonly [number, string])[] = [
  [EXIT.ok, 'complete, or nothing to do'],
  [EXIT.fault, 'fault (journal, network, bug)'],
  [EXIT.usage, 'usage or contract error'],
  [EXIT.waitingForDate, 'waiting for a date'],
  [EXIT.waitingForPerson, 'waiting for a person or an approval'],
  [EXIT.inDoubt, 'in doubt: look by hand, then settle'],
  [EXIT.refused, 'refused by a numbered rule'],
  [EXIT.locked, 'locked: another kaiyaku works on it'],
  [EXIT.moreToDo, 'more to do (--until, or the bound was reached)'],
  [EXIT.couldNotLook, 'could not look'],
  [EXIT.cancelled, 'cancelled'],
];

const BY_OUTCOME: Readonly<Record<Outcome, number>> = {
  complete: EXIT.ok,
  'more-to-do': EXIT.moreToDo,
  'waiting-until': EXIT.waitingForDate,
  'waiting-for-person': EXIT.waitingForPerson,
  'in-doubt': EXIT.inDoubt,
  refused: EXIT.refused,
  'could-not-look': EXIT.couldNotLook,
};

export const exitCodeOfOutcome = (outcome: Outcome): number => BY_OUTCOME[outcome];

/** The exit code of an error: its own where it has one, else by its kind. */
export function exitCodeOfError({ kind, exitCode }: ErrorDetail): number {
  if (exitCode !== undefined) return exitCode;
  switch (kind) {
    case 'user':
      return EXIT.usage;
    case 'refusal':
      return EXIT.refused;
    case 'provider':
    case 'bug':
      return EXIT.fault;
  }
}

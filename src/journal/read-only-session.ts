// A journal that is only read: `plan`, `check` and `rehearse --dry-run` cannot write, and trying is a bug.
import { bugError } from '../base/errors.ts';
import type { JournalState } from './project.ts';
import type { JournalSession } from './store.ts';

export function readOnlySession(state: JournalState): JournalSession {
  const refuse = () =>
    Promise.reject(bugError('read-only-journal', 'something tried to write to a journal opened for reading'));
  return {
    state,
    warnings: [],
    append: refuse,
    put: refuse,
    note: refuse,
    notes: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

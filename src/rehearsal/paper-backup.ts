// Backups in a rehearsal on paper: every one succeeds, and nothing is read, written or contacted. It says nothing about real
// ones, and must never be used for a real contract.
import type { JsonObject } from '../base/canonical-json.ts';
import type { Executor } from '../executors/port.ts';

/** Receipts like those of executors/backup, marked as rehearsed. */
export const obedientBackup: Executor = {
  name: 'backup',
  observe: (_target, { clock }) =>
    Promise.resolve({ state: 'present', facts: { rehearsed: true }, seenAtMs: clock.nowMs() }),
  act: ({ target }, { clock }) => {
    const proven: JsonObject = target.kind === 'saved-data' ? { readBack: true, drilled: true } : { verified: true };
    const finishedAt = new Date(clock.nowMs()).toISOString();
    return Promise.resolve({ facts: { ...proven, finishedAt, rehearsed: true }, evidence: [] });
  },
  classify: () => 'permanent',
};

// The backups of a contract: by a command of the user's own, or declared. It never takes "it was copied" for a backup: only
// what was read back counts, and a look that could not be had says nothing.
import { bugError } from '../../base/errors.ts';
import { classify } from '../common/classify.ts';
import type { Executor, Recovery } from '../port.ts';
import { EXECUTOR } from './command.ts';
import { type OwnCommandOptions, runOwn, verifyOwn } from './own-command.ts';
import { readNotes } from './notes.ts';
import { lookAtSource, saveData, type SavedDataOptions } from './saved-data.ts';

export type BackupOptions = OwnCommandOptions & SavedDataOptions;

export function createBackupExecutor(options: BackupOptions): Executor {
  return {
    name: EXECUTOR,
    async observe(target, ctx) {
      if (target.kind === 'data-backup') return await verifyOwn(options, target, ctx);
      if (target.kind === 'saved-data') return await lookAtSource(options, target, ctx);
      throw bugError('unknown-kind', `${EXECUTOR} knows no ${target.kind}`);
    },
    async act(command, ctx) {
      const { target, verb } = command;
      if (target.kind === 'data-backup') return await runOwn(options, command, ctx);
      if (target.kind !== 'saved-data') throw bugError('unknown-kind', `${EXECUTOR} knows no ${target.kind}`);
      if (verb !== 'save') throw bugError('unknown-verb', `${EXECUTOR} has no verb ${verb}`);
      return await saveData(options, target, ctx);
    },
    classify: (error) => classify(error),
    recover: ({ target }, notes) => recover(target.kind, notes),
  };
}

/** What was not read back is no declared backup, and a new one is taken; what a command of the user's own did, it alone knows. */
function recover(kind: string, notes: readonly string[]): Recovery {
  const read = readNotes(notes);
  if (read === undefined) return { proves: 'not-begun', why: 'no backup was begun' };
  if (read !== 'begun') return { proves: 'sent', receipt: read };
  return kind === 'saved-data'
    ? { proves: 'not-begun', why: 'it was stopped before it was read back and drilled: that is no backup' }
    : { proves: 'nothing' };
}

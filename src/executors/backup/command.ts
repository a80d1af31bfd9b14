// A backup of data by a command of the user's own, as a target, and its one verb. No I/O here: scripts/ builds these.
import type { Command, Target } from '../port.ts';

export const EXECUTOR = 'backup';

export interface DataBackup {
  /** What the contract calls it: the target's id. */
  readonly name: string;
  /** argv of the backup; no shell. */
  readonly command: readonly string[];
  /** argv that exits 0 only when the backup can be read back. */
  readonly verify: readonly string[];
  /** For each of the two. */
  readonly timeoutMs: number;
}

export function dataBackupTarget({ name, command, verify, timeoutMs }: DataBackup): Target {
  return {
    executor: EXECUTOR,
    kind: 'data-backup',
    id: name,
    expect: { command: [...command], verify: [...verify], timeoutMs },
    label: `backup ${name}`,
  };
}

/**
 * - `run`: the command, then `verify`. Receipt facts: `verified: true, commandExit: 0, verifyExit: 0, startedAt,
 *   finishedAt, outputSha256, outputBytes`; evidence is the redacted end of what both printed.
 */
export type BackupVerb = 'run';

export function backupCommand(verb: BackupVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation: present `verified, verifyExit`; only `verify` runs. That an older backup verifies does not
 * say that this one was made: a goal that needs a fresh one is a goal on the receipt. Never absent, never foreign.
 * Unknown: `verify` could not be started, was killed, or ran out of time.
 */
export type BackupFactsNote = never;

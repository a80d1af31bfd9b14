// One attempt at a backup, or one look at a source: its time limit, what stops it, and the log of the programs it ran. Every
// program that did not end well is an error with a code; what it printed is for people and is never read for a decision.
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import { runCommand, type RunInput, type RunResult } from '../../base/run-command.ts';
import type { LookContext } from '../port.ts';
import type { BackupLimits } from './limits.ts';

export interface Attempt {
  readonly name: string;
  readonly limits: BackupLimits;
  readonly signal: AbortSignal;
  /** What the programs said, redacted. */
  readonly log: string[];
  progress(text: string): void;
  /** Runs a program; throws only when it could not be started, was stopped or died. */
  run(what: string, argv: readonly string[], more?: Partial<RunInput>): Promise<RunResult>;
  /** Ends the attempt: its timer must not keep the process alive. */
  end(): void;
}

/** Stopped by the caller, by time, or by `stop` (disk full), whichever comes first. */
export function beginAttempt(
  name: string,
  limits: BackupLimits,
  timeoutMs: number,
  ctx: LookContext,
  stop?: AbortSignal,
): Attempt {
  const time = new AbortController();
  const timer = setTimeout(
    () =>
      time.abort(
        backupError('backup-timed-out', `backup ${name} did not end in ${Math.round(timeoutMs / 1_000)} s`, {
          next: 'raise timeoutMinutes in the contract, or split it',
        }),
      ),
    timeoutMs,
  );
  const signal = AbortSignal.any([time.signal, ...[ctx.signal, stop].filter((one) => one !== undefined)]);
  const log: string[] = [];
  return {
    name,
    limits,
    signal,
    log,
    progress: (text) => ctx.progress(`backup ${name}: ${text}`),
    end: () => clearTimeout(timer),
    async run(what, argv, more = {}) {
      signal.throwIfAborted();
      const run = await runCommand({
        argv,
        timeoutMs,
        outputBytesMax: limits.outputBytesMax,
        signal,
        ...more,
      });
      signal.throwIfAborted();
      log.push(`$ ${what}: ${run.exitCode ?? run.signalName ?? run.systemCode}\n${run.tail}`);
      if (run.ended === 'exited') return run;
      throw backupError(
        run.ended === 'not-started' ? 'backup-tool-missing' : 'backup-tool-died',
        `${argv[0]} for backup ${name} ${run.ended === 'not-started' ? `could not be started (${run.systemCode})` : `was ended by ${run.signalName}`}`,
        run.ended === 'not-started' ? { next: `install ${argv[0]} on this machine` } : { class: 'retry' },
      );
    },
  };
}

interface Rest {
  readonly class?: ErrorClass;
  readonly why?: string;
  readonly next?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error after which no backup has come to be: a snapshot that was not drilled counts for nothing. */
export function backupError(code: string, message: string, rest: Rest = {}): KaiyakuError {
  return providerError(code, redact(message), { class: 'permanent', next: NEXT, ...rest });
}

const NEXT = 'read its log in the evidence, mend it and run apply again';

// Runs `terraform` or `tofu` in a stage's folder: never asked anything, its environment named one by one, stopped only by the
// one SIGINT that it waits for. An exit code is read, never a text.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type KaiyakuError, providerError, userError } from '../../../base/errors.ts';
import { redact } from '../../../base/redact.ts';
import { runCommand, type RunResult } from '../../../base/run-command.ts';
import type { LookContext } from '../../port.ts';
import { APPLY_STOP_GRACE_MS, OUTPUT_BYTES_MAX, SAID_CHARACTERS_MAX } from './limits.ts';

const NAMES = ['terraform', 'tofu'];

/** The program of that name or path, or the first of `terraform` and `tofu` on PATH. Throws `no-terraform-binary` (user). */
export async function findBinary(wanted: string | undefined, path = process.env['PATH'] ?? ''): Promise<string> {
  const names = wanted === undefined ? NAMES : [wanted];
  const places = names.flatMap((name) =>
    name.includes('/') ? [name] : path.split(delimiter).map((folder) => join(folder, name)),
  );
  for (const place of places) if (await isExecutable(place)) return place;
  throw userError('no-terraform-binary', `no ${names.join(' or ')} on this machine`, {
    class: 'permanent',
    next: 'install Terraform 1.7 or OpenTofu 1.10 (provider version 3: 1.11 of either) or newer, or write engine: api and amend',
  });
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

export interface ToolRun {
  readonly binary: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly outputBytesMax?: number;
  /** Each line of standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Ends as the program ended; `signal` of the context asks it to stop and waits. */
export const runTool = (
  { binary, folder, args, env, timeoutMs, outputBytesMax, onLine }: ToolRun,
  ctx: LookContext,
): Promise<RunResult> =>
  runCommand({
    argv: [binary, ...args],
    cwd: folder,
    env: { ...env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' },
    timeoutMs,
    outputBytesMax: outputBytesMax ?? OUTPUT_BYTES_MAX,
    stopSignal: 'SIGINT',
    stopGraceMs: APPLY_STOP_GRACE_MS,
    ...(onLine === undefined ? {} : { onLine }),
    ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
  });

/** For runs that change nothing at the account. Throws `terraform-failed` (retry) with the end of what it printed. */
export async function requireTool(run: ToolRun, ctx: LookContext): Promise<RunResult> {
  const ran = await runTool(run, ctx);
  if (ran.ended === 'cancelled') ctx.signal?.throwIfAborted();
  if (ran.ended === 'exited' && ran.exitCode === 0 && !ran.stdoutTruncated) return ran;
  throw failed(run, ran, 'retry');
}

/** What a run came to that did not end well; `unknown-outcome` where it may have changed the account. `said`: its own errors. */
export function failed(
  { args, folder }: ToolRun,
  ran: RunResult,
  class_: 'retry' | 'unknown-outcome',
  said = '',
): KaiyakuError {
  const how = ran.ended === 'exited' ? `exit code ${ran.exitCode}` : ran.ended;
  return providerError('terraform-failed', `terraform ${args[0]} ended with ${how}`, {
    class: class_,
    why: (said === '' ? ran.tail.trim() : redact(said)).slice(-SAID_CHARACTERS_MAX),
    next: `look at ${folder}; nobody else may hold its lock`,
    facts: { killed: ran.killed, survived: ran.survived },
  });
}

// Runs another program: no shell, a group of its own, a small environment, a time limit, bounded output.
// It says how the program ended and judges nothing; it must never print or keep output that was not redacted.
import type { Buffer } from 'node:buffer';
import { bugError, systemErrorCode } from './errors.ts';
import { lineSplitter } from './line-splitter.ts';
import { OutputTail } from './output-tail.ts';
import { signalGroup, stopGroup, type StopSignal } from './process-group.ts';

/** Output held when the caller names no limit. More is counted and hashed, not held. */
export const COMMAND_OUTPUT_BYTES_MAX_DEFAULT = 1_048_576;
/** From the stop signal to SIGKILL when the caller names no grace. */
export const COMMAND_STOP_GRACE_MS_DEFAULT = 5_000;
/** After the program ended: how long its output may still be held open by what it left running. */
const OUTPUT_DRAIN_MS_MAX = 1_000;

/** What a child inherits. No provider credentials: a command that needs more is given it by name. */
export const PASSED_ENVIRONMENT = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'SSH_AUTH_SOCK',
] as const;

export interface RunInput {
  /** The program and its arguments, handed over as they are. */
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Added to the inherited names of `PASSED_ENVIRONMENT`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to standard input, which is otherwise empty. */
  readonly stdin?: string;
  readonly timeoutMs: number;
  /** For standard output and standard error each. */
  readonly outputBytesMax?: number;
  readonly stopSignal?: StopSignal;
  readonly stopGraceMs?: number;
  /** Told each line of standard output as it comes, unredacted; one longer than `LINE_BYTES_MAX` is left out. */
  readonly onLine?: (line: string) => void;
  /** Standard output goes straight into this open file: the result then holds none of it. */
  readonly stdoutFd?: number;
  /** Stops the program; the result then says `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * `not-started`: nothing ran, `systemCode` says why. `exited`: by itself, with `exitCode`. `signalled`: by a signal that
 * was not ours. `timed-out`, `cancelled`: stopped by us; what it had done by then is not known.
 */
export type RunEnd = 'not-started' | 'exited' | 'signalled' | 'timed-out' | 'cancelled';

export interface RunResult {
  readonly ended: RunEnd;
  /** Also of a program that was told to stop and then ended in its own way. */
  readonly exitCode?: number;
  readonly signalName?: string;
  /** `ENOENT`, `EACCES`… */
  readonly systemCode?: string;
  /** SIGKILL was needed. */
  readonly killed: boolean;
  /** Something of its group is still running although it was told to stop. */
  readonly survived: boolean;
  /** As it came, may hold secrets: for a parser only. The last `outputBytesMax` bytes. */
  readonly stdout: string;
  readonly stderr: string;
  /** `stdout` is not all of it. A parser must refuse it. */
  readonly stdoutTruncated: boolean;
  /** The end of both streams in the order of arrival, secrets masked: for people and evidence. */
  readonly tail: string;
  /** Over every byte of both streams in the order of arrival. */
  readonly outputSha256: string;
  readonly outputBytes: number;
}

/** Runs it to its end. Rejects only for bugs; every way a program can end is a result. */
export async function runCommand(input: RunInput): Promise<RunResult> {
  const [program, ...args] = input.argv;
  if (program === undefined || program === '')
    throw bugError('empty-argv', 'a command without a program was to be run');
  const bytesMax = input.outputBytesMax ?? COMMAND_OUTPUT_BYTES_MAX_DEFAULT;
  const output = { stdout: new OutputTail(bytesMax), stderr: new OutputTail(bytesMax), both: new OutputTail(bytesMax) };
  if (input.signal?.aborted === true) return result(output, { ended: 'cancelled', killed: false, survived: false });

  // Loaded by the first command: most runs of kaiyaku start none.
  const { execa } = await import('execa');
  const child = execa(program, args, {
    ...(input.cwd === undefined ? {} : { cwd: input.cwd }),
    ...(input.stdin === undefined ? { stdin: 'ignore' as const } : { input: input.stdin }),
    env: { ...inheritedEnvironment(), ...input.env },
    extendEnv: false,
    // A session of its own: no terminal to prompt at, and a group that can be stopped as a whole.
    detached: true,
    ...(input.stdoutFd === undefined ? {} : { stdout: input.stdoutFd as 1 }),
    buffer: false,
    reject: false,
    encoding: 'buffer',
  });
  const leaderPid = child.pid;
  if (leaderPid === undefined) {
    const failed = await child;
    const systemCode = failed.code ?? systemErrorCode(failed.cause) ?? 'unknown';
    return result(output, { ended: 'not-started', systemCode, killed: false, survived: false });
  }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => {
      output[name].push(chunk);
      output.both.push(chunk);
    });
  if (input.onLine !== undefined) child.stdout?.on('data', lineSplitter(input.onLine));
  // Handlers first: the program may have ended before the next turn of the event loop.
  const exit = new Promise<{ exitCode: number | null; signalName: string | null }>((resolve) => {
    child.once('exit', (exitCode, signalName) => resolve({ exitCode, signalName }));
  });

  const stop = stopper(leaderPid, input);
  try {
    const outcome = await Promise.race([exit, stop.gaveUp]);
    // It ended by itself: from here on neither the limit nor the caller can change how it ended.
    stop.disarm();
    await within(OUTPUT_DRAIN_MS_MAX, child);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const stopped = await stop.finished();
    const code = outcome?.exitCode ?? undefined;
    const signalName = outcome?.signalName ?? undefined;
    const ending = stopped ?? { ended: code === undefined ? 'signalled' : 'exited', killed: false, survived: false };
    return result(output, {
      ...ending,
      ...(code === undefined ? {} : { exitCode: code }),
      ...(signalName === undefined ? {} : { signalName }),
    });
  } finally {
    stop.disarm();
  }
}

type Ending = Pick<RunResult, 'ended' | 'exitCode' | 'signalName' | 'systemCode' | 'killed' | 'survived'>;

/** Stops the group when time is up, the caller cancels or this process ends, whichever comes first. */
function stopper(leaderPid: number, input: RunInput) {
  const signal = input.stopSignal ?? 'SIGTERM';
  let stopping: Promise<Ending> | undefined;
  let giveUp = () => {};
  const gaveUp = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  const begin = (ended: RunEnd) => {
    stopping ??= stopGroup(leaderPid, signal, input.stopGraceMs ?? COMMAND_STOP_GRACE_MS_DEFAULT).then((how) => {
      giveUp();
      return { ended, ...how };
    });
  };
  const onAbort = () => begin('cancelled');
  const onOurExit = () => signalGroup(leaderPid, signal);
  const timer = setTimeout(() => begin('timed-out'), input.timeoutMs);
  input.signal?.addEventListener('abort', onAbort, { once: true });
  process.once('exit', onOurExit);
  return {
    gaveUp,
    finished: async (): Promise<Ending | undefined> => stopping,
    disarm: () => {
      clearTimeout(timer);
      input.signal?.removeEventListener('abort', onAbort);
      process.removeListener('exit', onOurExit);
    },
  };
}

function result(output: Record<'stdout' | 'stderr' | 'both', OutputTail>, ending: Ending): RunResult {
  return {
    ...ending,
    stdout: output.stdout.raw(),
    stderr: output.stderr.raw(),
    stdoutTruncated: output.stdout.truncated,
    tail: output.both.redacted(),
    outputSha256: output.both.sha256(),
    outputBytes: output.both.bytes,
  };
}

function inheritedEnvironment(): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ENVIRONMENT) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}

/** Waits for the promise, but not longer. */
async function within(ms: number, promise: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}

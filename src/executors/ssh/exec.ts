// One command on an open connection, its output held within a bound. Only an exit code tells that it ended.
import type { Client, ClientChannel } from 'ssh2';
import { OutputTail } from '../../base/output-tail.ts';
import { lineLost, neverOpened } from './failures.ts';

export interface ExecLimits {
  readonly timeoutMs: number;
  /** Of each stream; what comes before its end is let go. */
  readonly outputBytesMax: number;
  /** Written to standard input, which is otherwise empty. */
  readonly stdin?: string | undefined;
}

interface Output {
  readonly stdout: OutputTail;
  readonly stderr: OutputTail;
  /** Both streams, as they came. */
  readonly both: OutputTail;
}

/** `unknown`: it may have run, and may run still. */
type End =
  | { readonly ended: 'exited'; readonly exitCode: number }
  | { readonly ended: 'unknown'; readonly why: string; readonly cause?: unknown };

/**
 * `line` is one for a shell; `what` names it in errors. A command that takes too long is left to itself: cutting it off could
 * leave its work half done. Throws `ssh-line-lost` where it was not sent, and the reason of the signal.
 */
export async function exec(
  client: Client,
  line: string,
  what: string,
  { timeoutMs, outputBytesMax, stdin }: ExecLimits,
  signal?: AbortSignal,
): Promise<End & Output> {
  signal?.throwIfAborted();
  const tail = () => new OutputTail(outputBytesMax);
  const output: Output = { stdout: tail(), stderr: tail(), both: tail() };
  const take = (stream: OutputTail) => (chunk: Buffer) => [stream, output.both].forEach((one) => one.push(chunk));
  const listen = (channel: ClientChannel, over: (end: End) => void): void => {
    let exitCode: number | null = null;
    channel.on('data', take(output.stdout));
    channel.stderr.on('data', take(output.stderr));
    channel.on('exit', (code: number | null) => (exitCode = code));
    channel.on('close', () =>
      over(
        exitCode === null ? { ended: 'unknown', why: 'it ended without an exit code' } : { ended: 'exited', exitCode },
      ),
    );
    channel.end(stdin);
  };
  let stop = (): void => {};
  const end = await new Promise<End>((resolve, reject) => {
    const timer = setTimeout(() => resolve({ ended: 'unknown', why: 'no answer in time' }), timeoutMs);
    const onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const next = 'look at the line to the machine, then run apply again';
    const notSent = (cause: unknown) => reject(lineLost(`${what}: no channel was opened`, { cause, next }));
    try {
      client.exec(line, (error, channel) => {
        if (error === undefined) listen(channel, resolve);
        else if (neverOpened(error)) notSent(error);
        else resolve({ ended: 'unknown', why: 'the line was lost before it was taken on', cause: error });
      });
    } catch (error) {
      notSent(error);
    }
  }).finally(() => stop());
  return { ...end, ...output };
}

// The one way into a Plesk server: `plesk bin UTILITY PARAM…`, over REST or over SSH. What is behind the door knows nothing of
// how a call travels; the door knows nothing of what a utility is for.
import type { LookContext } from '../port.ts';
import type { Answer } from './answer.ts';
import { READ_AGAIN_MS, READ_TIMEOUT_MS, READ_TRIES_MAX } from './limits.ts';
import { errorDetail } from '../../base/errors.ts';
import { readFailed } from './failures.ts';

export interface Call {
  readonly utility: string;
  readonly params: readonly string[];
  /** A change on its way is not cancelled by the signal: its outcome would be lost. */
  readonly changes: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface PleskDoor {
  /** Once. Throws `provider` errors of class `retry` or `permanent` (nothing happened), or for a change `unknown-outcome`. */
  call(call: Call): Promise<Answer>;
  /** Which of these utilities it does not offer; none where it cannot tell. */
  lacking(utilities: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
  close(): Promise<void>;
}

export type ReadContext = Pick<LookContext, 'clock' | 'progress' | 'signal'>;

/** Runs a reading utility; tries again what nobody answered. */
export async function tryRead<T>(ctx: ReadContext, what: string, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    ctx.signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      ctx.signal?.throwIfAborted();
      const { class: errorClass, code } = errorDetail(error);
      if (errorClass !== 'retry' || tries >= READ_TRIES_MAX) throw error;
      ctx.progress(`Plesk: ${what}: ${code}; trying again`);
      await ctx.clock.sleep(READ_AGAIN_MS, ctx.signal);
    }
  }
}

/** What a reading utility printed. Throws `plesk-read-failed` unless its code is 0. */
export async function readOutput(
  door: PleskDoor,
  utility: string,
  params: readonly string[],
  ctx: ReadContext,
): Promise<string> {
  const what = `plesk bin ${utility} ${params.join(' ')}`;
  const { signal } = ctx;
  const answer = await tryRead(ctx, what, () =>
    door.call({
      utility,
      params,
      changes: false,
      timeoutMs: READ_TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  if (answer.code !== 0) throw readFailed(what, answer);
  return answer.stdout;
}

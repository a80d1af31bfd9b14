// A look that takes too long is `unknown`. It bounds looking only: an act that was given up would be an effect nobody
// waits for.
import { errorDetail, providerError } from '../../base/errors.ts';
import { type Executor, type LookContext, type Observation, type Target, targetKey } from '../port.ts';
import { around } from './around.ts';

/** The longest that one look may take, unless the wiring says otherwise. */
export const OBSERVE_MS_MAX_DEFAULT = 120_000;

/**
 * The same executor; a look longer than `observeMsMax` is aborted and reads `unknown`, code `observe-timeout`.
 * Wall time on purpose: the look waits for the network or a disk, which no moved clock hurries.
 */
export function observeTimeout(executor: Executor, observeMsMax = OBSERVE_MS_MAX_DEFAULT): Executor {
  return around(executor, { observe: (target, ctx) => observeWithin(executor, target, ctx, observeMsMax) });
}

async function observeWithin(
  executor: Executor,
  target: Target,
  ctx: LookContext,
  observeMsMax: number,
): Promise<Observation> {
  const limit = new AbortController();
  const late = (): Observation => ({
    state: 'unknown',
    error: errorDetail(
      providerError('observe-timeout', `looking at ${target.label} took longer than ${observeMsMax} ms`, {
        class: 'retry',
        next: 'find out why it does not answer, then run plan again',
        facts: { target: targetKey(target), observeMsMax },
      }),
    ),
    seenAtMs: ctx.clock.nowMs(),
  });
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<Observation>((resolve) => {
    timer = setTimeout(() => {
      // The answer first: an executor that heeds the signal at once must not answer before it.
      resolve(late());
      limit.abort();
    }, observeMsMax);
  });
  const signal = ctx.signal === undefined ? limit.signal : AbortSignal.any([ctx.signal, limit.signal]);
  const looking = executor.observe(target, { clock: ctx.clock, progress: (text) => ctx.progress(text), signal });
  try {
    return await Promise.race([looking, timedOut]);
  } finally {
    clearTimeout(timer);
    // Once it is given up, its rejection is the answer to our own signal.
    if (limit.signal.aborted) looking.catch(() => {});
  }
}

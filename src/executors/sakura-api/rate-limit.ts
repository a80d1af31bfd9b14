// Spaces requests evenly, so that no second ever holds more than the limit. One per client, shared by all its calls.
import type { Clock } from '../../base/clock.ts';
import { userError } from '../../base/errors.ts';
import { QUEUED_REQUESTS_MAX } from './limits.ts';

/** Waits until the next request may start. Throws the signal's reason when cancelled. */
export type RateLimit = (signal?: AbortSignal) => Promise<void>;

/** Throws `user` `requests-per-second` for anything but 0 < n ≤ 1000 (a contract allows at most 10). */
export function createRateLimit(clock: Clock, requestsPerSecond: number): RateLimit {
  if (!(requestsPerSecond > 0 && requestsPerSecond <= 1000))
    throw userError('requests-per-second', `requestsPerSecond must be above 0 and at most 1000: ${requestsPerSecond}`);
  const gapMs = 1000 / requestsPerSecond;
  let nextAtMs = -Infinity;
  return async (signal) => {
    const nowMs = clock.nowMs();
    // A clock that was set back must not stop the client for as long as it was set back.
    if (nextAtMs - nowMs > gapMs * QUEUED_REQUESTS_MAX) nextAtMs = nowMs;
    const startMs = Math.max(nowMs, nextAtMs);
    nextAtMs = startMs + gapMs;
    if (startMs > nowMs) await clock.sleep(startMs - nowMs, signal);
  };
}

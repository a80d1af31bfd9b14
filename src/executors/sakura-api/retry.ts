// How long to wait before the next attempt, and when to stop trying. Pure: the client does the waiting.
import {
  BUSY_RETRIES_MAX,
  GLITCH_RETRIES_MAX,
  RETRY_WAIT_FIRST_MS,
  RETRY_WAIT_MS_MAX,
  RETRY_WAIT_TOTAL_MS_MAX,
} from './limits.ts';

/** `Retry-After` in ms, given in seconds or as a date (measured against the answer's own `Date`); undefined for none. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const untilMs = Date.parse(value);
  if (Number.isNaN(untilMs)) return undefined;
  return Math.max(0, untilMs - (dateMs(headers) ?? nowMs));
}

/** The answer's `Date` in ms since the epoch; undefined where there is none that can be read. */
export function dateMs(headers: Headers): number | undefined {
  const value = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(value) ? undefined : value;
}

/** 1, 2, 4 … 64 s: the pause after the n-th failure in a row, counted from 1. */
export function backoffMs(failures: number): number {
  return Math.min(RETRY_WAIT_MS_MAX, RETRY_WAIT_FIRST_MS * 2 ** (failures - 1));
}

export interface Failures {
  readonly busy: number;
  readonly glitch: number;
  readonly waitedMs: number;
}

/** The pause before the next attempt, or undefined when it is time to give up. Never shorter than what was asked for. */
export function nextWaitMs(failures: Failures, askedMs: number | undefined): number | undefined {
  if (failures.busy > BUSY_RETRIES_MAX || failures.glitch > GLITCH_RETRIES_MAX) return undefined;
  const waitMs = Math.max(askedMs ?? 0, backoffMs(failures.busy + failures.glitch));
  return failures.waitedMs + waitMs > RETRY_WAIT_TOTAL_MS_MAX ? undefined : waitMs;
}

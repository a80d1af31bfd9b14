// Every bound of the simulated API, with its unit in the name. Durations are choices (README.md); the rest are the
// real server's defaults where the facts give them.

/** `default.page.size`: more rows a page are refused. */
export const PAGE_ROWS_MAX = 500;
/** How far ahead `expires` may lie where timestamps are enforced. */
export const EXPIRES_AHEAD_MS_MAX = 900_000;
/** `expunge.delay` plus `expunge.interval`: a destroyed machine vanishes by itself after both. */
export const EXPUNGED_BY_ITSELF_MS = 2 * 86_400_000;
/** Jobs are forgotten after this (job.expire.minutes). */
export const JOB_KEPT_MS = 1_440 * 60_000;
export const REQUEST_BYTES_MAX = 1_048_576;
export const REQUESTS_KEPT_MAX = 10_000;
/** Longer than any client pauses between two calls, so that no connection closes under one. */
export const KEEP_ALIVE_MS = 60_000;

/** How long each job takes. */
export const JOB_MS: Readonly<Record<string, number>> = {
  stopVirtualMachine: 8_000,
  startVirtualMachine: 8_000,
  destroyVirtualMachine: 10_000,
  expungeVirtualMachine: 12_000,
  detachVolume: 3_000,
  deleteSnapshot: 5_000,
};
export const JOB_MS_DEFAULT = 2_000;

// Waits and limits of the stand-in. The waits are those of the real providers (facts §7.3), divided by the time scale.

/** Before and between power calls. */
export const POWER_TICK_MS = 20_000;
/** Between two looks at anything awaited. */
export const POLL_MS = 5_000;
/** How long anything is awaited; the providers' delete deadline where a shutdown is involved. */
export const WAIT_LIMIT_MS = 20 * 60_000;
/** One request; the providers' default. Not divided by the time scale. */
export const REQUEST_LIMIT_MS = 300_000;
/** Configured connections that are remembered; the oldest is forgotten first. */
export const SESSIONS_MAX = 1_000;
/** What a server that is being stopped leaves to calls that are still running. */
export const CLOSE_GRACE_MS = 2_000;

// Buffers and counts of the simulated Plesk server, with their units.

/** One REST call's body. */
export const REQUEST_BYTES_MAX = 1_048_576;
/** The newest calls that are kept for `GET /_requests`. */
export const REQUESTS_KEPT_MAX = 10_000;
/** Keep-alive of an idle HTTP connection. */
export const KEEP_ALIVE_MS = 5_000;

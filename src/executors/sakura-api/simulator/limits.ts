// Every bound of the simulator, with its unit.

/** A request body larger than this is answered 413. */
export const REQUEST_BYTES_MAX = 1_048_576;
/** CHOICE: rows of a find that names no Count (the real default is not published). */
export const PAGE_ROWS_DEFAULT = 50;
/** Due events carried out by one look at the world; more is a loop, so a bug. */
export const SETTLE_EVENTS_MAX = 10_000;
/** Recorded transitions; a longer run is a bug of the caller. */
export const TRANSITIONS_MAX = 200_000;
/** Ids tried before a free one must have been found. */
export const NEW_ID_TRIES_MAX = 100_000;
/** Auto-backup settings of one account, over all zones (manual page, facts §4.2). */
export const AUTO_BACKUPS_MAX = 5;
/** Requests kept for looking at, the newest ones. */
export const REQUESTS_KEPT_MAX = 20_000;
/** An idle connection is kept this long; longer than clients keep theirs, so that they close first. */
export const KEEP_ALIVE_MS = 120_000;

// Every limit of this executor, with its unit.

/** Files of one configuration, included ones too. */
export const CONFIG_FILES_MAX = 2_000;
/** Includes within includes. */
export const INCLUDE_DEPTH_MAX = 20;
/** The server's own test, and the order to reload. */
export const SERVER_TIMEOUT_MS = 60_000;
/** One look at the sockets. */
export const SOCKETS_TIMEOUT_MS = 15_000;
/** Lines kept in facts; more are counted. */
export const LINES_IN_FACTS_MAX = 200;
export const MS_PER_HOUR = 3_600_000;

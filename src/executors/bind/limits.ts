// Every limit of this executor, with its unit.

/** Files of one zone, included ones too. */
export const ZONE_FILES_MAX = 200;
/** `$INCLUDE` within `$INCLUDE`. */
export const INCLUDE_DEPTH_MAX = 20;
/** One run of a BIND tool. */
export const TOOL_TIMEOUT_MS = 60_000;
/** What named-compilezone may print of one zone. */
export const COMPILED_BYTES_MAX = 256 * 1_048_576;
/** How long dig and nsupdate wait for one answer. */
export const ANSWER_TIMEOUT_S = 30;
/** The transfer of one zone. */
export const TRANSFER_TIMEOUT_MS = 120_000;
/** The reload of one zone. */
export const RELOAD_TIMEOUT_MS = 60_000;
/** Canonical lines kept in facts; more are counted. */
export const LINES_IN_FACTS_MAX = 200;
/** A zone as a panel exports it, or as it was pasted. */
export const EXPORT_BYTES_MAX = 1_048_576;
export const EXPORT_ROWS_MAX = 2_000;
/** What is shown of a line that is no row. */
export const EXPORT_TEXT_SHOWN_MAX = 120;

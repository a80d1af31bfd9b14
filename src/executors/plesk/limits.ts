// Every wait, retry and buffer of the Plesk executor, with its unit in the name.

/** A listing of a server with some thousand domains takes seconds. */
export const READ_TIMEOUT_MS = 120_000;
/** Web servers are configured again; giving up leaves the outcome unknown. */
export const CHANGE_TIMEOUT_MS = 600_000;
/** A backup, and the check of one, unless the contract says otherwise. */
export const BACKUP_TIMEOUT_MS = 3 * 3_600_000;
/** One answer. */
export const OUTPUT_BYTES_MAX = 8 * 1_048_576;

/** A read that found nobody, or was cut off, is tried so often. */
export const READ_TRIES_MAX = 3;
/** Pause before it is tried again. */
export const READ_AGAIN_MS = 2_000;

/** Add-on domains that are asked one by one which subscription they belong to. */
export const SITES_ASKED_MAX = 500;

/** How much of what a utility printed is kept in an error. */
export const ERROR_TEXT_CHARS_MAX = 300;

// Every size, wait and count of the simulated FortiGate, with its unit. Device times are milliseconds of the given clock
// before `timeScale`; the `…_GAP_MS` are real milliseconds of the wire and never part of the device's own time.

/** One boot of a VM, from the lost line to the first SSH answer. */
export const BOOT_MS_DEFAULT = 60_000;
/** Between two boots of one reset the device answers for this long. */
export const BETWEEN_BOOTS_MS_DEFAULT = 20_000;
/** A reset may reboot more than once, but never more often than this. */
export const BOOTS_MAX = 5;
/** Until the other member of an HA pair answers at the service address. */
export const HA_TAKEOVER_MS = 3_000;
/** Wrong passwords from one address until it is locked out, and for how long. */
export const LOGIN_FAILURES_MAX = 3;
export const LOCKOUT_MS = 60_000;
/** Attempts at the forced password change before the line is closed. */
export const PASSWORD_CHANGE_TRIES_MAX = 3;

/** One command line; what is typed beyond it is dropped. */
export const COMMAND_LINE_CHARS_MAX = 4_096;
/** Bytes that wait unread on one channel before the line is cut. */
export const UNREAD_BYTES_MAX = 4 * 1_048_576;
/** Commands of one session. */
export const COMMANDS_PER_SESSION_MAX = 100_000;
/** Entries kept of each record (transitions, logins, received commands). */
export const RECORD_ENTRIES_MAX = 10_000;
/** A licence file sent by SCP. */
export const LICENCE_BYTES_MAX = 1_048_576;
/** A header line of the SCP protocol. */
export const SCP_HEADER_BYTES_MAX = 4_096;
/** The prompt cuts a longer host name and ends it in `~`. */
export const PROMPT_HOSTNAME_CHARS_MAX = 24;
export const PTY_ROWS_DEFAULT = 24;

/** Fault `split-packets`: this much of a write goes out in pieces of 1–3 bytes, the rest in larger ones. */
export const SPLIT_BYTES_MAX = 4_096;
export const SPLIT_REST_PIECE_BYTES = 997;
/** Fault `slow`. */
export const SLOW_PIECE_BYTES = 256;
export const SLOW_PIECE_GAP_MS = 4;
export const SLOW_HANDSHAKE_GAP_MS = 250;
/** So that the last text reaches the client before a line is reset. */
export const RESET_GAP_MS = 200;
/** Between the refusal of an SCP command and the end of its channel, unless the client reacts sooner. */
export const SCP_DENIED_GAP_MS = 250;
/** Fault `short-scp`: bytes that are announced and never sent. */
export const SHORT_SCP_MISSING_BYTES = 64;

// The journal's own limits; those that other parts share are in base/limits.ts.

/** From this many entries on no new attempt may begin; those that close one still may. */
export const JOURNAL_ENTRIES_MAX = 1_000_000;
/** How much of a journal is read at once. */
export const READ_CHUNK_BYTES = 262_144;
/** Remarks kept by one reading; more are only counted. */
export const REMARKS_MAX = 100;
/** One line of an attempt's notes. */
export const NOTE_LINE_BYTES_MAX = 65_536;
/** All notes of one attempt. */
export const NOTES_BYTES_MAX = 4 * 1_048_576;
/** The file that remembers a head. */
export const ANCHOR_BYTES_MAX = 4_096;
/** What a holder writes about itself beside its lock. */
export const HOLDER_BYTES_MAX = 4_096;
/** How much of its command line it writes there, in UTF-16 code units. */
export const HOLDER_COMMAND_LENGTH_MAX = 500;
/** How often taking a lock is tried again because the lock file was replaced at that very moment. */
export const LOCK_TRIES_MAX = 5;

// Every limit of work on a machine, with its unit.

/** One file that is read whole. */
export const FILE_BYTES_MAX = 64 * 1_048_576;
/** Names in one folder. */
export const FOLDER_NAMES_MAX = 10_000;
/** Opening the file channel, and each answer on it. */
export const SFTP_ANSWER_MS = 30_000;
/** One write on the file channel; some servers take no more at once. */
export const SFTP_CHUNK_BYTES = 32_768;
/** What a program may print, when the caller names no limit. */
export const OUTPUT_BYTES_MAX_DEFAULT = 1_048_576;

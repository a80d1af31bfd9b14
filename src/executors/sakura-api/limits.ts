// Every wait, retry, page and buffer of the Sakura Cloud client, with its unit in the name. Nothing here waits by itself.

/** A read that takes longer is given up and tried again. */
export const READ_TIMEOUT_MS = 30_000;
/** A write is given longer, because giving up on it leaves its outcome unknown. */
export const WRITE_TIMEOUT_MS = 120_000;
/** A larger answer is refused: a find of a whole account is well under a tenth of it. */
export const RESPONSE_BYTES_MAX = 16 * 1_048_576;

/** Requests that start in one second; also the most that official clients allow. */
export const REQUESTS_PER_SECOND_DEFAULT = 10;
/** More than this many requests never wait for their turn at once. */
export const QUEUED_REQUESTS_MAX = 1_000;

/** Tries again after "busy" answers (423, 429, 503, transient 409): the number that official clients use. */
export const BUSY_RETRIES_MAX = 10;
/** Tries again after lost connections and broken answers; fewer, because they rarely heal by waiting. */
export const GLITCH_RETRIES_MAX = 4;
/** First pause; doubled each time. */
export const RETRY_WAIT_FIRST_MS = 1_000;
export const RETRY_WAIT_MS_MAX = 64_000;
/** All pauses of one call together; a `Retry-After` beyond it ends the call instead. */
export const RETRY_WAIT_TOTAL_MS_MAX = 320_000;

/** Rows asked for where the API does not send a whole list at once. */
export const LIST_PAGE_ROWS = 200;
export const LIST_PAGES_MAX = 200;
/** A list that changes while it is read is read again this often. */
export const LIST_RESTARTS_MAX = 3;

/** How much of the API's own error text is kept. */
export const ERROR_TEXT_CHARS_MAX = 300;
/** Members of a set that are looked at together. */
export const MEMBERS_AT_ONCE_MAX = 4;

// Every wait, retry, page and buffer of the CloudStack client, with its unit in the name. Nothing here waits by itself.

/** A read that takes longer is given up and tried again. */
export const READ_TIMEOUT_MS = 30_000;
/** A change is given longer, because giving up on it leaves its outcome unknown. */
export const WRITE_TIMEOUT_MS = 120_000;
/** A larger answer is refused; `listApis` of a whole server is the largest. */
export const RESPONSE_BYTES_MAX = 16 * 1_048_576;

/** A signed call is good for this long; a server that enforces timestamps takes at most 15 minutes. */
export const SIGNATURE_LIFETIME_MS = 600_000;
/** A refused signature is tried once more when the clocks differ by more than this. */
export const CLOCK_SKEW_RETRY_MS_MIN = 60_000;

/** Tries again after "too many requests" and "no capacity" answers. */
export const BUSY_RETRIES_MAX = 8;
/** Tries again after lost connections and broken answers. */
export const GLITCH_RETRIES_MAX = 4;
/** First pause; doubled each time. */
export const RETRY_WAIT_FIRST_MS = 1_000;
export const RETRY_WAIT_MS_MAX = 60_000;

/** Rows a page; a server refuses more than its `default.page.size`, usually 500. */
export const LIST_PAGE_ROWS = 200;
export const LIST_PAGES_MAX = 200;
/** A list that changes while it is read is read again this often. */
export const LIST_RESTARTS_MAX = 3;

/** Pause between two questions after a job: grows by its first value up to the most. */
export const JOB_POLL_FIRST_MS = 1_000;
export const JOB_POLL_MS_MAX = 15_000;
/** Expunging on slow storage takes minutes. After this the job's outcome is unknown. */
export const JOB_WAIT_MS_MAX = 1_800_000;

/** How much of the API's own error text is kept. */
export const ERROR_TEXT_CHARS_MAX = 300;

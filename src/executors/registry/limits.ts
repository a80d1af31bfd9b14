// Every limit of the talk with registries, with its unit in its name.

/** One HTTP exchange, and one WHOIS question from the connection to its end. */
export const ANSWER_TIMEOUT_MS = 10_000;
/** IANA's list is the largest answer. */
export const RDAP_BYTES_MAX = 1_048_576;
export const WHOIS_BYTES_MAX = 65_536;
export const REDIRECTS_MAX = 3;

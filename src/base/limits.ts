// Every loop, wait, retry, page and buffer has its limit here, with a name and a unit.

/** Two absence passes of one target are at least this far apart (J5). */
export const ABSENCE_PASS_GAP_MS = 30_000;
/** A long wait says something at least this often. */
export const PROGRESS_SILENCE_MS_MAX = 10_000;
/** One `apply` carries out at most this many effects, then says exit 15. */
export const EFFECTS_PER_APPLY_MAX = 500;
/** Irreversible effects are refused when our clock and the API's `Date` differ by more. */
export const CLOCK_SKEW_MS_MAX = 120_000;
/** A Terraform plan older than this is refused (R31). */
export const PLAN_AGE_MS_MAX = 3_600_000;
/** How long an approval lives unless the contract or the command says otherwise. */
export const APPROVAL_LIFETIME_MS_DEFAULT = 72 * 3_600_000;
export const APPROVAL_LIFETIME_MS_MAX = 30 * 86_400_000;
/** Observations of one survey that run at once. */
export const SURVEY_PARALLEL_MAX = 4;
/** A contract file larger than this is refused unread. */
export const CONTRACT_BYTES_MAX = 262_144;
/** One journal entry, as a line. */
export const JOURNAL_ENTRY_BYTES_MAX = 1_048_576;
/** Evidence filed by `attest`, one file. */
export const EVIDENCE_BYTES_MAX = 64 * 1_048_576;
/** How long a proof is awaited after an effect, where the effect names no limit of its own. */
export const PROOF_WAIT_MS_DEFAULT = 600_000;
/** Pause between two looks while a proof is awaited. */
export const PROOF_POLL_MS = 5_000;
/**
 * A network named in some setting counts as naming an address only from this prefix length on:
 * `0.0.0.0/0` in a route names nobody, `203.0.113.0/28` in an SPF record names each of its addresses.
 */
export const NAMING_PREFIX_V4_MIN = 24;
export const NAMING_PREFIX_V6_MIN = 56;

// Every limit of a stage, with its unit.

export const INIT_TIMEOUT_MS = 300_000;
export const PLAN_TIMEOUT_MS = 600_000;
/** A disk or a server may take its time; an apply is never cut short before. */
export const APPLY_TIMEOUT_MS = 3_600_000;
/** From the one SIGINT that asks it to stop until it is killed: Terraform first ends what it has begun, and saves its state. */
export const APPLY_STOP_GRACE_MS = 1_800_000;
/** How long another holder of the state's lock is waited for. */
export const LOCK_WAIT_SECONDS = 30;
/** What a run may print. */
export const OUTPUT_BYTES_MAX = 8 * 1_048_576;
/** `show -json` of one plan. */
export const SHOWN_BYTES_MAX = 256 * 1_048_576;
/** Changes that are named when a plan is refused. */
export const NAMED_CHANGES_MAX = 20;
/** Errors of one apply that are named. */
export const DIAGNOSTICS_MAX = 10;
/** Of what it printed, the end that a report shows. */
export const SAID_CHARACTERS_MAX = 2_000;

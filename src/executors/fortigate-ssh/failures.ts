// The errors of this executor: one constructor a code. Messages name the unit's address, never what it answered,
// because its answers may hold configuration.
import { failure } from '../ssh/failures.ts';

export { garbled, lineLost, loginRefused, timedOut, unreachable } from '../ssh/failures.ts';

/** Logged in, but a new password is demanded before anything else. */
export const passwordExpired = failure('ssh-password-expired', 'permanent');
/** The unit does not know or does not allow a command. */
export const commandFailed = failure('fortigate-command-failed', 'permanent');
export const COMMAND_FAILED = 'fortigate-command-failed';
/** SCP is switched off or not allowed for this profile. */
export const scpDenied = failure('backup-scp-denied', 'permanent');
export const SCP_DENIED = 'backup-scp-denied';
/** The transfer ended early, or was not what SCP sends. */
export const transferBroken = failure('backup-transfer', 'permanent');
/** What came is not a complete configuration of this unit. */
export const backupIncomplete = failure('backup-incomplete', 'permanent');
/** The reset asked something that it should not ask; it was answered with no. */
export const otherQuestion = failure('reset-other-question', 'permanent');
/** The reset command ended without its question. */
export const noQuestion = failure('reset-no-question', 'permanent');
/** The answer was sent, and nothing shows what came of it. */
export const outcomeUnknown = failure('reset-outcome-unknown', 'unknown-outcome');
/** Text came in between the reset's question; it was answered with no, and nothing happened. */
export const noisyQuestion = failure('reset-noisy-question', 'retry');

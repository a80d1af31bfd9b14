// The errors of an SSH connection: one constructor a code. Messages name the address, never what the other side answered,
// because its answers may hold secrets.
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';

type Facts = Readonly<Record<string, unknown>>;
export interface More {
  readonly cause?: unknown;
  readonly facts?: Facts;
  readonly next?: string;
  readonly why?: string;
}

export const failure =
  (code: string, errorClass: ErrorClass) =>
  (message: string, more: More = {}): KaiyakuError =>
    providerError(code, message, { class: errorClass, ...more });

/** No TCP connection, or closed before SSH began. */
export const unreachable = failure('ssh-unreachable', 'retry');
/** The other side went silent. */
export const timedOut = failure('ssh-timeout', 'retry');
/** What came is not what an SSH server sends. */
export const garbled = failure('ssh-garbled', 'retry');
/** The connection ended in the middle of a dialogue. */
export const lineLost = failure('ssh-line-lost', 'retry');
/** No common algorithm. */
export const noCommonAlgorithm = failure('ssh-algorithms', 'permanent');
/** The credential was not accepted, or the other side ended the connection over it. */
export const loginRefused = failure('ssh-login-refused', 'permanent');

/** The server’s own word that no channel was opened: a command was never sent (RFC 4254 §5.1). Any other error may come after it. */
export const neverOpened = (error: Error): boolean => typeof (error as { reason?: unknown }).reason === 'number';

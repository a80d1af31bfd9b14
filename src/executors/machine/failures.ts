// The errors of files on a machine: one constructor a code. None of them ever says that something is not there, but for
// `file-missing`.
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';

const failure =
  (code: string, errorClass: ErrorClass, next: string) =>
  (message: string, cause?: unknown): KaiyakuError =>
    providerError(code, message, { class: errorClass, next, ...(cause === undefined ? {} : { cause }) });

const LOOK = 'run kaiyaku where the file lies, as a user who may read it; over SSH: look at server.ssh in the contract';

export const FILE_MISSING = 'file-missing';
export const fileMissing = failure(FILE_MISSING, 'permanent', LOOK);
export const fileUnreadable = failure('file-unreadable', 'permanent', LOOK);
export const fileTooLarge = failure('file-too-large', 'permanent', 'change this one by hand');
export const fileNotWritten = failure('file-not-written', 'unknown-outcome', 'look at the file; then run apply again');
export const noFileChannel = failure(
  'ssh-no-sftp',
  'permanent',
  'let the server offer SFTP (Subsystem sftp), with the extensions of OpenSSH',
);
export const noAnswer = failure('ssh-timeout', 'retry', 'look at the line to the machine, then run apply again');

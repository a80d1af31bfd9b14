// What a library of mail or FTP threw, as an error of a backup: told apart by codes, never by text.
import { KaiyakuError, systemErrorCode } from '../../../base/errors.ts';
import { type Attempt, backupError } from '../attempt.ts';
import type { LoginPlace } from '../command.ts';

/** A disk of ours has codes of its own. */
export const OUR_DISK = /^(?:ENOSPC|EDQUOT|EROFS|EIO|EACCES|EFBIG)$/;
const UNREACHABLE = /^(?:ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|ETIMEOUT|EPIPE|CONNECT_TIMEOUT|GREETING_TIMEOUT)/;
const UNTRUSTED = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO_|MissingServerExtension|UPGRADE_TIMEOUT|STARTTLS/;

/** Throws the reason of a stop where there was one; a bug of ours is thrown on. `refusedLogin`: the server said so. */
export function connectionError(
  error: unknown,
  { host, port, user }: LoginPlace,
  attempt: Attempt,
  refusedLogin: boolean,
): unknown {
  attempt.signal.throwIfAborted();
  if (error instanceof KaiyakuError || error instanceof TypeError || error instanceof ReferenceError) return error;
  const at = `${host}:${port}`;
  if (refusedLogin)
    return backupError('backup-login', `${at} refused the login of ${user}`, {
      next: 'check user and password in the contract',
      cause: error,
    });
  const code = systemErrorCode(error) ?? '';
  if (OUR_DISK.test(code)) return error;
  if (UNTRUSTED.test(code))
    return backupError('backup-tls', `${at} could not be spoken to by TLS as the contract says (${code})`, {
      next: 'check host, tls and ca in the contract; a certificate that is not trusted is not spoken to',
      cause: error,
    });
  if (UNREACHABLE.test(code))
    return backupError('backup-unreachable', `${at} could not be reached (${code})`, { class: 'retry', cause: error });
  return backupError('backup-protocol', `${at} did not answer as it should${code === '' ? '' : ` (${code})`}`, {
    class: 'retry',
    ...(error instanceof Error ? { why: error.message } : {}),
    cause: error,
  });
}

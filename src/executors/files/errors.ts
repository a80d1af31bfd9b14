// Errors of the file system as provider errors. None of them ever means "the file is not there".
import { type ErrorClass, KaiyakuError, providerError, systemErrorCode } from '../../base/errors.ts';

/** `what` could not be read, for a reason that the system names; nothing was changed. */
export function unreadable(path: string, what: string, cause: unknown): KaiyakuError {
  if (cause instanceof KaiyakuError) return cause;
  const systemCode = systemErrorCode(cause);
  if (systemCode === undefined) throw cause;
  return providerError('file-unreadable', `${what} ${path} could not be read (${systemCode})`, {
    class: 'retry',
    why: WHY[systemCode] ?? 'an error while reading does not say whether something is there',
    next: `make ${path} readable for the account that runs kaiyaku, then run plan`,
    facts: { path, systemCode },
    cause,
  });
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'a folder that is missing may be a share that is not mounted',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ELOOP: 'too many symbolic links',
  ESTALE: 'the network file system has lost it',
};

/** It became something else while it was looked at: neither sight counts. */
export function changed(path: string, what: string): KaiyakuError {
  return providerError('file-changed', `${path}: ${what} while it was looked at`, {
    class: 'retry',
    next: 'run plan again when nothing else works in that folder',
    facts: { path },
  });
}

/** A limit of the search was reached: what lies beyond was not seen. */
export function limitReached(path: string, limit: string, value: number): KaiyakuError {
  return providerError('search-limit', `the search for licences stopped at ${path}: ${limit} is ${value}`, {
    class: 'permanent',
    why: 'what was not looked at may hold a licence',
    next: 'name narrower folders in licenceSearch, or move what does not belong there',
    facts: { path, limit, value },
  });
}

/** System errors that an unlink gives only when it did nothing. */
const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EISDIR', 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

export function unlinkFailed(path: string, cause: unknown): KaiyakuError {
  const systemCode = systemErrorCode(cause);
  if (systemCode === undefined) throw cause;
  const effect: ErrorClass = REFUSED.has(systemCode) ? 'permanent' : 'unknown-outcome';
  return providerError('licence-not-deleted', `licence file ${path} could not be deleted (${systemCode})`, {
    class: effect,
    ...(WHY[systemCode] === undefined ? {} : { why: WHY[systemCode] }),
    next: `make the folder of ${path} writable for the account that runs kaiyaku, then run apply`,
    facts: { path, systemCode },
    cause,
  });
}

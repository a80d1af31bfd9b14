// The class of what an act threw, by the error's data alone.
import { type ErrorClass, KaiyakuError } from '../../base/errors.ts';

/**
 * The class that the error names; without one a refusal came before anything was sent, and whatever else may have come after.
 * `loginLast`: what the user has to mend (a credential that is not to be had) came before any call as well.
 */
export function classify(error: unknown, { loginLast = false } = {}): ErrorClass {
  if (!(error instanceof KaiyakuError)) return 'unknown-outcome';
  const nothingSent = error.kind === 'refusal' || (loginLast && error.kind === 'user');
  return error.detail.class ?? (nothingSent ? 'permanent' : 'unknown-outcome');
}

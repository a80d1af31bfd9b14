// The API's root address.
import { safeApiAddress } from '../../base/api-address.ts';

/** Where official clients send every request unless told otherwise. */
export const SAKURA_ROOT = 'https://secure.sakura.ad.jp/cloud/zone';

/** The root without a trailing slash. Throws `user` errors: `api-root`, `api-root-plain-http`, `api-root-untrusted`. */
export function parseRoot(root: string): string {
  const url = safeApiAddress(root, { code: 'api-root', what: 'API root', like: SAKURA_ROOT });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

// The API's root address. It must never let a key travel unencrypted, or to a host whose certificate nobody checks.
import { userError } from '../../base/errors.ts';

/** Where official clients send every request unless told otherwise. */
export const SAKURA_ROOT = 'https://secure.sakura.ad.jp/cloud/zone';

/** Loopback: the only place where plain http is taken, for simulators. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The root without a trailing slash. Throws `user` errors: `api-root`, `api-root-plain-http`, `api-root-untrusted`. */
export function parseRoot(root: string): string {
  const url = URL.canParse(root) ? new URL(root) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw userError('api-root', `the API root is not an https address: ${root}`, { next: `use ${SAKURA_ROOT}` });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw userError('api-root', 'the API root must not hold credentials, a query or a fragment', {
      next: 'name the key by `api.token` and `api.secret`',
    });
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw userError('api-root-plain-http', `the API root ${url.origin} is plain http and not on this machine`, {
      why: 'the API key would travel unencrypted',
      next: 'use https',
    });
  if (url.protocol === 'https:' && process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw userError('api-root-untrusted', 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off', {
      why: 'the API key would be sent to whoever answers',
      next: 'unset NODE_TLS_REJECT_UNAUTHORIZED; use NODE_EXTRA_CA_CERTS for a private authority',
    });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

// The API's address. It must never let a signed call travel unencrypted: whoever reads one may send it again until it
// expires.
import { userError } from '../../base/errors.ts';

/** The endpoint without a query. Throws `user` errors: `api-endpoint`, `api-endpoint-plain-http`, `api-endpoint-untrusted`. */
export function parseEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw userError('api-endpoint', `the API endpoint is not an https address: ${endpoint}`, {
      next: 'use an address like https://HOST/client/api',
    });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw userError('api-endpoint', 'the API endpoint must not hold credentials, a query or a fragment');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw userError('api-endpoint-plain-http', `the API endpoint ${url.origin} is plain http and not on this machine`, {
      next: 'use https',
    });
  if (url.protocol === 'https:' && process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw userError('api-endpoint-untrusted', 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off', {
      next: 'unset it; use NODE_EXTRA_CA_CERTS for a private authority',
    });
  return `${url.origin}${url.pathname}`;
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

// The API's address: whoever reads a signed call may send it again until it expires.
import { safeApiAddress } from '../../base/api-address.ts';

const WORDS = { code: 'api-endpoint', what: 'API endpoint', like: 'an address like https://HOST/client/api' };

/** The endpoint without a query. Throws `user` errors: `api-endpoint`, `api-endpoint-plain-http`, `api-endpoint-untrusted`. */
export function parseEndpoint(endpoint: string): string {
  const url = safeApiAddress(endpoint, WORDS);
  return `${url.origin}${url.pathname}`;
}

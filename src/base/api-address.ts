// The address of an API as a contract names it. A key must never travel unencrypted, nor to a host whose certificate nobody
// checks; plain http is taken on loopback only, for simulators.
import { userError } from './errors.ts';

/** How the address is called in errors, and how a good one looks. */
export interface AddressWords {
  /** Stem of the codes: `api-root`. */
  readonly code: string;
  readonly what: string;
  readonly like: string;
}

/** The parsed address. Throws `user` errors by their stem: `CODE`, `CODE-plain-http`, `CODE-untrusted`. */
export function safeApiAddress(address: string, { code, what, like }: AddressWords): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw userError(code, `the ${what} is not an https address: ${address}`, { next: `use ${like}` });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw userError(code, `the ${what} must not hold credentials, a query or a fragment`, {
      next: 'name the key by its own fields',
    });
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw userError(`${code}-plain-http`, `the ${what} ${url.origin} is plain http and not on this machine`, {
      why: 'the key, or what it signs, would travel unencrypted',
      next: 'use https',
    });
  if (url.protocol === 'https:' && process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw userError(`${code}-untrusted`, 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off', {
      why: 'the key would be sent to whoever answers',
      next: 'unset NODE_TLS_REJECT_UNAUTHORIZED; use NODE_EXTRA_CA_CERTS for a private authority',
    });
  return url;
}

function isLoopbackHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

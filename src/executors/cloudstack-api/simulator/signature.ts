// Checks a call's key, signature and expiry as the server does: names sorted as they came, lower case only afterwards.
// Written apart from the client on purpose, so that each can find the other's mistake.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { EXPIRES_AHEAD_MS_MAX } from './limits.ts';
import { unauthorized } from './refuse.ts';

export interface Keys {
  readonly apiKey: string;
  readonly secretKey: string;
}

/** `pairs` as received. Throws 401, which is also all that a wrong command says. */
export function requireSigned(pairs: readonly (readonly [string, string])[], keys: Keys, how: Checking): void {
  const names = pairs.map(([name]) => name.toLowerCase());
  // A parameter both in the address and in the body is signed twice by the server.
  if (new Set(names).size !== names.length) throw unauthorized();
  const get = (wanted: string) => pairs.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (get('apikey') !== keys.apiKey) throw unauthorized();
  requireUnexpired(get('signatureversion'), get('expires'), how);
  const signed = pairs
    .filter(([name]) => name.toLowerCase() !== 'signature')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${javaEncoded(value)}`)
    .join('&')
    .toLowerCase();
  const expected = createHmac('sha1', keys.secretKey).update(signed).digest();
  const given = Buffer.from(get('signature') ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unauthorized();
}

export interface Checking {
  readonly nowMs: number;
  /** `enforce.post.requests.and.timestamps` */
  readonly strict: boolean;
}

function requireUnexpired(version: string | undefined, expires: string | undefined, { nowMs, strict }: Checking): void {
  if (version !== '3') {
    if (strict) throw unauthorized();
    return;
  }
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|([+-]\d\d):?(\d\d))$/.exec(expires ?? '');
  if (match === null) throw unauthorized();
  const untilMs = Date.parse(`${match[1]}${match[2] === undefined ? 'Z' : `${match[2]}:${match[3]}`}`);
  if (!(untilMs >= nowMs)) throw unauthorized();
  if (strict && untilMs - nowMs > EXPIRES_AHEAD_MS_MAX) throw unauthorized();
}

/** java.net.URLEncoder, then `+` as `%20`. */
function javaEncoded(value: string): string {
  let out = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const char = String.fromCharCode(byte);
    out += /[A-Za-z0-9.\-*_]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

// The signature of one CloudStack call, as the server really checks it. Pure; the secret is revealed here and nowhere
// else. Names are all lower case, so that "sort, then lower-case" and "lower-case, then sort" are the same order.
import { createHmac } from 'node:crypto';
import { bugError } from '../../base/errors.ts';
import type { Secret } from '../../base/redact.ts';

/** Parameters of a call; values as they are meant, not encoded. */
export type Params = Readonly<Record<string, string>>;

/** As Java's URLEncoder with `+` as `%20`: `. - _ *` stay, `~ ! ' ( )` do not. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What is signed: `name=value` sorted by name, the whole of it in lower case. Throws `bug` for a name in another case. */
export function textToSign(params: Params): string {
  const names = Object.keys(params).sort();
  for (const name of names)
    if (name !== name.toLowerCase()) throw bugError('parameter-case', `CloudStack parameter ${name} is not lower case`);
  return names
    .map((name) => `${name}=${encodeValue(params[name]!)}`)
    .join('&')
    .toLowerCase();
}

/** HMAC-SHA1 in base64, not yet encoded for a form. */
export function signatureOf(params: Params, secretKey: Secret): string {
  return createHmac('sha1', secretKey.reveal()).update(textToSign(params)).digest('base64');
}

/** `2026-11-27T12:00:00Z`: an instant as `expires` wants it. */
export function expiresText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The form body of a call; in the body, so that neither key nor signature stands in a log of addresses. */
export function signedForm(params: Params, secretKey: Secret): string {
  const signed = { ...params, signature: signatureOf(params, secretKey) };
  return Object.entries(signed)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeValue(value)}`)
    .join('&');
}

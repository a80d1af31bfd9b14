// One canonical form (RFC 8785) and one digest for everything that is compared later: entries, plans, contracts.
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { bugError } from './errors.ts';

/** Plain JSON: what a journal, a digest or a report may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** RFC 8785 text. Throws `bug` for values JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw bugError('not-json', 'a value without a JSON form reached a digest');
  return text;
}

/** `sha256:<hex>` over the canonical form. */
export function digestOf(value: unknown): string {
  return `sha256:${sha256Hex(canonicalJson(value))}`;
}

/** 64 hex digits. In one shot: a stream for each entry would be a third of the time of reading a long journal. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

// One HTTP exchange: sends, reads a bounded body, and says how it ended. It never retries, never follows a redirect,
// and never judges what an answer means.
import { systemErrorCode } from './errors.ts';

/** `fetch`, or a dialler in its place that refuses some hosts. */
export type FetchOne = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** A larger answer is not read to its end. */
  readonly bytesMax: number;
  readonly signal?: AbortSignal;
}

/**
 * - `not-sent`: no connection was made, so nothing was received there (refused, no such host, certificate).
 * - `timeout`, `lost`: the request may have been received.
 * - `too-large`: the answer is larger than `bytesMax`.
 */
export type HttpFailure = 'not-sent' | 'untrusted' | 'timeout' | 'lost' | 'too-large';

export type HttpOutcome =
  | { readonly ended: true; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly ended: false; readonly how: HttpFailure; readonly code: string; readonly cause: unknown };

/** Codes of Node that say: the certificate was not accepted, so the request was never written. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Sends once. Throws only the caller's own cancellation. */
export async function exchange(fetchOne: FetchOne, request: HttpRequest): Promise<HttpOutcome> {
  const { method, url, headers, body, timeoutMs, bytesMax, signal } = request;
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetchOne(url, {
      method,
      headers,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(body === undefined ? {} : { body }),
    });
    const text = await readBounded(response, bytesMax);
    if (text === undefined) return { ended: false, how: 'too-large', code: 'too-large', cause: undefined };
    return { ended: true, status: response.status, headers: response.headers, text };
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) return { ended: false, how: 'timeout', code: 'timeout', cause: error };
    return { ended: false, ...howItFailed(error), cause: error };
  }
}

/** The body as text; undefined when it is larger than the limit (the rest is not read). */
async function readBounded(response: Response, bytesMax: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts).toString('utf8');
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}

function howItFailed(error: unknown): { how: HttpFailure; code: string } {
  const causes = causesOf(error);
  const codes = causes.map(systemErrorCode).filter((code) => code !== undefined);
  const code = codes[0] ?? 'connection-lost';
  if (codes.some((code) => CERTIFICATE_CODES.has(code))) return { how: 'untrusted', code };
  return { how: causes.length > 0 && causes.every(isBeforeSending) ? 'not-sent' : 'lost', code };
}

/** `fetch` wraps the socket's error, and several attempted addresses come as one aggregate. */
function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof AggregateError ? [...cause.errors] : [cause];
}

/** Only failures of connecting or of the name lookup prove that nothing was sent. */
function isBeforeSending(error: unknown): boolean {
  if (systemErrorCode(error) === 'UND_ERR_CONNECT_TIMEOUT') return true;
  const call = typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined;
  return call === 'connect' || call === 'getaddrinfo';
}

// The API's error body and what each answer means: done, try again, or an error with its class. Pure; told apart by
// status and `error_code` only, never by text (the text comes in Japanese or English).
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import { ERROR_TEXT_CHARS_MAX } from './limits.ts';
import { isRow } from './shapes.ts';

/** `{"is_fatal":true,"serial":"…","status":"404 Not Found","error_code":"not_found","error_msg":"…"}` */
export interface ApiErrorBody {
  readonly code: string;
  readonly message: string;
  readonly status: string;
  readonly serial: string;
}

/** What a call is, for messages and facts: `DELETE disk/113… in is1a`. */
export interface Call {
  readonly method: string;
  readonly zone: string;
  /** `server/113000000001/power`; without the query. */
  readonly path: string;
}

export const isRead = (call: Call): boolean => call.method === 'GET';

/** Reads the API's own error body; undefined when the body is anything else. */
export function readErrorBody(body: unknown): ApiErrorBody | undefined {
  if (!isRow(body) || typeof body['error_code'] !== 'string' || body['error_code'] === '') return undefined;
  const text = (key: string): string => (typeof body[key] === 'string' ? clip(body[key]) : '');
  return { code: clip(body['error_code']), message: text('error_msg'), status: text('status'), serial: text('serial') };
}

/** Text of the other side, fit to be kept: bounded, and without known secrets. */
export function clip(text: string): string {
  return redact(text).slice(0, ERROR_TEXT_CHARS_MAX);
}

/** 409 codes that pass by themselves: the object is busy with something that ends. */
const TRANSIENT_CONFLICTS = new Set([
  'still_creating',
  'server_is_cleaning',
  'in_migration',
  'diskorss_in_migration',
  'disk_is_copying',
  'packetfilter_applying',
]);

/** 503 codes by which the API says that it did not begin. */
const NOT_BEGUN = new Set(['busy', 'too_many_request', 'service_unavailable', 'service_temporarily_unavailable']);

/** 503 codes of an operation that began and failed or ran out of time: it may be half done, so it is not repeated blindly. */
const MAY_BE_HALF_DONE = new Set([
  'operation_failure',
  'operation_timeout',
  'server_operation_failure',
  'host_operation_failure',
  'storage_operation_failure',
  'server_could_not_stop',
  'dns_ptr_update_failure',
]);

/**
 * What to do with an answer that is no success.
 * `again`: `busy` waits as long as the other side is busy, `glitch` only a few times. `class` is what is left of it
 * when the tries are used up. `mayHaveRun`: this very attempt may have been carried out.
 */
export interface Judgement {
  readonly again: 'busy' | 'glitch' | 'no';
  readonly code: string;
  readonly class: ErrorClass;
  readonly mayHaveRun: boolean;
}

/** Judges a status outside 2xx. `error` is undefined when the body is not the API's own. */
export function judgeStatus(call: Call, status: number, error: ApiErrorBody | undefined): Judgement {
  const read = isRead(call);
  if (status === 423 || status === 429) return { again: 'busy', code: 'busy', class: 'retry', mayHaveRun: false };
  if (status === 503) return judgeUnavailable(read, error);
  if (status === 409 && error !== undefined && TRANSIENT_CONFLICTS.has(error.code))
    return { again: 'busy', code: 'busy', class: 'retry', mayHaveRun: false };
  if (status === 401) return { again: 'no', code: 'unauthorized', class: 'permanent', mayHaveRun: false };
  if (status === 402) return { again: 'no', code: 'payment-required', class: 'permanent', mayHaveRun: false };
  if (status === 403) return { again: 'no', code: 'forbidden', class: 'permanent', mayHaveRun: false };
  if (status >= 500) return glitch(read, 'server-error');
  if (error === undefined) return read ? stop('bad-response', 'retry') : glitch(read, 'bad-response');
  if (status === 404 && error.code === 'not_found') return stop('not-found', 'permanent');
  if (status === 408) return glitch(read, 'timeout');
  return stop(status === 409 ? 'conflict' : 'api-error', 'permanent');
}

function judgeUnavailable(read: boolean, error: ApiErrorBody | undefined): Judgement {
  if (!read && error !== undefined && MAY_BE_HALF_DONE.has(error.code)) return glitch(read, 'server-error');
  const mayHaveRun = !read && (error === undefined || !NOT_BEGUN.has(error.code));
  return { again: 'busy', code: 'busy', class: mayHaveRun ? 'unknown-outcome' : 'retry', mayHaveRun };
}

/** A read may be repeated at once; a write that ended like this may have been carried out and is not repeated. */
export function glitch(read: boolean, code: string): Judgement {
  return { again: read ? 'glitch' : 'no', code, class: read ? 'retry' : 'unknown-outcome', mayHaveRun: !read };
}

function stop(code: string, errorClass: ErrorClass): Judgement {
  return { again: 'no', code, class: errorClass, mayHaveRun: false };
}

/** How far a call had come when it was given up. */
export interface Tried {
  readonly attempts: number;
  readonly waitedMs: number;
}

const NEXT: Readonly<Record<string, string>> = {
  unauthorized: 'check the API key that `api.token` and `api.secret` name',
  forbidden: 'use an API key of this project that may do this',
  'payment-required': 'settle what the provider’s member menu shows, then run the command again',
  busy: 'run the command again later',
};

type Failed = { judgement: Judgement; status?: number; error?: ApiErrorBody; how: string; cause?: unknown };

/**
 * The error of a call. Codes: `unauthorized`, `payment-required`, `forbidden`, `not-found` (the API's own 404
 * `not_found` and nothing else), `conflict`, `busy`, `api-error`, `server-error`, `bad-response`, `timeout`,
 * `connection-lost`, `unreachable`, `untrusted-certificate`. `facts` hold the API's last error body.
 */
export function callError(call: Call, tried: Tried, failed: Failed): KaiyakuError {
  const { judgement, status, error, how, cause } = failed;
  const unknown = judgement.class === 'unknown-outcome';
  const given = tried.attempts > 1 ? `, given up after ${tried.attempts} attempts` : '';
  const next = NEXT[judgement.code] ?? (unknown ? 'run the command again; it looks before it acts' : undefined);
  return providerError(judgement.code, `${call.method} ${call.path} in ${call.zone}: ${how}${given}`, {
    class: judgement.class,
    ...(unknown ? { why: 'the request may have been carried out; only looking can tell' } : {}),
    ...(next === undefined ? {} : { next }),
    facts: {
      call: `${call.method} ${call.path}`,
      zone: call.zone,
      ...(status === undefined ? {} : { status }),
      ...(error === undefined
        ? {}
        : { apiCode: error.code, apiStatus: error.status, apiMessage: error.message, serial: error.serial }),
      ...tried,
    },
    cause,
  });
}

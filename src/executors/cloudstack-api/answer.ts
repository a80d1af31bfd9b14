// What an answer means: its envelope, the API's own error, and what may be done about it. Pure; told apart by HTTP
// status and `errorcode` only, never by text.
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';
import type { HttpOutcome } from '../../base/http-exchange.ts';
import { redact } from '../../base/redact.ts';
import { ERROR_TEXT_CHARS_MAX } from './limits.ts';
import { isRow, type Row } from './shapes.ts';

/** Reads are list…, get… and query… calls: they change nothing and may be repeated. */
export const isRead = (command: string): boolean => /^(?:list|get|query)/.test(command);

/** `again`: `busy` waits as long as the other side is busy, `glitch` only a few times. */
export interface Judgement {
  readonly again: 'busy' | 'glitch' | 'no';
  readonly code: string;
  readonly class: ErrorClass;
  readonly how: string;
  readonly status?: number;
  readonly errorCode?: number;
  readonly errorText?: string;
  readonly cause?: unknown;
}

export type Judged = { readonly body: Row } | Judgement;

/** What one exchange gave. */
export function judge(command: string, outcome: HttpOutcome): Judged {
  if (!outcome.ended) return judgeFailure(command, outcome);
  const { status, text } = outcome;
  const parsed = parseJson(text);
  const own = isRow(parsed) ? parsed[`${command.toLowerCase()}response`] : undefined;
  const failed = isRow(parsed) ? (own ?? parsed['errorresponse'] ?? parsed['error']) : undefined;
  if (isRow(failed) && (typeof failed['errorcode'] === 'number' || status !== 200)) {
    const errorCode = typeof failed['errorcode'] === 'number' ? failed['errorcode'] : status;
    const errorText = clip(textOf(failed['errortext'] ?? failed['description']));
    const how = `${errorCode}${errorText === '' ? '' : ` ${errorText}`}`;
    return { ...meaningOf(errorCode, isRead(command)), how, status, errorCode, errorText };
  }
  if (status === 200 && isRow(own)) return { body: own };
  if (status === 401) return { ...meaningOf(401, isRead(command)), how: '401 without the API’s error body', status };
  return { ...glitch(command, 'bad-response'), how: `${status} without the API’s own envelope`, status };
}

/** Refused before anything was done, by the API's published error codes. */
const REFUSED: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  405: 'method-not-allowed',
  411: 'unauthorized',
  430: 'parameter-error',
  431: 'parameter-error',
  432: 'unsupported-action',
  531: 'forbidden',
  532: 'resource-limit',
  535: 'resource-allocation',
  536: 'resource-in-use',
  537: 'rule-conflict',
};

type Meaning = Pick<Judgement, 'again' | 'code' | 'class'>;

function meaningOf(errorCode: number, read: boolean): Meaning {
  const refused = REFUSED[errorCode];
  if (refused !== undefined) return { again: 'no', code: refused, class: 'permanent' };
  if (errorCode === 429) return { again: 'busy', code: 'busy', class: 'retry' };
  if (errorCode === 533 || errorCode === 534)
    return read
      ? { again: 'busy', code: 'unavailable', class: 'retry' }
      : { again: 'no', code: 'unavailable', class: 'unknown-outcome' };
  // 530 is an internal error and most business refusals alike; what it left behind only looking can tell.
  return read
    ? { again: 'glitch', code: 'server-error', class: 'retry' }
    : { again: 'no', code: 'server-error', class: 'unknown-outcome' };
}

/** A read may be repeated at once; a change that ended like this may have been carried out and is not repeated. */
function glitch(command: string, code: string): Meaning {
  const read = isRead(command);
  return { again: read ? 'glitch' : 'no', code, class: read ? 'retry' : 'unknown-outcome' };
}

function judgeFailure(command: string, outcome: Extract<HttpOutcome, { ended: false }>): Judgement {
  const { how, code, cause } = outcome;
  switch (how) {
    case 'not-sent':
      return { again: 'glitch', code: 'unreachable', class: 'retry', how: code, cause };
    case 'untrusted':
      return { again: 'no', code: 'untrusted-certificate', class: 'permanent', how: `certificate (${code})`, cause };
    case 'timeout':
      return { ...glitch(command, 'timeout'), how: 'no answer in time', cause };
    case 'lost':
      return { ...glitch(command, 'connection-lost'), how: `the connection was lost (${code})`, cause };
    case 'too-large':
      return { ...glitch(command, 'bad-response'), again: 'no', how: 'an answer larger than the limit', cause };
  }
}

const NEXT: Readonly<Record<string, string>> = {
  unauthorized: 'check both keys and the clock; the API answers the same to a bad signature and to an unknown command',
  'unsupported-action': 'ask the provider to allow this call to the key, or do it in the console',
  forbidden: 'ask the provider to allow this to the account, or do it in the console',
  busy: 'run the command again later',
};

/** The error of a call that was given up. `facts` hold the API's last error, redacted. */
export function callError(command: string, judged: Judgement, attempts: number): KaiyakuError {
  const { code, class: errorClass, how, status, errorCode, errorText, cause } = judged;
  const unknown = errorClass === 'unknown-outcome';
  const next = NEXT[code] ?? (unknown ? 'run the command again; it looks before it acts' : undefined);
  return providerError(code, `${command}: ${how}${attempts > 1 ? `, given up after ${attempts} attempts` : ''}`, {
    class: errorClass,
    ...(unknown ? { why: 'the call may have been carried out; only looking can tell' } : {}),
    ...(next === undefined ? {} : { next }),
    facts: {
      command,
      attempts,
      ...(status === undefined ? {} : { status }),
      ...(errorCode === undefined ? {} : { errorCode, errorText }),
    },
    cause,
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Text of the other side, fit to be kept: bounded, and without known secrets. */
export function clip(text: string): string {
  return redact(text).slice(0, ERROR_TEXT_CHARS_MAX);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not swallowed: an answer without JSON is judged as `bad-response` by the caller.
    return undefined;
  }
}

// The Sakura Cloud API v1.1 as three calls: read one, find all, write once. It retries what may be retried, and never
// repeats a write whose outcome it does not know. It knows nothing of contracts.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Clock } from '../../base/clock.ts';
import { exchange, type FetchOne, type HttpOutcome } from '../../base/http-exchange.ts';
import { Secret } from '../../base/redact.ts';
import { type Call, callError, glitch, isRead, type Judgement, judgeStatus, readErrorBody } from './api-error.ts';
import { READ_TIMEOUT_MS, REQUESTS_PER_SECOND_DEFAULT, RESPONSE_BYTES_MAX, WRITE_TIMEOUT_MS } from './limits.ts';
import { readAll } from './paging.ts';
import { createRateLimit } from './rate-limit.ts';
import { dateMs, nextWaitMs, retryAfterMs } from './retry.ts';
import { parseRoot } from './root.ts';
import { isRow, type Row } from './shapes.ts';

/** Any zone answers for global resources; official clients ask this one. */
export const GLOBAL_ZONE = 'is1a';

export interface ClientOptions {
  /** `https://secure.sakura.ad.jp/cloud/zone`; plain http only on loopback. */
  readonly root: string;
  readonly token: Secret;
  readonly secret: Secret;
  readonly clock: Clock;
  readonly requestsPerSecond?: number;
  /** One attempt; the default is longer for writes than for reads. */
  readonly timeoutMs?: number;
  readonly fetch?: FetchOne;
}

export interface Answer {
  readonly status: number;
  /** `{}` for 204. */
  readonly body: Row;
  /** The answer's `Date`, ms since the epoch. */
  readonly dateMs: number | undefined;
  /** This client's clock when the answer came. */
  readonly nowMs: number;
}

/** What a caller who waits gives along. */
export interface CallContext {
  readonly signal?: AbortSignal;
  progress?(text: string): void;
}

export type WriteMethod = 'PUT' | 'POST' | 'DELETE';

export interface SakuraClient {
  /** GET. Throws `provider` errors (see `callError`), class `retry` or `permanent`: a read changes nothing. */
  get(zone: string, path: string, ctx: CallContext, query?: JsonObject): Promise<Answer>;
  /** Every row of a find, all pages, each once. Throws `incomplete-list` rather than return a short list. */
  find(zone: string, path: string, listKey: string, ctx: CallContext, query?: JsonObject): Promise<readonly Row[]>;
  /**
   * One change. Throws class `permanent` (refused), `retry` (not carried out) or `unknown-outcome`. A write on its way
   * is not cancelled by the signal: its outcome would be lost.
   */
  write(method: WriteMethod, zone: string, path: string, ctx: CallContext, body?: JsonObject): Promise<Answer>;
}

/** Throws `user` errors for a root or a rate that must not be used. */
export function createClient(options: ClientOptions): SakuraClient {
  const root = parseRoot(options.root);
  const { clock, timeoutMs, fetch: fetchOne = fetch } = options;
  const takeTurn = createRateLimit(clock, options.requestsPerSecond ?? REQUESTS_PER_SECOND_DEFAULT);
  // As a Secret of its own, so that its base64 form is masked wherever it comes back.
  const login = new Secret(`${options.token.reveal()}:${options.secret.reveal()}`);
  const authorization = (): string => `Basic ${Buffer.from(login.reveal()).toString('base64')}`;

  function send(call: Call, query: JsonObject | undefined, body: JsonObject | undefined, signal?: AbortSignal) {
    const search = query === undefined ? '' : `?${encodeURIComponent(JSON.stringify(query))}`;
    return exchange(fetchOne, {
      method: call.method,
      url: `${root}/${encodeURIComponent(call.zone)}/api/cloud/1.1/${call.path}${search}`,
      headers: {
        Authorization: authorization(),
        'X-Requested-With': 'XMLHttpRequest',
        'X-Sakura-Bigint-As-Int': '1',
        Accept: 'application/json',
        'User-Agent': 'kaiyaku',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      bytesMax: RESPONSE_BYTES_MAX,
      timeoutMs: timeoutMs ?? (isRead(call) ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS),
      ...(isRead(call) && signal !== undefined ? { signal } : {}),
    });
  }

  async function request(call: Call, ctx: CallContext, query?: JsonObject, body?: JsonObject): Promise<Answer> {
    const failures = { busy: 0, glitch: 0, waitedMs: 0 };
    let mayHaveRun = false;
    for (let attempts = 1; ; attempts += 1) {
      await takeTurn(ctx.signal);
      ctx.signal?.throwIfAborted();
      const outcome = await send(call, query, body, ctx.signal);
      const judged = judge(call, outcome, clock.nowMs());
      if ('answer' in judged) return judged.answer;
      const error = () =>
        callError(
          call,
          { attempts, waitedMs: failures.waitedMs },
          {
            ...judged,
            judgement: isRead(call) ? judged.judgement : settle(judged.judgement, { mayHaveRun, attempts }),
          },
        );
      if (judged.judgement.again === 'no') throw error();
      failures[judged.judgement.again] += 1;
      const waitMs = nextWaitMs(failures, judged.askedMs);
      mayHaveRun ||= judged.judgement.mayHaveRun;
      if (waitMs === undefined) throw error();
      ctx.progress?.(`Sakura Cloud API: ${judged.how}; trying again in ${Math.ceil(waitMs / 1000)} s`);
      await clock.sleep(waitMs, ctx.signal);
      failures.waitedMs += waitMs;
    }
  }

  return {
    get: (zone, path, ctx, query) => request({ method: 'GET', zone, path }, ctx, query),
    find: (zone, path, listKey, ctx, query) =>
      readAll({ zone, path, listKey }, (page) =>
        request({ method: 'GET', zone, path }, ctx, { ...query, ...page }).then((answer) => answer.body),
      ),
    write: (method, zone, path, ctx, body) => request({ method, zone, path }, ctx, undefined, body),
  };
}

type Judged =
  | { readonly answer: Answer }
  | {
      readonly judgement: Judgement;
      readonly how: string;
      readonly status?: number;
      readonly error?: NonNullable<ReturnType<typeof readErrorBody>>;
      readonly askedMs?: number;
      readonly cause?: unknown;
    };

/**
 * Of a write: after an attempt that may have been carried out nothing proves a refusal; and after any earlier attempt "it is not
 * there" and "not in this state" may be its own effect, whatever it answered.
 */
function settle(judgement: Judgement, before: { mayHaveRun: boolean; attempts: number }): Judgement {
  const mayBeOurs = before.attempts > 1 && (judgement.code === 'not-found' || judgement.code === 'conflict');
  return before.mayHaveRun || mayBeOurs ? { ...judgement, class: 'unknown-outcome' } : judgement;
}

function judge(call: Call, outcome: HttpOutcome, nowMs: number): Judged {
  if (!outcome.ended) return judgeFailure(call, outcome);
  const { status, headers, text } = outcome;
  const body = status === 204 ? {} : parseJson(text);
  if ([200, 201, 202, 204].includes(status)) {
    if (isRow(body) && body['is_ok'] !== false) return { answer: { status, body, dateMs: dateMs(headers), nowMs } };
    const how = body === undefined ? `${status} without whole JSON` : `${status} with an answer of another shape`;
    return { judgement: glitch(isRead(call), 'bad-response'), how, status };
  }
  const error = readErrorBody(body);
  const askedMs = retryAfterMs(headers, nowMs);
  return {
    judgement: judgeStatus(call, status, error),
    how: error === undefined ? `${status} without the API’s error body` : `${status} ${error.code}`,
    status,
    ...(error === undefined ? {} : { error }),
    ...(askedMs === undefined ? {} : { askedMs }),
  };
}

function judgeFailure(call: Call, { how, code, cause }: Extract<HttpOutcome, { ended: false }>): Judged {
  const read = isRead(call);
  switch (how) {
    case 'not-sent':
      return {
        judgement: { again: 'glitch', code: 'unreachable', class: 'retry', mayHaveRun: false },
        how: code,
        cause,
      };
    case 'untrusted': {
      const judgement = { again: 'no', code: 'untrusted-certificate', class: 'permanent', mayHaveRun: false } as const;
      return { judgement, how: `its certificate was not accepted (${code})`, cause };
    }
    case 'timeout':
      return { judgement: glitch(read, 'timeout'), how: 'no answer in time', cause };
    case 'lost':
      return { judgement: glitch(read, 'connection-lost'), how: `the connection was lost (${code})`, cause };
    case 'too-large':
      return {
        judgement: { ...glitch(read, 'bad-response'), again: 'no' },
        how: 'an answer larger than the limit',
        cause,
      };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not swallowed: an answer without JSON is judged as `bad-response` by the caller.
    return undefined;
  }
}

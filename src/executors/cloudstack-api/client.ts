// The CloudStack API as three calls: read, list to the end, change once. It signs, retries what may be retried, and never
// repeats a change whose outcome it does not know. It knows nothing of contracts.
import type { Clock } from '../../base/clock.ts';
import { exchange, type FetchOne } from '../../base/http-exchange.ts';
import type { Secret } from '../../base/redact.ts';
import { callError, isRead, judge } from './answer.ts';
import { parseEndpoint } from './endpoint.ts';
import {
  BUSY_RETRIES_MAX,
  CLOCK_SKEW_RETRY_MS_MIN,
  GLITCH_RETRIES_MAX,
  READ_TIMEOUT_MS,
  RESPONSE_BYTES_MAX,
  RETRY_WAIT_FIRST_MS,
  RETRY_WAIT_MS_MAX,
  SIGNATURE_LIFETIME_MS,
  WRITE_TIMEOUT_MS,
} from './limits.ts';
import { readAll } from './paging.ts';
import type { Row } from './shapes.ts';
import { expiresText, type Params, signedForm } from './sign.ts';

export interface ClientOptions {
  /** `https://HOST/client/api`; plain http only on loopback. */
  readonly endpoint: string;
  readonly apiKey: Secret;
  readonly secretKey: Secret;
  readonly clock: Clock;
  /** One attempt; the default is longer for changes than for reads. */
  readonly timeoutMs?: number;
  readonly fetch?: FetchOne;
}

/** What a caller who waits gives along. */
export interface CallContext {
  readonly signal?: AbortSignal;
  progress?(text: string): void;
}

export interface CloudStackClient {
  /** One read. Throws `provider` errors (see `answer.ts`), class `retry` or `permanent`. */
  read(command: string, params: Params, ctx: CallContext): Promise<Row>;
  /** Every row, all pages, each once. Throws `incomplete-list` rather than return a short list. */
  list(command: string, rowKey: string, params: Params, ctx: CallContext): Promise<readonly Row[]>;
  /** One change. A change on its way is not cancelled by the signal: its outcome would be lost. */
  change(command: string, params: Params, ctx: CallContext): Promise<Row>;
  /** The API's `Date` minus our clock at the last answer, in whole seconds; null before the first. */
  skewMs(): number | null;
}

/** Throws `user` errors for an endpoint that must not be used. */
export function createClient(options: ClientOptions): CloudStackClient {
  const endpoint = parseEndpoint(options.endpoint);
  const { clock, apiKey, secretKey, timeoutMs, fetch: fetchOne = fetch } = options;
  let skewMs: number | null = null;

  async function send(command: string, params: Params, signal?: AbortSignal) {
    const form: Params = {
      ...params,
      command,
      response: 'json',
      apikey: apiKey.reveal(),
      signatureversion: '3',
      expires: expiresText(clock.nowMs() + (skewMs ?? 0) + SIGNATURE_LIFETIME_MS),
    };
    const outcome = await exchange(fetchOne, {
      method: 'POST',
      url: endpoint,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
        'User-Agent': 'kaiyaku',
      },
      body: signedForm(form, secretKey),
      timeoutMs: timeoutMs ?? (isRead(command) ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS),
      bytesMax: RESPONSE_BYTES_MAX,
      ...(isRead(command) && signal !== undefined ? { signal } : {}),
    });
    const dateMs = outcome.ended ? Date.parse(outcome.headers.get('date') ?? '') : Number.NaN;
    if (!Number.isNaN(dateMs)) skewMs = dateMs - Math.floor(clock.nowMs() / 1000) * 1000;
    return judge(command, outcome);
  }

  async function call(command: string, params: Params, ctx: CallContext): Promise<Row> {
    const failures = { busy: 0, glitch: 0 };
    let skewMended = false;
    for (let attempts = 1; ; attempts += 1) {
      ctx.signal?.throwIfAborted();
      const signedWithMs: number = skewMs ?? 0;
      const judged = await send(command, params, ctx.signal);
      if ('body' in judged) return judged.body;
      // A refused signature changes nothing. Once, because a row of them may lock the key.
      if (judged.code === 'unauthorized' && !skewMended && wasSkewed(signedWithMs, skewMs)) {
        skewMended = true;
        continue;
      }
      if (judged.again === 'no') throw callError(command, judged, attempts);
      failures[judged.again] += 1;
      if (failures.busy > BUSY_RETRIES_MAX || failures.glitch > GLITCH_RETRIES_MAX)
        throw callError(command, judged, attempts);
      const waitMs = Math.min(RETRY_WAIT_MS_MAX, RETRY_WAIT_FIRST_MS * 2 ** (failures.busy + failures.glitch - 1));
      ctx.progress?.(`CloudStack API: ${judged.how}; trying again in ${Math.ceil(waitMs / 1000)} s`);
      await clock.sleep(waitMs, ctx.signal);
    }
  }

  return {
    read: call,
    list: (command, rowKey, params, ctx) =>
      readAll({ command, rowKey }, (page) => call(command, { ...params, ...page }, ctx)),
    change: call,
    skewMs: () => skewMs,
  };
}

/** The `expires` that was refused came from a clock too far from the API's. */
function wasSkewed(signedWithMs: number, foundMs: number | null): boolean {
  return foundMs !== null && Math.abs(foundMs - signedWithMs) > CLOCK_SKEW_RETRY_MS_MIN;
}

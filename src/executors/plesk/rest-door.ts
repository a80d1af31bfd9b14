// Plesk's REST API as a door: its command line gateway, with a secret key. A utility that fails comes under HTTP 200 with its code;
// other statuses speak of the API itself. Nothing is retried here.
import { safeApiAddress } from '../../base/api-address.ts';
import { userError } from '../../base/errors.ts';
import { exchange, type FetchOne, type HttpOutcome } from '../../base/http-exchange.ts';
import type { Secret } from '../../base/redact.ts';
import type { Call, PleskDoor } from './door.ts';
import type { Answer } from './answer.ts';
import { badAnswer, noAnswer, noUtility, unauthorized, unreachable, untrusted } from './failures.ts';
import { OUTPUT_BYTES_MAX, READ_TIMEOUT_MS } from './limits.ts';
import { pinnedFetch } from './pinned-fetch.ts';

export interface RestOptions {
  /** `https://HOST:8443`; plain http only on loopback. */
  readonly root: string;
  readonly key: Secret;
  /** SHA-256 fingerprint of the one certificate that is accepted, in hex; without it the machine's authorities decide. */
  readonly certificate?: string;
}

const WORDS = { code: 'plesk-api', what: 'address of Plesk', like: 'an address like https://HOST:8443' };

/** Throws `user` errors for an address that must not be used, and `plesk-key` for a key that no header can hold. */
export function createRestDoor({ root, key, certificate }: RestOptions): PleskDoor {
  const { origin, protocol } = safeApiAddress(root, WORDS);
  if (!/^[\x21-\x7e]+$/.test(key.reveal()))
    throw userError('plesk-key', 'the secret key of Plesk holds other than printable ASCII characters', {
      next: 'give the key alone, as plesk bin secret_key printed it',
    });
  const fetchOne: FetchOne = certificate === undefined || protocol === 'http:' ? fetch : pinnedFetch(certificate);

  async function send(path: string, call: Pick<Call, 'changes' | 'timeoutMs' | 'signal'>, body?: unknown) {
    return exchange(fetchOne, {
      method: body === undefined ? 'GET' : 'POST',
      url: `${origin}/api/v2/cli/${path}`,
      headers: {
        'X-API-Key': key.reveal(),
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'User-Agent': 'kaiyaku',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: call.timeoutMs,
      bytesMax: OUTPUT_BYTES_MAX,
      ...(!call.changes && call.signal !== undefined ? { signal: call.signal } : {}),
    });
  }

  return {
    async call(call) {
      const { utility, params, changes } = call;
      call.signal?.throwIfAborted();
      const what = `plesk bin ${utility} ${params[0] ?? ''}`.trim();
      const outcome = await send(`${encodeURIComponent(utility)}/call`, call, { params, env: {} });
      const { status, json } = heard(outcome, origin, what, changes);
      if (status === 404) throw noUtility(utility);
      return answerIn(json) ?? raise(badAnswer(what, changes, `${status} without the code of a utility`, { status }));
    },
    async lacking(utilities, signal) {
      const what = 'the list of utilities';
      const call = { changes: false, timeoutMs: READ_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
      const { status, json } = heard(await send('commands', call), origin, what, false);
      if (status !== 200 || !Array.isArray(json)) throw badAnswer(what, false, `${status} without a list`, { status });
      return utilities.filter((one) => !json.includes(one));
    },
    close: () => Promise.resolve(),
  };
}

/** The status with its JSON. Throws for what is no answer at all, and for a key that is not accepted. */
function heard(outcome: HttpOutcome, where: string, what: string, changes: boolean): { status: number; json: unknown } {
  if (!outcome.ended) {
    const { how, code, cause } = outcome;
    if (how === 'not-sent') throw unreachable(where, code, cause);
    if (how === 'untrusted') throw untrusted(where, code, cause);
    throw noAnswer(what, changes, how === 'timeout' ? 'no answer in time' : `the answer was lost (${code})`, cause);
  }
  const { status, text } = outcome;
  if (status === 401 || status === 403) throw unauthorized(where, status);
  return { status, json: jsonOf(text) };
}

function answerIn(json: unknown): Answer | undefined {
  const { code, stdout, stderr } = (json ?? {}) as Partial<Record<keyof Answer, unknown>>;
  if (!Number.isInteger(code) || typeof stdout !== 'string' || typeof stderr !== 'string') return undefined;
  return { code: code as number, stdout, stderr };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not swallowed: an answer without JSON is a bad answer to every caller.
    return undefined;
  }
}

function raise(error: Error): never {
  throw error;
}

// The stand-in's way to the API: plain HTTP with the provider's credentials, ids as text. Every answer that is not a success
// is an error with its status; only a 404 with the API's own JSON body ever means that an object is gone.
import { KaiyakuError, providerError } from '../../../base/errors.ts';
import { REQUEST_LIMIT_MS } from './limits.ts';

/** An object as the API shows it. */
export type Shown = { readonly [name: string]: unknown };

/** What a provider block and the environment say. */
export interface Access {
  readonly root: string;
  readonly token: string;
  readonly secret: string;
}

export class Api {
  readonly #access: Access;
  constructor(access: Access) {
    this.#access = access;
  }

  /** The body's object. `path` is below the zone's API: `is1b`, `server/113…`. Throws `stand-in-api` with `facts.status`. */
  async call(method: string, zone: string, path: string, body?: unknown): Promise<Shown> {
    const { root, token, secret } = this.#access;
    const url = `${root.replace(/\/$/, '')}/${zone}/api/cloud/1.1/${path}`;
    const response = await fetch(url, {
      method,
      headers: { Authorization: `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}` },
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw providerError('stand-in-api', `${method} ${path}: no answer`, { class: 'unknown-outcome', cause });
    });
    const answer = await jsonOf(response);
    if (response.ok && answer !== undefined) return answer;
    const said = answer === undefined ? 'no JSON body' : word(answer, 'error_code');
    throw providerError('stand-in-api', `${method} ${path}: ${response.status} ${said}`, {
      why: word(answer ?? {}, 'error_msg'),
      facts: { status: answer === undefined ? 0 : response.status, said },
    });
  }

  /** The named object of the body, or undefined when the API says 404. */
  async find(zone: string, path: string, key: string): Promise<Shown | undefined> {
    try {
      return inner(await this.call('GET', zone, path), key);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** All objects of a list that match; the API's own query form. */
  async list(zone: string, path: string, key: string, filter?: Shown): Promise<Shown[]> {
    const query = { Count: 0, From: 0, ...(filter === undefined ? {} : { Filter: filter }) };
    const body = await this.call('GET', zone, `${path}?${encodeURIComponent(JSON.stringify(query))}`);
    const rows = body[key];
    if (!Array.isArray(rows)) throw providerError('stand-in-api', `GET ${path}: no ${key}`);
    return rows as Shown[];
  }
}

async function jsonOf(response: Response): Promise<Shown | undefined> {
  const read: unknown = await response.json().catch(() => undefined);
  return typeof read === 'object' && read !== null ? (read as Shown) : undefined;
}

/** HTTP status of an error of `Api`; undefined for any other, and for an answer that was not the API's JSON. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof KaiyakuError) || error.code !== 'stand-in-api') return undefined;
  const status = error.detail.facts?.['status'];
  return typeof status === 'number' && status > 0 ? status : undefined;
}

/** The object below a key; an empty one where it is null. */
export function inner(shown: Shown | undefined, key: string): Shown {
  const value = shown?.[key];
  return typeof value === 'object' && value !== null ? (value as Shown) : {};
}

/** Objects of a list below a key; none where it is null. */
export function rows(shown: Shown, key: string): Shown[] {
  const value = shown[key];
  return Array.isArray(value) ? (value as Shown[]) : [];
}

/** A scalar as text; '' for null. */
export function word(shown: Shown, key: string): string {
  const value = shown[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

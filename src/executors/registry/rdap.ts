// RDAP over HTTPS: who serves a name, by the contract or by IANA's list (RFC 9224), and its registration there. It follows few
// redirects, reads a bounded answer, and takes only the registry's own words for an absence.
import { exchange } from '../../base/http-exchange.ts';
import { userError } from '../../base/errors.ts';
import { registryError } from './errors.ts';
import { ANSWER_TIMEOUT_MS, RDAP_BYTES_MAX, REDIRECTS_MAX } from './limits.ts';
import { isNoSuchName, registrationOf } from './rdap-json.ts';
import type { Registration } from './registration.ts';

/** What was read, and where; `absent`: the registry has no such name. */
export interface Read {
  readonly server: string;
  readonly found: Registration | 'absent';
}

export interface RdapDoor {
  readonly rdap?: string;
  readonly bootstrap?: string;
}

/** Throws registry errors, and the user's error `bad-registry` for an address that must not be used. */
export async function readByRdap(name: string, door: RdapDoor, signal?: AbortSignal): Promise<Read> {
  const root = door.rdap ?? (await servedBy(name, door.bootstrap!, signal));
  const url = new URL(`domain/${name}`, checkedRoot(root)).href;
  const { status, value } = await get(url, signal);
  if (status === 404) {
    if (isNoSuchName(value)) return { server: root, found: 'absent' };
    throw registryError('registry-malformed', root, `answers 404, and not in the words of RDAP: ${name} may be there`);
  }
  const found = registrationOf(value, name);
  if (found === undefined) throw registryError('registry-malformed', root, `its answer is no registration of ${name}`);
  return { server: root, found };
}

/** The root that IANA's list names for the longest part of the name. */
async function servedBy(name: string, bootstrap: string, signal?: AbortSignal): Promise<string> {
  const { value } = await get(checkedRoot(bootstrap), signal);
  const services = (value as { services?: unknown } | undefined)?.services;
  if (!Array.isArray(services)) throw registryError('registry-malformed', bootstrap, 'is no list of RDAP services');
  const labels = name.split('.');
  for (let from = 1; from < labels.length; from += 1) {
    const suffix = labels.slice(from).join('.');
    for (const service of services as unknown[]) {
      const [zones, roots] = Array.isArray(service) ? (service as unknown[][]) : [];
      if (!Array.isArray(zones) || !Array.isArray(roots) || !zones.includes(suffix)) continue;
      const root = roots.find((one): one is string => typeof one === 'string' && isUsable(one));
      if (root !== undefined) return root;
    }
  }
  throw registryError('registry-unserved', bootstrap, `names no RDAP service for ${name}`);
}

async function get(first: string, signal?: AbortSignal): Promise<{ readonly status: number; readonly value: unknown }> {
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await exchange(fetch, {
      method: 'GET',
      url,
      headers: { Accept: 'application/rdap+json, application/json', 'User-Agent': 'kaiyaku' },
      timeoutMs: ANSWER_TIMEOUT_MS,
      bytesMax: RDAP_BYTES_MAX,
      ...(signal === undefined ? {} : { signal }),
    });
    const host = new URL(url).host;
    if (!answer.ended) {
      if (answer.how === 'timeout')
        throw registryError('registry-timeout', host, `no answer in ${ANSWER_TIMEOUT_MS} ms`, answer.cause);
      if (answer.how === 'too-large')
        throw registryError('registry-limit', host, `its answer is larger than ${RDAP_BYTES_MAX} bytes`);
      throw registryError('registry-unreachable', host, `cannot be asked (${answer.code})`, answer.cause);
    }
    const { status, headers, text } = answer;
    if (status >= 300 && status < 400) {
      if (redirects >= REDIRECTS_MAX)
        throw registryError('registry-limit', host, `redirects more than ${REDIRECTS_MAX} times`);
      url = redirected(url, headers.get('location'));
      continue;
    }
    if (status === 429 || status === 503) {
      const after = headers.get('retry-after');
      throw registryError(
        'registry-busy',
        host,
        `answers ${status}${after === null ? '' : `, again after ${after} s`}`,
      );
    }
    if (status !== 200 && status !== 404) throw registryError('registry-failed', host, `answers ${status}`);
    return { status, value: jsonOf(text, host, status) };
  }
}

/** The body of a 404 may be anything; whether it is RDAP's is asked later. */
function jsonOf(text: string, host: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (status === 404) return undefined;
    throw registryError('registry-malformed', host, 'its answer is not JSON', error);
  }
}

function redirected(from: string, location: string | null): string {
  const { host } = new URL(from);
  if (location === null || !URL.canParse(location, from))
    throw registryError('registry-malformed', host, 'redirects to nowhere');
  const to = new URL(location, from).href;
  if (!isUsable(to))
    throw registryError('registry-malformed', host, `redirects to ${new URL(to).protocol}//, not to https`);
  return to;
}

/** With its last slash: what stands behind it would be cut off otherwise. */
function checkedRoot(root: string): string {
  if (!isUsable(root))
    throw userError('bad-registry', `${root} is no address of a registry`, { next: 'write https://HOST/PATH/' });
  return root.endsWith('/') || root.endsWith('.json') ? root : `${root}/`;
}

/** Plain HTTP only on this machine. */
function isUsable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1'));
}

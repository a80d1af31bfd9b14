// Failures on order. A fault is plain data, so that it can come from a command line; one that nobody knows is refused before
// anything is served.
import { userError } from '../../../base/errors.ts';

/**
 * - `http`: RDAP answers this status, `retryAfter` seconds if told
 * - `page`: RDAP answers 404 with the page of a web server, not in RDAP's words
 * - `not-json`: half of RDAP's answer
 * - `redirect`: RDAP sends elsewhere
 * - `cut`: WHOIS closes in the middle of its answer
 * - `other`: WHOIS says something else (a limit on questions)
 * - `silence`: neither answers
 */
export interface FaultSpec {
  readonly name: 'http' | 'page' | 'not-json' | 'redirect' | 'cut' | 'other' | 'silence';
  readonly status?: number;
  readonly retryAfter?: number;
  readonly to?: string;
  /** Default 1. */
  readonly times?: number | 'always';
}

const NAMES: readonly FaultSpec['name'][] = ['http', 'page', 'not-json', 'redirect', 'cut', 'other', 'silence'];
const OF_WHOIS: ReadonlySet<string> = new Set(['cut', 'other', 'silence']);
const OF_RDAP: ReadonlySet<string> = new Set(['http', 'page', 'not-json', 'redirect', 'silence']);

export class FaultBox {
  #faults: { readonly spec: FaultSpec; met: number }[] = [];

  /** Throws `userError('fault-spec')`. */
  add(spec: FaultSpec): void {
    if (!NAMES.includes(spec?.name))
      throw userError('fault-spec', `no fault ${spec?.name}`, { next: `faults: ${NAMES.join(', ')}` });
    this.#faults.push({ spec, met: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that this question meets; it counts it. */
  meet(door: 'rdap' | 'whois'): FaultSpec | undefined {
    const names = door === 'rdap' ? OF_RDAP : OF_WHOIS;
    const found = this.#faults.find(
      ({ spec, met }) => names.has(spec.name) && (spec.times === 'always' || met < (spec.times ?? 1)),
    );
    if (found !== undefined) found.met += 1;
    return found?.spec;
  }
}

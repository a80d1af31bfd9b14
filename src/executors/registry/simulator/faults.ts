// The faults of the simulated registry, and the door at which each is met. Plain data.
import { FaultBox, readByName, type Turns } from '../../../base/fault-box.ts';

/**
 * - `http`: RDAP answers this status, `retryAfter` seconds if told
 * - `page`: RDAP answers 404 with the page of a web server, not in RDAP's words
 * - `not-json`: half of RDAP's answer
 * - `redirect`: RDAP sends elsewhere
 * - `cut`: WHOIS closes in the middle of its answer
 * - `other`: WHOIS says something else (a limit on questions)
 * - `silence`: neither answers
 */
export interface FaultSpec extends Pick<Turns, 'times'> {
  readonly name: 'http' | 'page' | 'not-json' | 'redirect' | 'cut' | 'other' | 'silence';
  readonly status?: number;
  readonly retryAfter?: number;
  readonly to?: string;
}

type Door = 'rdap' | 'whois';
const NAMES: readonly FaultSpec['name'][] = ['http', 'page', 'not-json', 'redirect', 'cut', 'other', 'silence'];
const MET_AT: Readonly<Record<Door, readonly FaultSpec['name'][]>> = {
  rdap: ['http', 'page', 'not-json', 'redirect', 'silence'],
  whois: ['cut', 'other', 'silence'],
};

export const faultBox = (specs?: readonly FaultSpec[]) =>
  new FaultBox<FaultSpec, FaultSpec, Door>(
    { read: readByName(NAMES), concerns: ({ name }, door) => MET_AT[door].includes(name), turns: (fault) => fault },
    specs,
  );

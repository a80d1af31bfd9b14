// What can be asked of the registry of a domain, as data. No I/O here: scripts/ builds these. Nothing here changes a domain.
// Source: RFC 9082, 9083, 9224 (RDAP); JPRS WHOIS, which is the only door to names under .jp.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Target } from '../port.ts';

export const REGISTRY = 'registry';

/** `registration`: as it is before something is done with it. `moved-registration`: after its transfer. */
export type RegistryKind = 'registration' | 'moved-registration';

/** Where it is asked. Without any of these names under .jp are asked of JPRS, and others of whom IANA names. */
export interface RegistryDoor {
  /** Root of the registry's RDAP service. */
  readonly rdap?: string | undefined;
  /** `HOST` or `HOST:PORT` of a WHOIS that answers in JPRS's form. */
  readonly whois?: string | undefined;
  /** Of IANA's list of RDAP services. */
  readonly bootstrap?: string | undefined;
}

/** What the registration is held against; what it does not show is held against nothing. */
export interface RegistrationWanted {
  /** It expires on no earlier day. */
  readonly expiresFrom?: string;
  /** It expires on no later day. */
  readonly expiresTo?: string;
  /** Name of its registrar, or IANA's number of it. */
  readonly registrar?: string;
  /** No lock keeps it from being transferred. */
  readonly unlocked?: true;
}

export const JPRS_WHOIS = 'whois.jprs.jp';
export const IANA_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';

export function domainTarget(name: string, door: RegistryDoor, wanted: RegistrationWanted = {}): Target {
  return target('registration', name, door, wanted, `registration of ${name}`);
}

export function movedDomainTarget(name: string, door: RegistryDoor, wanted: RegistrationWanted): Target {
  return target('moved-registration', name, door, wanted, `registration of ${name} after its transfer`);
}

function target(kind: RegistryKind, id: string, door: RegistryDoor, wanted: RegistrationWanted, label: string): Target {
  const { rdap, whois, bootstrap = IANA_BOOTSTRAP } = door;
  const atJprs = whois ?? (rdap === undefined && /\.jp\.?$/i.test(id) ? JPRS_WHOIS : undefined);
  const by: JsonObject = atJprs !== undefined ? { whois: atJprs } : rdap !== undefined ? { rdap } : { bootstrap };
  return { executor: REGISTRY, kind, id, expect: { by, wanted: { ...wanted } }, label };
}

/**
 * Facts of an observation: `source` (`rdap` or `whois`), `server`, `status[]`, `expiresOn` (civil date in Japan), `registrar`,
 * `registrarId`, `nameServers[]` (small letters, in alphabetical order); null for what the registry does not show. `differs[]`:
 * a sentence for each thing that is not as wanted. `absent` only where the registry itself says that it has no such name; a page
 * that is not its answer, a limit on questions and a silence are `unknown`.
 */
export type RegistryFactsNote = never;

// What can go wrong when a registry is asked, as provider errors. None of them ever means "there is no such domain".
import { type KaiyakuError, providerError } from '../../base/errors.ts';

export type RegistryErrorCode =
  | 'registry-unreachable'
  | 'registry-timeout'
  | 'registry-busy'
  | 'registry-failed'
  | 'registry-malformed'
  | 'registry-unserved'
  | 'registry-limit';

const NEXT: Readonly<Record<RegistryErrorCode, string>> = {
  'registry-unreachable': 'check the way to the registry, then look again',
  'registry-timeout': 'check the way to the registry, then look again',
  'registry-busy': 'look again later: registries limit how often one may ask',
  'registry-failed': 'look again later, or ask it with another tool',
  'registry-malformed': 'ask it with another tool (curl, whois); its answer could not be read as a registration',
  'registry-unserved': 'write the root of the registry’s RDAP service under registry.rdap',
  'registry-limit': 'write the root of the registry’s own service under registry.rdap',
};

/** `server` could not be asked, or its answer says nothing. Reading changes nothing, so it may be tried again. */
export function registryError(code: RegistryErrorCode, server: string, message: string, cause?: unknown): KaiyakuError {
  return providerError(code, `${server}: ${message}`, {
    class: 'retry',
    why: 'what a registry does not say cannot be taken for an answer',
    next: NEXT[code],
    facts: { server },
    ...(cause === undefined ? {} : { cause }),
  });
}

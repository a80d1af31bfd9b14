// What can go wrong when name servers are asked, as provider errors. None of them ever means "there is no record".
import { type KaiyakuError, providerError } from '../../base/errors.ts';

export type DnsErrorCode =
  | 'dns-unreachable'
  | 'dns-timeout'
  | 'dns-refused'
  | 'dns-failed'
  | 'dns-lame'
  | 'dns-malformed'
  | 'dns-truncated'
  | 'dns-changed'
  | 'dns-limit';

const NEXT: Readonly<Record<DnsErrorCode, string>> = {
  'dns-unreachable': 'check the address of the name server and the way to it (UDP and TCP), then look again',
  'dns-timeout': 'check the address of the name server and the way to it (UDP and TCP), then look again',
  'dns-refused':
    'ask the operator to answer for this zone, or take the server out of the contract if it no longer serves it',
  'dns-failed': 'look at the log of the name server; a secondary whose zone has expired answers like this',
  'dns-lame': 'the server does not hold the zone: mend the delegation, or correct the contract',
  'dns-malformed': 'look at the server with another tool; its answer could not be read',
  'dns-truncated': 'open TCP port 53 of the name server: its answer does not fit into UDP',
  'dns-changed': 'look again once nobody edits the zone',
  'dns-limit': 'sweep fewer zones at once',
};

/** `server` could not be asked, or its answer says nothing. Reading changes nothing, so it may be tried again. */
export function dnsError(code: DnsErrorCode, server: string, message: string, cause?: unknown): KaiyakuError {
  return providerError(code, `${server}: ${message}`, {
    class: 'retry',
    why: 'what a name server does not say cannot be taken for clean',
    next: NEXT[code],
    facts: { server },
    ...(cause === undefined ? {} : { cause }),
  });
}

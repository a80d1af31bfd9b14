// The zones a target names, checked and with their servers as endpoints.
import { userError } from '../../base/errors.ts';
import type { DnsZone } from './command.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { nameOf } from './packet.ts';

export interface Zone {
  readonly name: string;
  /** Those that must hold the zone. */
  readonly children: readonly Endpoint[];
  readonly parents: readonly Endpoint[];
  /** Host names of the listed servers. */
  readonly hosts: ReadonlySet<string>;
  /** The apex, the wildcard, and what the contract lists. */
  readonly names: readonly string[];
}

/** Throws the user's errors `no-name-server` and `bad-name-server`. */
export function zoneOf({ name: given, servers, names = [] }: DnsZone): Zone {
  const name = nameOf(given);
  const of = (isParent: boolean) =>
    servers.filter(({ role }) => (role === 'parent') === isParent).map(({ at, role }) => endpointOf(at, role));
  const children = of(false);
  if (children.length === 0) throw userError('no-name-server', `no name server of ${name} is listed`);
  const hosts = servers.flatMap(({ role, name: host }) =>
    role === 'parent' || host === undefined ? [] : [nameOf(host)],
  );
  return {
    name,
    children,
    parents: of(true),
    hosts: new Set(hosts),
    names: [...new Set([name, `*.${name}`, ...names.map(nameOf)])],
  };
}

// What name servers still show of an address, as findings of R13: each record by itself, and each part of the zones that nobody
// could look into, which is never taken for clean.
import type { AddressUseExpect } from '../../src/executors/dns/command.ts';
import type { Observation, Target } from '../../src/executors/port.ts';

/** Facts of `address-use`, as far as they are judged. */
interface Use {
  readonly mentions: readonly { server: string; name: string; type: string; data: string }[];
  readonly reads: readonly { server: string; zone: string; by: 'transfer' | 'names' }[];
  readonly notAsked: readonly string[];
}

export interface NamedInDns {
  readonly what: string;
  readonly next: string;
  /** What a waiver names. None: it cannot be waived, because names could be listed instead. */
  readonly about?: string;
}

export function namedInDns(look: Target, seen: Observation): NamedInDns[] {
  if (seen.state !== 'present') return [];
  const { mentions = [], reads = [], notAsked = [] } = seen.facts as unknown as Partial<Use>;
  return [
    ...records(look.id, mentions),
    ...notAsked.map((item) => ({
      what: `who names ${look.id} is not known: nobody could look into ${item}`,
      next: 'list it under dns: zones:',
      about: `dns:not-asked/${item}`,
    })),
    ...unlisted(look, reads),
  ];
}

/** One record once, however many servers still have it. */
function records(address: string, mentions: Use['mentions']): NamedInDns[] {
  const byRecord = new Map<string, { data: string; servers: string[] }>();
  for (const { server, name, type, data } of mentions) {
    const about = `dns:${name}/${type}`;
    const known = byRecord.get(about);
    if (known === undefined) byRecord.set(about, { data, servers: [server] });
    else if (!known.servers.includes(server)) known.servers.push(server);
  }
  return [...byRecord].map(([about, { data, servers }]) => ({
    what: `${about} (${data}) still leads to ${address} at ${servers.join(', ')}`,
    next: 'change it, and wait until every name server shows it',
    about,
  }));
}

/** A zone that was not handed over, and of which the contract lists no names. */
function unlisted({ id, expect }: Target, reads: Use['reads']): NamedInDns[] {
  const { zones } = expect as unknown as AddressUseExpect;
  const listed = new Set(zones.filter(({ names }) => names !== undefined).map(({ name }) => name));
  return reads
    .filter(({ zone, by }) => by === 'names' && !listed.has(zone))
    .map(({ zone, server }) => ({
      what: `who names ${id} in ${zone} is not known: ${server} does not hand the zone over`,
      next: 'allow this machine to transfer the zone, or list its names under dns: names:',
    }));
}

// The `dns` section of a contract file, the same for every provider whose steps name servers can prove: the zones, who serves
// them, who stands above them, and the resolvers. Pure; what is asked of them is in teardown/dns-proof.ts.
import * as z from 'zod';
import { domainName, oneLine } from './fields.ts';
import type { ContractProblem } from './provider-schema.ts';
import { checkOnce } from './shared-checks.ts';

/** A server by its own address, never by name. */
export const serverAddress = oneLine.describe('192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353');

const dnsZone = z.strictObject({
  name: domainName.describe('a domain of this contract'),
  primary: z.array(serverAddress).min(1),
  secondary: z.array(serverAddress).default([]),
  parent: z.array(serverAddress).min(1).describe('servers of the zone above: they hand out host objects (glue)'),
  serverNames: z
    .record(serverAddress, domainName)
    .default({})
    .describe('host names of these servers as the NS records spell them; one that nobody carries counts as not asked'),
});

/** Fields of the section; a provider may extend it. */
export const dnsSection = z.strictObject({
  zones: z.array(dnsZone).min(1),
  resolvers: z
    .array(serverAddress)
    .min(2)
    .describe('for the reverse name and names outside of these zones: one resolver’s word is not taken'),
});

export type DnsSection = z.infer<typeof dnsSection>;
export type DnsSectionZone = DnsSection['zones'][number];

interface Named {
  readonly dns?: Pick<DnsSection, 'zones'> | undefined;
  readonly domains?: readonly { readonly name: string }[] | undefined;
}

/** A zone that is no domain of the contract, or is named twice, would be asked for nothing. */
export function checkDnsZones({ dns, domains }: Named): ContractProblem[] {
  if (dns === undefined || domains === undefined) return [];
  const known = new Set(domains.map(({ name }) => name));
  const names = dns.zones.map(({ name }) => name);
  const unknown = names.flatMap((name, at): ContractProblem[] =>
    known.has(name)
      ? []
      : [
          {
            code: 'unknown-zone',
            path: ['dns', 'zones', at, 'name'],
            what: `${name} is no domain of this contract`,
            next: `domains: ${[...known].join(', ') || 'none'}`,
          },
        ],
  );
  return [...unknown, ...checkOnce(names, (at) => ['dns', 'zones', at, 'name'], 'zone')];
}
